// Seats: codes, leases, moves, lost programs, silence.
#include <gtest/gtest.h>

#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;

class Seats : public testing::Test {
 protected:
  Seats() {
    session_.create();
    session_.open();
  }
  SyntheticSeat& seat(std::size_t index = 0) { return session_.seatOf(index); }
  const std::string& code(std::size_t index = 0) { return session_.candidates()[index].code; }

  SyntheticSession session_{{.candidates = 2}};
};

TEST_F(Seats, RefuseACodeThatNobodyHasAndRecordIt) {
  seat().checkIn("BBBBBBBB");
  EXPECT_EQ(seat().takeRefusal(), "code-unknown");
  EXPECT_EQ(session_.stateOf(0).phase, exam::CandidatePhase::added);
}

TEST_F(Seats, WaitAMinuteAfterFiveWrongCodesWhateverLinkTheyUse) {
  for (int i = 0; i < 5; ++i) {
    seat().checkIn("BBBBBBBB");
    EXPECT_EQ(seat().takeRefusal(), "code-unknown");
    seat().disconnect();
    seat().connect();
  }
  seat().checkIn(code());
  EXPECT_EQ(seat().takeRefusal(), "too-many-codes");
  session_.centre().pass(61'000);
  seat().heartbeat();
  seat().checkIn(code());
  EXPECT_EQ(seat().takeRefusal(), "");
  EXPECT_EQ(session_.stateOf(0).phase, exam::CandidatePhase::seated);
}

TEST_F(Seats, DoNotOpenForACodeThatIsInUseElsewhere) {
  seat(0).checkIn(code(0));
  seat(1).checkIn(code(0));
  EXPECT_EQ(seat(1).takeRefusal(), "code-in-use");
  EXPECT_EQ(session_.live().state().incidents, 1U);
  EXPECT_EQ(session_.stateOf(0).lease->workstation, seat(0).workstation());
}

TEST_F(Seats, HoldOneCandidateAtATime) {
  seat(0).checkIn(code(0));
  seat(0).checkIn(code(1));
  EXPECT_EQ(seat(0).takeRefusal(), "workstation-taken");
  EXPECT_FALSE(session_.stateOf(1).lease);
}

TEST_F(Seats, BeginOnlyAfterAnInvigilatorConfirmedThePresence) {
  seat().checkIn(code());
  EXPECT_EQ(session_.console().give(console::confirmPresence(session_.id(), session_.candidates()[0].ref)).refusal,
            "identity-not-confirmed");
  seat().confirmIdentity();
  seat().begin();
  EXPECT_EQ(seat().takeRefusal(), "presence-not-confirmed");
  session_.give(console::confirmPresence(session_.id(), session_.candidates()[0].ref));
  seat().receive();
  EXPECT_EQ(seat().state().phase(), "ready");
  seat().begin();
  EXPECT_TRUE(seat().question());
}

TEST_F(Seats, RefuseASeatKeyThatAnotherMachineCertified) {
  SyntheticSeat& spare = session_.spare();
  // The certified key of one seat, brought by another.
  seat().checkIn(code());
  message::CheckIn in;
  in.set_code(code(1));
  in.set_seat_key(base::toString(seat().seatKey().publicKey().spki()));
  exam::record::SeatKeyBody body;
  body.set_workstation(spare.workstation().bytes());
  body.set_seat_key(in.seat_key());
  in.set_nonce(std::string(32, 'n'));
  body.set_nonce(in.nonce());
  *in.mutable_certified() = exam::toRecord(crypto::signMessage(seat().machineKey(), "seat-key", exam::bytesOf(body)));
  spare.send(in);
  EXPECT_NE(spare.takeRefusal(), "");
  EXPECT_FALSE(session_.stateOf(1).lease);
}

TEST_F(Seats, MovedKeepQuestionAndClockAndNeedNoNewCode) {
  session_.seat();
  session_.step(0);
  const auto question = *seat().question();
  session_.centre().pass(10'000);
  const auto before = session_.stateOf(0).clock;
  session_.give(console::moveCandidate(session_.id(), session_.candidates()[0].ref, session_.spare().workstation()));
  SyntheticSeat& spare = session_.spare();
  spare.receive();
  ASSERT_TRUE(spare.welcome().has_sitting());
  spare.checkIn("");
  ASSERT_TRUE(spare.question());
  EXPECT_EQ(spare.question()->number(), question.number());
  EXPECT_EQ(spare.question()->item(), question.item());
  EXPECT_EQ(std::vector<std::string>(spare.question()->order().begin(), spare.question()->order().end()),
            std::vector<std::string>(question.order().begin(), question.order().end()));
  EXPECT_EQ(session_.stateOf(0).clock.remainingMs(), before.remainingMs());
  spare.answer(Aim::right);
  EXPECT_EQ(session_.stateOf(0).answered.size(), 2U);
}

TEST_F(Seats, LeftByAMoveCannotAnswerAnyMore) {
  session_.seat();
  const auto answer = seat().makeAnswer(Aim::right);
  session_.give(console::moveCandidate(session_.id(), session_.candidates()[0].ref, session_.spare().workstation()));
  seat().receive();
  EXPECT_FALSE(seat().welcome().has_sitting());
  seat().submit(answer);
  EXPECT_EQ(seat().takeRefusal(), "no-lease");
  EXPECT_TRUE(session_.stateOf(0).answered.empty());
}

TEST_F(Seats, TakenOverAreNotToldOfWhoSatThereBefore) {
  session_.seat();
  session_.give(console::endTest(session_.id(), session_.candidates()[0].ref, console::TestEnd::technical));
  session_.give(console::moveCandidate(session_.id(), session_.candidates()[1].ref, seat(0).workstation()));
  seat(0).receive();
  seat(0).checkIn("");
  const std::size_t before = seat(0).received().size();
  session_.give(console::pauseSession(session_.id()));
  session_.give(console::resumeSession(session_.id()));
  session_.give(console::messageEverybody(session_.id(), "Reprise."));
  seat(0).receive();
  std::size_t messages = 0;
  for (std::size_t i = before; i < seat(0).received().size(); ++i) {
    const auto* state = std::get_if<message::SeatState>(&seat(0).received()[i]);
    EXPECT_TRUE(state == nullptr || state->phase() == "running") << state->phase();
    messages += std::holds_alternative<message::MessageToCandidate>(seat(0).received()[i]) ? 1 : 0;
  }
  EXPECT_EQ(messages, 1U);
}

TEST_F(Seats, HearTheNewQuestionBeforeTheyMayGoOnAfterAPause) {
  session_.seat();
  seat().raiseAlert("does-not-display", "", 1);
  session_.give(console::pauseSession(session_.id()));
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::replace, ""));
  seat().receive();
  const std::size_t before = seat().received().size();
  session_.give(console::resumeSession(session_.id()));
  seat().receive();
  ASSERT_EQ(seat().received().size(), before + 2);
  const auto* question = std::get_if<message::Question>(&seat().received()[before]);
  ASSERT_NE(question, nullptr);
  EXPECT_EQ(question->number(), 2U);
  const auto* state = std::get_if<message::SeatState>(&seat().received()[before + 1]);
  ASSERT_NE(state, nullptr);
  EXPECT_FALSE(state->paused());
}

