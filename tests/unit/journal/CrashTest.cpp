// Crashes: the process dies at a chosen write, or is killed at any moment.
#include <gmock/gmock.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <thread>

#include "common/journal/SqliteStore.hpp"
#include "common/journal/Verify.hpp"
#include "common/journal/Writer.hpp"
#include "tests/unit/journal/ChildProcess.hpp"
#include "tests/unit/journal/FaultyDisk.hpp"
#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

constexpr int kDiedBeforeCommitReturned = 42;
constexpr int kDiedAfterCommitReturned = 43;
constexpr std::uint64_t kBefore = 2;
constexpr std::uint64_t kAfter = 82;

// Commits one group, closes the store (which copies the log into the database) and dies at write or sync `fatal`.
int commitAndDieAt(const std::filesystem::path& file, const StreamId& stream, int fatal) {
  int count = 0;
  int status = kDiedBeforeCommitReturned;
  auto opened = SqliteStore::open(file, {.vfs = kFaultyDisk});
  if (!opened) return 1;
  setDiskHook([&](const DiskAccess&) {
    if (count++ == fatal) ::_exit(status);
    return SQLITE_OK;
  });
  if (!(*opened)->commit(sampleEntries(stream, kBefore + 1, kAfter))) return 2;
  status = kDiedAfterCommitReturned;
  opened->reset();
  return 0;
}

TEST(Crash, DyingAtAnyWriteLeavesTheWholeCommitOrNothingOfIt) {
  setDiskHook(nullptr);
  const StreamId stream = sampleStream(1);
  int fatal = 0;
  bool sawNothing = false;
  bool sawAll = false;
  for (int status = -1; status != 0; ++fatal) {
    const TemporaryFolder folder;
    const auto file = folder / "journal.db";
    ASSERT_TRUE((*SqliteStore::open(file))->commit(sampleEntries(stream, 1, kBefore)));
    status = runInChild([&] { return commitAndDieAt(file, stream, fatal); });
    ASSERT_THAT(status, testing::AnyOf(0, kDiedBeforeCommitReturned, kDiedAfterCommitReturned));

    auto store = SqliteStore::open(file);
    ASSERT_TRUE(store) << store.error().detail;
    ASSERT_TRUE((*store)->checkFile());
    const std::uint64_t last = (*store)->streams()->at(0).lastSequence;
    EXPECT_EQ(readAll(**store, stream), sampleEntries(stream, 1, last));
    if (status == kDiedBeforeCommitReturned) {
      EXPECT_THAT(last, testing::AnyOf(kBefore, kAfter));
    } else {
      EXPECT_EQ(last, kAfter) << "a durable commit is gone after dying at access " << fatal;
    }
    sawNothing = sawNothing || last == kBefore;
    sawAll = sawAll || last == kAfter;
    EXPECT_TRUE((*store)->commit(sampleEntries(stream, last + 1, last + 1)));
  }
  EXPECT_GT(fatal, 10);
  EXPECT_TRUE(sawNothing);
  EXPECT_TRUE(sawAll);
}

// Appends from the journal's end until it is killed; tells each durable sequence through the pipe.
int appendForever(const std::filesystem::path& file, const StreamId& stream, int pipe) {
  auto store = SqliteStore::open(file);
  if (!store) return 1;
  const auto ends = (*store)->streams();
  std::uint64_t next = ends->empty() ? 1 : ends->at(0).lastSequence + 1;
  const std::uint64_t first = next;
  const auto tell = [&](std::uint64_t ticket) {
    const std::uint64_t sequence = first + ticket - 1;
    if (::write(pipe, &sequence, sizeof sequence) != sizeof sequence) ::_exit(3);
  };
  Writer writer(**store, tell, [](const base::Error&) { ::_exit(4); }, {.queueEntries = 256});
  for (;;) {
    if (!writer.hasRoom()) {
      std::this_thread::yield();
      continue;
    }
    if (!writer.enqueue(sampleEntries(stream, next, next))) return 5;
    ++next;
  }
}

TEST(Crash, EveryRecordReportedDurableSurvivesKill9) {
  const StreamId stream = sampleStream(1);
  const TemporaryFolder folder;
  const auto file = folder / "journal.db";
  std::uint64_t reported = 0;
  for (int life = 0; life < 4; ++life) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    Child child([&] { return appendForever(file, stream, pipe[1]); });
    ::close(pipe[1]);
    const std::uint64_t enough = reported + 400;
    std::uint64_t sequence = 0;
    while (::read(pipe[0], &sequence, sizeof sequence) == sizeof sequence) {  // until the killed child's pipe ends
      ASSERT_GT(sequence, reported);
      reported = sequence;
      if (reported >= enough) child.kill();
    }
    ::close(pipe[0]);
    ASSERT_EQ(child.wait(), -SIGKILL);
    ASSERT_GE(reported, enough);

    auto store = SqliteStore::open(file, {.access = Access::existing});
    ASSERT_TRUE(store) << store.error().detail;
    const std::uint64_t last = (*store)->streams()->at(0).lastSequence;
    EXPECT_GE(last, reported);
    EXPECT_EQ(readAll(**store, stream), sampleEntries(stream, 1, last));
    EXPECT_TRUE((*store)->checkFile());
    reported = last;
  }
}

}  // namespace
}  // namespace vigie::journal
