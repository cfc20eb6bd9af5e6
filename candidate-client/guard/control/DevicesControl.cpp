#include "candidate-client/guard/control/DevicesControl.hpp"

#include <algorithm>
#include <charconv>

#include "candidate-client/guard/control/SettingPlace.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

namespace fs = std::filesystem;
constexpr auto kBus = "sys/bus/usb/devices";
constexpr int kNetwork = 2, kStorage = 8, kData = 10, kVideo = 14, kWireless = 224;

std::string lineOf(const fs::path& file) {
  const auto text = base::readTextFile(file, 4096);
  return text ? std::string(base::trim(*text)) : std::string();
}

std::vector<fs::path> childrenOf(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

int hexNumber(const std::string& text) {
  int out = -1;
  std::from_chars(text.data(), text.data() + text.size(), out, 16);
  return out;
}

// Interfaces lie beside their device: "1-2:1.0" is one of "1-2".
std::vector<int> classesOf(const fs::path& device) {
  std::vector<int> out;
  for (const fs::path& beside : childrenOf(device.parent_path())) {
    if (!beside.filename().string().starts_with(device.filename().string() + ":")) continue;
    out.push_back(hexNumber(lineOf(beside / "bInterfaceClass")));
  }
  return out;
}

bool has(const UsbDevice& device, std::initializer_list<int> classes) {
  return std::ranges::any_of(device.classes, [&](int one) { return std::ranges::find(classes, one) != classes.end(); });
}

}  // namespace

std::vector<UsbDevice> usbDevices(const fs::path& root) {
  std::vector<UsbDevice> out;
  for (const fs::path& folder : childrenOf(root / kBus)) {
    const std::string place = folder.filename().string();
    if (place.contains(':') || place.starts_with("usb")) continue;
    out.push_back({place, lineOf(folder / "idVendor") + ":" + lineOf(folder / "idProduct"), lineOf(folder / "serial"),
                   lineOf(folder / "product"), classesOf(folder)});
  }
  return out;
}

std::vector<std::string> virtualCameras(const fs::path& root) {
  std::vector<std::string> out;
  for (const fs::path& video : childrenOf(root / "sys/class/video4linux")) {
    if (!fs::exists(video / "device")) out.push_back(lineOf(video / "name"));
  }
  return out;
}

guard::Ability DevicesControl::ability() {
  const auto steps = this->steps({}, guard::Mode::on);
  const bool any = steps && !steps->empty();
  return {any, true, any ? "" : "this machine has no USB bus that could be closed"};
}

base::Result<std::vector<guard::Step>> DevicesControl::steps(const guard::Policy&, guard::Mode mode) {
  std::vector<guard::Step> out;
  if (mode == guard::Mode::report) return out;
  for (const fs::path& bus : childrenOf(root_ / kBus)) {
    if (!bus.filename().string().starts_with("usb") || !fs::exists(bus / "authorized_default")) continue;
    const std::string target = std::string(kBus) + "/" + bus.filename().string() + "/authorized_default";
    out.push_back({id(), std::string(SettingPlace::kKind), target, base::toBytes("0\n")});
  }
  return out;
}

base::Result<void> DevicesControl::start(const guard::Policy& policy, guard::Mode, const guard::Report& report) {
  report_ = report;
  cameras_ = policy.cameras;
  if (auto uevents = Uevents::open()) uevents_ = std::move(*uevents);
  look();
  return {};
}

void DevicesControl::ready() {
  if (uevents_ && uevents_->drain()) look();
}

void DevicesControl::look() {
  for (const UsbDevice& device : usbDevices(root_)) lookAt(device);
  for (const std::string& name : virtualCameras(root_)) {
    report_({id(),
             "camera-virtual",
             name,
             guard::Severity::serious,
             "There is a camera on this seat that is a program's, not a device",
             "look at the candidate yourself",
             {{"name", name}}});
  }
}

void DevicesControl::lookAt(const UsbDevice& device) {
  const auto tell = [&](const char* reason, guard::Severity severity, const char* what, const char* mayDo) {
    report_({id(),
             reason,
             device.place + " " + device.product,
             severity,
             what,
             mayDo,
             {{"place", device.place}, {"product", device.product}, {"serial", device.serial}, {"name", device.name}}});
  };
  if (has(device, {kStorage})) {
    tell("storage-connected", guard::Severity::serious, "There is a USB storage device on this seat",
         "ask the candidate to take it out");
  }
  if (has(device, {kNetwork, kData, kWireless})) {
    tell("network-connected", guard::Severity::serious,
         "There is a USB network, telephone or radio device on this seat", "ask the candidate to take it out");
  }
  const bool known = std::ranges::any_of(cameras_, [&](const guard::Camera& one) {
    return one.product == device.product && (one.serial.empty() || one.serial == device.serial);
  });
  if (has(device, {kVideo}) && !known) {
    tell("camera-unknown", guard::Severity::warning, "The camera of this seat is not the one that belongs to it",
         "if it was exchanged by the centre, a waiver ends the alarm");
  }
}

}  // namespace vigie::control
