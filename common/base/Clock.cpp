#include "common/base/Clock.hpp"

#include <ctime>
#include <fstream>

namespace vigie::base {
namespace {

std::int64_t readMs(clockid_t id) {
  timespec time{};
  clock_gettime(id, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

}  // namespace

Moment SystemClock::now() const { return {readMs(CLOCK_REALTIME), readMs(CLOCK_BOOTTIME)}; }

std::string SystemClock::bootId() const {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

std::string formatUtc(std::int64_t wallMs) {
  const std::time_t seconds = wallMs / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text, size};
}

std::int64_t parseUtc(const std::string& text) {
  std::tm parts{};
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  if (end == nullptr || *end != '\0') return -1;
  const std::int64_t wallMs = std::int64_t{timegm(&parts)} * 1000;
  return formatUtc(wallMs) == text ? wallMs : -1;
}

}  // namespace vigie::base
