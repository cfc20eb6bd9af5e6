#include "candidate-client/guard/control/SettingPlace.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"

namespace vigie::control {
namespace {

constexpr std::size_t kLargestSetting = 64U << 10;

std::unexpected<base::Error> refused(const std::string& target, const std::string& why) {
  return base::fail("setting-refused", "the kernel setting " + target + ": " + why);
}

}  // namespace

base::Result<guard::Value> SettingPlace::read(const std::string& target) {
  auto content = base::readFile(root_ / target, kLargestSetting);
  if (!content && content.error().code == "file-missing") return guard::Value{};
  if (!content) return base::fail(content.error());
  return guard::Value(std::move(*content));
}

base::Result<void> SettingPlace::write(const std::string& target, const guard::Value& value) {
  if (!value) return refused(target, "it cannot be taken away");
  const base::Descriptor file(::open((root_ / target).c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!file) return refused(target, std::strerror(errno));
  // In one write: the kernel takes each as a whole value.
  const ssize_t written = ::write(file.get(), value->data(), value->size());
  if (written != static_cast<ssize_t>(value->size())) {
    return refused(target, written < 0 ? std::strerror(errno) : "it took a part of the value only");
  }
  return {};
}

}  // namespace vigie::control
