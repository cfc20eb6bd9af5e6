#include "common/journal/SqliteStore.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "common/base/File.hpp"
#include "common/journal/Verify.hpp"
#include "tests/unit/journal/ChildProcess.hpp"
#include "tests/unit/journal/FaultyDisk.hpp"
#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

using testing::HasSubstr;

class SqliteStoreTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> open(SqliteOptions options = {}) {
    auto opened = SqliteStore::open(file_, std::move(options));
    if (!opened) ADD_FAILURE() << opened.error().code << ": " << opened.error().detail;
    return opened ? std::move(*opened) : nullptr;
  }
  base::Error openError(SqliteOptions options = {}) {
    auto opened = SqliteStore::open(file_, std::move(options));
    if (opened) ADD_FAILURE() << "the journal opened";
    return opened ? base::Error{} : opened.error();
  }
  void fill(std::uint64_t records) { ASSERT_TRUE(open()->commit(sampleEntries(stream_, 1, records))); }
  void tamper(const std::string& sql) { SQLite::Database(file_.string(), SQLite::OPEN_READWRITE).exec(sql); }

  // Changes `found`, once in the file, in place.
  void overwrite(const std::string& found, const std::string& put) {
    std::string content = *base::readTextFile(file_);
    const std::size_t at = content.find(found);
    ASSERT_NE(at, std::string::npos);
    content.replace(at, put.size(), put);
    std::ofstream(file_, std::ios::binary) << content;
  }
  base::Error readError() {
    const auto store = open({.access = Access::readOnly});
    const auto read = store->read(stream_, 1, [](const Entry&) -> base::Result<Visit> { return Visit::more; });
    if (read) ADD_FAILURE() << "the damaged journal reads well";
    return read ? base::Error{} : read.error();
  }

  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "journal.db";
  const StreamId stream_ = sampleStream(1);
};

TEST_F(SqliteStoreTest, SyncsEveryCommitAndSaysWhatItIs) {
  const auto store = open();
  SQLite::Database database(file_.string());
  EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "wal");
  EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt(), 0x5649474A);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 1);
  EXPECT_TRUE(store->checkFile());
}

TEST_F(SqliteStoreTest, EveryCommitReachesTheDiskBeforeItReturnsAndAFailedSyncIsAFailedCommit) {
  int syncs = 0;
  bool diskWorks = true;
  setDiskHook([&](const DiskAccess& access) {
    if (access.kind != DiskAccess::Kind::sync || !access.file.ends_with("-wal")) return SQLITE_OK;
    ++syncs;
    return diskWorks ? SQLITE_OK : SQLITE_IOERR_FSYNC;
  });
  auto store = open({.vfs = kFaultyDisk});
  for (std::uint64_t sequence = 1; sequence <= 5; ++sequence) {
    syncs = 0;
    ASSERT_TRUE(store->commit(sampleEntries(stream_, sequence, sequence)));
    EXPECT_GE(syncs, 1) << sequence;
  }
  diskWorks = false;
  const auto failed = store->commit(sampleEntries(stream_, 6, 6));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "journal-io");
  setDiskHook(nullptr);
  EXPECT_EQ(readAll(*store, stream_), sampleEntries(stream_, 1, 5));
}

TEST_F(SqliteStoreTest, RefusesASecondWriterButLetsReadersIn) {
  const auto store = open();
  EXPECT_EQ(openError().code, "journal-in-use");
  const auto reader = open({.access = Access::readOnly});
  ASSERT_TRUE(store->commit(sampleEntries(stream_, 1, 3)));
  EXPECT_EQ(readAll(*reader, stream_).size(), 3U);
}

TEST_F(SqliteStoreTest, AReaderWritesNothing) {
  fill(2);
  const auto reader = open({.access = Access::readOnly});
  EXPECT_FALSE(reader->commit(sampleEntries(stream_, 3, 3)));
  EXPECT_FALSE(reader->erasePrivate(stream_, std::vector<std::uint64_t>{1}));
  EXPECT_EQ(readAll(*reader, stream_), sampleEntries(stream_, 1, 2));
}

TEST_F(SqliteStoreTest, RefusesMissingOrEmptyWhereAJournalMustBe) {
  for (const Access access : {Access::existing, Access::readOnly}) {
    EXPECT_EQ(openError({.access = access}).code, "journal-missing");
    EXPECT_FALSE(std::filesystem::exists(file_));
  }
  std::ofstream(file_).flush();
  EXPECT_EQ(openError({.access = Access::existing}).code, "journal-missing");
  fill(1);
  EXPECT_NE(open({.access = Access::existing}), nullptr);
}

