#include "candidate-client/guard/control/DoorPlace.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "common/base/Descriptor.hpp"

namespace vigie::control {
namespace {

constexpr mode_t kModes = 07777;

std::unexpected<base::Error> refused(const std::string& target, const std::string& why) {
  return base::fail("door-refused", "the socket " + target + ": " + why);
}

// The screen's user owns the folder: a link put there must lead nowhere.
base::Result<base::Descriptor> open(const std::string& target, struct stat& about) {
  base::Descriptor file(::open(target.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  if (!file || ::fstat(file.get(), &about) != 0) return refused(target, std::strerror(errno));
  if (!S_ISSOCK(about.st_mode)) return refused(target, "it is no socket");
  return file;
}

}  // namespace

base::Result<guard::Value> DoorPlace::read(const std::string& target) {
  if (std::error_code none; !std::filesystem::exists(std::filesystem::symlink_status(target, none))) {
    return guard::Value{};
  }
  struct stat about{};
  const auto file = open(target, about);
  if (!file) return base::fail(file.error());
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%o %u\n", about.st_mode & kModes, about.st_gid);
  return guard::Value(base::toBytes(text.data()));
}

base::Result<void> DoorPlace::write(const std::string& target, const guard::Value& value) {
  if (!value) return refused(target, "it cannot be taken away");
  unsigned mode = 0;
  unsigned group = 0;
  if (std::sscanf(base::toString(*value).c_str(), "%o %u\n", &mode, &group) != 2 || (mode & ~kModes) != 0) {
    return refused(target, "it was to be set to something that is no mode and group");
  }
  struct stat about{};
  const auto file = open(target, about);
  if (!file) return base::fail(file.error());
  const std::string same = "/proc/self/fd/" + std::to_string(file->get());
  constexpr auto kSameOwner = static_cast<uid_t>(-1);
  if (::fchownat(file->get(), "", kSameOwner, group, AT_EMPTY_PATH) != 0 || ::chmod(same.c_str(), mode) != 0) {
    return refused(target, std::strerror(errno));
  }
  return {};
}

}  // namespace vigie::control
