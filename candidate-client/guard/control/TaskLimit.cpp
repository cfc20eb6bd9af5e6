#include "candidate-client/guard/control/TaskLimit.hpp"

#include <charconv>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {

std::optional<std::filesystem::path> taskFolder(const std::string& cgroup) {
  if (cgroup.empty() || cgroup == "/") return std::nullopt;  // the machine's own group has no limit
  for (const std::filesystem::path root : {"/sys/fs/cgroup/pids", "/sys/fs/cgroup"}) {
    std::error_code none;
    const auto folder = root / cgroup.substr(1);
    if (std::filesystem::exists(folder / "pids.max", none)) return folder;
  }
  return std::nullopt;
}

// Lines of a name and a number; "max" is the limit.
std::uint64_t refusedTasks(const std::filesystem::path& folder) {
  constexpr std::string_view kName = "max ";
  const auto text = base::readTextFile(folder / "pids.events", 4096);
  std::uint64_t out = 0;
  for (const std::string& line : base::split(text ? *text : std::string(), '\n')) {
    if (line.starts_with(kName)) std::from_chars(line.data() + kName.size(), line.data() + line.size(), out);
  }
  return out;
}

}  // namespace vigie::control
