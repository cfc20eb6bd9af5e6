// Answering, and the time that shows.
#include "common/content/Presentation.hpp"
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

TEST(Question, SignsWhatWasShownAndTheNewestHeadItKnows) {
  SeatRoom room;
  room.start();
  room.newRecord();
  room.say(room.heartbeatReply());
  room.pass(1'750);
  ASSERT_TRUE(room.seat().answer(choose("b"), room.now()));
  const auto submitted = room.take<message::SubmitAnswer>();
  EXPECT_EQ(submitted.lease(), 1U);
  const auto body = room.bodyOf(submitted);
  EXPECT_EQ(body.number(), 1U);
  EXPECT_EQ(body.item(), "item-1");
  EXPECT_EQ(body.item_version(), 1U);
  const auto shown = content::shownDigest(crypto::sha256(base::bytesOf(contentOf(1))), "fr", {"b", "a"});
  EXPECT_EQ(body.shown(), base::toString(shown));
  EXPECT_EQ(body.on_screen_ms(), 1'750);
  EXPECT_EQ(body.previous(), "");
  EXPECT_EQ(body.position(), room.standing().position());
  EXPECT_EQ(body.head(), room.standing().head());
}

TEST(Question, SignsWhatTheSeatNoticedBesideTheAnswer) {
  SeatRoom room;
  room.start();
  content::Answer answer = choose("b");
  answer.leftScreen = true;
  ASSERT_TRUE(room.seat().answer(answer, room.now()));
  const auto body = room.bodyOf(room.take<message::SubmitAnswer>());
  EXPECT_TRUE(body.left_screen());
  EXPECT_FALSE(body.out_of_time());
}

TEST(Question, ChainsEachAnswerToTheOneBefore) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  const auto previous = room.question(2).previous();
  ASSERT_EQ(previous.size(), 32U);
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  EXPECT_EQ(room.bodyOf(room.take<message::SubmitAnswer>()).previous(), previous);
}

TEST(Question, WaitsForTheAcknowledgementThenShowsTheNextOne) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  const auto submitted = room.take<message::SubmitAnswer>();
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_TRUE(room.view().busy);
  EXPECT_TRUE(room.seat().hasUnsettledAnswer());
  EXPECT_TRUE(room.acknowledgedAnswers().empty());
  room.answerBecomesDurable();
  room.say(room.acknowledgement());
  ASSERT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_EQ(room.acknowledgedAnswers()[0], (Acknowledged{room.candidate, 1, SeatRoom::publicDigestOf(submitted)}));
  EXPECT_TRUE(room.view().busy) << "the next question is not there yet";
  room.say(room.question(2));
  EXPECT_FALSE(room.view().busy);
  EXPECT_EQ(room.view().question->number, 2U);
  EXPECT_EQ(room.seat().acknowledgedAnswers(), 1U);
}

TEST(Question, CountsADuplicateAcknowledgementOnce) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.answerBecomesDurable();
  room.say(room.acknowledgement());
  room.say(room.acknowledgement());
  EXPECT_EQ(room.acknowledgedAnswers().size(), 1U);
  EXPECT_TRUE(room.sentNothing());
}

TEST(Question, KeepsItsPlaceWhileAnAnswerIsPending) {
  SeatRoom room;
  room.start();
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
  room.say(room.question(1));
  EXPECT_TRUE(room.view().busy) << "the same question again does not ask for another answer";
  EXPECT_EQ(room.seat().answer(choose("b"), room.now()).error().code, "not-now");
  room.answerBecomesDurable();
  room.say(room.question(2));
  EXPECT_EQ(room.view().question->number, 2U);
  EXPECT_EQ(room.seat().answer(choose("b"), room.now()).error().code, "not-now")
      << "question 1 is not acknowledged yet";
  room.say(room.acknowledgement());
  EXPECT_TRUE(room.seat().answer(choose("b"), room.now()));
}

TEST(Question, IgnoresAnOlderQuestion) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.say(room.question(1));
  EXPECT_EQ(room.view().question->number, 2U);
}

TEST(Question, KeepsTheSameQuestionObjectWhenItComesAgain) {
  SeatRoom room;
  room.start();
  const auto before = room.view().question;
  room.say(room.question(1));
  EXPECT_EQ(room.view().question, before) << "typed text belongs to it";
}

