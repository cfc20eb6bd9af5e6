// Staff: signatures, rights, repeats, alerts, dates, revocation.
#include <gtest/gtest.h>

#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

class Staff : public testing::Test {
 protected:
  Staff() { session_.create(); }
  void begin() {
    session_.open();
    session_.seat();
  }
  SyntheticConsole& console() { return session_.console(); }
  std::string refusal(const console::Order& order) { return console().give(order).refusal; }

  std::unique_ptr<SyntheticConsole> enrol(console::StaffRole role, const std::string& label) {
    const std::string code = crypto::randomCode(8);
    session_.give(console::issueConsoleCode(label, code, role));
    return std::make_unique<SyntheticConsole>(session_.centre(), code);
  }

  SyntheticSession session_{{.candidates = 2}};
};

TEST_F(Staff, RepeatedCommandsGiveTheFirstOutcomeAgain) {
  const auto command = console().prepare(console::openSession(session_.id()));
  EXPECT_TRUE(console().send(command).done);
  const auto position = session_.centre().centre().standing(session_.live().stream()).position();
  const Outcome again = console().send(command);
  EXPECT_TRUE(again.done);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(session_.centre().centre().standing(session_.live().stream()).position(), position);
}

TEST_F(Staff, CommandsWithTheIdOfAnotherAreRefusedAndBecomeAnIncident) {
  auto order = console::openSession(session_.id());
  session_.give(order);
  order.body.mutable_pause();
  EXPECT_EQ(refusal(order), "command-reused");
  EXPECT_EQ(session_.live().state().incidents, 1U);
  EXPECT_FALSE(session_.live().state().paused);
}

TEST_F(Staff, CommandsThatNobodyHereSignedAreRefused) {
  auto command = console().prepare(console::openSession(session_.id()));
  const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  *command.mutable_signed_() =
      exam::toRecord(crypto::signMessage(stranger, "staff", base::bytesOf(command.signed_().body())));
  EXPECT_EQ(console().send(command).refusal, "staff-unknown");
  command = console().prepare(console::openSession(session_.id()));
  command.mutable_signed_()->mutable_signature()->back() ^= 1;
  EXPECT_EQ(console().send(command).refusal, "signature-wrong");
  EXPECT_EQ(session_.live().state().phase, exam::SessionPhase::created);
}

TEST_F(Staff, CommandsOfAnotherLifeOfTheCentreAreRefused) {
  auto order = console::openSession(session_.id());
  const auto command = console::signOrder(order, console().key(), {crypto::randomId<base::EpochId>(), kMorningMs});
  EXPECT_EQ(console().send(command).refusal, "epoch-wrong");
}

TEST_F(Staff, CommandsWithAnotherPrivatePartThanTheSignedOneAreRefused) {
  auto command = console().prepare(console::addCandidate(session_.id(), {"Petit", "Léa", "2006-05-04"}).order);
  record::StaffPrivate secret;
  secret.ParseFromString(command.private_part());
  secret.set_family_name("Grand");
  command.set_private_part(secret.SerializeAsString());
  EXPECT_EQ(console().send(command).refusal, "private-mismatch");
}

TEST_F(Staff, InvigilatorsDoNotEnrolOrRevokeMachines) {
  auto invigilator = enrol(console::StaffRole::invigilator, "console-2");
  EXPECT_EQ(invigilator->give(console::issueSeatCode("Poste 9", crypto::randomCode(8))).refusal, "not-allowed");
  EXPECT_EQ(invigilator->give(console::revokeMachine(session_.seatOf(0).workstation())).refusal, "not-allowed");
  EXPECT_TRUE(invigilator->give(console::openSession(session_.id())).done);
}

TEST_F(Staff, OfARevokedConsoleCommandNothingFromAnyConsole) {
  auto invigilator = enrol(console::StaffRole::invigilator, "console-2");
  const auto command = invigilator->prepare(console::openSession(session_.id()));
  session_.give(console::revokeMachine(invigilator->machine()));
  EXPECT_TRUE(session_.centre().isFinished(invigilator->link()));
  EXPECT_EQ(console().send(command).refusal, "staff-revoked");
  invigilator->connect();
  ASSERT_FALSE(invigilator->refusals().empty());
  EXPECT_EQ(invigilator->refusals().back().code(), "machine-revoked");
}

