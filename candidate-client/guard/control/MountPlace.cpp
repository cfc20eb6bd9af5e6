#include "candidate-client/guard/control/MountPlace.hpp"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"

// <sys/mount.h> and <linux/mount.h> cannot be included together (glibc 2.36).
extern "C" int mount(const char*, const char*, const char*, unsigned long, const void*);
extern "C" int umount2(const char*, int);

namespace vigie::control {
namespace {

constexpr unsigned long kBind = 4096;  // MS_BIND
constexpr int kDetach = 2;             // MNT_DETACH
struct Flag {
  std::string_view word;
  unsigned long reported;  // in statvfs
  unsigned long attribute;
};
constexpr std::array<Flag, 3> kFlags{
    {{"noexec", 8, MOUNT_ATTR_NOEXEC}, {"nosuid", 2, MOUNT_ATTR_NOSUID}, {"nodev", 4, MOUNT_ATTR_NODEV}}};

std::unexpected<base::Error> refused(const std::string& target, std::string_view what) {
  return base::fail("mount-refused", "the folder " + target + ": " + std::string(what) + ": " + std::strerror(errno));
}

// mountinfo(5): the fifth word is where it is mounted, with \040 for blanks.
base::Result<bool> isMount(const std::string& target) {
  const auto text = base::readTextFile("/proc/self/mountinfo");
  if (!text) return base::fail(text.error());
  for (const std::string& line : base::split(*text, '\n')) {
    const auto words = base::split(line, ' ');
    if (words.size() > 4 && words[4] == target) return true;
  }
  return false;
}

base::Result<void> setFlags(const std::string& target, std::string_view words) {
  mount_attr attributes{};
  for (const Flag& flag : kFlags) {
    const auto list = base::split(words, ' ');
    const bool wanted = std::find(list.begin(), list.end(), flag.word) != list.end();
    (wanted ? attributes.attr_set : attributes.attr_clr) |= flag.attribute;
  }
  if (syscall(SYS_mount_setattr, AT_FDCWD, target.c_str(), 0U, &attributes, sizeof attributes) != 0) {
    return refused(target, "its flags cannot be set");
  }
  return {};
}

}  // namespace

base::Result<guard::Value> MountPlace::read(const std::string& target) {
  const auto mounted = isMount(target);
  if (!mounted) return base::fail(mounted.error());
  if (!*mounted) return guard::Value{};
  struct statvfs about{};
  if (statvfs(target.c_str(), &about) != 0) return refused(target, "cannot be asked");
  std::string words;
  for (const Flag& flag : kFlags) {
    if ((about.f_flag & flag.reported) != 0) words += (words.empty() ? "" : " ") + std::string(flag.word);
  }
  return guard::Value(base::toBytes(words));
}

base::Result<void> MountPlace::write(const std::string& target, const guard::Value& value) {
  const auto mounted = isMount(target);
  if (!mounted) return base::fail(mounted.error());
  if (!value) {
    // Lazily: a program with a file open there must not keep a seat from being given back.
    if (*mounted && umount2(target.c_str(), kDetach) != 0) return refused(target, "its mount cannot be taken away");
    return {};
  }
  if (!*mounted && mount(target.c_str(), target.c_str(), nullptr, kBind, nullptr) != 0) {
    return refused(target, "cannot be mounted on itself");
  }
  return setFlags(target, base::textOf(*value));
}

}  // namespace vigie::control