TEST_F(Seats, AreMovedOnlyToFreeWorkstationsOfThisCentre) {
  session_.seat();
  const auto& ref = session_.candidates()[0].ref;
  const auto moveTo = [&](const base::WorkstationId& where) {
    return session_.console().give(console::moveCandidate(session_.id(), ref, where)).refusal;
  };
  EXPECT_EQ(moveTo(seat(1).workstation()), "workstation-taken");
  EXPECT_EQ(moveTo(seat(0).workstation()), "same-workstation");
  EXPECT_EQ(moveTo(base::WorkstationId{{1, 2, 3}}), "workstation-unknown");
  EXPECT_EQ(moveTo(session_.console().machine()), "workstation-unknown");
}

TEST_F(Seats, WhoseProgramRestartedGoOnWithANewSeatKey) {
  session_.seat();
  session_.step(0);
  seat().disconnect();
  seat().restartProgram();
  seat().connect();
  ASSERT_TRUE(seat().welcome().has_sitting());
  EXPECT_EQ(seat().welcome().sitting().answered(), 1U);
  seat().checkIn("");
  ASSERT_TRUE(seat().question());
  EXPECT_EQ(seat().question()->number(), 2U);
  seat().answer(Aim::right);
  EXPECT_EQ(session_.stateOf(0).answered.size(), 2U);
  EXPECT_EQ(session_.stateOf(0).seatKeys.size(), 2U);
}