TEST_F(Staff, AreGreetedAndAnsweredWhileTheDiskIsBehindButOrderNothing) {
  session_.centre().setDisk(DiskPace::behind);
  session_.console().connect();
  message::Query query;
  query.set_id(3);
  query.set_sessions(true);
  EXPECT_TRUE(session_.console().ask(query));
  EXPECT_FALSE(session_.console().give(console::issueSeatCode("Poste 9", crypto::randomCode(8))).done);
  ASSERT_FALSE(session_.console().refusals().empty());
  EXPECT_EQ(session_.console().refusals().back().code(), "busy");
  session_.centre().setDisk(DiskPace::inTime);
  EXPECT_TRUE(session_.console().give(console::issueSeatCode("Poste 9", crypto::randomCode(8))).done);
}

TEST_F(Staff, RevokingASeatEndsItsLink) {
  begin();
  session_.give(console::revokeMachine(session_.seatOf(0).workstation()));
  EXPECT_TRUE(session_.centre().isFinished(session_.seatOf(0).link()));
  EXPECT_FALSE(session_.stateOf(0).linked);
}

TEST_F(Staff, AlertsResolvedByAnotherQuestionExcludeItsSkill) {
  begin();
  SyntheticSeat& seat = session_.seatOf(0);
  const auto before = *seat.question();
  seat.raiseAlert("does-not-display", "l'image manque", before.number());
  EXPECT_TRUE(seat.state().alert_open());
  EXPECT_FALSE(seat.question());
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::replace, "vu"));
  seat.receive();
  ASSERT_TRUE(seat.question());
  EXPECT_EQ(seat.question()->number(), before.number() + 1);
  EXPECT_EQ(seat.question()->progress(), before.progress());
  const auto& calibration = syntheticBank().bank->calibration();
  const auto& skill = calibration.items()[*calibration.indexOf(before.item())].skill;
  session_.answerAll();
  for (const scoring::ItemIndex item : session_.stateOf(0).answered) EXPECT_NE(calibration.items()[item].skill, skill);
}

TEST_F(Staff, AlertsKeptShowTheSameQuestionAgain) {
  begin();
  SyntheticSeat& seat = session_.seatOf(0);
  const auto before = *seat.question();
  seat.raiseAlert("other", "", before.number());
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::keep, ""));
  seat.receive();
  ASSERT_TRUE(seat.question());
  EXPECT_EQ(seat.question()->item(), before.item());
  EXPECT_EQ(refusal(console::resolveAlert(session_.id(), 1, console::Resolution::keep, "")), "alert-resolved");
}

TEST_F(Staff, AlertsAboutNoQuestionReplaceNone) {
  begin();
  SyntheticSeat& seat = session_.seatOf(0);
  const auto before = *seat.question();
  seat.raiseAlert("other", "il fait froid", 0);
  EXPECT_EQ(refusal(console::resolveAlert(session_.id(), 1, console::Resolution::replace, "")),
            "alert-without-question");
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::keep, ""));
  seat.receive();
  ASSERT_TRUE(seat.question());
  EXPECT_EQ(seat.question()->item(), before.item());
}

TEST_F(Staff, FinaliseOnlyWhenEveryAlertHasItsDecision) {
  begin();
  session_.seatOf(0).raiseAlert("other", "", 0);
  session_.give(console::endSession(session_.id()));
  EXPECT_EQ(refusal(console::finaliseSession(session_.id())), "alert-open");
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::keep, ""));
  session_.give(console::finaliseSession(session_.id()));
}

TEST_F(Staff, EndingTheSessionEndsEveryRunningTest) {
  begin();
  session_.give(console::endSession(session_.id()));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(session_.stateOf(i).endReason, "session-ended");
    session_.seatOf(i).receive();
    EXPECT_EQ(session_.seatOf(i).state().phase(), "ended");
  }
}

TEST_F(Staff, CannotOpenASessionOnAClockThatIsEarlierThanTheNewestRecord) {
  session_.centre().clock().setWall(kMorningMs - 3'600'000);
  EXPECT_EQ(refusal(console::openSession(session_.id())), "clock-wrong");
  session_.centre().clock().setWall(base::parseUtc("2000-01-01T00:00:00Z"));
  EXPECT_EQ(refusal(console::openSession(session_.id())), "clock-wrong");
  session_.centre().clock().setWall(kMorningMs + 1000);
  EXPECT_EQ(refusal(console::openSession(session_.id())), "");
}

