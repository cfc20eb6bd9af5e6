// Recorded shapes of machines: those that a simple test takes for virtual, and those that are.
#include <gtest/gtest.h>

#include <iostream>

#include "candidate-client/guard/control/MachineControl.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::control {
namespace {

using Files = std::map<std::string, std::string>;
constexpr std::uint64_t kLimit = 100;

struct Machine {
  std::string name;
  bool isVirtual = false;
  Files files;
};

const std::string kGuest = "processor : 0\nflags : fpu vme hypervisor sse\n";
const std::string kBare = "processor : 0\nflags : fpu vme sse vmx\n";
constexpr auto kSensor = "sys/class/hwmon/hwmon0/name";
constexpr auto kCard = "sys/class/net/eth0/address";
constexpr auto kCardDevice = "sys/class/net/eth0/device/vendor";

const std::vector<Machine>& machines() {
  static const std::vector<Machine> all{
      {"office PC",
       false,
       {{"proc/cpuinfo", kBare},
        {"sys/class/dmi/id/sys_vendor", "Dell Inc."},
        {kSensor, "coretemp"},
        {kCard, "a4:bb:6d:00:00:01"},
        {kCardDevice, "0x8086"}}},
      {"laptop that hosts virtual machines",
       false,
       {{"proc/cpuinfo", kBare},
        {"sys/class/dmi/id/sys_vendor", "LENOVO"},
        {kSensor, "thinkpad"},
        {"sys/class/net/virbr0/address", "52:54:00:11:22:33"},
        {"sys/class/net/vboxnet0/address", "08:00:27:00:00:00"}}},
      {"Microsoft's own tablet",
       false,
       {{"proc/cpuinfo", kBare},
        {"sys/class/dmi/id/sys_vendor", "Microsoft Corporation"},
        {"sys/class/dmi/id/product_name", "Surface Pro 9"},
        {kSensor, "acpitz"}}},
      {"thin client without sensors",
       false,
       {{"proc/cpuinfo", kBare},
        {"sys/class/dmi/id/sys_vendor", "HP"},
        {kCard, "94:57:a5:00:00:01"},
        {kCardDevice, "0x10ec"}}},
      {"host that is the first domain of Xen",
       false,
       {{"proc/cpuinfo", kGuest}, {"sys/class/dmi/id/sys_vendor", "Supermicro"}, {kSensor, "nct6775"}}},
      {"PC whose kernel runs above a security hypervisor, no sensors",
       false,
       {{"proc/cpuinfo", kGuest}, {"sys/class/dmi/id/sys_vendor", "HP"}}},
      {"PC with a passed-through test card",
       false,
       {{"proc/cpuinfo", kBare},
        {"sys/class/dmi/id/sys_vendor", "ASUS"},
        {kSensor, "k10temp"},
        {"sys/bus/pci/devices/0000:05:00.0/vendor", "0x1af4"}}},
      {"machine without DMI", false, {{"proc/cpuinfo", kBare}, {kSensor, "cpu_thermal"}}},
      {"QEMU with KVM",
       true,
       {{"proc/cpuinfo", kGuest},
        {"sys/class/dmi/id/sys_vendor", "QEMU"},
        {"sys/bus/pci/devices/0000:00:03.0/vendor", "0x1af4"},
        {kCard, "52:54:00:11:22:33"},
        {kCardDevice, "0x1af4"}}},
      {"QEMU dressed as a Dell",
       true,
       {{"proc/cpuinfo", kGuest},
        {"sys/class/dmi/id/sys_vendor", "Dell Inc."},
        {"sys/bus/pci/devices/0000:00:03.0/vendor", "0x1af4"}}},
      {"VirtualBox",
       true,
       {{"proc/cpuinfo", kGuest},
        {"sys/class/dmi/id/sys_vendor", "innotek GmbH"},
        {"sys/class/dmi/id/product_name", "VirtualBox"},
        {"sys/bus/pci/devices/0000:00:02.0/vendor", "0x80ee"}}},
      {"VMware",
       true,
       {{"proc/cpuinfo", kGuest},
        {"sys/class/dmi/id/sys_vendor", "VMware, Inc."},
        {"sys/bus/pci/devices/0000:00:0f.0/vendor", "0x15ad"},
        {kSensor, "none"}}},
      {"Hyper-V",
       true,
       {{"proc/cpuinfo", kGuest},
        {"sys/class/dmi/id/sys_vendor", "Microsoft Corporation"},
        {"sys/class/dmi/id/product_name", "Virtual Machine"},
        {"sys/bus/vmbus/devices/a/class_id", "x"}}},
      {"microVM without DMI",
       true,
       {{"proc/cpuinfo", kGuest}, {"sys/bus/virtio/devices/virtio0/vendor", "0x554d4551"}}},
      {"container on a real machine",
       true,
       {{"proc/cpuinfo", kBare}, {"run/systemd/container", "docker\n"}, {kSensor, "coretemp"}}},
  };
  return all;
}

std::vector<MachineReason> reasonsOf(const Machine& machine) {
  const support::TemporaryFolder root;
  for (const auto& [name, text] : machine.files) {
    std::filesystem::create_directories((root.path() / name).parent_path());
    support::must(base::writeFileDurably(root.path() / name, base::bytesOf(text)));
  }
  return machineReasons(root.path());
}

TEST(Machine, WeighsReasonsSoThatRealMachinesStayBelowTheLimit) {
  int real = 0;
  int falsePositives = 0;
  for (const Machine& machine : machines()) {
    const auto reasons = reasonsOf(machine);
    const std::uint64_t weight = totalWeight(reasons);
    std::cout << "  " << machine.name << ": " << weight;
    for (const MachineReason& one : reasons) std::cout << ", " << one.name << ' ' << one.weight;
    std::cout << '\n';
    EXPECT_EQ(weight >= kLimit, machine.isVirtual) << machine.name;
    if (machine.isVirtual) continue;
    ++real;
    if (weight >= kLimit) ++falsePositives;
  }
  std::cout << "  false positives: " << falsePositives << " of " << real << " real machines\n";
}

TEST(Machine, TellsEveryReasonAsAFact) {
  const support::TemporaryFolder root;
  for (const auto& [name, text] : machines()[8].files) {
    std::filesystem::create_directories((root.path() / name).parent_path());
    support::must(base::writeFileDurably(root.path() / name, base::bytesOf(text)));
  }
  std::vector<guard::Sighting> seen;
  guard::Policy policy;
  MachineControl control(root.path());
  support::must(control.start(policy, guard::Mode::report, [&](const auto& one) { seen.push_back(one); }));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].reason, "virtual-machine");
  EXPECT_EQ(seen[0].facts.size(), machineReasons(root.path()).size());
  policy.machineLimit = 1000;
  support::must(control.start(policy, guard::Mode::report, [&](const auto& one) { seen.push_back(one); }));
  EXPECT_EQ(seen.size(), 1U) << "the policy's limit decides";
}

}  // namespace
}  // namespace vigie::control