TEST_F(Seats, AreDrawnWithTheNonceOfTheirFirstCheckIn) {
  session_.seat();
  const base::Bytes nonce = session_.stateOf(0).nonce;
  seat().checkIn(code());  // brings another
  EXPECT_EQ(session_.stateOf(0).nonce, nonce);
}

TEST_F(Seats, ThatFallSilentCountAsLostUntilTheySpeak) {
  session_.seat();
  session_.centre().pass(4'000);
  EXPECT_FALSE(session_.stateOf(0).linked);
  seat().heartbeat();
  EXPECT_TRUE(session_.stateOf(0).linked);
  EXPECT_TRUE(seat().question());
}

TEST_F(Seats, ReconnectingTakeTheLinkFromTheirOlderOne) {
  session_.seat();
  const link::LinkId older = seat().link();
  seat().connect();
  EXPECT_TRUE(session_.centre().isFinished(older));
  EXPECT_TRUE(session_.stateOf(0).linked);
  seat().answer(Aim::right);
  EXPECT_EQ(session_.stateOf(0).answered.size(), 1U);
}

TEST_F(Seats, AndConsolesShownTwoPastsLeaveAnIncident) {
  session_.seat();
  message::ForkReport report;
  *report.mutable_known() = seat().standing();
  *report.mutable_shown() = seat().standing();
  report.mutable_shown()->set_head(std::string(32, 'x'));
  seat().send(report);
  EXPECT_EQ(session_.live().state().incidents, 1U);
  session_.centre().send(session_.console().link(), report);  // consoles keep heads too
  EXPECT_EQ(session_.live().state().incidents, 2U);
}

TEST_F(Seats, AreRefusedInTheLogWithACodeAndNothingElse) {
  std::vector<std::string> log;
  session_.centre().centre().setWatcher([&](link::LinkId, const centre::Peer* peer, std::string_view code) {
    log.push_back((peer == nullptr ? "newcomer" : peer->machine) + " " + std::string(code));
  });
  seat().checkIn("BBBBBBBB");
  EXPECT_EQ(log, std::vector<std::string>{seat().workstation().hex() + " code-unknown"});
}

TEST_F(Seats, OfAnotherProtocolVersionAreToldAndLeftOut) {
  const link::LinkId link = session_.centre().open({crypto::Role::seat, session_.spare().workstation().hex()},
                                                   session_.spare().machineKey().publicKey());
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion + 1);
  session_.centre().send(link, hello);
  const auto said = session_.centre().take(link);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(std::get<message::Refused>(said[0]).code(), "protocol-version");
  EXPECT_TRUE(session_.centre().isFinished(link));
}

TEST_F(Seats, MustSayHelloFirst) {
  const link::LinkId link = session_.centre().open({crypto::Role::seat, session_.spare().workstation().hex()},
                                                   session_.spare().machineKey().publicKey());
  session_.centre().send(link, message::Heartbeat());
  const auto said = session_.centre().take(link);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(std::get<message::Refused>(said[0]).code(), "hello-missing");
}

TEST_F(Seats, CannotSayWhatConsolesSay) {
  message::StaffCommand command = session_.console().prepare(console::openSession(session_.id()));
  seat().send(command);
  EXPECT_EQ(seat().takeRefusal(), "message-unknown");
  EXPECT_TRUE(session_.centre().isFinished(seat().link()));
}

TEST_F(Seats, OfARoleThatHasNoBusinessHereAreLeftOut) {
  for (const crypto::Role role : {crypto::Role::guard, crypto::Role::registry, crypto::Role::centre}) {
    const link::LinkId link =
        session_.centre().open({role, session_.console().machine().hex()}, session_.console().key().publicKey());
    message::Hello hello;
    hello.set_protocol(protocol::kProtocolVersion);
    session_.centre().send(link, hello);
    const auto said = session_.centre().take(link);
    ASSERT_EQ(said.size(), 1U) << crypto::roleName(role);
    ASSERT_TRUE(std::holds_alternative<message::Refused>(said[0])) << crypto::roleName(role);
    EXPECT_EQ(std::get<message::Refused>(said[0]).code(), "role-wrong");
    EXPECT_TRUE(session_.centre().isFinished(link));
  }
}

}  // namespace
}  // namespace vigie::support
