// Whole files: read with a cap, written so that a crash leaves the old or the new content, never half.
// Thread: any. Errors: "file-missing", "file-too-large", "file-unreadable", "file-unwritable".
#pragma once

#include <cstddef>
#include <filesystem>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"

namespace vigie::base {

inline constexpr std::size_t kLargestFile = 64U << 20;

Result<Bytes> readFile(const std::filesystem::path& path, std::size_t maxBytes = kLargestFile);
Result<std::string> readTextFile(const std::filesystem::path& path, std::size_t maxBytes = kLargestFile);

enum class FileMode { shared, ownerOnly };  // 0644, or 0600 for keys and codes

// Temporary file in the same folder, fsync, rename, fsync of the folder.
Result<void> writeFileDurably(const std::filesystem::path& path, ByteView content, FileMode mode = FileMode::shared);

}  // namespace vigie::base
