#include "tests/load/room-load/ProcessCost.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace vigie::load {

double cpuMicroseconds(const std::vector<pid_t>& processes) {
  double total = 0;
  for (const pid_t process : processes) {
    std::error_code error;
    const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
    for (const auto& task : std::filesystem::directory_iterator(tasks, error)) {
      std::ifstream file(task.path() / "schedstat");
      double nanoseconds = 0;
      if (file >> nanoseconds) total += nanoseconds / 1000;
    }
  }
  return total;
}

double memoryKilobytes(const std::vector<pid_t>& processes) {
  double total = 0;
  for (const pid_t process : processes) {
    std::ifstream rollup("/proc/" + std::to_string(process) + "/smaps_rollup");
    std::string word;
    while (rollup >> word) {
      double kilobytes = 0;
      if (word == "Pss:" && rollup >> kilobytes) total += kilobytes;
    }
  }
  return total;
}

}  // namespace vigie::load
