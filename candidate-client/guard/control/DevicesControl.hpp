// L9: what is plugged in. Enforcing: every USB bus refuses new devices (authorized_default of sysfs), so that nothing
// plugged in during an exam is used, but an accommodation's inputs; afterwards what was kept out is let in. Both ways:
// storage, network, unknown cameras and cameras that are no device at all (v4l2loopback) are told, at the start and
// whenever the kernel says that a device came. Files are read below `root`.
#pragma once

#include <filesystem>
#include <optional>

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/control/Uevents.hpp"

namespace vigie::control {

struct UsbDevice {
  std::string place;    // "1-2"
  std::string product;  // "046d:0825"
  std::string serial, name;
  std::vector<int> classes;  // of its interfaces: 3 input, 8 storage, 14 video…; none while it is kept out
  bool keptOut = false;      // not authorised: no driver has it
};

std::vector<UsbDevice> usbDevices(const std::filesystem::path& root);
std::vector<std::string> virtualCameras(const std::filesystem::path& root);  // names, of video devices without hardware

class DevicesControl final : public guard::Control {
 public:
  explicit DevicesControl(std::filesystem::path root = "/") : root_(std::move(root)) {}
  guard::ControlId id() const override { return guard::ControlId::devices; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy& policy, guard::Mode mode) override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override;
  int descriptor() const override { return uevents_ ? uevents_->descriptor() : -1; }
  void ready() override;
  void look();  // again, as ready() does when the kernel has told something

 private:
  void lookAt(UsbDevice device);
  void letIn(UsbDevice& device);
  void tell(const UsbDevice& device, const char* reason, guard::Severity severity, const char* what,
            const char* mayDo) const;
  base::Result<void> authorise(const UsbDevice& device, const char* value) const;

  std::filesystem::path root_;
  std::optional<Uevents> uevents_;
  std::vector<guard::KnownDevice> cameras_, inputs_;
  std::vector<std::string> outBefore_;  // places of what somebody else kept out already
  std::vector<std::string> disguised_;  // of what was let in once, and out again
  guard::Mode mode_ = guard::Mode::off;
  guard::Report report_;
};

}  // namespace vigie::control
