// A whole room in one process: what candidates and staff see of a session, from enrolment to certificates.
#include <gtest/gtest.h>

#include <filesystem>

#include "certs/credential/Credential.hpp"
#include "certs/credential/Jws.hpp"
#include "common/base/File.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;

TEST(Room, LeadsEveryCandidateToACertificateThatVerifies) {
  SyntheticSession session({.candidates = 3});
  session.run();
  const centre::Identity& identity = session.centre().centre().identity();
  for (const SyntheticCandidate& candidate : session.candidates()) {
    const exam::Candidate& state = *session.live().state().find(candidate.ref);
    EXPECT_EQ(state.endReason, "completed");
    EXPECT_EQ(state.answered.size(), 32U);
    ASSERT_TRUE(state.result);
    EXPECT_EQ(state.result->status, "validated");
    const centre::IssuedFiles* files = session.live().issued(candidate.ref);
    ASSERT_NE(files, nullptr);
    const auto jws = credential::parseJws(files->jwt);
    ASSERT_TRUE(jws);
    EXPECT_TRUE(credential::verifyJws(*jws, identity.issuingKey.publicKey()));
    const auto content = credential::readCredential(jws->payload);
    ASSERT_TRUE(content) << content.error().detail;
    EXPECT_EQ(content->score, *state.result->score);
    EXPECT_EQ(content->code, state.certificateCode);
    EXPECT_EQ(crypto::sha256(base::bytesOf(files->jwt)), state.certificateDigest);
  }
}

TEST(Room, GivesEachCertificateAnotherCodeOfTheTicket) {
  SyntheticSession session({.candidates = 3});
  session.run();
  std::set<std::string> codes;
  for (const SyntheticCandidate& candidate : session.candidates()) {
    const std::string& code = session.live().state().find(candidate.ref)->certificateCode;
    EXPECT_NE(std::find(session.ticket().codes.begin(), session.ticket().codes.end(), code),
              session.ticket().codes.end());
    codes.insert(code);
  }
  EXPECT_EQ(codes.size(), 3U);
}

TEST(Room, LaysCertificatesOutForPeopleAfterTheyAreDurable) {
  SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  session.answerAll();
  session.give(console::endSession(session.id()));
  session.give(console::finaliseSession(session.id()));
  session.centre().holdCommits();
  session.console().give(console::issueCertificates(session.id()));
  const auto folder = session.centre().centre().identity().issuedFolder;
  EXPECT_FALSE(std::filesystem::exists(folder));
  session.centre().commitHeld();
  const std::string code = session.stateOf(0).certificateCode;
  const auto text = base::readTextFile(folder / (code + ".jwt"));
  ASSERT_TRUE(text) << text.error().detail;
  EXPECT_EQ(*text, session.live().issued(session.candidates()[0].ref)->jwt);
}

TEST(Room, SignsACheckpointThatCoversTheCertificates) {
  SyntheticSession session({.candidates = 2});
  session.run();
  const auto standing = session.centre().centre().standing(session.live().stream());
  // Behind it stand only its own record and the countersignature of the console it was shown to.
  EXPECT_EQ(session.live().state().checkpointPosition, standing.position() - 2);
}

TEST(Room, IssuesOnceHoweverOftenStaffAsk) {
  SyntheticSession session({.candidates = 2});
  session.run();
  const std::string first = session.live().issued(session.candidates()[0].ref)->jwt;
  const Outcome again = session.console().give(console::issueCertificates(session.id()));
  EXPECT_TRUE(again.done);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(session.live().issued(session.candidates()[0].ref)->jwt, first);
}

TEST(Room, SurvivesEverythingThatHappensInRooms) {
  SyntheticSession session({.candidates = 3, .course = Course::eventful});
  session.run();
  for (const SyntheticCandidate& candidate : session.candidates()) {
    const exam::Candidate& state = *session.live().state().find(candidate.ref);
    EXPECT_EQ(state.phase, exam::CandidatePhase::ended);
    EXPECT_GE(state.answered.size(), 30U);
    ASSERT_TRUE(state.result);
    EXPECT_EQ(state.result->status, "validated");
  }
}

TEST(Room, EndsCalmlyWhenNoItemIsLeftAndKeepsTheAnswers) {
  // Each alert of this candidate is resolved by another question; 34 items sustain two replacements.
  SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  SyntheticSeat& seat = session.seatOf(0);
  for (std::uint32_t alert = 1; alert <= 4; ++alert) {
    session.step(0);
    seat.raiseAlert("does-not-display", "", seat.question()->number());
    session.give(console::resolveAlert(session.id(), alert, console::Resolution::replace, ""));
    seat.receive();
  }
  session.answerAll();
  const exam::Candidate& state = session.stateOf(0);
  EXPECT_EQ(state.endReason, "no-item-left");
  EXPECT_GE(state.answered.size(), 20U);
  session.close();
  EXPECT_EQ(session.stateOf(0).result->status, "validated");
}

TEST(Room, TellsTheCandidateWhatAnInvigilatorWrites) {
  SyntheticSession session({.candidates = 2});
  session.create();
  session.open();
  session.seat();
  session.give(console::messageCandidate(session.id(), session.candidates()[1].ref, "Votre chaise est prête."));
  session.seatOf(0).receive();
  session.seatOf(1).receive();
  EXPECT_EQ(session.seatOf(0).lastMessage(), "");
  EXPECT_EQ(session.seatOf(1).lastMessage(), "Votre chaise est prête.");
}

TEST(Room, RefusesASimulatedSeatUnderARealTicket) {
  SyntheticSession session({.candidates = 1}, {.occasion = trust::Occasion::examination, .data = {}});
  session.create();
  session.open();
  SyntheticSeat& seat = session.seatOf(0);
  seat.checkIn(session.candidates()[0].code);  // says truly that it is real
  EXPECT_EQ(seat.takeRefusal(), "");
  EXPECT_EQ(session.stateOf(0).phase, exam::CandidatePhase::seated);
}

}  // namespace
}  // namespace vigie::support
