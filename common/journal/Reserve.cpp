#include "common/journal/Reserve.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/base/Descriptor.hpp"

namespace vigie::journal {
namespace {

std::unexpected<base::Error> unwritable(const std::filesystem::path& file, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return base::fail("disk-full", "there is not enough room for the journal's reserve " + file.string() +
                                       ". Free some space on this disk, then start again");
  }
  return base::fail("reserve-unwritable", "cannot write the journal's reserve " + file.string() + ": " +
                                              std::strerror(error) + ". Check the folder's rights");
}

}  // namespace

base::Result<std::uint64_t> freeBytes(const std::filesystem::path& path) {
  std::error_code error;
  const auto space = std::filesystem::space(path, error);
  if (error) {
    return base::fail("disk-unknown", "cannot tell the free space at " + path.string() + ": " + error.message());
  }
  return std::uint64_t{space.available};
}

base::Result<Reserve> Reserve::hold(std::filesystem::path file, std::uint64_t bytes) {
  {
    const base::Descriptor open(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!open) return unwritable(file, errno);
    if (const int error = ::posix_fallocate(open.get(), 0, static_cast<off_t>(bytes)); error != 0) {
      ::unlink(file.c_str());  // half a reserve would only make the full disk fuller
      return unwritable(file, error);
    }
    if (::fsync(open.get()) != 0) return unwritable(file, errno);
  }
  if (!base::syncFolderOf(file)) return unwritable(file, errno);
  return Reserve(std::move(file));
}

base::Result<void> Reserve::release() {
  if (!held_) return {};
  if (::unlink(file_.c_str()) != 0 && errno != ENOENT) return unwritable(file_, errno);
  held_ = false;
  if (!base::syncFolderOf(file_)) return unwritable(file_, errno);
  return {};
}

}  // namespace vigie::journal