TEST_F(SqliteStoreTest, NamesTheFolderThatIsNotThere) {
  const auto opened = SqliteStore::open(folder_ / "absent" / "journal.db");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "journal-io");
  EXPECT_THAT(opened.error().detail, HasSubstr("absent/journal.db"));
}

TEST_F(SqliteStoreTest, ANewerSchemaRefusesToStart) {
  fill(1);
  tamper("PRAGMA user_version = 2");
  EXPECT_EQ(openError().code, "journal-newer");
  EXPECT_THAT(openError({.access = Access::readOnly}).detail,
              HasSubstr("schema version 2, this program knows up to 1"));
}

TEST_F(SqliteStoreTest, AnotherProgramsDatabaseIsLeftAlone) {
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE song (title TEXT)");
  const auto before = base::readFile(file_);
  EXPECT_EQ(openError().code, "journal-foreign");
  EXPECT_EQ(*base::readFile(file_), *before);
}

TEST_F(SqliteStoreTest, CommittedRecordsCannotBeChangedByOurOwnStatements) {
  fill(2);
  for (const char* sql : {"DELETE FROM record", "UPDATE record SET blob = x'00'", "UPDATE record SET sequence = 9",
                          "UPDATE record SET checksum = 0", "UPDATE record SET private = x'00'"}) {
    EXPECT_THROW(tamper(sql), SQLite::Exception) << sql;
  }
  EXPECT_EQ(readAll(*open(), stream_), sampleEntries(stream_, 1, 2));
}

TEST_F(SqliteStoreTest, RubbishInPlaceOfAJournalIsCalledDamaged) {
  std::ofstream(file_, std::ios::binary) << std::string(8192, 'x');
  EXPECT_EQ(openError().code, "journal-damaged");
  EXPECT_THAT(openError().detail, HasSubstr("restore the last backup"));
}

TEST_F(SqliteStoreTest, AFlippedByteIsNamedByStreamAndSequence) {
  fill(40);
  overwrite("payload 17", "Payload 17");
  const base::Error error = readError();
  EXPECT_EQ(error.code, "journal-damaged");
  EXPECT_THAT(error.detail, HasSubstr("stream " + stream_.hex() + ", record 17: its bytes do not match"));
  const StreamReport report = verifyStream(*open({.access = Access::readOnly}), stream_);
  ASSERT_TRUE(report.damage);
  EXPECT_EQ(report.damage->sequence, 17U);
  EXPECT_EQ(report.head.position, 16U);
}

TEST_F(SqliteStoreTest, AMissingRecordIsNamed) {
  fill(5);
  tamper("DROP TRIGGER record_is_never_deleted; DELETE FROM record WHERE sequence = 3");
  EXPECT_THAT(readError().detail, HasSubstr("record 3: it is missing, the next one is 4"));
}

TEST_F(SqliteStoreTest, ACutFileIsCalledDamaged) {
  fill(400);
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 4096 / 2 * 4096);
  auto store = SqliteStore::open(file_, {.access = Access::readOnly});
  if (store) {
    EXPECT_EQ((*store)->checkFile().error().code, "journal-damaged");
    EXPECT_EQ(verifyStream(**store, stream_).damage.has_value(), true);
  } else {
    EXPECT_EQ(store.error().code, "journal-damaged");
  }
}

TEST_F(SqliteStoreTest, APageOfZerosIsCalledDamaged) {
  fill(400);
  const auto pages = std::filesystem::file_size(file_) / 4096;
  std::fstream content(file_, std::ios::in | std::ios::out | std::ios::binary);
  content.seekp(static_cast<std::streamoff>(pages / 2 * 4096));
  content << std::string(4096, '\0') << std::flush;
  const auto store = open({.access = Access::readOnly});
  EXPECT_EQ(store->checkFile().error().code, "journal-damaged");
  const StreamReport report = verifyStream(*store, stream_);
  ASSERT_TRUE(report.damage);
  EXPECT_THAT(report.damage->what, HasSubstr("malformed"));
}

