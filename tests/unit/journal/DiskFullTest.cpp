// A full disk. One test counts every byte of a folder, so it is the same everywhere; one fills a real file system and
// is skipped where a test may not mount one.
#include <gmock/gmock.h>
#include <sched.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>

#include "common/base/File.hpp"
#include "common/journal/Reserve.hpp"
#include "common/journal/SqliteStore.hpp"
#include "common/journal/Verify.hpp"
#include "common/journal/Writer.hpp"
#include "tests/unit/journal/ChildProcess.hpp"
#include "tests/unit/journal/FaultyDisk.hpp"
#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

std::uint64_t bytesIn(const std::filesystem::path& folder) {
  std::uint64_t sum = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) sum += file.file_size();
  return sum;
}

// A disk that holds `capacity` bytes of files in `folder`.
void limitDisk(const std::filesystem::path& folder, std::uint64_t capacity) {
  setDiskHook([=](const DiskAccess& access) {
    if (access.kind != DiskAccess::Kind::write) return SQLITE_OK;
    std::error_code error;
    const auto size = std::filesystem::file_size(access.file, error);
    const std::uint64_t growth = error || access.endsAt > size ? access.endsAt - (error ? 0 : size) : 0;
    return bytesIn(folder) + growth > capacity ? SQLITE_FULL : SQLITE_OK;
  });
}

class DiskFullTest : public testing::Test {
 protected:
  ~DiskFullTest() override { setDiskHook(nullptr); }

  static constexpr std::uint64_t kReserve = 256 << 10;
  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "journal.db";
  const StreamId stream_ = sampleStream(1);
};

TEST_F(DiskFullTest, TheReserveLetsCommitsGoOnOnceAndRaisesTheAlarm) {
  auto reserve = Reserve::hold(folder_ / "journal.reserve", kReserve);
  ASSERT_TRUE(reserve) << reserve.error().detail;
  setDiskHook(nullptr);
  int alarms = 0;
  auto store =
      SqliteStore::open(file_, {.reserve = &*reserve, .onReserveReleased = [&] { ++alarms; }, .vfs = kFaultyDisk});
  ASSERT_TRUE(store) << store.error().detail;
  limitDisk(folder_.path(), bytesIn(folder_.path()) + (128 << 10));

  std::uint64_t last = 0;
  std::uint64_t lastAtAlarm = 0;
  base::Result<void> committed;
  while ((committed = (*store)->commit(sampleEntries(stream_, last + 1, last + 10)))) {
    if (alarms == 1 && lastAtAlarm == 0) lastAtAlarm = last;
    last += 10;
    ASSERT_LT(last, 100'000U);
  }
  EXPECT_EQ(committed.error().code, "journal-full");
  EXPECT_THAT(committed.error().detail, testing::HasSubstr("free some space"));
  EXPECT_EQ(alarms, 1);
  EXPECT_FALSE(reserve->isHeld());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "journal.reserve"));
  EXPECT_GT(lastAtAlarm, 0U);
  EXPECT_GT(last, lastAtAlarm + 10) << "the reserve gave no room";

  setDiskHook(nullptr);  // somebody freed space; the store needs no restart to be whole
  store->reset();
  auto reopened = SqliteStore::open(file_);
  ASSERT_TRUE(reopened) << reopened.error().detail;
  EXPECT_EQ(readAll(**reopened, stream_), sampleEntries(stream_, 1, last));
}

TEST_F(DiskFullTest, WithoutAReserveTheWriterFailsOnceAndKeepsWhatWasDurable) {
  setDiskHook(nullptr);
  auto store = SqliteStore::open(file_, {.vfs = kFaultyDisk});
  ASSERT_TRUE(store) << store.error().detail;
  limitDisk(folder_.path(), bytesIn(folder_.path()) + (128 << 10));
  std::atomic<std::uint64_t> durable = 0;
  std::vector<base::Error> failures;
  {
    Writer writer(
        **store, [&](std::uint64_t ticket) { durable = ticket; },
        [&](const base::Error& error) { failures.push_back(error); });
    for (std::uint64_t sequence = 1; writer.enqueue(sampleEntries(stream_, sequence, sequence)); ++sequence)
      writer.drain();
  }
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].code, "journal-full");
  setDiskHook(nullptr);
  store->reset();
  EXPECT_EQ(readAll(**SqliteStore::open(file_), stream_), sampleEntries(stream_, 1, durable));
  EXPECT_GT(durable, 0U);
}

