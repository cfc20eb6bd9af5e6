#include "candidate-client/session/Keep.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "common/crypto/Seal.hpp"
#include "common/exam/Records.hpp"
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

using std::filesystem::path;

class Folder {
 public:
  Folder() : path_(path(testing::TempDir()) / ("keep-" + base::toHex(crypto::randomBytes(8)))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const path& get() const { return path_; }

 private:
  path path_;
};

KeptAnswer answerOf(std::uint32_t number, const std::string& text) {
  record::Answer given;
  given.add_selected(text);
  record::AnswerPrivate part;
  part.set_salt(std::string(16, 's'));
  part.set_answer(given.SerializeAsString());
  KeptAnswer kept;
  kept.number = number;
  kept.privatePart = exam::bytesOf(part);
  kept.message = {base::toBytes("body " + text), crypto::sha256(base::bytesOf("key")), base::Bytes(64, 7)};
  return kept;
}

const base::SessionId kSession = *base::SessionId::fromBytes(std::string(16, 's'));
const base::CandidateRef kCandidate = *base::CandidateRef::fromBytes(std::string(16, 'c'));

TEST(Keep, GivesBackAfterARestartWhatItWasGiven) {
  const Folder folder;
  {
    auto keep = Keep::openFolder(folder.get());
    ASSERT_TRUE(keep) << keep.error().detail;
    EXPECT_FALSE(keep->test());
    keep->beginTest(kSession, kCandidate, 3);
    ASSERT_TRUE(keep->add(answerOf(1, "first")));
    keep->acknowledge(1);
    ASSERT_TRUE(keep->add(answerOf(2, "second")));
    Standing standing;
    standing.set_stream(kSession.bytes());
    standing.set_position(12);
    standing.set_head(std::string(32, 'h'));
    keep->standings().observe(standing);
    keep->rememberFork({standing, standing});
    ASSERT_TRUE(keep->save());
  }
  auto keep = Keep::openFolder(folder.get());
  ASSERT_TRUE(keep) << keep.error().detail;
  ASSERT_TRUE(keep->test());
  EXPECT_EQ(keep->test()->session, kSession);
  EXPECT_EQ(keep->test()->candidate, kCandidate);
  EXPECT_EQ(keep->test()->lease, 3U);
  ASSERT_EQ(keep->test()->answers.size(), 2U);
  EXPECT_TRUE(keep->answer(1)->acknowledged);
  EXPECT_EQ(keep->firstUnacknowledged()->number, 2U);
  EXPECT_EQ(keep->newestAnswer()->message, answerOf(2, "second").message);
  EXPECT_EQ(keep->newestAnswer()->privatePart, answerOf(2, "second").privatePart);
  EXPECT_EQ(keep->standings().newestOf(kSession.bytes())->position(), 12U);
  EXPECT_TRUE(keep->fork());
}

TEST(Keep, HasFilesThatOnlyTheirOwnerReadsAndNobodyUnderstands) {
  const Folder folder;
  auto keep = Keep::openFolder(folder.get());
  ASSERT_TRUE(keep);
  keep->beginTest(kSession, kCandidate, 1);
  ASSERT_TRUE(keep->add(answerOf(1, "marked-answer-text")));
  for (const char* name : {"keep.key", "keep.bin"}) {
    const auto rights = std::filesystem::status(folder.get() / name).permissions();
    EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write) << name;
    const auto content = base::readTextFile(folder.get() / name);
    ASSERT_TRUE(content);
    EXPECT_EQ(content->find("marked-answer-text"), std::string::npos) << name;
  }
}

TEST(Keep, RefusesAnAlteredFile) {
  const Folder folder;
  {
    auto keep = Keep::openFolder(folder.get());
    ASSERT_TRUE(keep);
    ASSERT_TRUE(keep->save());
  }
  auto bytes = *base::readFile(folder.get() / "keep.bin");
  for (const std::size_t place : {std::size_t{0}, bytes.size() / 2, bytes.size() - 1}) {
    auto altered = bytes;
    altered[place] ^= 1U;
    ASSERT_TRUE(base::writeFileDurably(folder.get() / "keep.bin", altered));
    EXPECT_EQ(Keep::openFolder(folder.get()).error().code, "seal-broken");
  }
}

