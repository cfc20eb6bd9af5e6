#include "center-server/vault/VaultFolder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace vigie::centre {
namespace {

std::unexpected<base::Error> unwritable(const std::filesystem::path& file, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return base::fail(full ? "vault-full" : "vault-unwritable",
                    "cannot write the vault " + file.string() + ": " + std::strerror(error) +
                        (full ? ". Free some space on this disk" : ". Check the disk and the folder's rights"));
}

bool writeAt(int file, base::ByteView bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return true;
}

}  // namespace

base::Result<void> VaultFolder::resume(const base::SessionId& session,
                                       const std::map<std::uint32_t, std::uint64_t>& ends) {
  Run run;
  base::Result<void> intact;
  for (const auto& [segment, end] : ends) {
    run.segment = segment;
    run.end = end;
    struct stat status{};
    const std::filesystem::path file = journal::segmentFile(folder_, session, segment);
    const bool whole = ::stat(file.c_str(), &status) == 0 && static_cast<std::uint64_t>(status.st_size) >= end;
    if (whole && ::truncate(file.c_str(), static_cast<off_t>(end)) != 0) return unwritable(file, errno);
    if (whole) continue;
    run.end = segmentBytes_;  // nothing is ever written over what is missing
    intact = base::fail("vault-damaged", file.string() + " has not the " + std::to_string(end) +
                                             " bytes that the journal speaks of; see `proctor-cli vault verify`");
  }
  // A segment begun by a group that was never recorded.
  std::error_code ignored;
  std::filesystem::remove(journal::segmentFile(folder_, session, run.segment + 1), ignored);
  runs_.insert_or_assign(session, std::move(run));
  return intact;
}

base::Result<void> VaultFolder::beginSegment(const base::SessionId& session, Run& run) {
  const std::filesystem::path file = journal::segmentFile(folder_, session, run.segment + 1);
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return unwritable(file, error.value());
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  base::Descriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!opened) return unwritable(file, errno);
  const base::Bytes header = journal::segmentHeader(session);
  const bool begun = writeAt(opened.get(), header, 0) && ::fsync(opened.get()) == 0 && base::syncFolderOf(file) &&
                     base::syncFolderOf(file.parent_path());
  if (!begun) return unwritable(file, errno);
  ++run.segment;
  run.end = header.size();
  run.file = std::move(opened);
  return {};
}

base::Result<void> VaultFolder::makeReady(const base::SessionId& session, Run& run) {
  if (run.segment == 0 || run.end >= segmentBytes_) return beginSegment(session, run);
  if (run.file) return {};
  const std::filesystem::path file = journal::segmentFile(folder_, session, run.segment);
  run.file = base::Descriptor(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!run.file) return unwritable(file, errno);
  return {};
}

base::Result<exam::record::PicturesStored> VaultFolder::append(const base::SessionId& session,
                                                               const std::vector<const IncomingPicture*>& group) {
  Run& run = runs_[session];
  if (auto ready = makeReady(session, run); !ready) return base::fail(ready.error());
  exam::record::PicturesStored stored;
  base::Bytes bytes;
  for (const IncomingPicture* picture : group) {
    exam::record::StoredPicture& one = *stored.add_pictures();
    one.set_candidate(picture->name.candidate.bytes());
    one.set_number(picture->name.number);
    one.set_digest(base::toString(picture->digest));
    one.set_offset(run.end + bytes.size());
    journal::appendFrame(bytes, picture->name, picture->sealed);
  }
  stored.set_segment(run.segment);
  stored.set_offset(run.end);
  stored.set_size(bytes.size());
  if (!writeAt(run.file.get(), bytes, run.end) || ::fdatasync(run.file.get()) != 0) {
    const int error = errno;
    // After a failed sync nobody knows which bytes are there: this segment ends where it was last good.
    if (::ftruncate(run.file.get(), static_cast<off_t>(run.end)) != 0) errno = error;
    run.file = {};
    if (error != ENOSPC && error != EDQUOT) run.end = segmentBytes_;
    return unwritable(journal::segmentFile(folder_, session, run.segment), error);
  }
  run.end += bytes.size();
  return stored;
}

VaultReport VaultFolder::store(std::vector<IncomingPicture> batch) {
  VaultReport report;
  std::map<base::SessionId, std::vector<const IncomingPicture*>> groups;
  for (const IncomingPicture& picture : batch) {
    if (crypto::sha256(picture.sealed) == picture.digest) {
      groups[picture.name.session].push_back(&picture);
    } else {
      report.refused.push_back({picture.name, {"picture-differs", "the picture is not the one that was announced"}});
    }
  }
  for (const auto& [session, group] : groups) {
    auto stored = append(session, group);
    if (stored) {
      report.groups.emplace_back(session, std::move(*stored));
      continue;
    }
    for (const IncomingPicture* picture : group) report.refused.push_back({picture->name, stored.error()});
  }
  return report;
}

}  // namespace vigie::centre
