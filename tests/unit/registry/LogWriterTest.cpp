#include "certs/registry/LogWriter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::must;
using support::RegistryRoom;

LogWriter::Change adding(std::string leaf) {
  return [leaf = std::move(leaf)](Store& store, Draft& draft) { return draft.add(store, leaf); };
}

TEST(LogWriter, PublishesBeforeItReturns) {
  RegistryRoom room;
  const std::size_t before = room.publishedEntries().size();
  must(room.writer->append(adding("one")));
  const auto entries = room.publishedEntries();
  ASSERT_EQ(entries.size(), before + 1);
  EXPECT_EQ(entries.back(), "one");
}

TEST(LogWriter, NumbersEntriesOfOneChangeInOrder) {
  RegistryRoom room;
  std::vector<std::uint64_t> numbers;
  must(room.writer->append([&](Store& store, Draft& draft) -> base::Result<void> {
    for (const char* leaf : {"a", "b", "c"}) {
      numbers.push_back(draft.next());
      if (auto added = draft.add(store, leaf); !added) return added;
    }
    return {};
  }));
  const auto entries = room.publishedEntries();
  ASSERT_EQ(numbers.size(), 3U);
  EXPECT_EQ(numbers[2], entries.size() - 1);
  EXPECT_EQ(entries[numbers[0]], "a");
}

TEST(LogWriter, KeepsNothingOfAChangeThatFails) {
  RegistryRoom room;
  const auto before = room.publishedEntries();
  const auto refused = room.writer->append([](Store& store, Draft& draft) -> base::Result<void> {
    must(draft.add(store, "half"));
    return base::fail("no", "refused after the first half");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "no");
  EXPECT_EQ(room.publishedEntries(), before);
}

TEST(LogWriter, CommitsManyCallersTogetherAndFailsOnlyTheWrongOnes) {
  RegistryRoom room;
  const std::size_t before = room.publishedEntries().size();
  std::vector<std::thread> callers;
  std::vector<base::Result<void>> results(48);
  for (std::size_t i = 0; i < results.size(); ++i) {
    callers.emplace_back([&room, &results, i] {
      results[i] = room.writer->append([i](Store& store, Draft& draft) -> base::Result<void> {
        must(draft.add(store, "entry " + std::to_string(i)));
        if (i % 5 == 0) return base::fail("fifth", "every fifth fails");
        return {};
      });
    });
  }
  for (std::thread& caller : callers) caller.join();
  auto entries = room.publishedEntries();
  entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(before));
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].has_value(), i % 5 != 0) << i;
    if (i % 5 != 0) expected.push_back("entry " + std::to_string(i));
  }
  std::sort(entries.begin(), entries.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(entries, expected);
}

TEST(LogWriter, TakesTurnsWithAnotherProgram) {
  RegistryRoom room;
  const std::size_t before = room.publishedEntries().size();
  const auto other = must(LogWriter::open(room.logSettings()));
  for (int i = 0; i < 3; ++i) {
    must(room.writer->append(adding("ours " + std::to_string(i))));
    must(other->append(adding("theirs " + std::to_string(i))));
  }
  const auto entries = room.publishedEntries();
  ASSERT_EQ(entries.size(), before + 6);
  EXPECT_EQ(entries[before + 4], "ours 2");
  EXPECT_EQ(entries[before + 5], "theirs 2");
}

TEST(LogWriter, GoesOnAcrossFullTiles) {
  RegistryRoom room;
  for (int round = 0; round < 3; ++round) {
    must(room.writer->append([round](Store& store, Draft& draft) -> base::Result<void> {
      for (int i = 0; i < 200; ++i) must(draft.add(store, std::to_string(round) + "/" + std::to_string(i)));
      return {};
    }));
    room.close();
    room.open();
  }
  EXPECT_GE(room.publishedEntries().size(), 600U);
  EXPECT_TRUE(std::filesystem::exists(room.layout.publicFolder() / "tile/0/001"));
  EXPECT_TRUE(std::filesystem::exists(room.layout.publicFolder() / "tile/1/000.p/2"));
}

TEST(LogWriter, RefusesAnOldDatabaseUnderANewerCheckpoint) {
  RegistryRoom room;
  room.close();
  const auto backup = room.folder.path() / "backup.sqlite";
  std::filesystem::copy_file(room.layout.database(), backup);
  room.open();
  must(room.writer->append(adding("after the backup")));
  room.close();
  std::filesystem::remove(room.layout.database().string() + "-wal");
  std::filesystem::remove(room.layout.database().string() + "-shm");
  std::filesystem::copy_file(backup, room.layout.database(), std::filesystem::copy_options::overwrite_existing);
  const auto opened = LogWriter::open(room.logSettings());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "log-ahead");
}

TEST(LogWriter, RefusesTilesThatWereChanged) {
  RegistryRoom room;
  const std::size_t size = room.publishedEntries().size();
  room.close();
  const auto tile = room.layout.publicFolder() / ("tile/0/000.p/" + std::to_string(size));
  auto bytes = must(base::readFile(tile));
  bytes[5] ^= 1;
  must(base::writeFileDurably(tile, bytes));
  const auto opened = LogWriter::open(room.logSettings());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "log-differs");
}

TEST(LogWriter, RefusesACheckpointOfAnotherLog) {
  RegistryRoom room;
  RegistryRoom other;
  room.close();
  must(writeFile(room.layout.publicFolder() / "checkpoint",
                 must(base::readTextFile(other.layout.publicFolder() / "checkpoint"))));
  EXPECT_FALSE(LogWriter::open(room.logSettings()));
}

TEST(LogWriter, SaysWhatTheDiskSaidAndRecovers) {
  RegistryRoom room;
  must(room.writer->append(adding("before")));
  const auto folder = room.layout.publicFolder();
  const std::size_t before = room.publishedEntries().size();
  std::filesystem::rename(folder, folder.string() + ".away");
  must(writeFile(folder, "a file where the folder was"));
  const auto refused = room.writer->append(adding("while the disk is away"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "file-unwritable");
  std::filesystem::remove(folder);
  std::filesystem::rename(folder.string() + ".away", folder);
  must(room.writer->append(adding("after")));
  const auto entries = room.publishedEntries();
  // The change was durable in the database; its entry is published with the next one, once.
  ASSERT_EQ(entries.size(), before + 2);
  EXPECT_EQ(entries[before], "while the disk is away");
  EXPECT_EQ(entries[before + 1], "after");
}

}  // namespace
}  // namespace vigie::registry
