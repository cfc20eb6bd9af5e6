// A centre that shows another past.
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

void expectStopped(SeatRoom& room, const Standing& known, const Standing& shown) {
  EXPECT_EQ(room.screen(), Screen::callInvigilator);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"past-changed"});
  const auto report = room.take<message::ForkReport>();
  EXPECT_EQ(report.known().SerializeAsString(), known.SerializeAsString());
  EXPECT_EQ(report.shown().SerializeAsString(), shown.SerializeAsString());
}

TEST(Fork, StopsTheSeatAtASmallerPosition) {
  SeatRoom room;
  room.start();
  room.newRecord();
  room.say(room.heartbeatReply());
  const Standing known = room.standing();
  auto back = room.heartbeatReply();
  back.mutable_standing()->set_position(known.position() - 1);
  room.say(back);
  expectStopped(room, known, back.standing());
}

TEST(Fork, StopsTheSeatAtAnotherHeadForAKnownPosition) {
  SeatRoom room;
  room.start();
  auto other = room.question(2);
  other.mutable_standing()->set_head(std::string(32, 'x'));
  const Standing known = room.standing();
  room.say(other);
  expectStopped(room, known, other.standing());
  EXPECT_EQ(room.view().question->number, 1U) << "nothing of that message counts";
}

TEST(Fork, SendsNothingMoreButReportsAgainAfterAReconnectionAndARestart) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  auto other = room.acknowledgement();
  other.mutable_standing()->set_head(std::string(32, 'x'));
  room.say(other);
  room.take<message::ForkReport>();
  EXPECT_TRUE(room.acknowledgedAnswers().empty());
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.newRecord();
  room.say(room.welcomeSitting());
  room.take<message::ForkReport>();
  EXPECT_TRUE(room.sentNothing());
  room.restartProgram();
  EXPECT_EQ(room.screen(), Screen::callInvigilator);
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  room.take<message::ForkReport>();
  EXPECT_TRUE(room.sentNothing());
}

TEST(Fork, IsSeenAfterARestartToo) {
  SeatRoom room;
  room.start();
  room.newRecord();
  room.say(room.heartbeatReply());
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));  // saves the standing with it
  room.take<message::SubmitAnswer>();
  const Standing known = room.standing();
  room.restartProgram();
  room.linkUp();
  room.take<message::Hello>();
  auto back = room.welcomeSitting();
  back.mutable_sitting()->mutable_standing()->set_position(known.position() - 1);
  room.say(back);
  expectStopped(room, known, back.sitting().standing());
}

TEST(Fork, SavesStandingsWithinTenSecondsWithoutAnswers) {
  SeatRoom room;
  room.start();
  const int writes = room.disk().writes;
  room.newRecord();
  room.say(room.heartbeatReply());
  EXPECT_EQ(room.disk().writes, writes);
  room.pass(kStandingsSavedMs);
  EXPECT_EQ(room.disk().writes, writes + 1);
  room.pass(2 * kStandingsSavedMs);
  EXPECT_EQ(room.disk().writes, writes + 1) << "nothing new";
}

}  // namespace
}  // namespace vigie::session
