#include "certs/log/LogFolder.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::tlog {
namespace {

std::vector<base::Bytes> entries(std::uint64_t from, std::uint64_t to) {
  std::vector<base::Bytes> out;
  for (std::uint64_t i = from; i < to; ++i) out.push_back(base::toBytes("entry " + std::to_string(i)));
  return out;
}

class LogFolderTest : public testing::Test {
 protected:
  support::TemporaryFolder folder_;
};

TEST_F(LogFolderTest, AgreesWithTheTreeInMemoryAtEverySizeOfABatch) {
  LogFolder log = *LogFolder::open(folder_.path(), 0);
  MemoryTree tree;
  std::uint64_t size = 0;
  for (const std::uint64_t batch : {1U, 2U, 252U, 1U, 1U, 255U, 256U, 300U, 5U}) {
    ASSERT_TRUE(log.append(entries(size, size + batch)));
    for (std::uint64_t i = 0; i < batch; ++i) tree.append(leafHash(entries(size + i, size + i + 1)[0]));
    size += batch;
    ASSERT_EQ(log.size(), size);
    EXPECT_EQ(*log.root(), *rootHash(tree, size)) << size;
    for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1}) {
      EXPECT_EQ(*inclusionProof(log, index, size), *inclusionProof(tree, index, size)) << index << " of " << size;
      EXPECT_EQ(*log.entry(index), entries(index, index + 1)[0]);
    }
    EXPECT_EQ(*consistencyProof(log, 1, size), *consistencyProof(tree, 1, size));
  }
}

TEST_F(LogFolderTest, ContinuesAfterEachReopening) {
  MemoryTree tree;
  for (std::uint64_t size = 0; size < 520; size += 13) {
    LogFolder log = *LogFolder::open(folder_.path(), size);
    ASSERT_TRUE(log.append(entries(size, size + 13)));
    for (std::uint64_t i = 0; i < 13; ++i) tree.append(leafHash(entries(size + i, size + i + 1)[0]));
    ASSERT_EQ(*log.root(), *rootHash(tree, size + 13)) << size;
  }
}

TEST_F(LogFolderTest, RepeatsABatchThatACrashCutOff) {
  {
    LogFolder log = *LogFolder::open(folder_.path(), 0);
    ASSERT_TRUE(log.append(entries(0, 250)));
    ASSERT_TRUE(log.append(entries(250, 600)));  // written, but no checkpoint followed
  }
  LogFolder again = *LogFolder::open(folder_.path(), 250);
  MemoryTree tree;
  for (const base::Bytes& entry : entries(0, 600)) tree.append(leafHash(entry));
  EXPECT_EQ(*again.root(), *rootHash(tree, 250));
  ASSERT_TRUE(again.append(entries(250, 600)));
  EXPECT_EQ(*again.root(), *rootHash(tree, 600));
  EXPECT_EQ(*again.entry(255), entries(255, 256)[0]);
}

TEST_F(LogFolderTest, KeepsOnlyWholeTilesOnceTheyAreWhole) {
  LogFolder log = *LogFolder::open(folder_.path(), 0);
  ASSERT_TRUE(log.append(entries(0, 100)));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "tile/0/000.p/100"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "tile/entries/000.p/100"));
  ASSERT_TRUE(log.append(entries(100, 260)));
  EXPECT_EQ(std::filesystem::file_size(folder_.path() / "tile/0/000"), 8192U);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "tile/0/000.p"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "tile/entries/000.p"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "tile/0/001.p/4"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "tile/1/000.p/1"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "tile/1/000"));
}

TEST_F(LogFolderTest, NamesWhatIsMissingOrDamaged) {
  {
    LogFolder log = *LogFolder::open(folder_.path(), 0);
    ASSERT_TRUE(log.append(entries(0, 300)));
  }
  LogFolder log = *LogFolder::open(folder_.path(), 300);
  std::filesystem::remove(folder_.path() / "tile/0/000");
  EXPECT_EQ(inclusionProof(log, 0, 300).error().code, "tile-missing");
  ASSERT_TRUE(base::writeFileDurably(folder_.path() / "tile/0/000", base::Bytes(31)));
  EXPECT_EQ(inclusionProof(log, 0, 300).error().code, "tile-damaged");
  EXPECT_EQ(LogFolder::open(folder_.path(), 90'000).error().code, "tile-missing");
}

TEST_F(LogFolderTest, RefusesAnEntryThatHasNoEncoding) {
  LogFolder log = *LogFolder::open(folder_.path(), 0);
  EXPECT_EQ(log.append({base::Bytes(kLargestEntry + 1)}).error().code, "entry-too-large");
  EXPECT_EQ(log.size(), 0U);
}

}  // namespace
}  // namespace vigie::tlog
