// "There is a problem with this question."
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

TEST(Alert, HidesTheQuestionFromTheReportOn) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().raiseAlert("does-not-display", "L'image manque", room.now()));
  EXPECT_EQ(room.screen(), Screen::alertOpen);
  const auto raised = room.take<message::RaiseAlert>();
  EXPECT_EQ(raised.lease(), 1U);
  EXPECT_EQ(raised.question(), 1U);
  EXPECT_EQ(raised.category(), "does-not-display");
  EXPECT_EQ(raised.comment(), "L'image manque");
  auto open = room.state("running");
  open.set_alert_open(true);
  room.say(open);
  EXPECT_EQ(room.screen(), Screen::alertOpen);
  EXPECT_FALSE(room.view().busy);
}

// The workstation itself says that it cannot show the question.
TEST(Alert, MayComeFromTheWorkstationItself) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().raiseAlert("item-unshowable", "vig-1.1-01: kind", room.now()));
  EXPECT_EQ(room.take<message::RaiseAlert>().category(), "item-unshowable");
  EXPECT_FALSE(room.seat().raiseAlert("of-no-kind", "", room.now()));
}

TEST(Alert, GoesOnWithTheSameQuestionWhenItIsKept) {
  SeatRoom room;
  room.start();
  const auto before = room.view().question;
  ASSERT_TRUE(room.seat().raiseAlert("other", "", room.now()));
  room.take<message::RaiseAlert>();
  auto open = room.state("running");
  open.set_alert_open(true);
  room.say(open);
  room.say(room.state("running"));
  room.say(room.question(1));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().question, before);
  EXPECT_TRUE(room.seat().answer(choose("a"), room.now()));
}

TEST(Alert, GoesOnWithAnotherQuestionWhenItIsReplaced) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  ASSERT_TRUE(room.seat().raiseAlert("cannot-answer", "", room.now()));
  room.take<message::RaiseAlert>();
  auto open = room.state("running");
  open.set_alert_open(true);
  room.say(open);
  room.say(room.state("running"));
  auto replaced = room.question(3);
  replaced.set_progress(2);
  room.say(replaced);
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().question->number, 3U);
  EXPECT_EQ(room.view().progress, 2U);
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto body = room.bodyOf(room.take<message::SubmitAnswer>());
  EXPECT_EQ(body.number(), 3U);
  EXPECT_EQ(body.previous(), replaced.previous());
}

TEST(Alert, ComesBackToTheQuestionWhenItIsRefused) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().raiseAlert("other", "", room.now()));
  room.take<message::RaiseAlert>();
  room.say(room.refusal("category-unknown", 1));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().refusal, "category-unknown");
  EXPECT_FALSE(room.view().busy);
}

TEST(Alert, IsSentAgainWhenTheLinkWasLost) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().raiseAlert("other", "Bruit", room.now()));
  const auto before = room.take<message::RaiseAlert>();
  room.linkDown();
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  EXPECT_TRUE(room.sentNothing());
  room.say(room.state("running"));
  EXPECT_EQ(room.take<message::RaiseAlert>().SerializeAsString(), before.SerializeAsString());
}

TEST(Alert, MustBeOfAKnownKindAndShort) {
  SeatRoom room;
  room.start();
  EXPECT_EQ(room.seat().raiseAlert("rumour", "", room.now()).error().code, "alert-malformed");
  EXPECT_EQ(room.seat().raiseAlert("other", std::string(4'001, 'x'), room.now()).error().code, "alert-malformed");
  EXPECT_EQ(room.seat().raiseAlert("other", "\xff", room.now()).error().code, "alert-malformed");
  EXPECT_TRUE(room.sentNothing());
  EXPECT_EQ(room.screen(), Screen::question);
}

}  // namespace
}  // namespace vigie::session
