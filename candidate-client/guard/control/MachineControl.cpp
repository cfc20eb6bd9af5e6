#include "candidate-client/guard/control/MachineControl.hpp"

#include <algorithm>
#include <array>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

namespace fs = std::filesystem;

std::string lineOf(const fs::path& file) {
  const auto text = base::readTextFile(file, 1U << 20);
  return text ? std::string(base::trim(*text)) : std::string();
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::vector<fs::path> childrenOf(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

// The processor says that somebody runs it for us; so does the first domain of a Xen host.
void processor(const fs::path& root, std::vector<MachineReason>& out) {
  const auto text = base::readTextFile(root / "proc/cpuinfo", 4U << 20);
  if (!text) return;
  for (const std::string& line : base::split(*text, '\n')) {
    if (!line.starts_with("flags")) continue;
    const auto words = base::split(line, ' ');
    if (std::ranges::find(words, "hypervisor") != words.end()) {
      out.push_back({"processor-flag", 60, "the processor's flags name a hypervisor"});
    }
    return;
  }
}

void firmware(const fs::path& root, std::vector<MachineReason>& out) {
  constexpr std::array<std::string_view, 11> kMakers{"qemu",     "kvm",       "vmware", "virtualbox", "innotek",
                                                     "bochs",    "parallels", "bhyve",  "xen",        "virtual machine",
                                                     "openstack"};
  for (const auto* name : {"sys_vendor", "product_name", "board_vendor", "bios_vendor", "chassis_vendor"}) {
    const std::string text = lineOf(root / "sys/class/dmi/id" / name);
    const std::string low = lower(text);
    const auto maker = std::ranges::find_if(kMakers, [&](std::string_view one) { return low.contains(one); });
    if (maker == kMakers.end()) continue;
    out.push_back({"firmware-name", 60, std::string(name) + " is \"" + text + '"'});
    return;
  }
}

void pciDevices(const fs::path& root, std::vector<MachineReason>& out) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kVendors{{{"0x1af4", "virtio"},
                                                                                   {"0x15ad", "VMware"},
                                                                                   {"0x80ee", "VirtualBox"},
                                                                                   {"0x1234", "QEMU or Bochs"},
                                                                                   {"0x1414", "Hyper-V"}}};
  for (const fs::path& device : childrenOf(root / "sys/bus/pci/devices")) {
    const std::string vendor = lineOf(device / "vendor");
    const auto known = std::ranges::find_if(kVendors, [&](const auto& one) { return one.first == vendor; });
    if (known == kVendors.end()) continue;
    out.push_back({"virtual-device", 50, device.filename().string() + " is made by " + std::string(known->second)});
    return;
  }
}

void virtualBuses(const fs::path& root, std::vector<MachineReason>& out) {
  for (const auto* bus : {"virtio", "vmbus", "xen"}) {
    if (childrenOf(root / "sys/bus" / bus / "devices").empty()) continue;
    out.push_back({"virtual-bus", 50, std::string("devices on the bus ") + bus});
    return;
  }
}

// Only of real cards: a bridge of a virtual network on a real machine has such an address too.
void networkCards(const fs::path& root, std::vector<MachineReason>& out) {
  constexpr std::array<std::string_view, 7> kMakers{"52:54:00", "08:00:27", "00:05:69", "00:0c:29",
                                                    "00:50:56", "00:15:5d", "00:16:3e"};
  for (const fs::path& card : childrenOf(root / "sys/class/net")) {
    if (!fs::exists(card / "device")) continue;
    const std::string address = lineOf(card / "address");
    const auto maker = std::ranges::find_if(kMakers, [&](std::string_view one) { return address.starts_with(one); });
    if (maker == kMakers.end()) continue;
    out.push_back({"card-address", 40, card.filename().string() + " has the address " + address});
    return;
  }
}

void sensors(const fs::path& root, std::vector<MachineReason>& out) {
  if (!childrenOf(root / "sys/class/hwmon").empty() || !childrenOf(root / "sys/class/thermal").empty()) return;
  out.push_back({"no-sensors", 20, "no sensor of temperature or fans"});
}

void containers(const fs::path& root, std::vector<MachineReason>& out) {
  const std::string named = lineOf(root / "run/systemd/container");
  if (!named.empty()) {
    out.push_back({"container", 100, "systemd was told that this is a container: " + named});
  } else if (fs::exists(root / ".dockerenv")) {
    out.push_back({"container", 100, "there is a file /.dockerenv"});
  }
}

}  // namespace

std::vector<MachineReason> machineReasons(const fs::path& root) {
  std::vector<MachineReason> out;
  for (const auto look : {processor, firmware, pciDevices, virtualBuses, networkCards, sensors, containers}) {
    look(root, out);
  }
  return out;
}

std::uint64_t totalWeight(const std::vector<MachineReason>& reasons) {
  std::uint64_t sum = 0;
  for (const MachineReason& one : reasons) sum += one.weight;
  return sum;
}

guard::Ability MachineControl::ability() {
  return {false, true, "a virtual machine is told, with its reasons; nothing is blocked by it"};
}

base::Result<void> MachineControl::start(const guard::Policy& policy, guard::Mode, const guard::Report& report) {
  const auto reasons = machineReasons(root_);
  const std::uint64_t weight = totalWeight(reasons);
  if (weight < policy.machineLimit) return {};
  guard::Sighting seen{id(),
                       "virtual-machine",
                       "this machine",
                       guard::Severity::warning,
                       "This workstation looks like a virtual machine or a container: the reasons weigh " +
                           std::to_string(weight) + ", and " + std::to_string(policy.machineLimit) + " are enough",
                       "compare with what the centre knows of this workstation; a waiver ends the alarm",
                       {}};
  for (const MachineReason& one : reasons) {
    seen.facts.emplace_back(one.name, one.fact + " (" + std::to_string(one.weight) + ")");
  }
  report(seen);
  return {};
}

}  // namespace vigie::control
