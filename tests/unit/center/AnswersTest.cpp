// Answers: durable before they are acknowledged, once, under the lease, in their chain.
#include <gtest/gtest.h>

#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

class Answers : public testing::Test {
 protected:
  Answers() {
    session_.create();
    session_.open();
    session_.seat();
  }
  SyntheticSeat& seat() { return session_.seatOf(0); }
  const exam::SessionState& state() { return session_.live().state(); }

  SyntheticSession session_{{.candidates = 2}};
};

// The same answer with another body, signed again by the seat's own key.
template <class Change>
message::SubmitAnswer changed(const message::SubmitAnswer& answer, const crypto::Signer& key, Change change) {
  record::AnswerBody body;
  body.ParseFromString(answer.signed_().body());
  change(body);
  message::SubmitAnswer out = answer;
  *out.mutable_signed_() = exam::toRecord(crypto::signMessage(key, "answer", exam::bytesOf(body)));
  return out;
}

TEST_F(Answers, AreAcknowledgedOnlyOnceTheyAreDurable) {
  session_.centre().holdCommits();
  seat().answer(Aim::right);
  EXPECT_TRUE(seat().acknowledged().empty());
  EXPECT_EQ(seat().question()->number(), 1U);
  session_.centre().commitHeld();
  seat().receive();
  ASSERT_EQ(seat().acknowledged().size(), 1U);
  EXPECT_EQ(seat().question()->number(), 2U);
}

TEST_F(Answers, ShowStaffWhatTheSeatNoticedBesideThem) {
  seat().submit(changed(seat().makeAnswer(Aim::right), seat().seatKey(), [](record::AnswerBody& body) {
    body.set_left_screen(true);
    body.set_out_of_time(true);
  }));
  const auto view = session_.console().view(session_.id(), session_.candidates()[0].ref);
  ASSERT_EQ(view.acknowledged_size(), 1);
  EXPECT_TRUE(view.acknowledged(0).left_screen());
  EXPECT_TRUE(view.acknowledged(0).out_of_time());
  const exam::Question& question = session_.stateOf(0).questions[0];
  EXPECT_EQ(question.answer->correct, !session_.live().bank().items().at(question.item).focused);
}

TEST_F(Answers, ResentGetTheSameAcknowledgementAndCountOnce) {
  seat().answer(Aim::right);
  const auto before = session_.live().state().incidents;
  seat().submit(seat().kept().front());
  ASSERT_EQ(seat().acknowledged().size(), 2U);
  EXPECT_EQ(seat().acknowledged()[0].signed_digest(), seat().acknowledged()[1].signed_digest());
  EXPECT_EQ(session_.stateOf(0).answered.size(), 1U);
  EXPECT_EQ(state().incidents, before);
}

TEST_F(Answers, OfOtherBytesForTheSameNumberAreRefusedAndBecomeAnIncident) {
  const auto other = seat().makeAnswer(Aim::wrong);
  seat().answer(Aim::right);
  seat().submit(other);
  EXPECT_EQ(seat().takeRefusal(), "answer-conflict");
  EXPECT_EQ(state().incidents, 1U);
  EXPECT_TRUE(session_.stateOf(0).questions[0].answer->correct);
}

TEST_F(Answers, UnderAStaleLeaseAreRefused) {
  auto answer = seat().makeAnswer(Aim::right);
  answer.set_lease(seat().lease() + 1);
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "lease-stale");
  EXPECT_TRUE(session_.stateOf(0).answered.empty());
}

TEST_F(Answers, OfAnotherCandidateAreRefused) {
  auto answer = session_.seatOf(1).makeAnswer(Aim::right);
  answer.set_lease(seat().lease());
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "no-lease");
  EXPECT_TRUE(session_.stateOf(1).answered.empty());
}

TEST_F(Answers, ThatDoNotFollowThePreviousOneAreRefused) {
  seat().answer(Aim::right);
  const auto answer =
      changed(seat().makeAnswer(Aim::right), seat().seatKey(), [](record::AnswerBody& body) { body.clear_previous(); });
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "answer-chain");
  EXPECT_EQ(state().incidents, 1U);
}

TEST_F(Answers, ToAQuestionThatWasShownOtherwiseAreRefused) {
  for (const char* field : {"shown", "item", "version", "digest"}) {
    const auto answer = changed(seat().makeAnswer(Aim::right), seat().seatKey(), [&](record::AnswerBody& body) {
      if (field == std::string("shown")) body.set_shown(std::string(32, 'x'));
      if (field == std::string("item")) body.set_item("smp-other");
      if (field == std::string("version")) body.set_item_version(9);
      if (field == std::string("digest")) body.set_answer_digest(std::string(32, 'x'));
    });
    seat().submit(answer);
    EXPECT_EQ(seat().takeRefusal(), "answer-mismatch") << field;
  }
  EXPECT_EQ(state().incidents, 4U);
  EXPECT_TRUE(session_.stateOf(0).answered.empty());
}

TEST_F(Answers, ToAQuestionThatIsNotOpenAreRefused) {
  const auto answer =
      changed(seat().makeAnswer(Aim::right), seat().seatKey(), [](record::AnswerBody& body) { body.set_number(7); });
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "question-not-open");
}

TEST_F(Answers, SignedByAnotherKeyAreNamedAtTheNextCheckpoint) {
  const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  seat().submit(changed(seat().makeAnswer(Aim::right), stranger, [](record::AnswerBody&) {}));
  EXPECT_EQ(state().incidents, 0U);
  session_.centre().pass(61'000);
  EXPECT_EQ(state().incidents, 1U);
}

TEST_F(Answers, ThatCannotBeReadAreRefusedAndNobodyElseNotices) {
  auto noSalt = seat().makeAnswer(Aim::right);
  record::AnswerPrivate secret;
  secret.ParseFromString(noSalt.private_part());
  secret.clear_salt();
  noSalt.set_private_part(secret.SerializeAsString());
  seat().submit(noSalt);
  EXPECT_EQ(seat().takeRefusal(), "answer-malformed");
  auto garbage = seat().makeAnswer(Aim::right);
  garbage.mutable_signed_()->set_body("garbage");
  seat().submit(garbage);
  EXPECT_EQ(seat().takeRefusal(), "message-malformed");
  session_.seatOf(1).answer(Aim::right);
  EXPECT_EQ(session_.seatOf(1).acknowledged().size(), 1U);
}

TEST_F(Answers, DuringAnOpenAlertAreRefused) {
  const auto answer = seat().makeAnswer(Aim::right);
  seat().raiseAlert("cannot-answer", "", 1);
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "alert-open");
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::keep, ""));
  seat().receive();
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "");
  EXPECT_EQ(session_.stateOf(0).answered.size(), 1U);
}

TEST_F(Answers, NeverLeadToTheSameItemTwice) {
  session_.answerAll();
  for (std::size_t i = 0; i < 2; ++i) {
    auto items = session_.stateOf(i).answered;
    std::sort(items.begin(), items.end());
    EXPECT_EQ(std::adjacent_find(items.begin(), items.end()), items.end());
  }
}

// Nothing that tells right from wrong, and no calibration, may reach a seat.
TEST_F(Answers, AreNotHelpedByAnythingThatASeatReceives) {
  session_.step(0);
  const std::string& content = seat().question()->content();
  for (const char* word :
       {"correct", "feedback", "examples", "accepted", "delta", "alpha", "difficulty", "discrimination"}) {
    EXPECT_EQ(content.find(std::string("\"") + word + "\""), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace vigie::support
