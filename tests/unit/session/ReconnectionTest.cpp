// The link goes, the person does not notice more than needed, nothing is lost and nothing is sent twice for nothing.
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

TEST(Reconnection, HidesTheQuestionAfterThreeSecondsOfSilenceAndKeepsIt) {
  SeatRoom room;
  room.start();
  const auto before = room.view().question;
  room.pass(kSilenceMs - 250);
  EXPECT_EQ(room.screen(), Screen::question);
  room.pass(250);
  EXPECT_EQ(room.screen(), Screen::hidden);
  EXPECT_EQ(room.view().question, before) << "what was typed belongs to it";
  room.say(room.heartbeatReply());
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().question, before);
}

TEST(Reconnection, ShowsTheQuestionAgainOnlyWhenTheStateIsKnown) {
  SeatRoom room;
  room.start();
  room.linkDown();
  EXPECT_EQ(room.screen(), Screen::question);
  room.pass(kSilenceMs);
  EXPECT_EQ(room.screen(), Screen::hidden);
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  EXPECT_EQ(room.screen(), Screen::hidden) << "it may be paused meanwhile";
  auto paused = room.state("running");
  paused.set_paused(true);
  room.say(paused);
  EXPECT_EQ(room.screen(), Screen::paused);
}

TEST(Reconnection, GoesOnWithoutACheckIn) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting(1));
  EXPECT_TRUE(room.sentNothing());
  room.say(room.state("running"));
  room.say(room.question(2));
  EXPECT_EQ(room.screen(), Screen::question);
  room.answerAndAcknowledge();
  EXPECT_EQ(room.acknowledgedAnswers().size(), 2U);
}

TEST(Reconnection, ResendsAnAnswerThatTheCentreLacksWithTheSameBytes) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto first = room.take<message::SubmitAnswer>();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting(0));
  const auto second = room.take<message::SubmitAnswer>();
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  room.say(room.state("running"));
  room.say(room.question(1));
  EXPECT_TRUE(room.view().busy);
  room.answerBecomesDurable();
  room.say(room.acknowledgement());
  room.say(room.question(2));
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_FALSE(room.view().busy);
}

TEST(Reconnection, LearnsFromTheWelcomeThatAnAnswerIsDurable) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto submitted = room.take<message::SubmitAnswer>();
  room.answerBecomesDurable();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting(1));
  EXPECT_TRUE(room.sentNothing());
  ASSERT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_EQ(room.acknowledgedAnswers()[0].answer, SeatRoom::publicDigestOf(submitted));
}

TEST(Reconnection, ResendsEverythingThatARestoredCentreLacks) {
  SeatRoom room;
  room.start();
  std::vector<std::string> bytes;
  for (std::uint32_t number = 1; number <= 3; ++number) {
    ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
    bytes.push_back(room.take<message::SubmitAnswer>().signed_().SerializeAsString());
    room.answerBecomesDurable();
    room.say(room.acknowledgement());
    room.say(room.question(number + 1));
  }
  room.linkDown();
  auto restored = room.welcomeSitting(0);
  restored.mutable_sitting()->clear_previous();
  restored.mutable_sitting()->mutable_standing()->set_epoch(std::string(16, 'f'));
  restored.mutable_sitting()->mutable_standing()->set_position(4);
  room.linkUp();
  room.take<message::Hello>();
  room.say(restored);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(room.take<message::SubmitAnswer>().signed_().SerializeAsString(), bytes[i]);
    EXPECT_TRUE(room.sentNothing());
    auto acknowledgement = room.acknowledgement();
    acknowledgement.clear_standing();
    room.say(acknowledgement);
  }
  EXPECT_TRUE(room.sentNothing());
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"centre-restored"});
}

TEST(Reconnection, StopsWhenTheCentreClaimsAnotherAnswer) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.linkDown();
  auto lying = room.welcomeSitting(1);
  lying.mutable_sitting()->set_previous(std::string(32, 'x'));
  room.linkUp();
  room.take<message::Hello>();
  room.say(lying);
  EXPECT_EQ(room.screen(), Screen::callInvigilator);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"answers-differ"});
}

// The candidate was moved with an answer under way, answered elsewhere, and was moved back.
TEST(Reconnection, GivesUpAnAnswerThatHasAnotherInItsPlaceByNow) {
  for (const std::uint32_t answered : {1U, 4U}) {
    SeatRoom room;
    room.start();
    ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
    room.take<message::SubmitAnswer>();
    room.linkDown();
    room.linkUp();
    room.take<message::Hello>();
    auto elsewhere = room.welcomeSitting(answered);
    elsewhere.mutable_sitting()->set_previous(std::string(32, 'x'));
    room.say(elsewhere);
    auto next = room.question(answered + 1);
    next.set_previous(std::string(32, 'x'));
    room.say(next);
    room.say(room.state("running"));
    EXPECT_TRUE(room.sentNothing()) << answered;
    EXPECT_EQ(room.screen(), Screen::question) << answered;
    EXPECT_TRUE(room.acknowledgedAnswers().empty()) << answered;
    ASSERT_TRUE(room.seat().answer(choose("b"), room.now()));
    EXPECT_EQ(room.bodyOf(room.take<message::SubmitAnswer>()).previous(), std::string(32, 'x'));
  }
}

// The same, but at the other seat the person reported a problem with the question instead.
TEST(Reconnection, GivesUpAnAnswerToAQuestionThatWasReportedElsewhere) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  room.take<message::SubmitAnswer>();
  auto reported = room.state("running");
  reported.set_alert_open(true);
  room.say(reported);
  room.say(room.refusal("alert-open", 1));
  EXPECT_EQ(room.screen(), Screen::alertOpen);
  EXPECT_FALSE(room.seat().hasUnsettledAnswer());
  room.say(room.question(1));
  room.say(room.state("running"));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_TRUE(room.sentNothing());
}

