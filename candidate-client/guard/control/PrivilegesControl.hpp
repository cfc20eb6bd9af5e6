// L10: who else could act on this seat, and whether it stays on. Enforcing: logind keeps the machine from being
// switched off or sent to sleep (Inhibitor). Both ways: rights that lead past the lock (sudo, polkit), other sessions,
// and programs that wait for somebody from outside (SSH, remote desktops) are told, sessions and ports again whenever
// they change. Files are read below `root`.
#pragma once

#include <memory>

#include "candidate-client/guard/control/Inhibitor.hpp"
#include "candidate-client/guard/control/SurroundingsControls.hpp"
#include "common/base/Descriptor.hpp"

namespace vigie::control {

std::vector<Finding> rightsFindings(const std::filesystem::path& root);    // sudo, polkit
std::vector<Finding> sessionsOfOthers(const std::filesystem::path& root);  // /run/systemd/sessions
std::vector<Finding> openDoors(const std::filesystem::path& root);         // /proc/net/tcp and tcp6

class PrivilegesControl final : public SurroundingsControl {
 public:
  PrivilegesControl(std::filesystem::path root, std::unique_ptr<Inhibitor> inhibitor)
      : SurroundingsControl(std::move(root)), inhibitor_(std::move(inhibitor)) {}

  guard::ControlId id() const override { return guard::ControlId::privileges; }
  guard::Ability ability() override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override { held_.reset(); }

 protected:
  std::vector<Finding> look(const std::filesystem::path& root, const guard::Policy&) const override;
  bool changes() const override { return true; }

 private:
  std::unique_ptr<Inhibitor> inhibitor_;
  base::Descriptor held_;
};

}  // namespace vigie::control
