// From the first screen to the last, as a person sees it.
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

TEST(Sitting, ShowsConnectingUntilTheCentreWelcomesTheSeat) {
  SeatRoom room;
  EXPECT_EQ(room.screen(), Screen::connecting);
  room.linkUp();
  EXPECT_EQ(room.screen(), Screen::connecting);
  const auto hello = room.take<message::Hello>();
  EXPECT_EQ(hello.protocol(), protocol::kProtocolVersion);
  EXPECT_EQ(hello.program(), "test-seat 1.0.0");
  room.say(room.welcome());
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_TRUE(room.sentNothing());
}

TEST(Sitting, GoesThroughAllScreensOfATest) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346-789b", room.now()));
  const auto checkIn = room.take<message::CheckIn>();
  EXPECT_EQ(checkIn.code(), "2346789B");
  EXPECT_EQ(checkIn.nonce().size(), 32U);
  EXPECT_FALSE(checkIn.simulated());
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_TRUE(room.view().busy);

  room.say(room.checkedIn());
  room.say(room.state("seated"));
  EXPECT_EQ(room.screen(), Screen::confirmName);
  EXPECT_EQ(room.view().displayName, "Zoé Durand");
  EXPECT_EQ(room.view().language, "fr");
  EXPECT_TRUE(room.view().demonstration);
  EXPECT_FALSE(room.view().busy);

  ASSERT_TRUE(room.seat().confirmIdentity(room.now()));
  EXPECT_EQ(room.take<message::ConfirmIdentity>().lease(), 1U);
  EXPECT_TRUE(room.view().busy);
  room.say(room.state("identified"));
  EXPECT_EQ(room.screen(), Screen::waitingForInvigilator);

  room.say(room.state("ready"));
  EXPECT_EQ(room.screen(), Screen::readyToBegin);
  ASSERT_TRUE(room.seat().begin(room.now()));
  EXPECT_EQ(room.take<message::Begin>().lease(), 1U);
  room.say(room.state("running"));
  room.say(room.question(1));
  EXPECT_EQ(room.screen(), Screen::question);
  EXPECT_EQ(room.view().question->number, 1U);
  EXPECT_EQ(room.view().question->order, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(room.view().progress, 1U);
  EXPECT_EQ(room.view().questions, 32U);

  auto paused = room.state("running");
  paused.set_paused(true);
  room.say(paused);
  EXPECT_EQ(room.screen(), Screen::paused);
  room.say(room.state("running"));
  EXPECT_EQ(room.screen(), Screen::question);

  auto ended = room.state("ended");
  ended.set_end_reason("completed");
  room.say(ended);
  EXPECT_EQ(room.screen(), Screen::ended);
  EXPECT_EQ(room.view().endReason, "completed");
  EXPECT_EQ(room.view().question, nullptr);
}

TEST(Sitting, KnowsWhatWasAgreedWithWhoSitsHereAndForgetsItWithThem) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346-789b", room.now()));
  room.take<message::CheckIn>();
  message::CheckedIn checkedIn = room.checkedIn();
  checkedIn.add_accommodations("veil");
  checkedIn.add_accommodations("large-text");
  room.say(checkedIn);
  room.say(room.state("seated"));
  const std::vector<std::string> agreed = {"veil", "large-text"};
  EXPECT_EQ(room.view().accommodations, agreed);
  ASSERT_TRUE(room.seat().evidenceGrant());
  EXPECT_TRUE(std::ranges::equal(room.seat().evidenceGrant()->accommodations, agreed));
  room.linkDown();
  EXPECT_EQ(room.view().accommodations, agreed);
  room.linkUp();
  room.say(room.welcomeSitting());
  EXPECT_EQ(room.view().accommodations, agreed) << "the same sitting goes on";
  room.say(room.state("ended"));
  ASSERT_TRUE(room.seat().leave(room.now()));
  EXPECT_TRUE(room.view().accommodations.empty());
}

TEST(Sitting, SaysThatItIsSimulatedOnlyWhenMadeSo) {
  SeatRoom room;
  crypto::PrivateKey machine = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  SeatSettings settings;
  settings.machineKey = &machine;
  settings.kind = SeatKind::simulated;
  settings.entropy = [](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), std::uint8_t{7}); };
  settings.newSeatKey = [] {
    return std::make_unique<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  };
  struct Last : Outputs {
    std::optional<protocol::Message> message;
    void send(protocol::Message one) override { message = std::move(one); }
    void acknowledged(const base::CandidateRef&, std::uint32_t, const crypto::Digest&) override {}
    void changed() override {}
  } outputs;
  Sitting seat(settings, room.keep(), outputs);
  seat.linkUp(room.now());
  seat.receive(room.welcome(), room.now());
  ASSERT_TRUE(seat.typeCode("2346789B", room.now()));
  EXPECT_TRUE(std::get<message::CheckIn>(*outputs.message).simulated());
}

struct Attempt {
  const char* name;
  std::function<base::Result<void>(Sitting&, base::Moment)> act;
  Screen only;
};

const Attempt kAttempts[] = {
    {"typeCode", [](Sitting& seat, base::Moment now) { return seat.typeCode("2346789B", now); }, Screen::enterCode},
    {"confirmIdentity", [](Sitting& seat, base::Moment now) { return seat.confirmIdentity(now); }, Screen::confirmName},
    {"begin", [](Sitting& seat, base::Moment now) { return seat.begin(now); }, Screen::readyToBegin},
    {"answer", [](Sitting& seat, base::Moment now) { return seat.answer(choose("a"), now); }, Screen::question},
    {"raiseAlert", [](Sitting& seat, base::Moment now) { return seat.raiseAlert("other", "", now); }, Screen::question},
    {"leave", [](Sitting& seat, base::Moment now) { return seat.leave(now); }, Screen::ended},
};

