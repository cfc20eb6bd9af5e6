#include <gtest/gtest.h>

#include <set>

#include "common/exam/Records.hpp"

namespace vigie::exam {
namespace {

TEST(Records, KeepTheirNumbersForEver) {
  // A number that moves makes every journal ever written unreadable.
  EXPECT_EQ(typeOf(SessionRecord(record::SessionCreated())), (RecordType{1, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::CandidateSeated())), (RecordType{5, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::AnswerAccepted())), (RecordType{10, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::Ticked())), (RecordType{11, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::CertificateIssued())), (RecordType{25, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::CentreRestarted())), (RecordType{29, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::SessionAnchored())), (RecordType{30, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::PictureAnnounced())), (RecordType{31, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::CaptureStated())), (RecordType{32, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::PicturesStored())), (RecordType{33, 1}));
  EXPECT_EQ(typeOf(SessionRecord(record::PicturesMissing())), (RecordType{34, 1}));
  EXPECT_EQ(typeOf(CentreRecord(record::EpochStarted())), (RecordType{1, 1}));
  EXPECT_EQ(typeOf(CentreRecord(record::SessionClosed())), (RecordType{9, 1}));
}

TEST(Records, ReadBackWhatTheyWrote) {
  record::AnswerAccepted accepted;
  accepted.set_candidate(std::string(16, 'c'));
  accepted.set_number(7);
  accepted.set_correct(true);
  const SessionRecord content = accepted;
  const auto back = readSessionRecord(typeOf(content), payloadOf(content));
  ASSERT_TRUE(back);
  EXPECT_EQ(std::get<record::AnswerAccepted>(*back).number(), 7U);
  EXPECT_EQ(payloadOf(*back), payloadOf(content));
  EXPECT_STREQ(nameOf(content), "AnswerAccepted");
}

TEST(Records, RefuseWhatThisProgramDoesNotKnow) {
  EXPECT_EQ(readSessionRecord({0, 1}, {}).error().code, "record-type");
  EXPECT_EQ(readSessionRecord({200, 1}, {}).error().code, "record-type");
  EXPECT_EQ(readSessionRecord({11, 2}, {}).error().code, "record-type");
  const base::Bytes unknownField = {0xfa, 0x07, 0x01, 'x'};  // field 127
  EXPECT_EQ(readSessionRecord({11, 1}, unknownField).error().code, "record-payload");
  const base::Bytes cut = {0x0a, 0x10, 'c'};
  EXPECT_EQ(readSessionRecord({10, 1}, cut).error().code, "record-payload");
  record::AnswerAccepted nested;
  nested.mutable_answer()->GetReflection()->MutableUnknownFields(nested.mutable_answer())->AddVarint(99, 1);
  EXPECT_EQ(readSessionRecord({10, 1}, bytesOf(nested)).error().code, "record-payload");
}

TEST(Records, KeepSignedBytesAsReceived) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto message = crypto::signMessage(key, "answer", base::bytesOf("body"));
  EXPECT_EQ(*fromRecord(toRecord(message)), message);
  record::SignedBytes bytes = toRecord(message);
  bytes.set_signature("short");
  EXPECT_EQ(fromRecord(bytes).error().code, "signed-malformed");
}

}  // namespace
}  // namespace vigie::exam
