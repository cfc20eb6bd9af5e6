// L12 and part of L1 and L11: kernel settings that take tools out of the candidate's hands. Only settings that can be
// set back are changed; those that hold until the next boot (modules_disabled, kexec_load_disabled) are the kiosk
// image's, and told here when they are open.
#pragma once

#include <filesystem>

#include "candidate-client/guard/Control.hpp"

namespace vigie::control {

struct Setting {
  std::string target;  // below the root: "proc/sys/kernel/sysrq"
  std::string wanted;  // as the kernel prints it, with its line end
  std::string what;    // why, in words
};

// The settings of a locked seat.
const std::vector<Setting>& lockedSettings();

class KernelControl final : public guard::Control {
 public:
  explicit KernelControl(std::filesystem::path root = "/", std::vector<Setting> settings = lockedSettings())
      : root_(std::move(root)), settings_(std::move(settings)) {}

  guard::ControlId id() const override { return guard::ControlId::kernel; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy& policy, guard::Mode mode) override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override {}

 private:
  std::filesystem::path root_;
  std::vector<Setting> settings_;
};

}  // namespace vigie::control
