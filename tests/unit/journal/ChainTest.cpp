#include "common/journal/Chain.hpp"

#include <gmock/gmock.h>

#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

using testing::HasSubstr;

TEST(Chain, GivesTheHeadsOfAnIndependentProgram) {
  ChainBuilder builder(sampleRecord(1).stream);
  Record first = sampleRecord(0, "abc");
  const base::Bytes blob = builder.append(first);
  EXPECT_EQ(base::toHex(blobDigest(blob)), "70ca40d7d8769a6bbe5b8e653bfab7e2e74498cef3cd37d7cdc3aaee8bb30a5c");
  EXPECT_EQ(base::toHex(builder.head().head), "4a3a16eb1939f9f4fce8feac67828fc60455a40f916392c3ee375e2783eac3bc");
  Record second = sampleRecord(0, "");
  builder.append(second);
  EXPECT_EQ(base::toHex(builder.head().head), "8268692c73d098d462e34ffa9287a837dd31f4abdab8a165f473b09cadcf4f79");
  EXPECT_EQ(builder.head().position, 2U);
}

TEST(ChainBuilder, NumbersRecordsAndNamesTheirStream) {
  ChainBuilder builder(sampleStream(9));
  Record record = sampleRecord(77);
  builder.append(record);
  EXPECT_EQ(record.sequence, 1U);
  EXPECT_EQ(record.stream, sampleStream(9));
  EXPECT_EQ(builder.nextSequence(), 2U);
}

TEST(ChainVerifier, ReachesTheBuildersHeadFromTheBeginningOrFromAVerifiedHead) {
  ChainBuilder builder(sampleStream(1));
  ChainVerifier whole(sampleStream(1));
  std::optional<ChainVerifier> rest;
  for (int i = 0; i < 5; ++i) {
    Record record = sampleRecord(0, std::to_string(i));
    const base::Bytes blob = builder.append(record);
    const auto seen = whole.append(blob);
    ASSERT_TRUE(seen) << seen.error().detail;
    EXPECT_EQ(*seen, record);
    if (rest) ASSERT_TRUE(rest->append(blob));
    if (i == 2) rest.emplace(sampleStream(1), builder.head());
  }
  EXPECT_EQ(whole.head(), builder.head());
  EXPECT_EQ(rest->head(), builder.head());
  EXPECT_THAT(whole.notices(), testing::IsEmpty());
}

TEST(ChainVerifier, RefusesRepeatGapOtherStreamAndRubbishThenGoesOn) {
  const StreamId stream = sampleStream(1);
  ChainVerifier verifier(stream);
  ASSERT_TRUE(verifier.append(sampleEntry(stream, 1).blob));
  const Head before = verifier.head();

  const auto repeat = verifier.append(sampleEntry(stream, 1).blob);
  EXPECT_EQ(repeat.error().code, "record-sequence");
  EXPECT_THAT(repeat.error().detail, HasSubstr(stream.hex() + ", record 2: its number is 1"));
  EXPECT_EQ(verifier.append(sampleEntry(stream, 3).blob).error().code, "record-sequence");
  EXPECT_EQ(verifier.append(sampleEntry(sampleStream(2), 2).blob).error().code, "record-stream");
  const auto rubbish = verifier.append(base::toBytes("rubbish"));
  EXPECT_EQ(rubbish.error().code, "record-format");
  EXPECT_THAT(rubbish.error().detail, HasSubstr("record 2"));

  EXPECT_EQ(verifier.head(), before);
  EXPECT_TRUE(verifier.append(sampleEntry(stream, 2).blob));
}

struct TimeStep {
  const char* name;
  std::uint8_t boot;
  std::int64_t runMs;
  std::uint8_t epoch;
  std::vector<Notice::Kind> expected;
};

class ChainNotices : public testing::TestWithParam<TimeStep> {};

// The record before: boot 1, run time 1000 ms, epoch 1.
TEST_P(ChainNotices, TellsWhatAnAuditorShouldKnow) {
  ChainBuilder builder(sampleStream(1));
  ChainVerifier verifier(sampleStream(1));
  const auto append = [&](std::uint8_t boot, std::int64_t runMs, std::uint8_t epoch) {
    Record record = sampleRecord(0);
    record.bootId.fill(boot);
    record.runMs = runMs;
    record.epoch.value.fill(epoch);
    ASSERT_TRUE(verifier.append(builder.append(record)));
  };
  append(1, 1000, 1);
  append(GetParam().boot, GetParam().runMs, GetParam().epoch);
  std::vector<Notice::Kind> kinds;
  for (const Notice& notice : verifier.notices()) {
    kinds.push_back(notice.kind);
    EXPECT_EQ(notice.sequence, 2U);
    EXPECT_THAT(notice.detail, HasSubstr("record 2"));
  }
  EXPECT_EQ(kinds, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Chain, ChainNotices,
    testing::Values(TimeStep{"SameInstant", 1, 1000, 1, {}}, TimeStep{"Later", 1, 1001, 1, {}},
                    TimeStep{"RunTimeBack", 1, 999, 1, {Notice::Kind::runTimeWentBack}},
                    TimeStep{"RunTimeBackAfterReboot", 2, 5, 1, {}},
                    TimeStep{"OtherEpoch", 1, 1001, 2, {Notice::Kind::epochChanged}},
                    TimeStep{"Both", 1, 1, 2, {Notice::Kind::epochChanged, Notice::Kind::runTimeWentBack}}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace vigie::journal
