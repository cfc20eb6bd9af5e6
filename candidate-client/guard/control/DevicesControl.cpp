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
constexpr int kNetwork = 2, kInput = 3, kStorage = 8, kData = 10, kVideo = 14, kWireless = 224;

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

bool isOneOf(const std::vector<guard::KnownDevice>& known, const UsbDevice& device) {
  return std::ranges::any_of(known, [&](const guard::KnownDevice& one) {
    return one.product == device.product && (one.serial.empty() || one.serial == device.serial);
  });
}

}  // namespace

std::vector<UsbDevice> usbDevices(const fs::path& root) {
  std::vector<UsbDevice> out;
  for (const fs::path& folder : childrenOf(root / kBus)) {
    const std::string place = folder.filename().string();
    if (place.contains(':') || place.starts_with("usb")) continue;
    out.push_back({place, lineOf(folder / "idVendor") + ":" + lineOf(folder / "idProduct"), lineOf(folder / "serial"),
                   lineOf(folder / "product"), classesOf(folder), lineOf(folder / "authorized") == "0"});
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

base::Result<void> DevicesControl::start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) {
  report_ = report;
  mode_ = mode;
  cameras_ = policy.cameras;
  inputs_ = policy.inputs;
  outBefore_.clear();
  disguised_.clear();
  for (const UsbDevice& device : usbDevices(root_)) {
    if (device.keptOut) outBefore_.push_back(device.place);
  }
  if (auto uevents = Uevents::open()) uevents_ = std::move(*uevents);
  look();
  return {};
}

// The buses are open again by now: a mouse that was plugged in meanwhile shall not stay dead. On a bus that was closed
// before, somebody else decides.
void DevicesControl::stop() {
  uevents_.reset();
  if (mode_ == guard::Mode::on) {
    for (const UsbDevice& device : usbDevices(root_)) {
      const fs::path bus = root_ / kBus / ("usb" + device.place.substr(0, device.place.find('-')));
      if (device.keptOut && lineOf(bus / "authorized_default") == "1") (void)authorise(device, "1\n");
    }
  }
  mode_ = guard::Mode::off;
}

void DevicesControl::ready() {
  if (uevents_ && uevents_->drain()) look();
}

void DevicesControl::look() {
  const auto devices = usbDevices(root_);
  for (auto* places : {&outBefore_, &disguised_}) {
    std::erase_if(*places, [&](const std::string& place) {
      return std::ranges::none_of(devices, [&](const UsbDevice& one) { return one.place == place; });
    });
  }
  for (const UsbDevice& device : devices) lookAt(device);
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

base::Result<void> DevicesControl::authorise(const UsbDevice& device, const char* value) const {
  return SettingPlace(root_).write(std::string(kBus) + "/" + device.place + "/authorized", base::toBytes(value));
}

void DevicesControl::tell(const UsbDevice& device, const char* reason, guard::Severity severity, const char* what,
                          const char* mayDo) const {
  report_({id(),
           reason,
           device.place + " " + device.product,
           severity,
           what,
           mayDo,
           {{"place", device.place}, {"product", device.product}, {"serial", device.serial}, {"name", device.name}}});
}

// Its interfaces are known only then: one that is more than an input goes out again.
void DevicesControl::letIn(UsbDevice& device) {
  if (!authorise(device, "1\n")) {
    return tell(device, "input-kept-out", guard::Severity::warning,
                "An input of this candidate's accommodation cannot be let in",
                "help the candidate: the device does not work");
  }
  device.classes = classesOf(root_ / kBus / device.place);
  if (std::ranges::all_of(device.classes, [](int one) { return one == kInput; })) return;
  (void)authorise(device, "0\n");
  disguised_.push_back(device.place);
  tell(device, "input-disguised", guard::Severity::serious,
       "A device that calls itself an input of this candidate's accommodation is more than that; it is kept out",
       "ask the candidate to take it out");
}

void DevicesControl::lookAt(UsbDevice device) {
  if (mode_ == guard::Mode::on && device.keptOut) {
    const auto among = [&](const auto& places) { return std::ranges::find(places, device.place) != places.end(); };
    if (isOneOf(inputs_, device)) {
      if (!among(disguised_)) letIn(device);
    } else if (!among(outBefore_)) {  // what it is stays unknown: no driver has seen it
      tell(device, "device-kept-out", guard::Severity::warning, "Something was plugged into this seat; it is kept out",
           "go to the seat and ask the candidate to take it out");
    }
  }
  if (has(device, {kStorage})) {
    tell(device, "storage-connected", guard::Severity::serious, "There is a USB storage device on this seat",
         "ask the candidate to take it out");
  }
  if (has(device, {kNetwork, kData, kWireless})) {
    tell(device, "network-connected", guard::Severity::serious,
         "There is a USB network, telephone or radio device on this seat", "ask the candidate to take it out");
  }
  if (has(device, {kVideo}) && !isOneOf(cameras_, device)) {
    tell(device, "camera-unknown", guard::Severity::warning,
         "The camera of this seat is not the one that belongs to it",
         "if it was exchanged by the centre, a waiver ends the alarm");
  }
}

}  // namespace vigie::control