TEST(Reconnection, SendsATypedCodeAgainWithTheSameKey) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346789B", room.now()));
  const auto first = room.take<message::CheckIn>();
  room.linkDown();
  room.connect();
  const auto second = room.take<message::CheckIn>();
  EXPECT_EQ(second.code(), first.code());
  EXPECT_EQ(second.seat_key(), first.seat_key());
  EXPECT_EQ(second.nonce(), first.nonce());
}

// With the reply the key of the pictures was lost, which comes behind a recorded check-in only.
TEST(Reconnection, ChecksInAgainWithoutACodeWhenTheReplyWasLost) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346789B", room.now()));
  room.take<message::CheckIn>();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  EXPECT_TRUE(room.take<message::CheckIn>().code().empty());
  room.lease = 2;
  room.say(room.checkedIn());
  room.say(room.state("seated"));
  EXPECT_EQ(room.screen(), Screen::confirmName);
}

TEST(Reconnection, SendsAConfirmationAgainOnlyWhenItIsStillWanted) {
  SeatRoom room;
  room.checkIn();
  ASSERT_TRUE(room.seat().confirmIdentity(room.now()));
  room.take<message::ConfirmIdentity>();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  EXPECT_TRUE(room.sentNothing());
  room.say(room.state("seated"));
  room.take<message::ConfirmIdentity>();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  room.say(room.state("identified"));
  EXPECT_TRUE(room.sentNothing());
  EXPECT_EQ(room.screen(), Screen::waitingForInvigilator);
}

TEST(Reconnection, AnswersGivenWithoutALinkLeaveWhenItIsBack) {
  SeatRoom room;
  room.start();
  room.linkDown();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  EXPECT_TRUE(room.sentNothing());
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  EXPECT_EQ(room.bodyOf(room.take<message::SubmitAnswer>()).number(), 1U);
}

// The centre names no sitting after the end. What it says to an answer that it has tells how the test went.
TEST(Reconnection, LearnsThatTheTestEndedMeanwhile) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.answerBecomesDurable();
  room.linkDown();
  room.connect();
  EXPECT_EQ(room.screen(), Screen::connecting);
  EXPECT_EQ(room.bodyOf(room.take<message::SubmitAnswer>()).number(), 1U);
  room.say(room.acknowledgement());
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_EQ(room.screen(), Screen::connecting);
  auto ended = room.state("ended");
  ended.set_end_reason("completed");
  room.say(ended);
  EXPECT_EQ(room.screen(), Screen::ended);
  EXPECT_EQ(room.view().endReason, "completed");
  EXPECT_FALSE(room.seat().hasUnsettledAnswer());
}

TEST(Reconnection, TakesAnAcknowledgementWithoutAStateForTheEnd) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.linkDown();
  room.connect();
  room.take<message::SubmitAnswer>();
  room.say(room.acknowledgement());
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U) << "it was acknowledged before";
  room.pass(1'000);
  room.say(room.heartbeatReply());
  EXPECT_EQ(room.screen(), Screen::ended);
  EXPECT_EQ(room.view().endReason, "");
}

TEST(Reconnection, LearnsThatTheCandidateWasMoved) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.linkDown();
  room.connect();
  room.take<message::SubmitAnswer>();
  room.say(room.refusal("no-lease", 1));
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"no-lease"});
  EXPECT_EQ(room.view().question, nullptr);
  room.linkDown();
  room.connect();
  EXPECT_TRUE(room.sentNothing()) << "asked once, known for ever";
}

TEST(Reconnection, LeavesTheSittingThatTheCentreNoLongerNames) {
  SeatRoom room;
  room.start();
  auto elsewhere = room.heartbeatReply();
  elsewhere.mutable_standing()->set_stream(std::string(16, '\0'));
  room.say(elsewhere);
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"no-lease"});
}

// An alert may have been resolved while the link was down: the question on the screen may be a replaced one.
TEST(Reconnection, HidesAQuestionUntilTheCentreNamesItAgain) {
  SeatRoom room;
  room.start();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  room.say(room.state("running"));
  EXPECT_EQ(room.screen(), Screen::hidden);
  EXPECT_FALSE(room.seat().answer(choose("a"), room.now()));
  EXPECT_EQ(room.view().question->number, 1U);  // what was typed belongs to it
  room.say(room.question(2));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().question->number, 2U);
}

// The invigilator moves somebody here who has just typed the code: the centre says Welcome for the move, then answers
// the check-in.
TEST(Reconnection, SignsWithTheKeyOfACheckInThatCrossedAMove) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346-789b", room.now()));
  room.take<message::CheckIn>();
  auto moved = room.welcomeSitting();
  moved.mutable_sitting()->set_seat_key("of the seat that was left");
  room.say(moved);
  EXPECT_TRUE(room.sentNothing());
  room.lease = 2;
  room.say(room.checkedIn());
  room.say(room.state("running"));
  room.say(room.question(1));
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  EXPECT_EQ(room.take<message::SubmitAnswer>().lease(), 2U);  // the room checks whose key signed it
}

TEST(Reconnection, GoesOnWithoutACodeThatIsRefusedAfterAMove) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346-789b", room.now()));
  room.take<message::CheckIn>();
  auto moved = room.welcomeSitting();
  moved.mutable_sitting()->set_seat_key("of the seat that was left");
  room.say(moved);
  room.say(room.refusal("workstation-taken"));
  const auto checkIn = room.take<message::CheckIn>();
  EXPECT_EQ(checkIn.code(), "");
  EXPECT_EQ(checkIn.candidate(), room.candidate.bytes());
}

}  // namespace
}  // namespace vigie::session
