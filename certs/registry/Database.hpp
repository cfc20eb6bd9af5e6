// The registry's SQLite file: sequences and indexes only (certificates.md 2.4); what strangers read are files. Opened
// with WAL, synchronous FULL, foreign keys; STRICT tables; user_version 1. A newer file is refused. Each thread of work
// has a connection of its own. Thread: one at a time per object. Ownership: of its connection.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "common/base/Result.hpp"

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace vigie::registry {

class Database {
 public:
  // Makes the file where there is none. Errors: "database" (with SQLite's reason), "database-newer",
  // "database-foreign".
  static base::Result<Database> open(const std::filesystem::path& file);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // `body` in one transaction that excludes other writers: all of it is durable when this returns without error, none
  // of it otherwise. Errors: those of `body`, "database".
  base::Result<void> transact(const std::function<base::Result<void>()>& body);

  // Inside transact(): undone alone when `body` fails.
  base::Result<void> attempt(const std::function<base::Result<void>()>& body);

  SQLite::Database& handle() { return *database_; }

 private:
  explicit Database(std::unique_ptr<SQLite::Database> database);
  base::Result<void> within(const char* begin, const char* commit, const char* undo,
                            const std::function<base::Result<void>()>& body);
  std::unique_ptr<SQLite::Database> database_;
};

std::unexpected<base::Error> databaseError(const SQLite::Exception& exception);

}  // namespace vigie::registry
