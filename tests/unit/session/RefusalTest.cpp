// What the centre does not accept.
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

TEST(Refusal, ShowsWhyACodeWasNotAccepted) {
  for (const char* code : {"code-unknown", "session-not-open", "code-in-use", "test-ended", "too-many-codes"}) {
    SeatRoom room;
    room.connect();
    ASSERT_TRUE(room.seat().typeCode("2346789B", room.now()));
    room.take<message::CheckIn>();
    room.say(room.refusal(code));
    EXPECT_EQ(room.screen(), Screen::enterCode) << code;
    EXPECT_EQ(room.view().refusal, code);
    EXPECT_FALSE(room.view().busy);
    EXPECT_TRUE(room.sentNothing());
    EXPECT_TRUE(room.seat().typeCode("2346789B", room.now())) << "another try is possible";
    EXPECT_EQ(room.view().refusal, "");
  }
}

TEST(Refusal, ShowsWhyTheTestCannotBeginYet) {
  SeatRoom room;
  room.checkIn();
  room.say(room.state("ready"));
  ASSERT_TRUE(room.seat().begin(room.now()));
  room.take<message::Begin>();
  room.say(room.refusal("session-paused"));
  EXPECT_EQ(room.screen(), Screen::readyToBegin);
  EXPECT_EQ(room.view().refusal, "session-paused");
  EXPECT_TRUE(room.seat().begin(room.now()));
}

TEST(Refusal, NeedsAnInvigilatorWhenTheCentreSpeaksAnotherVersion) {
  SeatRoom room;
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.refusal("protocol-version"));
  EXPECT_EQ(room.screen(), Screen::callInvigilator);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"protocol-version"});
  room.pass(10'000);
  EXPECT_TRUE(room.sentNothing()) << "not again on this link";
  room.linkDown();
  room.connect();
  EXPECT_EQ(room.screen(), Screen::enterCode);
}

TEST(Refusal, LeavesTheSeatWhenTheLeaseIsStale) {
  for (const char* code : {"lease-stale", "no-lease"}) {
    SeatRoom room;
    room.start();
    ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
    room.take<message::SubmitAnswer>();
    room.say(room.refusal(code, 1));
    EXPECT_EQ(room.screen(), Screen::enterCode) << code;
    EXPECT_EQ(room.view().notices, std::vector<std::string>{code});
    EXPECT_EQ(room.view().question, nullptr);
    EXPECT_TRUE(room.sentNothing());
    EXPECT_TRUE(room.acknowledgedAnswers().empty());
  }
}

TEST(Refusal, LeavesTheSeatWhenAConfirmationComesTooLate) {
  SeatRoom room;
  room.checkIn();
  ASSERT_TRUE(room.seat().confirmIdentity(room.now()));
  room.take<message::ConfirmIdentity>();
  room.say(room.refusal("lease-stale"));
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"lease-stale"});
}

TEST(Refusal, LeavesTheSeatWhenItMayNotComeBack) {
  SeatRoom room;
  room.start();
  room.restartProgram();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  room.take<message::CheckIn>();
  room.say(room.refusal("no-lease"));
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_TRUE(room.sentNothing());
}

TEST(Refusal, CallsTheInvigilatorWhenAnAnswerIsNotTheOneTheCentreKnows) {
  for (const char* code : {"answer-conflict", "answer-mismatch", "answer-chain"}) {
    SeatRoom room;
    room.start();
    ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
    room.take<message::SubmitAnswer>();
    room.say(room.refusal(code, 1));
    EXPECT_EQ(room.screen(), Screen::callInvigilator) << code;
    EXPECT_EQ(room.view().notices, std::vector<std::string>{code});
    room.pass(2'000);
    EXPECT_TRUE(room.sentNothing()) << code;
    EXPECT_EQ(room.keep().newestAnswer(), nullptr) << "the same refusal would come for ever";
  }
}

TEST(Refusal, KeepsAnAnswerThatWasRefusedForAReasonItDoesNotKnow) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto before = room.take<message::SubmitAnswer>();
  room.say(room.refusal("something-new", 1));
  EXPECT_EQ(room.screen(), Screen::callInvigilator);
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  EXPECT_EQ(room.take<message::SubmitAnswer>().SerializeAsString(), before.SerializeAsString());
}

TEST(Refusal, WaitsForTheNextQuestionWhenItsOwnIsNotOpenAnyMore) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.say(room.refusal("question-not-open", 1));
  EXPECT_EQ(room.screen(), Screen::connecting);
  room.say(room.question(2));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_FALSE(room.view().busy);
}

TEST(Refusal, EndsWhenTheTimeWasUpFirst) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  auto ended = room.state("ended");
  ended.set_end_reason("time-out");
  room.say(ended);
  EXPECT_EQ(room.screen(), Screen::ended);
  EXPECT_TRUE(room.seat().hasUnsettledAnswer()) << "the answer on its way may have been in time";
  room.say(room.refusal("test-ended", 1));
  EXPECT_FALSE(room.seat().hasUnsettledAnswer());
  EXPECT_EQ(room.view().endReason, "time-out");
  EXPECT_TRUE(room.acknowledgedAnswers().empty());
  EXPECT_TRUE(room.sentNothing());
}

TEST(Refusal, TriesAgainWhenTheCentreIsBusy) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto before = room.take<message::SubmitAnswer>();
  room.say(room.refusal("busy"));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_TRUE(room.view().busy);
  EXPECT_EQ(room.view().health, 0U);
  EXPECT_TRUE(room.sentNothing());
  room.pass(kRetryMs);
  EXPECT_EQ(room.take<message::SubmitAnswer>().SerializeAsString(), before.SerializeAsString());
}

TEST(Refusal, TriesAgainToGreetABusyCentre) {
  SeatRoom room;
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.refusal("busy"));
  EXPECT_TRUE(room.sentNothing());
  room.pass(kRetryMs);
  room.take<message::Hello>();
}

// The centre answers in order: a refusal without a question belongs to whatever left first.
TEST(Refusal, OfAHeartbeatIsNotTakenForThatOfTheAnswer) {
  SeatRoom room;
  room.start();
  room.pass(1'000);
  ASSERT_EQ(room.heartbeats().size(), 1U);
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.seat().receive(room.refusal("busy"), room.now());
  room.pass(750);
  EXPECT_TRUE(room.sentNothing()) << "the answer is still on its way";
  room.answerBecomesDurable();
  room.say(room.acknowledgement());
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U);
}

}  // namespace
}  // namespace vigie::session