TEST(Question, RefusesAnswersThatDoNotFit) {
  const std::pair<content::Answer, const char*> kWrong[] = {
      {{{"c"}, {}}, "answer-unknown-choice"},
      {{{"a", "b"}, {}}, "answer-two-choices"},
      {{{"a", "a"}, {}}, "answer-repeats"},
      {{{}, {{"field", "text"}}}, "answer-unknown-field"},
      {{{std::string("\xff")}, {}}, "answer-not-text"},
  };
  for (const auto& [answer, code] : kWrong) {
    SeatRoom room;
    room.start();
    const auto done = room.seat().answer(answer, room.now());
    ASSERT_FALSE(done) << code;
    EXPECT_EQ(done.error().code, code);
    EXPECT_TRUE(room.sentNothing());
    EXPECT_FALSE(room.view().busy);
  }
}

TEST(Question, TakesAnEmptyAnswer) {
  SeatRoom room;
  room.start();
  EXPECT_TRUE(room.seat().answer({}, room.now()));
  room.take<message::SubmitAnswer>();
}

TEST(Question, RefusesAnAnswerLongerThanAMessage) {
  SeatRoom room;
  room.start();
  auto long_ = room.question(2);
  std::string fields;
  content::Answer answer;
  for (int i = 10; i < 30; ++i) {
    const std::string name = "f" + std::to_string(i);
    fields += (i == 10 ? "" : ",") + ("\"" + name + R"(":{"input":"text"})");
    answer.fields.emplace_back(name, std::string(4'000, 'x'));
  }
  long_.set_content(
      R"({"fields":{)" + fields +
      R"(},"focused":false,"id":"item-2","kind":"QROCM","locales":{"fr":{"instruction":"?","template":"?"}},"version":1})");
  long_.clear_order();
  room.say(long_);
  ASSERT_EQ(room.screen(), Screen::question) << (room.view().notices.empty() ? "" : room.view().notices[0]);
  const auto done = room.seat().answer(answer, room.now());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "answer-too-large");
  EXPECT_TRUE(room.sentNothing());
}

TEST(Question, KeepsAnAnswerDurablyBeforeItLeaves) {
  SeatRoom room;
  room.start();
  room.disk().isFull = true;
  const auto done = room.seat().answer(choose("a"), room.now());
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "file-unwritable");
  EXPECT_TRUE(room.sentNothing());
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"keep-unwritable"});
  EXPECT_FALSE(room.view().busy);
  room.disk().isFull = false;
  EXPECT_TRUE(room.seat().answer(choose("a"), room.now()));
  room.take<message::SubmitAnswer>();
}

TEST(Question, CallsTheInvigilatorWhenItCannotBeRead) {
  SeatRoom room;
  room.start();
  auto damaged = room.question(2);
  damaged.set_content(damaged.content() + " ");
  room.say(damaged);
  EXPECT_EQ(room.screen(), Screen::callInvigilator);
  EXPECT_EQ(room.view().notices, std::vector<std::string>{"question-wrong"});
}

TEST(Question, CountsTimeOnlyWhileItIsInSight) {
  SeatRoom room;
  room.start();
  room.pass(1'000);
  room.say(room.heartbeatReply());
  EXPECT_EQ(room.view().remainingMs, 3'599'000);
  auto paused = room.state("running");
  paused.set_paused(true);
  paused.set_remaining_ms(3'598'900);
  room.say(paused);
  for (int i = 0; i < 5; ++i) {
    room.pass(1'000);
    room.say(room.heartbeatReply());
  }
  EXPECT_EQ(room.view().remainingMs, 3'598'900);
  auto resumed = room.state("running");
  resumed.set_remaining_ms(3'598'900);
  room.say(resumed);
  room.pass(500);
  EXPECT_EQ(room.view().remainingMs, 3'598'400);
  ASSERT_TRUE(room.seat().answer(choose("a"), room.now()));
  EXPECT_EQ(room.bodyOf(room.take<message::SubmitAnswer>()).on_screen_ms(), 1'500);
}

}  // namespace
}  // namespace vigie::session
