#include "candidate-client/guard/control/KernelControl.hpp"

#include <algorithm>

#include "candidate-client/guard/control/SettingPlace.hpp"
#include "common/base/File.hpp"

namespace vigie::control {

const std::vector<Setting>& lockedSettings() {
  // ptrace_scope 3 and unprivileged_bpf_disabled 1 cannot be taken back before the next boot: 2 can.
  static const std::vector<Setting> settings{
      {"proc/sys/kernel/sysrq", "0\n", "no key reaches the kernel past the lock"},
      {"proc/sys/kernel/ctrl-alt-del", "0\n",
       "Ctrl+Alt+Del asks init, which the kiosk masks, and never restarts at once"},
      {"proc/sys/kernel/yama/ptrace_scope", "2\n", "only an administrator may look into another program"},
      {"proc/sys/kernel/core_pattern", "/dev/null\n", "a crashed program leaves no copy of its memory"},
      {"proc/sys/fs/suid_dumpable", "0\n", "nor does one that changed its rights"},
      {"proc/sys/kernel/dmesg_restrict", "1\n", "the kernel's messages are the administrator's"},
      {"proc/sys/kernel/kptr_restrict", "2\n", "so are its addresses"},
      {"proc/sys/kernel/perf_event_paranoid", "3\n", "nobody measures another program"},
      {"proc/sys/kernel/unprivileged_bpf_disabled", "2\n", "no program of the candidate's in the kernel"},
      {"proc/sys/user/max_user_namespaces", "0\n", "no namespace in which the candidate is an administrator"},
      {"proc/sys/vm/memfd_noexec", "2\n", "no program out of memory alone"},
      {"proc/sys/fs/protected_symlinks", "1\n", "no link lures an administrator's program"},
      {"proc/sys/fs/protected_hardlinks", "1\n", "nor does a hard link"},
      {"proc/sys/vm/mmap_min_addr", "65536\n", "no program at address 0"},
  };
  return settings;
}

guard::Ability KernelControl::ability() {
  std::string missing;
  for (const Setting& one : settings_) {
    if (!std::filesystem::exists(root_ / one.target)) missing += (missing.empty() ? "" : ", ") + one.target;
  }
  const bool any = std::ranges::any_of(
      settings_, [this](const Setting& one) { return std::filesystem::exists(root_ / one.target); });
  return {any, true, missing.empty() ? "" : "this kernel does not have " + missing};
}

base::Result<std::vector<guard::Step>> KernelControl::steps(const guard::Policy&, guard::Mode mode) {
  if (mode == guard::Mode::report) return std::vector<guard::Step>{};
  std::vector<guard::Step> out;
  for (const Setting& one : settings_) {
    if (!std::filesystem::exists(root_ / one.target)) continue;
    out.push_back({id(), std::string(SettingPlace::kKind), one.target, base::toBytes(one.wanted)});
  }
  return out;
}

base::Result<void> KernelControl::start(const guard::Policy&, guard::Mode mode, const guard::Report& report) {
  if (mode == guard::Mode::report) {
    for (const Setting& one : settings_) {
      const auto now = base::readTextFile(root_ / one.target);
      if (!now || *now == one.wanted) continue;
      report({id(),
              "setting-open",
              one.target,
              guard::Severity::notice,
              "A kernel setting is not what a locked seat has: " + one.what,
              "nothing: it is reported only",
              {{"now", *now}, {"locked", one.wanted}}});
    }
  }
  for (const auto* oneWay : {"proc/sys/kernel/modules_disabled", "proc/sys/kernel/kexec_load_disabled"}) {
    const auto now = base::readTextFile(root_ / oneWay);
    if (!now || now->starts_with('1')) continue;
    report({id(),
            "setting-open-until-boot",
            oneWay,
            guard::Severity::notice,
            "A kernel setting that can only be closed until the next boot is open; the guard leaves it to the image of "
            "the workstation, because it could not give it back",
            "nothing during the exam",
            {{"now", *now}}});
  }
  return {};
}

}  // namespace vigie::control
