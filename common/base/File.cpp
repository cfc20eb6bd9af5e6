#include "common/base/File.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace vigie::base {
namespace {

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Error> unwritable(const std::filesystem::path& path) {
  return fail("file-unwritable", "cannot write " + path.string() + ": " + std::strerror(errno) +
                                     ". Check the folder's rights and the free space");
}

bool writeAll(int fd, ByteView content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<Bytes> readFile(const std::filesystem::path& path, std::size_t maxBytes) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return fail("file-missing", "there is no file " + path.string());
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return fail("file-unreadable", "cannot read " + path.string() + ": " + std::strerror(errno));
  Bytes content;
  std::array<std::uint8_t, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail("file-unreadable", "cannot read " + path.string() + ": " + std::strerror(errno));
    if (got == 0) return content;
    append(content, ByteView(buffer).first(static_cast<std::size_t>(got)));
    if (content.size() > maxBytes) {
      return fail("file-too-large", path.string() + " is larger than the " + std::to_string(maxBytes) + " bytes allowed");
    }
  }
}

Result<std::string> readTextFile(const std::filesystem::path& path, std::size_t maxBytes) {
  auto bytes = readFile(path, maxBytes);
  if (!bytes) return fail(bytes.error());
  return toString(*bytes);
}

Result<void> writeFileDurably(const std::filesystem::path& path, ByteView content, FileMode mode) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const std::filesystem::path temporary = path.string() + ".new";
  {
    const mode_t rights = mode == FileMode::ownerOnly ? 0600 : 0644;
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, rights));
    if (file.get() < 0) return unwritable(temporary);
    if (!writeAll(file.get(), content) || ::fsync(file.get()) != 0) return unwritable(temporary);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return unwritable(path);
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return unwritable(folder);
  return {};
}

}  // namespace vigie::base