// Whatever part of the write-ahead log reached the disk, a prefix of the commits is there, unbroken.
TEST_F(SqliteStoreTest, ATornLogLeavesAnUnbrokenPrefixAndTheKnownHeadTellsTheLoss) {
  const auto store = open();
  for (std::uint64_t sequence = 1; sequence <= 30; sequence += 3) {
    ASSERT_TRUE(store->commit(sampleEntries(stream_, sequence, sequence + 2)));
  }
  const StreamReport whole = verifyStream(*store, stream_);
  const base::Bytes database = *base::readFile(file_);
  const base::Bytes log = *base::readFile(file_.string() + "-wal");
  ASSERT_EQ(whole.head.position, 30U);

  const TemporaryFolder torn;
  std::uint64_t before = 0;
  for (std::size_t size = 0;; size = std::min(size + 1009, log.size())) {
    for (const auto& old : std::filesystem::directory_iterator(torn.path())) std::filesystem::remove(old);
    ASSERT_TRUE(base::writeFileDurably(torn / "journal.db", database));
    ASSERT_TRUE(base::writeFileDurably(torn / "journal.db-wal", base::ByteView(log).first(size)));
    auto reopened = SqliteStore::open(torn / "journal.db");
    ASSERT_TRUE(reopened) << reopened.error().detail;
    const StreamReport report = verifyStream(**reopened, stream_);
    ASSERT_TRUE(report.isIntact()) << report.damage->what;
    EXPECT_EQ(report.head.position % 3, 0U) << "half a commit";
    EXPECT_GE(report.head.position, before);
    before = report.head.position;
    const StreamReport known = verifyStream(**reopened, stream_, std::array{whole.head});
    EXPECT_EQ(known.isIntact(), report.head == whole.head);
    if (!known.isIntact()) EXPECT_EQ(known.damage->sequence, report.head.position + 1);
    if (size == log.size()) break;
  }
  EXPECT_EQ(before, 30U);
}

TEST_F(SqliteStoreTest, ErasedPrivateBytesAreNowhereInTheFolder) {
  auto entries = sampleEntries(stream_, 1, 50);
  for (Entry& entry : entries)
    entry.sealedPrivate = base::toBytes("MARKED-" + std::to_string(entry.sequence) + "-PRIVATE");
  const auto store = open();
  ASSERT_TRUE(store->commit(entries));
  const auto isSomewhere = [&](const std::string& text) {
    return std::ranges::any_of(std::filesystem::directory_iterator(folder_.path()), [&](const auto& entry) {
      return base::readTextFile(entry.path())->find(text) != std::string::npos;
    });
  };
  ASSERT_TRUE(isSomewhere("MARKED-7-PRIVATE"));
  ASSERT_TRUE(store->erasePrivate(stream_, std::vector<std::uint64_t>{7, 8}));
  EXPECT_FALSE(isSomewhere("MARKED-7-PRIVATE"));
  EXPECT_FALSE(isSomewhere("MARKED-8-PRIVATE"));
  EXPECT_TRUE(isSomewhere("MARKED-9-PRIVATE"));
  EXPECT_TRUE(verifyStream(*store, stream_).isIntact());
}

TEST_F(SqliteStoreTest, ABackupTakenInUseRestores) {
  const auto store = open();
  ASSERT_TRUE(store->commit(sampleEntries(stream_, 1, 10)));
  const auto copy = folder_ / "copy.db";
  const auto taken = store->backup(copy);
  ASSERT_TRUE(taken) << taken.error().detail;
  ASSERT_TRUE(store->commit(sampleEntries(stream_, 11, 12)));
  auto restored = SqliteStore::open(copy, {.access = Access::existing});
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_EQ(readAll(**restored, stream_), sampleEntries(stream_, 1, 10));
  EXPECT_TRUE((*restored)->commit(sampleEntries(stream_, 11, 11)));
  EXPECT_EQ(store->backup(copy).error().code, "journal-io");  // never over an older one
}

TEST_F(SqliteStoreTest, ReadsFromAFolderThatCannotBeWritten) {
  fill(3);
  using std::filesystem::perms;
  std::filesystem::permissions(folder_.path(), perms{0555});
  std::filesystem::permissions(file_, perms{0444});
  const int status = runInChild([&] {
    constexpr uid_t kNobody = 65534;  // root writes into every folder
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) return 1;
    auto store = SqliteStore::open(file_, {.access = Access::readOnly});
    if (!store) return 2;
    return readAll(**store, stream_) == sampleEntries(stream_, 1, 3) ? 0 : 3;
  });
  std::filesystem::permissions(folder_.path(), perms::owner_all);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace vigie::journal
