#include "certs/registry/Database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace vigie::registry {
namespace {

constexpr int kApplicationId = 0x56524547;  // "VREG"
constexpr int kVersion = 1;
constexpr int kBusyMs = 10'000;  // an administrator's command may be writing

constexpr const char* kSchema = R"sql(
CREATE TABLE centre (
  number      TEXT PRIMARY KEY NOT NULL,
  did         TEXT UNIQUE NOT NULL,
  client      TEXT UNIQUE NOT NULL,   -- id of its registry-client certificates, 32 hex digits
  status_list TEXT UNIQUE NOT NULL,   -- id of its status list
  did_json    TEXT NOT NULL,
  status_jwt  TEXT NOT NULL,
  status_json TEXT NOT NULL,
  status_ms   INTEGER NOT NULL        -- when the list was signed
) STRICT, WITHOUT ROWID;

CREATE TABLE issuing_key (
  id     TEXT PRIMARY KEY NOT NULL,   -- hex SHA-256 of its SubjectPublicKeyInfo
  centre TEXT NOT NULL REFERENCES centre,
  chain  TEXT NOT NULL                -- PEM, its certificate first, root left out
) STRICT, WITHOUT ROWID;
CREATE INDEX issuing_key_of_centre ON issuing_key (centre);

CREATE TABLE ticket (
  sequence INTEGER PRIMARY KEY,
  number   TEXT UNIQUE NOT NULL,
  centre   TEXT NOT NULL REFERENCES centre,
  jws      TEXT NOT NULL,
  leaf     INTEGER NOT NULL,          -- index of the log entry that declared the session
  until_ms INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('real', 'demonstration'))
) STRICT;
CREATE INDEX ticket_of_centre ON ticket (centre);

CREATE TABLE code (
  code   TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL REFERENCES ticket (number),
  centre TEXT NOT NULL REFERENCES centre,
  status INTEGER NOT NULL,            -- its certificate's place in the centre's status list
  UNIQUE (centre, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id         TEXT PRIMARY KEY NOT NULL,
  ticket     TEXT UNIQUE NOT NULL REFERENCES ticket (number),
  centre     TEXT NOT NULL REFERENCES centre,
  bundle     BLOB NOT NULL,           -- SHA-256 of its bytes, which lie in bundles/
  anchor     INTEGER NOT NULL,        -- index of its anchor entry
  checkpoint TEXT                     -- the first signed one that covers its entries
) STRICT, WITHOUT ROWID;
CREATE INDEX session_without_checkpoint ON session (id) WHERE checkpoint IS NULL;

CREATE TABLE certificate (
  code    TEXT PRIMARY KEY NOT NULL REFERENCES code,
  session TEXT NOT NULL REFERENCES session,
  entry   INTEGER UNIQUE NOT NULL,
  nonce   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_of_session ON certificate (session);

CREATE TABLE entry (
  number INTEGER PRIMARY KEY,         -- its index in the log
  leaf   BLOB NOT NULL
) STRICT;

CREATE TABLE head (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  size       INTEGER NOT NULL,
  checkpoint TEXT NOT NULL            -- the newest one that was signed
) STRICT;
)sql";

base::Result<void> prepare(SQLite::Database& database, const std::filesystem::path& file) {
  const int application = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
  if (tables > 0 && application != kApplicationId) {
    return base::fail("database-foreign", file.string() + " is not a registry's database; name another folder");
  }
  if (version > kVersion) {
    return base::fail("database-newer", file.string() + " was written by a newer program (version " +
                                            std::to_string(version) + "); update this program");
  }
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA foreign_keys = ON");
  if (version == kVersion) return {};
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  // Two programs may have come here together: the second one finds the work done.
  if (database.execAndGet("PRAGMA user_version").getInt() == 0) {
    database.exec(kSchema);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kVersion));
  }
  transaction.commit();
  return {};
}

}  // namespace

std::unexpected<base::Error> databaseError(const SQLite::Exception& exception) {
  return base::fail("database", std::string("the registry's database: ") + exception.what());
}

Database::Database(std::unique_ptr<SQLite::Database> database) : database_(std::move(database)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

base::Result<Database> Database::open(const std::filesystem::path& file) {
  try {
    auto database =
        std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMs);
    if (const auto ready = prepare(*database, file); !ready) return base::fail(ready.error());
    return Database(std::move(database));
  } catch (const SQLite::Exception& exception) {
    return base::fail("database", file.string() + ": " + exception.what());
  }
}

base::Result<void> Database::transact(const std::function<base::Result<void>()>& body) {
  return within("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", body);
}

base::Result<void> Database::attempt(const std::function<base::Result<void>()>& body) {
  return within("SAVEPOINT attempt", "RELEASE attempt", "ROLLBACK TO attempt; RELEASE attempt", body);
}

base::Result<void> Database::within(const char* begin, const char* commit, const char* undo,
                                    const std::function<base::Result<void>()>& body) {
  base::Result<void> done;
  try {
    database_->exec(begin);
  } catch (const SQLite::Exception& exception) {
    return databaseError(exception);
  }
  try {
    done = body();
    if (done) {
      database_->exec(commit);
      return {};
    }
  } catch (const SQLite::Exception& exception) {
    done = databaseError(exception);
  }
  // SQLite may have rolled back by itself, at a full disk for instance; then there is nothing left to undo.
  database_->tryExec(undo);
  return done;
}

}  // namespace vigie::registry