constexpr int kMayNotMount = 77;

// In a child with a mount namespace of its own: a tmpfs of 2 MiB, filled to the last byte.
int fillARealDisk(const std::filesystem::path& mountPoint) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return kMayNotMount;
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return kMayNotMount;
  if (::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, "size=2m") != 0) return kMayNotMount;
  auto reserve = Reserve::hold(mountPoint / "journal.reserve", 512 << 10);
  if (!reserve) return 1;
  int alarms = 0;
  auto store =
      SqliteStore::open(mountPoint / "journal.db", {.reserve = &*reserve, .onReserveReleased = [&] { ++alarms; }});
  if (!store) return 2;
  const StreamId stream = sampleStream(1);
  std::uint64_t last = 0;
  std::uint64_t lastAtAlarm = 0;
  base::Result<void> committed;
  while ((committed = (*store)->commit(sampleEntries(stream, last + 1, last + 10)))) {
    if (alarms == 1 && lastAtAlarm == 0) lastAtAlarm = last;
    last += 10;
  }
  if (committed.error().code != "journal-full" || alarms != 1) return 3;
  if (lastAtAlarm == 0 || last <= lastAtAlarm + 10) return 4;
  if (Reserve::hold(mountPoint / "again", 4 << 20).error().code != "disk-full") return 5;
  if (std::filesystem::exists(mountPoint / "again")) return 6;
  const auto report = verifyStream(**store, stream);
  return report.isIntact() && report.head.position == last ? 0 : 7;
}

TEST(RealDiskFull, TheReserveLetsCommitsGoOn) {
  const TemporaryFolder folder;
  const int status = runInChild([&] { return fillARealDisk(folder.path()); });
  if (status == kMayNotMount) GTEST_SKIP() << "this user may not mount a file system";
  EXPECT_EQ(status, 0);
}

TEST(Reserve, ReallyTakesTheRoomAndGivesItBackOnce) {
  const TemporaryFolder folder;
  const auto file = folder / "journal.reserve";
  auto reserve = Reserve::hold(file, 1 << 20);
  ASSERT_TRUE(reserve) << reserve.error().detail;
  EXPECT_TRUE(reserve->isHeld());
  struct stat status{};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_GE(status.st_blocks * 512, 1 << 20);
  EXPECT_TRUE(reserve->release());
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(reserve->release());
  EXPECT_FALSE(reserve->isHeld());
}

TEST(Reserve, CompletesAReserveThatIsTooSmall) {
  const TemporaryFolder folder;
  const auto file = folder / "journal.reserve";
  std::ofstream(file) << "short";
  ASSERT_TRUE(Reserve::hold(file, 1 << 20));
  EXPECT_EQ(std::filesystem::file_size(file), 1U << 20);
}

TEST(Reserve, NamesTheFolderThatIsNotThere) {
  const auto reserve = Reserve::hold("/nonexistent/journal.reserve", 4096);
  ASSERT_FALSE(reserve);
  EXPECT_EQ(reserve.error().code, "reserve-unwritable");
  EXPECT_THAT(reserve.error().detail, testing::HasSubstr("/nonexistent/journal.reserve"));
}

TEST(FreeBytes, AreThoseOfTheFileSystem) {
  const TemporaryFolder folder;
  const auto free = freeBytes(folder.path());
  ASSERT_TRUE(free) << free.error().detail;
  EXPECT_GT(*free, 0U);
  EXPECT_LE(*free, std::filesystem::space(folder.path()).capacity);
  EXPECT_EQ(freeBytes("/nonexistent/place").error().code, "disk-unknown");
}

}  // namespace
}  // namespace vigie::journal
