// Opens a journal's SQLite file: whose it is, of which version, and with which settings. Internal to this library.
// Thread: one at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "common/journal/SqliteStore.hpp"

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace vigie::journal {

inline constexpr int kApplicationId = 0x5649474A;  // "VIGJ"
inline constexpr int kSchemaVersion = 1;

// The one translation of SQLite's exceptions: "journal-damaged", "journal-full", "journal-in-use", "journal-io".
base::Error errorOf(const SQLite::Exception& exception, const std::filesystem::path& file);

base::Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& file,
                                                             const SqliteOptions& options);

}  // namespace vigie::journal