// Brings a new room to each screen.
void reach(SeatRoom& room, Screen screen) {
  if (screen == Screen::connecting) return;
  if (screen == Screen::enterCode) return room.connect();
  if (screen == Screen::confirmName) return room.checkIn();
  if (screen == Screen::waitingForInvigilator || screen == Screen::readyToBegin) {
    room.checkIn();
    return room.say(room.state(screen == Screen::readyToBegin ? "ready" : "identified"));
  }
  room.start();
  auto state = room.state(screen == Screen::ended ? "ended" : "running");
  state.set_paused(screen == Screen::paused);
  state.set_alert_open(screen == Screen::alertOpen);
  room.say(state);
  if (screen == Screen::hidden) room.pass(kSilenceMs);
  if (screen != Screen::callInvigilator) return;
  *state.mutable_standing() = room.standing();
  state.mutable_standing()->set_head(std::string(32, 'x'));
  room.say(state);
  room.take<message::ForkReport>();
}

class EveryScreen : public testing::TestWithParam<Screen> {};

TEST_P(EveryScreen, OffersOnlyItsOwnActions) {
  for (const Attempt& attempt : kAttempts) {
    SeatRoom room;
    reach(room, GetParam());
    ASSERT_EQ(room.screen(), GetParam());
    const auto done = attempt.act(room.seat(), room.now());
    EXPECT_EQ(done.has_value(), attempt.only == GetParam()) << attempt.name;
    if (done) continue;
    EXPECT_EQ(done.error().code, "not-now") << attempt.name;
    EXPECT_TRUE(room.sentNothing()) << attempt.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Sitting, EveryScreen,
                         testing::Values(Screen::connecting, Screen::enterCode, Screen::confirmName,
                                         Screen::waitingForInvigilator, Screen::readyToBegin, Screen::question,
                                         Screen::hidden, Screen::paused, Screen::alertOpen, Screen::ended,
                                         Screen::callInvigilator),
                         [](const auto& info) {
                           std::string name = screenName(info.param);
                           std::erase(name, '-');
                           return name;
                         });

TEST(Sitting, RefusesASecondActionBeforeTheFirstIsAnswered) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346789B", room.now()));
  EXPECT_EQ(room.seat().typeCode("2346789B", room.now()).error().code, "not-now");
  room.take<message::CheckIn>();
  EXPECT_TRUE(room.sentNothing());
}

TEST(Sitting, TakesCodesAsPeopleTypeThem) {
  for (const char* typed : {"2346 789b", "2346789B", " 23-46-78-9b "}) {
    SeatRoom room;
    room.connect();
    EXPECT_TRUE(room.seat().typeCode(typed, room.now())) << typed;
    EXPECT_EQ(room.take<message::CheckIn>().code(), "2346789B") << typed;
  }
  for (const char* typed : {"", "2346789", "2346789BB", "2346789O", "2346789é"}) {
    SeatRoom room;
    room.connect();
    const auto done = room.seat().typeCode(typed, room.now());
    ASSERT_FALSE(done) << typed;
    EXPECT_EQ(done.error().code, "code-malformed") << typed;
    EXPECT_TRUE(room.sentNothing()) << typed;
  }
}

TEST(Sitting, SendsOneHeartbeatASecondAndNeverTwoUnanswered) {
  SeatRoom room;
  room.checkIn();
  room.pass(1'000);
  ASSERT_EQ(room.heartbeats().size(), 1U);
  EXPECT_EQ(room.heartbeats().back().session(), room.session.bytes());
  room.pass(2'000);
  EXPECT_EQ(room.heartbeats().size(), 1U);
  room.say(room.heartbeatReply());
  room.pass(250);
  EXPECT_EQ(room.heartbeats().size(), 2U);
  room.say(room.heartbeatReply());
  room.pass(750);
  EXPECT_EQ(room.heartbeats().size(), 2U);
  room.pass(250);
  EXPECT_EQ(room.heartbeats().size(), 3U);
}

TEST(Sitting, ShowsTheInvigilatorsMessages) {
  SeatRoom room;
  room.start();
  message::MessageToCandidate text;
  text.set_text("Parlez moins fort, merci.");
  room.say(text);
  EXPECT_EQ(room.view().lastMessage, "Parlez moins fort, merci.");
  EXPECT_EQ(room.view().messages, 1U);
  room.say(text);
  EXPECT_EQ(room.view().messages, 2U);
  EXPECT_EQ(room.screen(), Screen::question);
}

TEST(Sitting, TellsItsOwnerOfEveryChange) {
  SeatRoom room;
  room.connect();
  const int before = room.changes();
  room.say(room.state("seated"));
  EXPECT_GT(room.changes(), before);
  const int still = room.changes();
  room.pass(250);
  EXPECT_EQ(room.changes(), still);
  room.pass(kSilenceMs);
  EXPECT_GT(room.changes(), still);
}

TEST(Sitting, IsFreeForTheNextPersonAfterTheEnd) {
  SeatRoom room;
  room.start();
  room.answerAndAcknowledge();
  room.say(room.state("ended"));
  ASSERT_TRUE(room.seat().leave(room.now()));
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_EQ(room.view().displayName, "");
  room.linkDown();
  room.connect();
  EXPECT_EQ(room.screen(), Screen::enterCode);
  EXPECT_TRUE(room.sentNothing());
}

}  // namespace
}  // namespace vigie::session
