#include "common/journal/Verify.hpp"

#include <gmock/gmock.h>

#include "common/journal/MemoryStore.hpp"
#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

using testing::HasSubstr;

class VerifyTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kRecords = 10;

  VerifyTest() {
    ChainBuilder builder(stream_);
    heads_.push_back(builder.head());
    for (std::uint64_t sequence = 1; sequence <= kRecords; ++sequence) {
      Record record = sampleRecord(0, "payload " + std::to_string(sequence));
      blobs_.push_back(builder.append(record));
      heads_.push_back(builder.head());
    }
  }
  void expectDamage(const StreamReport& report, std::uint64_t sequence, const std::string& what) {
    ASSERT_TRUE(report.damage);
    EXPECT_EQ(report.damage->sequence, sequence);
    EXPECT_THAT(report.damage->what, HasSubstr("stream " + stream_.hex()));
    EXPECT_THAT(report.damage->what, HasSubstr("record " + std::to_string(sequence)));
    EXPECT_THAT(report.damage->what, HasSubstr(what));
  }
  void alterPayload(std::uint64_t sequence) { blobs_[sequence - 1][85] ^= 1; }

  const StreamId stream_ = sampleStream(1);
  std::vector<base::Bytes> blobs_;
  std::vector<Head> heads_;  // by position
};

TEST_F(VerifyTest, AWholeStreamReachesItsHeadAndEveryKnownOne) {
  const StreamReport report = verifyRecords(stream_, blobs_, heads_);
  EXPECT_TRUE(report.isIntact());
  EXPECT_EQ(report.head, heads_.back());
  EXPECT_EQ(report.stream, stream_);
}

TEST_F(VerifyTest, KnownHeadsMayComeInAnyOrderAndTwice) {
  EXPECT_TRUE(verifyRecords(stream_, blobs_, std::array{heads_[7], heads_[2], heads_[7], heads_[0]}).isIntact());
}

TEST_F(VerifyTest, AnEmptyStreamIsIntact) {
  const StreamReport report = verifyRecords(stream_, {});
  EXPECT_TRUE(report.isIntact());
  EXPECT_EQ(report.head, Head{});
}

TEST_F(VerifyTest, AnAlteredRecordIsFoundBetweenTheKnownHeads) {
  alterPayload(6);
  EXPECT_TRUE(verifyRecords(stream_, blobs_).isIntact());  // nobody vouches for anything: nothing contradicts
  const StreamReport report = verifyRecords(stream_, blobs_, std::array{heads_[10], heads_[4], heads_[7]});
  expectDamage(report, 5, "the head at position 7");
  EXPECT_EQ(report.head, heads_[4]);
  expectDamage(verifyRecords(stream_, blobs_, heads_), 6, "the head at position 6");
}

TEST_F(VerifyTest, AnotherHistoryUnderTheSamePositionIsDamage) {
  Head fork = heads_[10];
  fork.head[0] ^= 1;
  expectDamage(verifyRecords(stream_, blobs_, std::array{heads_[10], fork}), 11, "the known head there is");
  expectDamage(verifyRecords(stream_, blobs_, std::array{fork}), 1, "the known head there is");
  Head origin;
  origin.head[0] = 1;
  expectDamage(verifyRecords(stream_, blobs_, std::array{origin}), 1, "the head at position 0");
}

TEST_F(VerifyTest, ARemovedEndIsMissed) {
  blobs_.resize(7);
  EXPECT_TRUE(verifyRecords(stream_, blobs_).isIntact());
  const StreamReport report = verifyRecords(stream_, blobs_, std::array{heads_[5], heads_[10]});
  expectDamage(report, 8, "missing, though a known head says that there are 10 records");
  EXPECT_EQ(report.head, heads_[7]);
}

TEST_F(VerifyTest, ARemovedRecordIsMissed) {
  blobs_.erase(blobs_.begin() + 3);
  const StreamReport report = verifyRecords(stream_, blobs_);
  expectDamage(report, 4, "its number is 5");
  EXPECT_EQ(report.head, heads_[3]);
}

TEST_F(VerifyTest, SwappedRecordsAreFound) {
  std::swap(blobs_[4], blobs_[5]);
  expectDamage(verifyRecords(stream_, blobs_), 5, "its number is 6");
}

TEST_F(VerifyTest, ACutRecordIsFound) {
  blobs_[1].pop_back();
  expectDamage(verifyRecords(stream_, blobs_), 2, "announces a payload");
}

TEST_F(VerifyTest, ARecordOfAnotherStreamIsFound) {
  blobs_[8] = sampleEntry(sampleStream(2), 9).blob;
  expectDamage(verifyRecords(stream_, blobs_), 9, "belongs to the stream " + sampleStream(2).hex());
}

TEST_F(VerifyTest, EveryFlippedBitIsFoundWhenTheHeadIsKnown) {
  const base::Bytes intact = blobs_[3];
  for (std::size_t bit = 0; bit < intact.size() * 8; ++bit) {
    blobs_[3] = intact;
    blobs_[3][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const StreamReport report = verifyRecords(stream_, blobs_, heads_);
    ASSERT_TRUE(report.damage) << "bit " << bit;
    EXPECT_EQ(report.damage->sequence, 4U) << "bit " << bit;
  }
}

TEST_F(VerifyTest, AStoresStreamIsVerifiedTheSameWay) {
  MemoryStore store;
  std::vector<Entry> entries;
  alterPayload(6);
  for (const base::Bytes& blob : blobs_) entries.push_back({stream_, entries.size() + 1, blob, {}});
  ASSERT_TRUE(store.commit(entries));
  expectDamage(verifyStream(store, stream_, heads_), 6, "altered");
  EXPECT_TRUE(verifyStream(store, stream_).isIntact());
  EXPECT_TRUE(verifyStream(store, sampleStream(3)).isIntact());
}

TEST_F(VerifyTest, AStoreThatCannotReadIsDamage) {
  MemoryStore store;
  store.crash();
  const StreamReport report = verifyStream(store, stream_);
  ASSERT_TRUE(report.damage);
  EXPECT_EQ(report.damage->sequence, 1U);
}

TEST_F(VerifyTest, NoticesReachTheReport) {
  ChainBuilder builder(stream_);
  Record first = sampleRecord(0);
  Record second = sampleRecord(0);
  second.epoch.value.fill(9);
  const std::vector<base::Bytes> blobs{builder.append(first), builder.append(second)};
  const StreamReport report = verifyRecords(stream_, blobs);
  EXPECT_TRUE(report.isIntact());
  ASSERT_EQ(report.notices.size(), 1U);
  EXPECT_EQ(report.notices[0].kind, Notice::Kind::epochChanged);
}

}  // namespace
}  // namespace vigie::journal
