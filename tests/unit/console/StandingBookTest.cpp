#include "proctor-console/model/StandingBook.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/unit/console/Scene.hpp"

namespace vigie::console::test {
namespace {

constexpr std::int64_t kNow = 1'700'000'000'000;

TEST(StandingBook, RemembersTheNewest) {
  StandingBook book;
  EXPECT_FALSE(book.observe(standingAt(5), kNow));
  EXPECT_FALSE(book.observe(standingAt(9), kNow));
  EXPECT_FALSE(book.observe(standingAt(9), kNow));
  ASSERT_NE(book.newest(standingAt(9).stream), nullptr);
  EXPECT_EQ(*book.newest(standingAt(9).stream), standingAt(9));
  EXPECT_TRUE(book.forks().empty());
}

TEST(StandingBook, SeesForkAtSmallerPosition) {
  StandingBook book;
  book.observe(standingAt(9), kNow);
  const auto fork = book.observe(standingAt(8), kNow + 1);
  ASSERT_TRUE(fork);
  EXPECT_EQ(fork->known, standingAt(9));
  EXPECT_EQ(fork->shown, standingAt(8));
  EXPECT_EQ(fork->seenMs, kNow + 1);
  EXPECT_EQ(*book.newest(standingAt(9).stream), standingAt(9)) << "what is known stays";
}

TEST(StandingBook, SeesForkAtOtherHead) {
  StandingBook book;
  book.observe(standingAt(9, 1), kNow);
  EXPECT_TRUE(book.observe(standingAt(9, 2), kNow));
}

TEST(StandingBook, KeepsStreamsApart) {
  StandingBook book;
  book.observe(standingAt(9, 0, 1), kNow);
  EXPECT_FALSE(book.observe(standingAt(3, 0, 2), kNow));
}

TEST(StandingBook, AllowsSignedWordAboutEarlierPositionOnly) {
  StandingBook book;
  book.observe(standingAt(9, 1), kNow);
  EXPECT_FALSE(book.observeEarlier(standingAt(4), kNow));
  EXPECT_TRUE(book.observeEarlier(standingAt(9, 2), kNow));
  EXPECT_EQ(book.newest(standingAt(9).stream)->position, 9U);
}

TEST(StandingBook, NoticesAnotherEpochOnce) {
  StandingBook book;
  EXPECT_FALSE(book.observeEpoch(idOf<base::EpochId>(1)));
  EXPECT_FALSE(book.observeEpoch(idOf<base::EpochId>(1)));
  EXPECT_TRUE(book.observeEpoch(idOf<base::EpochId>(2)));
  EXPECT_FALSE(book.observeEpoch(idOf<base::EpochId>(2)));
}

Standing inEpoch(Standing standing, int epoch) {
  standing.epoch = idOf<base::EpochId>(static_cast<std::uint8_t>(epoch));
  return standing;
}

TEST(StandingBook, FollowsARestoredBackupAndKeepsWhatItLeft) {
  const TemporaryFolder folder;
  const Standing before = inEpoch(standingAt(53), 1);
  const Standing restored = inEpoch(standingAt(35, 7), 2);
  {
    auto book = StandingBook::load(folder.path());
    ASSERT_TRUE(book);
    book->observe(before, kNow);
    EXPECT_FALSE(book->observe(restored, kNow));
    EXPECT_TRUE(book->observe(inEpoch(standingAt(34), 2), kNow)) << "inside one epoch nothing goes back";
    ASSERT_TRUE(book->save());
  }
  auto book = StandingBook::load(folder.path());
  ASSERT_TRUE(book);
  EXPECT_EQ(*book->newest(before.stream), restored);
  EXPECT_THAT(book->left(before.stream), testing::ElementsAre(before));
}

TEST(StandingBook, SeesForkWhenALeftEpochComesBack) {
  StandingBook book;
  book.observe(inEpoch(standingAt(53), 1), kNow);
  book.observe(inEpoch(standingAt(35), 2), kNow);
  EXPECT_FALSE(book.observeEarlier(inEpoch(standingAt(20), 1), kNow)) << "a checkpoint of the life before";
  EXPECT_TRUE(book.observe(inEpoch(standingAt(60), 1), kNow));
  EXPECT_EQ(book.newest(standingAt(1).stream)->position, 35U);
}

TEST(StandingBook, MergesARestoredBackupThatAnotherProgramSaw) {
  const TemporaryFolder folder;
  auto sees = StandingBook::load(folder.path());
  sees->observe(inEpoch(standingAt(53), 1), kNow);
  ASSERT_TRUE(sees->save());
  auto late = StandingBook::load(folder.path());
  sees->observe(inEpoch(standingAt(35), 2), kNow);
  ASSERT_TRUE(sees->save());
  late->observe(inEpoch(standingAt(54), 1), kNow);
  ASSERT_TRUE(late->save());
  EXPECT_EQ(StandingBook::load(folder.path())->newest(standingAt(1).stream)->epoch, idOf<base::EpochId>(2));
}

TEST(StandingBook, SurvivesRestart) {
  const TemporaryFolder folder;
  {
    auto book = StandingBook::load(folder.path());
    ASSERT_TRUE(book) << book.error().detail;
    book->observeEpoch(idOf<base::EpochId>(1));
    book->observe(standingAt(9), kNow);
    ASSERT_TRUE(book->save());
  }
  auto book = StandingBook::load(folder.path());
  ASSERT_TRUE(book) << book.error().detail;
  EXPECT_TRUE(book->observeEpoch(idOf<base::EpochId>(2)));
  EXPECT_TRUE(book->observe(standingAt(8), kNow));
  ASSERT_TRUE(book->save());
  const auto later = StandingBook::load(folder.path());
  ASSERT_TRUE(later);
  ASSERT_EQ(later->forks().size(), 1U);
  EXPECT_EQ(later->forks()[0], (Fork{standingAt(9), standingAt(8), kNow}));
}

TEST(StandingBook, MergesWhatAnotherProgramSaved) {
  const TemporaryFolder folder;
  auto slow = *StandingBook::load(folder.path());
  auto fast = *StandingBook::load(folder.path());
  slow.observe(standingAt(7), kNow);
  fast.observe(standingAt(9), kNow);
  fast.observe(standingAt(2, 0, 5), kNow);
  ASSERT_TRUE(fast.save());
  ASSERT_TRUE(slow.save());
  const auto both = StandingBook::load(folder.path());
  ASSERT_TRUE(both);
  EXPECT_EQ(both->newest(standingAt(9).stream)->position, 9U);
  EXPECT_NE(both->newest(idOf<StreamId>(5)), nullptr);
  EXPECT_TRUE(both->forks().empty()) << "an older view is no contradiction between two programs";
}

TEST(StandingBook, FindsForkBetweenTwoPrograms) {
  const TemporaryFolder folder;
  auto one = *StandingBook::load(folder.path());
  auto other = *StandingBook::load(folder.path());
  one.observe(standingAt(9, 1), kNow);
  other.observe(standingAt(9, 2), kNow);
  ASSERT_TRUE(one.save());
  ASSERT_TRUE(other.save());
  EXPECT_EQ(StandingBook::load(folder.path())->forks().size(), 1U);
}

TEST(StandingBook, ForgetsForksThatAPersonAccepted) {
  const TemporaryFolder folder;
  auto book = *StandingBook::load(folder.path());
  book.observe(standingAt(9), kNow);
  book.observe(standingAt(3, 0, 5), kNow);
  book.observe(standingAt(8), kNow);
  ASSERT_TRUE(book.save());
  book.acceptForks();
  ASSERT_TRUE(book.save());
  auto after = *StandingBook::load(folder.path());
  EXPECT_TRUE(after.forks().empty());
  EXPECT_FALSE(after.observe(standingAt(8), kNow));
  EXPECT_NE(after.newest(idOf<StreamId>(5)), nullptr) << "the other streams are remembered";
}

TEST(StandingBook, RefusesDamagedFile) {
  for (const char* text : {"{", "{}", R"({"format":"vigie-standings/2","streams":[],"forks":[]})",
                           R"({"format":"vigie-standings/1","streams":[{"stream":"00"}],"forks":[]})"}) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "standings.json") << text;
    const auto book = StandingBook::load(folder.path());
    ASSERT_FALSE(book) << text;
    EXPECT_EQ(book.error().code, "standings-damaged");
  }
}

TEST(StandingBook, DoesNotOverwriteAFileThatWasDamagedMeanwhile) {
  const TemporaryFolder folder;
  auto book = *StandingBook::load(folder.path());
  book.observe(standingAt(9), kNow);
  std::ofstream(folder.path() / "standings.json") << "{";
  const auto saved = book.save();
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, "standings-damaged");
}

TEST(Standing, RefusesWrongSizes) {
  message::Standing shown = toMessage(standingAt(4));
  EXPECT_EQ(*readStanding(shown), standingAt(4));
  shown.set_head("short");
  EXPECT_EQ(readStanding(shown).error().code, "standing-malformed");
}

}  // namespace
}  // namespace vigie::console::test
