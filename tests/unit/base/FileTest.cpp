#include "common/base/File.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace vigie::base {
namespace {

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "vigie-file-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(FileTest, WritesAndReadsBack) {
  ASSERT_TRUE(writeFileDurably(folder_ / "a", bytesOf("first")));
  ASSERT_TRUE(writeFileDurably(folder_ / "a", bytesOf("second")));
  EXPECT_EQ(*readTextFile(folder_ / "a"), "second");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a.new"));
}

TEST_F(FileTest, KeepsKeysToTheirOwner) {
  ASSERT_TRUE(writeFileDurably(folder_ / "key", bytesOf("k"), FileMode::ownerOnly));
  struct stat status {};
  ASSERT_EQ(::stat((folder_ / "key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(FileTest, SaysWhatIsWrong) {
  EXPECT_EQ(readFile(folder_ / "none").error().code, "file-missing");
  EXPECT_EQ(writeFileDurably(folder_ / "no" / "such", bytesOf("x")).error().code, "file-unwritable");
  ASSERT_TRUE(writeFileDurably(folder_ / "big", Bytes(1000)));
  EXPECT_EQ(readFile(folder_ / "big", 999).error().code, "file-too-large");
  EXPECT_TRUE(readFile(folder_ / "big", 1000));
}

}  // namespace
}  // namespace vigie::base
