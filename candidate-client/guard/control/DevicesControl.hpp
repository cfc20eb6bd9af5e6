// L9: what is plugged in. Enforcing: every USB bus refuses new devices (authorized_default of sysfs), so that nothing
// plugged in during an exam is used. Both ways: storage, network, unknown cameras and cameras that are no device at all
// (v4l2loopback) are told, at the start and whenever the kernel says that a device came. Files are read below `root`.
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
  std::vector<int> classes;  // of its interfaces: 3 input, 8 storage, 14 video…
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
  void stop() override { uevents_.reset(); }
  int descriptor() const override { return uevents_ ? uevents_->descriptor() : -1; }
  void ready() override;

 private:
  void look();
  void lookAt(const UsbDevice& device);

  std::filesystem::path root_;
  std::optional<Uevents> uevents_;
  std::vector<guard::Camera> cameras_;
  guard::Report report_;
};

}  // namespace vigie::control
