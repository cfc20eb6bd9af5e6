#include "common/journal/SqliteSchema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <array>

namespace vigie::journal {
namespace {

// Released steps never change; a new version appends one. The triggers keep our own slips away from what is committed.
constexpr std::array<const char*, kSchemaVersion> kMigrations{R"sql(
  CREATE TABLE record (
    stream   BLOB    NOT NULL CHECK (length(stream) = 16),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    blob     BLOB    NOT NULL,
    checksum INTEGER NOT NULL,
    private  BLOB,
    PRIMARY KEY (stream, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
    BEGIN SELECT raise(ABORT, 'a journal record is never deleted'); END;
  CREATE TRIGGER record_never_changes BEFORE UPDATE OF stream, sequence, blob, checksum ON record
    BEGIN SELECT raise(ABORT, 'a journal record never changes'); END;
  CREATE TRIGGER private_part_is_only_erased BEFORE UPDATE OF private ON record WHEN new.private IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a private part is only erased'); END;
)sql"};

constexpr int kBusyMs = 5000;  // a reader's checkpoint may hold the file for a moment

std::string uriOf(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char character : std::filesystem::absolute(file).string()) {
    constexpr std::string_view kSpecial = "%?#";
    if (kSpecial.find(character) == std::string_view::npos) {
      uri += character;
    } else {
      uri += '%' + base::toHex(base::bytesOf({&character, 1}));
    }
  }
  return uri;
}

bool isMissingOrEmpty(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? error == std::errc::no_such_file_or_directory : size == 0;
}

// On a read-only disk SQLite cannot make its shared memory; without a write-ahead log none is needed.
bool mayBeReadAsImmutable(const std::filesystem::path& file) {
  return isMissingOrEmpty(file.string() + "-wal");
}

int readNumber(SQLite::Database& database, const char* sql) {
  return database.execAndGet(sql).getInt();
}

std::unique_ptr<SQLite::Database> connectReadOnly(const std::filesystem::path& file, const std::string& vfs) {
  try {
    auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY, kBusyMs, vfs);
    readNumber(*database, "PRAGMA schema_version");
    return database;
  } catch (const SQLite::Exception& exception) {
    const int code = exception.getErrorCode();
    const bool wantsToWrite = code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
    if (!wantsToWrite || !mayBeReadAsImmutable(file)) throw;
    return std::make_unique<SQLite::Database>(uriOf(file) + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI,
                                              kBusyMs, vfs);
  }
}

base::Result<int> schemaVersionOf(SQLite::Database& database, const std::filesystem::path& file) {
  const int application = readNumber(database, "PRAGMA application_id");
  const int version = readNumber(database, "PRAGMA user_version");
  const bool isEmpty = readNumber(database, "SELECT count(*) FROM sqlite_schema") == 0;
  if (isEmpty && application == 0 && version == 0) return 0;
  if (application != kApplicationId) {
    return base::fail("journal-foreign",
                      file.string() + " is a database of another program. Name the journal's own file");
  }
  if (version > kSchemaVersion) {
    return base::fail("journal-newer", file.string() + " has the schema version " + std::to_string(version) +
                                           ", this program knows up to " + std::to_string(kSchemaVersion) +
                                           ". Start the newer program that made it");
  }
  return version;
}

void migrate(SQLite::Database& database, int from) {
  for (int version = from; version < kSchemaVersion; ++version) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    database.exec(kMigrations[static_cast<std::size_t>(version)]);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
    transaction.commit();
  }
}

base::Result<void> configureWriting(SQLite::Database& database, const std::filesystem::path& file) {
  const std::string mode = database.execAndGet("PRAGMA journal_mode = WAL").getString();
  if (mode != "wal") {
    return base::fail("journal-io", file.string() + " cannot keep a write-ahead log (it answers \"" + mode +
                                        "\"). Put the journal on a local disk");
  }
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA secure_delete = ON");  // an erased private part leaves no bytes in free pages
  return {};
}

}  // namespace

base::Error errorOf(const SQLite::Exception& exception, const std::filesystem::path& file) {
  const std::string cause = file.string() + ": SQLite says \"" + exception.what() + "\" (" +
                            std::to_string(exception.getExtendedErrorCode()) + ")";
  switch (exception.getErrorCode()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {"journal-damaged",
              cause + ". The file is damaged or is no database: keep it aside, restore the last backup"};
    case SQLITE_FULL:
      return {"journal-full", cause + ". The disk is full: free some space"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {"journal-in-use", cause + ". Another program holds the journal: end it first"};
    default:
      return {"journal-io", cause + ". Check the disk and the folder's rights"};
  }
}

base::Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& file,
                                                             const SqliteOptions& options) {
  if (options.access != Access::readWrite && isMissingOrEmpty(file)) {
    return base::fail("journal-missing",
                      "there is no journal in " + file.string() +
                          ". Check the data folder in the configuration, or restore the last backup");
  }
  try {
    std::unique_ptr<SQLite::Database> database;
    if (options.access == Access::readOnly) {
      database = connectReadOnly(file, options.vfs);
    } else {
      database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                    kBusyMs, options.vfs);
    }
    const auto version = schemaVersionOf(*database, file);
    if (!version) return base::fail(version.error());
    if (options.access == Access::readOnly) {
      if (*version == kSchemaVersion) return database;
      return base::fail("journal-older", file.string() + " has the schema version " + std::to_string(*version) +
                                             ", reading wants " + std::to_string(kSchemaVersion) +
                                             ". Start the server once: it brings the journal up to date");
    }
    if (auto configured = configureWriting(*database, file); !configured) return base::fail(configured.error());
    migrate(*database, *version);
    return database;
  } catch (const SQLite::Exception& exception) {
    return base::fail(errorOf(exception, file));
  }
}

}  // namespace vigie::journal
