// What the guard must know after a restart besides the undo journal: the last order obeyed and the unlock code. One
// small file, replaced whole and synced. Ownership: value. Thread: one. Errors: "memory-damaged", those of base/File.
#pragma once

#include <filesystem>
#include <optional>

#include "candidate-client/guard/Order.hpp"

namespace vigie::guard {

// The digest of a one-time local unlock code: SHA-256("vigie/unlock-code/1" ‖ 00 ‖ salt ‖ code). A code has 12
// characters of crypto::kCodeAlphabet (55 bits); blanks, dashes and lower case are accepted when it is typed.
crypto::Digest unlockCodeDigest(base::ByteView salt, std::string_view code);
std::string tidyCode(std::string_view typed);

inline constexpr std::uint64_t kCodeTries = 5;

struct Memory {
  std::uint64_t lastNumber = 0;
  std::optional<SetCode> code;
  std::uint64_t wrongTries = 0;
};

base::Result<Memory> readMemory(const std::filesystem::path& file);  // a missing file is a new guard
base::Result<void> writeMemory(const std::filesystem::path& file, const Memory& memory);

}  // namespace vigie::guard
