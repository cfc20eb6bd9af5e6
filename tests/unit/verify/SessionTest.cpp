// True sessions hold; what is missing is named.
#include "Sessions.hpp"

namespace vigie::verify {
namespace {

using support::anchorsOf;
using support::Insider;

TEST(Session, HoldsWhenNothingWasChanged) {
  for (auto* session : {&quietSession(), &eventfulSession()}) {
    const Report report = auditOf(*session, Insider(*session));
    EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  }
}

TEST(Session, SaysOnlyThatAnswersOfABundleWereNotJudgedAgain) {
  const Report report = auditOf(quietSession(), Insider(quietSession()));
  ASSERT_EQ(report.findings.size(), 1U) << listOf(report);
  EXPECT_EQ(report.findings.front().code, Code::answersNotJudged);
  EXPECT_EQ(report.findings.front().about, "64");
}

TEST(Session, TellsWhatItWas) {
  auto& session = eventfulSession();
  const Insider insider(session);
  const Facts facts = auditOf(session, insider).facts;
  EXPECT_EQ(facts.session, session.id());
  EXPECT_EQ(facts.ticket, "T-1");
  EXPECT_EQ(facts.centre, "0042");
  EXPECT_TRUE(facts.demonstration);
  EXPECT_EQ(facts.arithmetic, "vigie-scoring/1");
  EXPECT_EQ(facts.candidates, 3U);
  EXPECT_GE(facts.answers, 90U);
  EXPECT_EQ(facts.certificates, insider.certificates);
  EXPECT_EQ(facts.sessionRecords, insider.records.size());
  EXPECT_GT(facts.countersignatures, 5U);
  EXPECT_EQ(facts.position, session.live().state().checkpointPosition);
}

TEST(Session, HoldsWithTheBankToo) {
  auto& session = eventfulSession();
  const Report report =
      verifyBundle(Insider(session).signedBundle(), anchorsOf(session), support::syntheticBank().bank.get());
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
}

TEST(Session, IsMadeAgainByAnInsiderWhoChangesNothing) {
  // Otherwise the tampering tests would find the tool, not the change.
  Insider insider(quietSession());
  const verify::Bundle before = insider.bundle();
  insider.coverTracks();
  EXPECT_EQ(insider.bundle(), before);
}

TEST(Session, IsNotEstablishedWithoutARoot) {
  auto& session = quietSession();
  Anchors anchors{.root = base::fail("file-missing", "there is no root.pem"), .ticketKey = {}};
  const Report report = verifyBundle(Insider(session).signedBundle(), anchors);
  EXPECT_EQ(report.outcome(), Outcome::notEstablished) << listOf(report);
  EXPECT_TRUE(report.has(Code::rootMissing));
}

TEST(Session, IsForgedUnderAnotherRoot) {
  auto& session = quietSession();
  const support::SyntheticNation other(trust::Occasion::demonstration);
  const Report report = verifyBundle(Insider(session).signedBundle(), {.root = other.root, .ticketKey = {}});
  EXPECT_EQ(report.outcome(), Outcome::forged);
  EXPECT_TRUE(report.has(Code::chainUntrusted)) << listOf(report);
  EXPECT_TRUE(report.has(Code::ticketKeyUntrusted)) << listOf(report);
}

TEST(Session, IsNotEstablishedWithoutTheTicketsKey) {
  auto& session = quietSession();
  Bundle bundle = Insider(session).bundle();
  bundle.registryChain.clear();
  const auto bytes = writeBundle(bundle, session.centre().centre().identity().issuingKey);
  const Report report = verifyBundle(*bytes, anchorsOf(session));
  EXPECT_EQ(report.outcome(), Outcome::notEstablished) << listOf(report);
  EXPECT_TRUE(report.has(Code::ticketKeyMissing));
  // Who knows the key needs no chain: the registry itself.
  Anchors anchors = anchorsOf(session);
  anchors.ticketKey = session.centre().nation().ticketKey.publicKey();
  EXPECT_EQ(verifyBundle(*bytes, anchors).outcome(), Outcome::good);
}

TEST(Session, DoesNotTakeAKeyOfAnotherPurposeForTheTickets) {
  auto& session = quietSession();
  Bundle bundle = Insider(session).bundle();
  bundle.registryChain = {session.centre().nation().statusCertificate.der()};
  const auto bytes = writeBundle(bundle, session.centre().centre().identity().issuingKey);
  EXPECT_TRUE(verifyBundle(*bytes, anchorsOf(session)).has(Code::ticketKeyUntrusted));
}

TEST(Session, IsEndedWhenItsIssuingCertificateHadExpired) {
  // Accredited, then the certificate lapsed before the session began.
  support::SyntheticSession session({.candidates = 1});
  session.centre().clock().pass(400LL * 86'400'000);
  session.run();
  const Report report = auditOf(session, Insider(session));
  EXPECT_TRUE(report.has(Code::chainExpired)) << listOf(report);
  EXPECT_EQ(report.outcome(), Outcome::ended) << listOf(report);
}

TEST(Session, IsNotEstablishedBeforeItIsFinalised) {
  support::SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  for (int i = 0; i < 5; ++i) session.step(0);
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::notEstablished) << listOf(report);
  EXPECT_TRUE(report.has(Code::notFinalised));
}

TEST(Session, IsNotEstablishedWhenNobodyOutsideVouchesForItsEnd) {
  support::SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  session.answerAll();
  session.console().doNotBindHeads();
  session.close();
  const Report report = auditOf(session, Insider(session));
  EXPECT_TRUE(report.has(Code::headMissing)) << listOf(report);
  EXPECT_EQ(report.outcome(), Outcome::notEstablished);
}

TEST(Session, TellsWhenNobodyCountersignedItsEnd) {
  support::SyntheticSession session({.candidates = 1});
  session.console().doNotCountersign();
  session.run();
  const Report report = auditOf(session, Insider(session));
  EXPECT_TRUE(report.has(Code::notCountersigned));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
}

TEST(Session, TellsWhenSomebodySetTheServersDate) {
  support::SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  session.step(0);
  session.centre().clock().setWall(session.centre().clock().now().wallMs - 3'600'000);
  session.step(0);
  session.centre().clock().setWall(session.centre().clock().now().wallMs + 3'600'000);
  session.answerAll();
  session.close();
  const Report report = auditOf(session, Insider(session));
  EXPECT_TRUE(report.has(Code::clockSetBack)) << listOf(report);
  EXPECT_TRUE(report.has(Code::clockSetForward)) << listOf(report);
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
}

TEST(Session, AcceptsWhatHappensInRooms) {
  support::SyntheticSession session({.candidates = 3});
  session.create();
  session.open();
  session.seatOf(0).checkIn("BBBBBBBB");                    // a wrong code
  session.seatOf(1).checkIn(session.candidates()[0].code);  // right code, wrong place: then it is theirs
  session.seatOf(0).checkIn(session.candidates()[0].code);  // in use elsewhere
  session.seatOf(1).confirmIdentity();
  session.give(console::confirmPresence(session.id(), session.candidates()[0].ref));
  session.seatOf(1).receive();
  session.seatOf(1).begin();
  support::SyntheticSeat& seat = session.seatOf(1);
  const auto other = seat.makeAnswer(support::Aim::wrong);
  seat.answer(support::Aim::right);
  seat.submit(other);  // other bytes for the same number
  seat.disconnect();
  seat.restartProgram();
  seat.connect();
  seat.checkIn("");  // a new seat key
  seat.answer(support::Aim::right);
  session.give(console::pauseCandidate(session.id(), session.candidates()[0].ref));
  session.centre().pass(5'000);
  session.give(console::resumeCandidate(session.id(), session.candidates()[0].ref));
  seat.receive();
  seat.raiseAlert("other", "", 0);
  session.give(console::resolveAlert(session.id(), 1, console::Resolution::keep, "rien"));
  seat.receive();
  session.give(console::messageCandidate(session.id(), session.candidates()[0].ref, "Bonjour"));
  session.give(console::endTest(session.id(), session.candidates()[0].ref, console::TestEnd::technical));
  session.give(console::endSession(session.id()));
  session.give(console::finaliseSession(session.id()));
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_EQ(report.facts.incidents, 2U);
}

TEST(Session, OfARealTicketHoldsUnderARealRoot) {
  support::SyntheticSession session({.candidates = 1}, {.occasion = trust::Occasion::examination, .data = {}});
  session.run();
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
  EXPECT_FALSE(report.facts.demonstration);
}

TEST(Session, EndedByTimeHolds) {
  support::SyntheticSession session({.candidates = 1});
  session.create();
  session.open();
  session.seat();
  session.step(0);
  session.centre().pass(support::syntheticBank().test.durationMs() + 130'000);
  ASSERT_EQ(session.stateOf(0).endReason, "time-out");
  session.close();
  const Report report = auditOf(session, Insider(session));
  EXPECT_EQ(report.outcome(), Outcome::good) << listOf(report);
}

}  // namespace
}  // namespace vigie::verify
