// Which programs may be started: by content, and by the file that had it when the seat was locked. A copy of an allowed
// program is another file, a changed one has another content: both are unknown. An allowed script brings its
// interpreter with it, for that script alone: Orca is allowed, Python is not. Thread: AllowList is immutable after
// resolve(); HashCache belongs to one thread.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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
  loader,   // the dynamic loader or interpreter of an allowed program: may be used by it, not started by itself
  copied,   // an allowed content in another file
  changed,  // an allowed file with another content
  unknown
};

// Which list of the policy opened a program.
enum class OpenedBy { exam, accommodation };

class AllowList {
 public:
  // Reads each program by its path, and what the kernel opens to run it: the interpreter that its first line names
  // (#!), the loader that an ELF header names. A program that is not there or has another content is left out and named
  // in problems(): the seat can be locked, and that program will not start.
  static AllowList resolve(const std::vector<guard::Program>& programs,
                           const std::vector<guard::Program>& accommodation);

  Verdict judge(const FileId& file, const crypto::Digest& digest) const;
  // The file that the kernel opens next, to run this one: a script's interpreter, a program's loader.
  std::optional<FileId> runBy(const FileId& file) const;
  // Whether a process of this program with these arguments is an allowed script in its interpreter.
  bool isScriptOf(const FileId& interpreter, const FileId& script, const crypto::Digest& content,
                  std::string_view option) const;
  // Nothing: not one of the programs.
  std::optional<OpenedBy> openedBy(const FileId& file) const;
  const std::vector<std::string>& problems() const { return problems_; }
  std::size_t size() const { return programs_.size(); }

 private:
  struct Entry {
    crypto::Digest digest{};
    std::optional<FileId> runBy;
    std::string option;  // that a script's first line gives to its interpreter
    OpenedBy openedBy = OpenedBy::exam;
  };
  void add(const guard::Program& program, OpenedBy openedBy);
  std::optional<FileId> addRunner(const std::string& path, int depth);

  std::map<FileId, Entry> programs_;
  std::map<FileId, Entry> runners_;
  std::map<crypto::Digest, std::string> contents_;
  std::vector<std::string> problems_;
};

}  // namespace vigie::control
