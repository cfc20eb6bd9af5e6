// A SQLite VFS in front of the system's: every write and sync asks a hook first. With it a test makes a disk full at a
// chosen byte or ends the process at a chosen write. Registered for the process's life; one hook at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace vigie::journal {

struct DiskAccess {
  enum class Kind { write, sync };
  Kind kind{};
  std::string file;          // full path
  std::uint64_t endsAt = 0;  // of a write: offset just after its last byte
};

// Answers SQLITE_OK to go on, or the error that SQLite is to see.
using DiskHook = std::function<int(const DiskAccess&)>;

inline constexpr const char* kFaultyDisk = "vigie-faulty-disk";
void setDiskHook(DiskHook hook);  // registers the VFS at the first call; null = everything goes on

}  // namespace vigie::journal
