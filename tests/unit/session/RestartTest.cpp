// The program ends and starts again: its key is lost, its keep is not.
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

// As a centre treats a seat that comes back: next lease, then the state.
void comeBack(SeatRoom& room, std::uint32_t answered) {
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting(answered));
  EXPECT_EQ(room.screen(), Screen::connecting);
  const auto checkIn = room.take<message::CheckIn>();
  EXPECT_EQ(checkIn.code(), "");
  EXPECT_EQ(checkIn.nonce(), "");
  EXPECT_EQ(checkIn.session(), room.session.bytes());
  EXPECT_EQ(checkIn.candidate(), room.candidate.bytes());
  ++room.lease;
  room.newRecord();
  room.say(room.checkedIn());
}

TEST(Restart, ComesBackWithANewKeyAndNoCode) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.restartProgram();
  EXPECT_EQ(room.screen(), Screen::connecting);
  comeBack(room, 1);
  EXPECT_TRUE(room.sentNothing());
  room.say(room.state("running"));
  room.say(room.question(2));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().displayName, "Zoé Durand");
  EXPECT_TRUE(room.view().demonstration);
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto submitted = room.take<message::SubmitAnswer>();
  EXPECT_EQ(submitted.lease(), 2U);
  EXPECT_EQ(room.bodyOf(submitted).previous(), room.question(2).previous());
}

TEST(Restart, ResendsWhatItKeptUnderTheNewLease) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto before = room.take<message::SubmitAnswer>();
  room.restartProgram();
  comeBack(room, 0);
  const auto after = room.take<message::SubmitAnswer>();
  EXPECT_EQ(after.lease(), 2U);
  EXPECT_EQ(after.signed_().SerializeAsString(), before.signed_().SerializeAsString());
  EXPECT_EQ(after.private_part(), before.private_part());
  room.say(room.state("running"));
  room.say(room.question(1));
  EXPECT_TRUE(room.view().busy);
  room.answerBecomesDurable();
  room.say(room.acknowledgement());
  room.say(room.question(2));
  EXPECT_FALSE(room.view().busy);
  ASSERT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_EQ(room.acknowledgedAnswers()[0].answer, SeatRoom::publicDigestOf(before));
}

TEST(Restart, ReportsAnAnswerThatWasDurableBeforeIt) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.answerBecomesDurable();
  room.restartProgram();
  comeBack(room, 1);
  EXPECT_TRUE(room.sentNothing());
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U);
}

TEST(Restart, SettlesTheLastAnswerOfATestThatIsOver) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.answerBecomesDurable();
  room.restartProgram();
  room.connect();
  EXPECT_EQ(room.take<message::SubmitAnswer>().lease(), 1U);
  room.say(room.acknowledgement());
  auto ended = room.state("ended");
  ended.set_end_reason("completed");
  room.say(ended);
  EXPECT_EQ(room.screen(), Screen::ended);
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_EQ(room.seat().candidate(), room.candidate);
  room.restartProgram();
  room.connect();
  EXPECT_EQ(room.screen(), Screen::enterCode) << "a test that ended is not asked about again";
}

TEST(Restart, GoesOnAtAnotherSeatThatTheCandidateIsMovedTo) {
  SeatRoom room;
  room.connect();
  auto moved = room.welcomeSitting(4);
  moved.mutable_sitting()->set_seat_key("the key of the seat before");
  moved.mutable_sitting()->set_previous(std::string(32, 'p'));
  room.say(moved);
  room.take<message::CheckIn>();
  ++room.lease;
  room.say(room.checkedIn());
  room.say(room.state("running"));
  auto question = room.question(5);
  question.set_previous(std::string(32, 'p'));
  room.say(question);
  EXPECT_EQ(room.screen(), Screen::question);
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  EXPECT_EQ(room.bodyOf(room.take<message::SubmitAnswer>()).previous(), std::string(32, 'p'));
}

TEST(Restart, ForgetsTheAnswersOfSomebodyElse) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.restartProgram();
  room.linkUp();
  room.take<message::Hello>();
  auto other = room.welcomeSitting(0);
  other.mutable_sitting()->set_candidate(std::string(16, 'o'));
  other.mutable_sitting()->clear_previous();
  room.say(other);
  EXPECT_EQ(room.keep().test()->candidate, *base::CandidateRef::fromBytes(std::string(16, 'o')));
  EXPECT_TRUE(room.keep().test()->answers.empty());
}

}  // namespace
}  // namespace vigie::session
