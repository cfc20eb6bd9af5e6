// L15: whether this is a virtual machine or a container, as reasons with weights that a person can weigh, never as one
// verdict. Files are read below `root`, so that recorded machines are tests. The weights were set so that no single
// reason that a real machine can give (a bridge of a virtual network, no sensors, a hypervisor of its own) reaches the
// limit of 100. Errors: none; what cannot be read gives no reason.
#pragma once

#include <filesystem>

#include "candidate-client/guard/Control.hpp"

namespace vigie::control {

struct MachineReason {
  std::string name;  // kebab-case
  std::uint64_t weight = 0;
  std::string fact;  // what was read

  friend bool operator==(const MachineReason&, const MachineReason&) = default;
};

std::vector<MachineReason> machineReasons(const std::filesystem::path& root);
std::uint64_t totalWeight(const std::vector<MachineReason>& reasons);

class MachineControl final : public guard::Control {
 public:
  explicit MachineControl(std::filesystem::path root = "/") : root_(std::move(root)) {}
  guard::ControlId id() const override { return guard::ControlId::machine; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy&, guard::Mode) override {
    return std::vector<guard::Step>{};
  }
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override {}

 private:
  std::filesystem::path root_;
};

}  // namespace vigie::control
