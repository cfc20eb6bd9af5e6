#include "common/journal/SqliteStore.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <limits>

#include "common/base/Descriptor.hpp"
#include "common/journal/Chain.hpp"
#include "common/journal/Reserve.hpp"
#include "common/journal/Sequences.hpp"
#include "common/journal/SqliteSchema.hpp"

namespace vigie::journal {
namespace {

constexpr std::uint64_t kLargestSequence = std::numeric_limits<std::int64_t>::max();  // SQLite's integers are signed

constexpr const char* kInsert =
    "INSERT INTO record (stream, sequence, blob, checksum, private) VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr const char* kSelect =
    "SELECT sequence, blob, checksum, private FROM record WHERE stream = ?1 AND sequence >= ?2 ORDER BY sequence";
// Jumps from stream to stream in the primary key instead of reading every record.
constexpr const char* kStreams = R"sql(
  WITH RECURSIVE each(stream) AS (
    SELECT min(stream) FROM record
    UNION ALL
    SELECT (SELECT min(stream) FROM record WHERE stream > each.stream) FROM each WHERE each.stream IS NOT NULL)
  SELECT stream, (SELECT max(sequence) FROM record WHERE record.stream = each.stream)
  FROM each WHERE stream IS NOT NULL)sql";

// A second file carries the lock: closing any descriptor of a SQLite file drops SQLite's own locks on it.
base::Result<base::Descriptor> lockForWriting(const std::filesystem::path& file) {
  const std::string lockFile = file.string() + ".lock";
  base::Descriptor lock(::open(lockFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock) {
    return base::fail("journal-io", "cannot write " + lockFile + ": " + std::strerror(errno) +
                                        ". Check that the folder exists and its rights");
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return base::fail("journal-in-use", file.string() + " is written by another program. End that one first");
  }
  return lock;
}

std::int64_t checksumOf(base::ByteView blob) {
  return std::bit_cast<std::int64_t>(base::readBigEndian64(blobDigest(blob)));
}

void bindBytes(SQLite::Statement& statement, int index, base::ByteView bytes) {
  static constexpr std::uint8_t kNothing = 0;  // SQLite takes a null pointer for NULL, and an empty vector may have one
  statement.bindNoCopy(index, bytes.empty() ? &kNothing : bytes.data(), static_cast<int>(bytes.size()));
}

base::Bytes bytesIn(const SQLite::Column& column) {
  const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
  return {data, data + column.getBytes()};
}

std::unexpected<base::Error> damaged(const StreamId& stream, std::uint64_t sequence, const std::string& what) {
  return base::fail("journal-damaged", "stream " + streamName(stream) + ", record " + std::to_string(sequence) + ": " +
                                           what + ". Keep the file aside and restore the last backup");
}

}  // namespace

class SqliteStore::Connection {
 public:
  Connection(std::filesystem::path file, SqliteOptions options, base::Descriptor lock,
             std::unique_ptr<SQLite::Database> database)
      : file_(std::move(file)), options_(std::move(options)), lock_(std::move(lock)), database_(std::move(database)) {}

  base::Result<void> loadSequences() {
    const auto ends = streams();
    if (!ends) return base::fail(ends.error());
    for (const StreamEnd& end : *ends) sequences_.accept({{end.stream, end.lastSequence}});
    return {};
  }

  base::Result<void> commit(std::span<const Entry> entries) {
    if (auto writable = refuseWhenReadOnly(); !writable) return writable;
    const auto ends = sequences_.follow(entries);
    if (!ends) return base::fail(ends.error());
    const auto insertAll = [&] {
      SQLite::Statement& insert = prepared(kInsert);
      for (const Entry& entry : entries) insertOne(insert, entry);
    };
    if (auto written = transactWithReserve(insertAll); !written) return written;
    sequences_.accept(*ends);
    return {};
  }

