// How many processes and threads a control group may have (pids.max of either version of control groups): a program
// that starts itself without end must not take the seat, and its guard, along. Thread: any.
#pragma once

#include <filesystem>
#include <optional>

#include "candidate-client/guard/control/SettingPlace.hpp"

namespace vigie::control {

// The folder in which the kernel counts the tasks of `cgroup`, a path as in /proc/<pid>/cgroup; nothing: it does not.
std::optional<std::filesystem::path> taskFolder(const std::string& cgroup);

// How often the kernel refused one more, since the group was made.
std::uint64_t refusedTasks(const std::filesystem::path& folder);

// Files of a control group, by their absolute path, as "512\n". Errors: those of SettingPlace.
class ControlGroupPlace final : public guard::Place {
 public:
  static constexpr std::string_view kKind = "control-group";

  std::string_view kind() const override { return kKind; }
  guard::Lasting lasting() const override { return guard::Lasting::whileThere; }
  base::Result<guard::Value> read(const std::string& target) override { return files_.read(target); }
  base::Result<void> write(const std::string& target, const guard::Value& value) override {
    return files_.write(target, value);
  }

 private:
  SettingPlace files_{"/"};
};

}  // namespace vigie::control
