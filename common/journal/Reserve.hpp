// Room on the disk. The reserve is a preallocated file beside the journal: deleting it at the first "disk full" lets
// answers go on while the alarm is heard. Thread: one at a time (the writer's).
#pragma once

#include <cstdint>
#include <filesystem>

#include "common/base/Result.hpp"

namespace vigie::journal {

// Two hours of the largest centre: 8 sessions ticking each second and 200 seats answering twice a minute, 30 MB an
// hour.
inline constexpr std::uint64_t kReserveBytes = 64ULL << 20;
inline constexpr std::uint64_t kPicturesNeedFreeBytes = 2ULL << 30;  // below it pictures are refused, answers go on

// What an unprivileged program may still write on the file system that holds `path`; error "disk-unknown".
base::Result<std::uint64_t> freeBytes(const std::filesystem::path& path);

class Reserve {
 public:
  // Takes the file, making it or its missing part. Blocks are really allocated. Errors: "disk-full" (not enough room
  // for it: free some first), "reserve-unwritable".
  static base::Result<Reserve> hold(std::filesystem::path file, std::uint64_t bytes = kReserveBytes);

  bool isHeld() const { return held_; }

  // Gives the room back, durably; nothing when it was given before. Error "reserve-unwritable".
  base::Result<void> release();

 private:
  explicit Reserve(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
  bool held_ = true;
};

}  // namespace vigie::journal
