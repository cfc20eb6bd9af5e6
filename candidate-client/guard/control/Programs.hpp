// Which programs may be started: by content, and by the file that had it when the seat was locked. A copy of an allowed
// program is another file, a changed one has another content: both are unknown. Thread: AllowList is immutable after
// resolve(); HashCache belongs to one thread.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "candidate-client/guard/Policy.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::control {

// A file whatever its name, as the kernel numbers it.
struct FileId {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  friend auto operator<=>(const FileId&, const FileId&) = default;
};
FileId fileIdOf(const struct stat& about);

// kill -9, by a handle: never of a process that took its number over.
void endProcess(std::int32_t pid);

// SHA-256 of what an open file holds, read by its descriptor; error "unreadable".
base::Result<crypto::Digest> contentDigest(int descriptor);

// Digests by file and change time: a file that was written to is read again. At most kMost files.
class HashCache {
 public:
  static constexpr std::size_t kMost = 4096;

  base::Result<crypto::Digest> digestOf(int descriptor);
  std::uint64_t filesRead() const { return filesRead_; }

 private:
  struct Known {
    std::int64_t changeSeconds = 0, changeNanoseconds = 0, size = 0;
    crypto::Digest digest{};
  };
  std::map<FileId, Known> known_;
  std::uint64_t filesRead_ = 0;
};

// What a program's file is to a locked seat.
enum class Verdict {
  allowed,
  loader,   // the dynamic loader of an allowed program: may be used by one, not started by itself
  copied,   // an allowed content in another file
  changed,  // an allowed file with another content
  unknown
};

class AllowList {
 public:
  // Reads each program by its path, and the loader that its ELF header names. A program that is not there or has
  // another content is left out and named in problems(): the seat can be locked, and that program will not start.
  static AllowList resolve(const std::vector<guard::Program>& programs,
                           const std::vector<guard::Program>& accommodation);

  Verdict judge(const FileId& file, const crypto::Digest& digest) const;
  bool hasLoader(const FileId& file) const;  // an allowed program that needs a loader
  bool isLoader(const FileId& file) const { return loaders_.contains(file); }
  const std::vector<std::string>& problems() const { return problems_; }
  std::size_t size() const { return programs_.size(); }

 private:
  struct Entry {
    crypto::Digest digest{};
    bool loader = false;  // it names one
  };
  void add(const guard::Program& program);
  void addLoader(const std::string& path);

  std::map<FileId, Entry> programs_;
  std::map<FileId, crypto::Digest> loaders_;
  std::map<crypto::Digest, std::string> contents_;
  std::vector<std::string> problems_;
};

}  // namespace vigie::control