TEST_F(Staff, CannotOpenASessionOnAClockThatIsEarlierThanTheCentresNewestRecord) {
  // Something was recorded in the centre's own stream after the session was created.
  session_.centre().clock().pass(7'200'000);
  session_.give(console::issueSeatCode("Poste 9", crypto::randomCode(8)));
  session_.centre().clock().setWall(kMorningMs + 3'600'000);
  EXPECT_EQ(refusal(console::openSession(session_.id())), "clock-wrong");
}

TEST_F(Staff, CannotOpenASessionAfterItsTicketHasEnded) {
  session_.centre().clock().setWall(base::parseUtc("2040-01-01T00:00:00Z"));
  EXPECT_EQ(refusal(console::openSession(session_.id())), "ticket-expired");
}

TEST_F(Staff, CannotUseATicketTwiceOrForAnotherCentreBankOrTest) {
  EXPECT_EQ(refusal(console::createSession(crypto::randomId<base::SessionId>(), session_.ticket().number)),
            "ticket-used");
  auto other = session_.centre().ticket("T-2");
  other.centre = "0043";
  EXPECT_EQ(refusal(console::loadTicket(session_.centre().signedTicket(other))), "ticket-centre");
  other = session_.centre().ticket("T-3");
  EXPECT_EQ(
      refusal(console::loadTicket(credential::signTicket(other, crypto::PrivateKey::generate(crypto::KeyKind::p256)))),
      "ticket-key");
  other = session_.centre().ticket("T-4");
  other.bankDigest[0] ^= 1;
  session_.give(console::loadTicket(session_.centre().signedTicket(other)));
  EXPECT_EQ(refusal(console::createSession(crypto::randomId<base::SessionId>(), "T-4")), "bank-mismatch");
  other = session_.centre().ticket("T-5");
  (*other.testDigest)[0] ^= 1;
  session_.give(console::loadTicket(session_.centre().signedTicket(other)));
  EXPECT_EQ(refusal(console::createSession(crypto::randomId<base::SessionId>(), "T-5")), "test-mismatch");
  EXPECT_EQ(session_.centre().centre().sessions().size(), 1U);
}

TEST_F(Staff, CountersignOnlyCheckpointsOfTheCentre) {
  begin();
  session_.centre().pass(61'000);
  console().receive();
  EXPECT_GE(console().countersigned(), 2U);
  const auto position = session_.centre().centre().standing(session_.live().stream()).position();
  record::CheckpointBody invented;
  invented.set_stream(session_.id().bytes());
  invented.set_position(3);
  invented.set_head(std::string(32, 'x'));
  message::Countersign countersign;
  *countersign.mutable_checkpoint() =
      exam::toRecord(crypto::signMessage(console().key(), "countersignature", exam::bytesOf(invented)));
  session_.centre().send(console().link(), countersign);
  console().receive();
  ASSERT_FALSE(console().refusals().empty());
  EXPECT_EQ(console().refusals().back().code(), "checkpoint-unknown");
  EXPECT_EQ(session_.centre().centre().standing(session_.live().stream()).position(), position);
}

TEST_F(Staff, EnrolNobodyWithoutAnOpenCode) {
  EXPECT_THROW(SyntheticSeat(session_.centre(), "BBBBBBBB"), std::runtime_error);
  const std::string code = crypto::randomCode(8);
  session_.give(console::issueSeatCode("Poste 9", code));
  session_.centre().clock().pass(exam::kEnrolmentCodeMs + 1);
  EXPECT_THROW(SyntheticSeat(session_.centre(), code), std::runtime_error);
}

TEST_F(Staff, CloseAnEnrolmentCodeAfterFiveWrongTries) {
  const std::string code = crypto::randomCode(8);
  session_.give(console::issueSeatCode("Poste 9", code));
  for (int i = 0; i < exam::kEnrolmentTries; ++i)
    EXPECT_THROW(SyntheticSeat(session_.centre(), "BBBBBBBB"), std::runtime_error);
  EXPECT_FALSE(session_.centre().service().enrolmentIsOpen());
  EXPECT_THROW(SyntheticSeat(session_.centre(), code), std::runtime_error);
}

}  // namespace
}  // namespace vigie::support