  base::Result<void> erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) {
    if (auto writable = refuseWhenReadOnly(); !writable) return writable;
    for (const std::uint64_t sequence : sequences) {
      if (auto there = sequences_.mustHave(stream, sequence); !there) return there;
    }
    const auto eraseAll = [&] {
      SQLite::Statement update(*database_, "UPDATE record SET private = NULL WHERE stream = ?1 AND sequence = ?2");
      for (const std::uint64_t sequence : sequences) {
        bindBytes(update, 1, stream.value);
        update.bind(2, static_cast<std::int64_t>(sequence));
        update.exec();
        update.reset();
      }
    };
    if (auto erased = transactWithReserve(eraseAll); !erased) return erased;
    database_->tryExec(
        "PRAGMA wal_checkpoint(TRUNCATE)");  // the log still held the erased bytes; a reader may delay it
    return {};
  }

  base::Result<void> read(const StreamId& stream, std::uint64_t fromSequence, const Visitor& visitor) {
    if (fromSequence > kLargestSequence) return {};
    try {
      SQLite::Statement select(*database_, kSelect);
      std::uint64_t expected = std::max<std::uint64_t>(fromSequence, 1);
      bindBytes(select, 1, stream.value);
      select.bind(2, static_cast<std::int64_t>(expected));
      for (; select.executeStep(); ++expected) {
        const auto sequence = static_cast<std::uint64_t>(select.getColumn(0).getInt64());
        if (sequence != expected)
          return damaged(stream, expected, "it is missing, the next one is " + std::to_string(sequence));
        Entry entry{stream, sequence, bytesIn(select.getColumn(1)), bytesIn(select.getColumn(3))};
        if (checksumOf(entry.blob) != select.getColumn(2).getInt64()) {
          return damaged(stream, sequence, "its bytes do not match their checksum");
        }
        const auto wish = visitor(std::move(entry));
        if (!wish) return base::fail(wish.error());
        if (*wish == Visit::stop) break;
      }
      return {};
    } catch (const SQLite::Exception& exception) {
      return base::fail(errorOf(exception, file_));
    }
  }

  base::Result<std::vector<StreamEnd>> streams() {
    try {
      std::vector<StreamEnd> ends;
      SQLite::Statement select(*database_, kStreams);
      while (select.executeStep()) {
        const auto stream = StreamId::fromBytes(base::textOf(bytesIn(select.getColumn(0))));
        if (!stream) return base::fail("journal-damaged", file_.string() + ": a stream's name has not 16 bytes");
        ends.push_back({*stream, static_cast<std::uint64_t>(select.getColumn(1).getInt64())});
      }
      return ends;
    } catch (const SQLite::Exception& exception) {
      return base::fail(errorOf(exception, file_));
    }
  }

  base::Result<void> checkFile() {
    try {
      const std::string finding = database_->execAndGet("PRAGMA integrity_check(1)").getString();
      if (finding == "ok") return {};
      return base::fail("journal-damaged",
                        file_.string() + ": " + finding + ". Keep it aside, restore the last backup");
    } catch (const SQLite::Exception& exception) {
      return base::fail(errorOf(exception, file_));
    }
  }