TEST(Keep, RefusesAnotherMachinesKeyAndADamagedOne) {
  const Folder folder;
  {
    auto keep = Keep::openFolder(folder.get());
    ASSERT_TRUE(keep);
    ASSERT_TRUE(keep->save());
  }
  const std::string other(64, 'a');
  ASSERT_TRUE(base::writeFileDurably(folder.get() / "keep.key", base::bytesOf(other)));
  EXPECT_EQ(Keep::openFolder(folder.get()).error().code, "seal-broken");
  ASSERT_TRUE(base::writeFileDurably(folder.get() / "keep.key", base::bytesOf("not hex")));
  EXPECT_EQ(Keep::openFolder(folder.get()).error().code, "keep-wrong");
}

TEST(Keep, RefusesContentOfAnotherFormat) {
  const base::SecretBytes key = crypto::newSealKey();
  stored::Contents later;
  later.set_format(2);
  Disk disk;
  disk.bytes = crypto::seal(key, base::bytesOf("vigie/keep/1"), exam::bytesOf(later));
  EXPECT_EQ(Keep::open(std::make_unique<DiskSafe>(disk), key).error().code, "keep-wrong");
}

TEST(Keep, HoldsNothingThatCouldNotBeWritten) {
  Disk disk;
  auto keep = Keep::open(std::make_unique<DiskSafe>(disk), crypto::newSealKey());
  ASSERT_TRUE(keep);
  EXPECT_EQ(keep->add(answerOf(1, "no test")).error().code, "keep-order");
  keep->beginTest(kSession, kCandidate, 1);
  disk.isFull = true;
  EXPECT_EQ(keep->add(answerOf(1, "lost")).error().code, "file-unwritable");
  EXPECT_EQ(keep->newestAnswer(), nullptr);
  disk.isFull = false;
  ASSERT_TRUE(keep->add(answerOf(2, "kept")));
  EXPECT_EQ(keep->add(answerOf(2, "twice")).error().code, "keep-order");
  EXPECT_EQ(keep->add(answerOf(1, "late")).error().code, "keep-order");
}

TEST(Keep, ForgetsOneTestWhenAnotherBegins) {
  Disk disk;
  auto keep = Keep::open(std::make_unique<DiskSafe>(disk), crypto::newSealKey());
  ASSERT_TRUE(keep);
  keep->beginTest(kSession, kCandidate, 1);
  ASSERT_TRUE(keep->add(answerOf(1, "mine")));
  keep->endTest();
  keep->beginTest(kSession, kCandidate, 2);
  EXPECT_EQ(keep->test()->answers.size(), 1U);
  EXPECT_FALSE(keep->test()->ended);
  EXPECT_EQ(keep->test()->lease, 2U);
  keep->beginTest(kSession, *base::CandidateRef::fromBytes(std::string(16, 'd')), 1);
  EXPECT_TRUE(keep->test()->answers.empty());
}

TEST(Keep, DropsARefusedAnswerAndWhatFollowsIt) {
  Disk disk;
  auto keep = Keep::open(std::make_unique<DiskSafe>(disk), crypto::newSealKey());
  ASSERT_TRUE(keep);
  keep->beginTest(kSession, kCandidate, 1);
  for (std::uint32_t number = 1; number <= 4; ++number) {
    ASSERT_TRUE(keep->add(answerOf(number, "x")));
    keep->acknowledge(number);
  }
  keep->lackAfter(2);
  EXPECT_EQ(keep->firstUnacknowledged()->number, 3U);
  keep->dropFrom(3);
  EXPECT_EQ(keep->newestAnswer()->number, 2U);
  EXPECT_EQ(keep->firstUnacknowledged(), nullptr);
}

}  // namespace
}  // namespace vigie::session
