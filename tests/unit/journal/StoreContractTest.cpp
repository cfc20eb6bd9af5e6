// One suite, two stores: what every Store promises.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <unistd.h>

#include <limits>

#include "common/journal/MemoryStore.hpp"
#include "common/journal/SqliteStore.hpp"
#include "tests/unit/journal/ChildProcess.hpp"
#include "tests/unit/journal/FaultyDisk.hpp"
#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

class MemorySubject {
 public:
  Store& store() { return store_; }
  void reopen() {
    store_.crash();
    store_.restart();
  }
  void crashBeforeCommitted(const std::vector<Entry>& entries) {
    store_.crashDuringNextCommit(CrashOutcome::commitLost);
    EXPECT_FALSE(store_.commit(entries));
    store_.restart();
  }

 private:
  MemoryStore store_;
};

class SqliteSubject {
 public:
  SqliteSubject() { reopen(); }
  Store& store() { return *store_; }
  void reopen() {
    store_.reset();
    auto opened = SqliteStore::open(folder_ / "journal.db");
    if (!opened) throw std::runtime_error(opened.error().detail);
    store_ = std::move(*opened);
  }
  // A child commits and dies at the first write to the log.
  void crashBeforeCommitted(const std::vector<Entry>& entries) {
    store_.reset();
    const int status = runInChild([&] {
      setDiskHook([](const DiskAccess& access) {
        if (access.kind == DiskAccess::Kind::write && access.file.ends_with("-wal")) ::_exit(42);
        return SQLITE_OK;
      });
      auto opened = SqliteStore::open(folder_ / "journal.db", {.vfs = kFaultyDisk});
      if (!opened) return 1;
      return (*opened)->commit(entries) ? 2 : 3;
    });
    EXPECT_EQ(status, 42);
    reopen();
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

template <class Subject>
class StoreContract : public testing::Test {
 protected:
  Store& store() { return subject_.store(); }
  void commit(const std::vector<Entry>& entries) {
    const auto committed = store().commit(entries);
    ASSERT_TRUE(committed) << committed.error().detail;
  }
  void expectRefused(const std::vector<Entry>& entries) {
    const auto committed = store().commit(entries);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, "journal-sequence") << committed.error().detail;
  }

  Subject subject_;
  const StreamId stream_ = sampleStream(1);
};

using Subjects = testing::Types<MemorySubject, SqliteSubject>;
class SubjectName {
 public:
  template <class Subject>
  static std::string GetName(int) {
    return std::is_same_v<Subject, MemorySubject> ? "Memory" : "Sqlite";
  }
};
TYPED_TEST_SUITE(StoreContract, Subjects, SubjectName);

TYPED_TEST(StoreContract, GivesBackWhatWasCommittedAlsoAfterReopening) {
  const auto entries = sampleEntries(this->stream_, 1, 20);
  this->commit({entries.begin(), entries.begin() + 7});
  this->commit({entries.begin() + 7, entries.end()});
  EXPECT_EQ(readAll(this->store(), this->stream_), entries);
  this->subject_.reopen();
  EXPECT_EQ(readAll(this->store(), this->stream_), entries);
  this->commit(sampleEntries(this->stream_, 21, 21));
  EXPECT_EQ(readAll(this->store(), this->stream_).size(), 21U);
}

TYPED_TEST(StoreContract, AnEmptyStoreHasNoStreams) {
  EXPECT_THAT(*this->store().streams(), testing::IsEmpty());
  EXPECT_THAT(readAll(this->store(), this->stream_), testing::IsEmpty());
  EXPECT_TRUE(this->store().commit({}));
}

TYPED_TEST(StoreContract, ReadsFromTheMiddleFromTheEndAndBeyond) {
  const auto entries = sampleEntries(this->stream_, 1, 5);
  this->commit(entries);
  EXPECT_EQ(readAll(this->store(), this->stream_, 0), entries);
  EXPECT_EQ(readAll(this->store(), this->stream_, 4), sampleEntries(this->stream_, 4, 5));
  EXPECT_THAT(readAll(this->store(), this->stream_, 6), testing::IsEmpty());
  EXPECT_THAT(readAll(this->store(), this->stream_, std::numeric_limits<std::uint64_t>::max()), testing::IsEmpty());
}

TYPED_TEST(StoreContract, KeepsStreamsApartAndListsThem) {
  const auto other = sampleStream(2);
  auto together = sampleEntries(other, 1, 2);
  together.push_back(sampleEntry(kCentreStream, 1));
  together.push_back(sampleEntry(this->stream_, 1));
  together.push_back(sampleEntry(other, 3));
  this->commit(together);
  EXPECT_THAT(*this->store().streams(),
              testing::ElementsAre(StreamEnd{kCentreStream, 1}, StreamEnd{this->stream_, 1}, StreamEnd{other, 3}));
  EXPECT_EQ(readAll(this->store(), other), sampleEntries(other, 1, 3));
  EXPECT_EQ(readAll(this->store(), this->stream_), sampleEntries(this->stream_, 1, 1));
}

TYPED_TEST(StoreContract, RefusesDuplicateAndGapAndKeepsNothingOfThatCommit) {
  this->commit(sampleEntries(this->stream_, 1, 3));
  const auto other = sampleStream(2);
  this->expectRefused({sampleEntry(this->stream_, 3)});
  this->expectRefused({sampleEntry(this->stream_, 5)});
  this->expectRefused({sampleEntry(other, 1), sampleEntry(this->stream_, 4), sampleEntry(this->stream_, 4)});
  this->expectRefused({sampleEntry(other, 2)});
  this->expectRefused({Entry{other, 0, {}, {}}});
  this->expectRefused({sampleEntry(other, std::numeric_limits<std::uint64_t>::max())});
  EXPECT_THAT(*this->store().streams(), testing::ElementsAre(StreamEnd{this->stream_, 3}));
  this->subject_.reopen();
  this->expectRefused({sampleEntry(this->stream_, 3)});
  this->commit({sampleEntry(this->stream_, 4), sampleEntry(other, 1)});
}

TYPED_TEST(StoreContract, ErasedPrivatePartsAreGoneAndTheRestStillReads) {
  auto expected = sampleEntries(this->stream_, 1, 4);
  this->commit(expected);
  const std::vector<std::uint64_t> erased{2, 4};
  ASSERT_TRUE(this->store().erasePrivate(this->stream_, erased));
  ASSERT_TRUE(this->store().erasePrivate(this->stream_, erased));  // again: no harm
  expected[1].sealedPrivate.clear();
  expected[3].sealedPrivate.clear();
  EXPECT_EQ(readAll(this->store(), this->stream_), expected);
  this->subject_.reopen();
  EXPECT_EQ(readAll(this->store(), this->stream_), expected);
}

TYPED_TEST(StoreContract, ErasesNothingWhenOneRecordIsNotThere) {
  const auto entries = sampleEntries(this->stream_, 1, 2);
  this->commit(entries);
  for (const std::uint64_t absent : {std::uint64_t{0}, std::uint64_t{3}}) {
    const auto erased = this->store().erasePrivate(this->stream_, std::vector<std::uint64_t>{1, absent});
    ASSERT_FALSE(erased);
    EXPECT_EQ(erased.error().code, "journal-sequence");
  }
  EXPECT_EQ(readAll(this->store(), this->stream_), entries);
}

TYPED_TEST(StoreContract, AnEntryWithoutPrivatePartAndAnEmptyBlobComeBackEmpty) {
  const Entry bare{this->stream_, 1, {}, {}};
  this->commit({bare});
  this->subject_.reopen();
  EXPECT_EQ(readAll(this->store(), this->stream_), std::vector<Entry>{bare});
}

TYPED_TEST(StoreContract, TheVisitorMayStopOrFail) {
  this->commit(sampleEntries(this->stream_, 1, 5));
  std::uint64_t last = 0;
  const auto stopped = this->store().read(this->stream_, 1, [&](const Entry& entry) -> base::Result<Visit> {
    last = entry.sequence;
    return entry.sequence == 3 ? Visit::stop : Visit::more;
  });
  EXPECT_TRUE(stopped);
  EXPECT_EQ(last, 3U);
  const auto failed = this->store().read(this->stream_, 1, [&](const Entry& entry) -> base::Result<Visit> {
    last = entry.sequence;
    return base::fail("unknown-version", "told to");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "unknown-version");
  EXPECT_EQ(last, 1U);
}

TYPED_TEST(StoreContract, ACrashBeforeTheCommitLosesThatCommitOnly) {
  this->commit(sampleEntries(this->stream_, 1, 2));
  this->subject_.crashBeforeCommitted({sampleEntry(this->stream_, 3), sampleEntry(sampleStream(2), 1)});
  EXPECT_EQ(readAll(this->store(), this->stream_), sampleEntries(this->stream_, 1, 2));
  EXPECT_THAT(*this->store().streams(), testing::ElementsAre(StreamEnd{this->stream_, 2}));
  this->commit({sampleEntry(this->stream_, 3)});
}

TEST(MemoryStore, FailsTheNextCommitsAsToldAndKeepsNothingOfThem) {
  MemoryStore store;
  const auto entries = sampleEntries(sampleStream(1), 1, 1);
  store.failNextCommits(2);
  EXPECT_EQ(store.commit(entries).error().code, "journal-io");
  EXPECT_EQ(store.commit(entries).error().code, "journal-io");
  EXPECT_THAT(*store.streams(), testing::IsEmpty());
  EXPECT_TRUE(store.commit(entries));
}

TEST(MemoryStore, IsDownAfterACrashAndKeepsOrLosesTheCommitAsTold) {
  for (const CrashOutcome outcome : {CrashOutcome::commitKept, CrashOutcome::commitLost}) {
    MemoryStore store;
    const StreamId stream = sampleStream(1);
    ASSERT_TRUE(store.commit(sampleEntries(stream, 1, 1)));
    store.crashDuringNextCommit(outcome);
    EXPECT_EQ(store.commit(sampleEntries(stream, 2, 2)).error().code, "journal-crashed");
    EXPECT_EQ(store.commit(sampleEntries(stream, 3, 3)).error().code, "journal-crashed");
    EXPECT_EQ(store.streams().error().code, "journal-crashed");
    EXPECT_EQ(store.erasePrivate(stream, {}).error().code, "journal-crashed");
    EXPECT_EQ(store.read(stream, 1, nullptr).error().code, "journal-crashed");
    store.restart();
    EXPECT_EQ(readAll(store, stream).size(), outcome == CrashOutcome::commitKept ? 2U : 1U);
  }
}

}  // namespace
}  // namespace vigie::journal
