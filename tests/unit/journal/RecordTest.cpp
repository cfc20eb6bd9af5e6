#include "common/journal/Record.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "tests/unit/journal/Samples.hpp"

namespace vigie::journal {
namespace {

// Made by an independent program from the table in Record.hpp.
constexpr const char* kSampleHex =
    "01101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f0000000000000001000001a1ff956e8e"
    "fffffffffffffffb303132333435363738393a3b3c3d3e3f0007000200000003616263"
    "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

Record documentedRecord() {
  Record record = sampleRecord(1, "abc");
  record.privateHash.fill(0xee);
  return record;
}

TEST(Record, EncodesTheDocumentedBytes) {
  EXPECT_EQ(base::toHex(encode(documentedRecord())), kSampleHex);
}

TEST(Record, DecodesTheDocumentedBytes) {
  const auto record = decode(*base::fromHex(kSampleHex));
  ASSERT_TRUE(record) << record.error().detail;
  EXPECT_EQ(*record, documentedRecord());
  EXPECT_TRUE(record->hasPrivatePart());
}

TEST(Record, SurvivesExtremeValues) {
  Record record = sampleRecord(std::numeric_limits<std::uint64_t>::max(), std::string(kLargestPayload, '\xff'));
  record.wallMs = std::numeric_limits<std::int64_t>::min();
  record.runMs = std::numeric_limits<std::int64_t>::max();
  record.type = record.typeVersion = 0xffff;
  const auto decoded = decode(encode(record));
  ASSERT_TRUE(decoded) << decoded.error().detail;
  EXPECT_EQ(*decoded, record);
  EXPECT_FALSE(decoded->hasPrivatePart());
}

TEST(Record, RefusesEveryCutAndTrailingBytes) {
  const base::Bytes blob = encode(documentedRecord());
  for (std::size_t size = 0; size < blob.size(); ++size) {
    const auto cut = decode(base::ByteView(blob).first(size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, "record-malformed") << size;
  }
  base::Bytes longer = blob;
  longer.push_back(0);
  EXPECT_EQ(decode(longer).error().code, "record-malformed");
}

TEST(Record, EveryByteThatStillDecodesEncodesToTheSameBlob) {
  const base::Bytes blob = encode(documentedRecord());
  int decoded = 0;
  for (std::size_t at = 0; at < blob.size(); ++at) {
    for (const std::uint8_t flip : std::array<std::uint8_t, 3>{0x01, 0x80, 0xff}) {
      base::Bytes altered = blob;
      altered[at] ^= flip;
      const auto record = decode(altered);
      if (!record) continue;
      ++decoded;
      EXPECT_EQ(encode(*record), altered) << "byte " << at;
      EXPECT_NE(*record, documentedRecord()) << "byte " << at;
    }
  }
  EXPECT_GT(decoded, 300);  // all but the format, the payload's size and sequence 0
}

struct Refusal {
  const char* name;
  std::size_t offset;
  std::uint8_t value;
  const char* code;
  const char* says;
};

class RefusedRecord : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedRecord, SaysWhy) {
  base::Bytes blob = encode(documentedRecord());
  blob[GetParam().offset] = GetParam().value;
  const auto record = decode(blob);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, GetParam().code);
  EXPECT_THAT(record.error().detail, testing::HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Record, RefusedRecord,
    testing::Values(Refusal{"OlderFormat", 0, 0, "record-format", "format 0 is not known: expected 1"},
                    Refusal{"NewerFormat", 0, 2, "record-format", "format 2 is not known: expected 1"},
                    Refusal{"SequenceZero", 40, 0, "record-malformed", "number 0"},
                    Refusal{"PayloadLonger", 80, 4, "record-malformed", "payload of 4: expected 3"},
                    Refusal{"PayloadShorter", 80, 2, "record-malformed", "payload of 2: expected 3"},
                    Refusal{"PayloadHuge", 77, 0xff, "record-malformed", "at most 1048576"}),
    [](const auto& test) { return test.param.name; });

TEST(Record, EncodingAnImpossibleRecordIsABug) {
  EXPECT_THROW(encode(sampleRecord(0)), std::logic_error);
  EXPECT_THROW(encode(sampleRecord(1, std::string(kLargestPayload + 1, 'x'))), std::logic_error);
  Record future = sampleRecord(1);
  future.format = 2;
  EXPECT_THROW(encode(future), std::logic_error);
}

TEST(StreamId, TheCentreIsAllZeroAndASessionIsItsId) {
  const auto session = base::SessionId::fromHex("000102030405060708090a0b0c0d0e0f");
  EXPECT_EQ(streamName(kCentreStream), "centre");
  EXPECT_EQ(streamName(streamOf(*session)), "000102030405060708090a0b0c0d0e0f");
  EXPECT_TRUE(kCentreStream.isNull());
}

TEST(BootId, IsTheUuidsBytes) {
  const auto id = parseBootId("2f1b3c4d-0011-4a5b-8c9d-ffeeddccbbaa");
  ASSERT_TRUE(id) << id.error().detail;
  EXPECT_EQ(base::toHex(*id), "2f1b3c4d00114a5b8c9dffeeddccbbaa");
}

TEST(BootId, RefusesAnythingElse) {
  for (const char* text : {"", "2f1b3c4d00114a5b8c9dffeeddccbbaa", "2f1b3c4d-0011-4a5b-8c9d-ffeeddccbba",
                           "2f1b3c4d-0011-4a5b-8c9dfffeeddccbbaa", "2F1B3C4D-0011-4A5B-8C9D-FFEEDDCCBBAA",
                           "-f1b3c4d-0011-4a5b-8c9d-ffeeddccbbaa"}) {
    const auto id = parseBootId(text);
    ASSERT_FALSE(id) << text;
    EXPECT_EQ(id.error().code, "not-a-boot-id");
  }
}

}  // namespace
}  // namespace vigie::journal