  base::Result<void> backup(const std::filesystem::path& target) {
    std::error_code error;
    if (std::filesystem::exists(target, error)) {
      return base::fail("journal-io", target.string() + " exists already. Name a new file for the backup");
    }
    try {
      SQLite::Database copy(target.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      SQLite::Backup(copy, *database_).executeStep(-1);
    } catch (const SQLite::Exception& exception) {
      return base::fail(errorOf(exception, target));
    }
    if (!base::syncFolderOf(target)) return base::fail("journal-io", "cannot sync the folder of " + target.string());
    return {};
  }

 private:
  base::Result<void> refuseWhenReadOnly() const {
    if (options_.access != Access::readOnly) return {};
    return base::fail("journal-io", file_.string() + " was opened for reading only");
  }

  // One statement kept for the commonest work; preparing costs more than inserting.
  SQLite::Statement& prepared(const char* sql) {
    if (!insert_) insert_ = std::make_unique<SQLite::Statement>(*database_, sql);
    return *insert_;
  }

  static void insertOne(SQLite::Statement& insert, const Entry& entry) {
    insert.tryReset();  // an insertion that failed before would throw its error again
    bindBytes(insert, 1, entry.stream.value);
    insert.bind(2, static_cast<std::int64_t>(entry.sequence));
    bindBytes(insert, 3, entry.blob);
    insert.bind(4, checksumOf(entry.blob));
    if (entry.sealedPrivate.empty()) {
      insert.bind(5);
    } else {
      bindBytes(insert, 5, entry.sealedPrivate);
    }
    insert.exec();
  }

  template <class Work>
  base::Result<void> transact(const Work& work) {
    try {
      SQLite::Transaction transaction(*database_, SQLite::TransactionBehavior::IMMEDIATE);
      work();
      transaction.commit();
      return {};
    } catch (const SQLite::Exception& exception) {
      if (insert_) insert_->tryReset();  // a statement under way would keep the transaction open
      return base::fail(isDiskFull(exception) ? base::Error{"journal-full", errorOf(exception, file_).detail}
                                              : errorOf(exception, file_));
    }
  }

  // Some "disk full" arrive as input/output errors (shared memory that cannot grow, quotas).
  bool isDiskFull(const SQLite::Exception& exception) const {
    if (exception.getErrorCode() == SQLITE_FULL) return true;
    const int system = sqlite3_system_errno(database_->getHandle());
    return exception.getErrorCode() == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT);
  }

  template <class Work>
  base::Result<void> transactWithReserve(const Work& work) {
    auto done = transact(work);
    const bool isFull = !done && done.error().code == "journal-full";
    if (!isFull || options_.reserve == nullptr || !options_.reserve->isHeld()) return done;
    if (const auto released = options_.reserve->release(); !released) return released;
    if (options_.onReserveReleased) options_.onReserveReleased();
    return transact(work);
  }

  const std::filesystem::path file_;
  const SqliteOptions options_;
  const base::Descriptor lock_;
  const std::unique_ptr<SQLite::Database> database_;
  std::unique_ptr<SQLite::Statement> insert_;  // before the database goes
  Sequences sequences_;
};

base::Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& file, SqliteOptions options) {
  const bool isReadOnly = options.access == Access::readOnly;
  base::Descriptor lock;
  if (!isReadOnly) {
    auto taken = lockForWriting(file);
    if (!taken) return base::fail(taken.error());
    lock = std::move(*taken);
  }
  auto database = openDatabase(file, options);
  if (!database) return base::fail(database.error());
  if (!isReadOnly && !base::syncFolderOf(file)) {
    return base::fail("journal-io", "cannot sync the folder of " + file.string() + ": " + std::strerror(errno));
  }
  auto connection = std::make_unique<Connection>(file, std::move(options), std::move(lock), std::move(*database));
  if (!isReadOnly) {
    if (auto loaded = connection->loadSequences(); !loaded) return base::fail(loaded.error());
  }
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(connection)));
}

SqliteStore::SqliteStore(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}

SqliteStore::~SqliteStore() = default;

base::Result<void> SqliteStore::commit(std::span<const Entry> entries) {
  return connection_->commit(entries);
}

base::Result<void> SqliteStore::read(const StreamId& stream, std::uint64_t fromSequence, const Visitor& visitor) {
  return connection_->read(stream, fromSequence, visitor);
}

base::Result<std::vector<StreamEnd>> SqliteStore::streams() {
  return connection_->streams();
}

base::Result<void> SqliteStore::erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) {
  return connection_->erasePrivate(stream, sequences);
}

base::Result<void> SqliteStore::checkFile() {
  return connection_->checkFile();
}

base::Result<void> SqliteStore::backup(const std::filesystem::path& target) {
  return connection_->backup(target);
}

}  // namespace vigie::journal
