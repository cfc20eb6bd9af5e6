// A session that is over: its stream ends, a start does not replay it, and staff still see all of it.
#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/journal/Verify.hpp"

#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

message::Query aboutSessions() {
  message::Query query;
  query.set_id(7);
  query.set_sessions(true);
  return query;
}

class Closing : public testing::Test {
 protected:
  Closing() : session_({.candidates = 2, .course = Course::eventful}) {}

  void runAndAnchor() {
    session_.run();
    session_.console().receive();
    before_ = show();
    session_.centre().anchor(session_.id());
    before_.mutable_sessions(0)->set_anchored(true);
  }

  void restart() {
    must(session_.centre().restart());
    session_.console().connect();
  }

  message::Reply show() {
    message::Query query;
    query.set_id(5);
    query.set_session(session_.id().bytes());
    query.set_session_view(true);
    auto reply = session_.console().ask(query).value();
    reply.clear_standings();
    return reply;
  }

  record::SessionClosed closing() {
    std::optional<record::SessionClosed> found;
    must(session_.centre().store().read(
        journal::kCentreStream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
          const auto one = must(journal::decode(entry.blob));
          const auto content = must(exam::readCentreRecord({one.type, one.typeVersion}, one.payload));
          if (const auto* closed = std::get_if<record::SessionClosed>(&content)) found = *closed;
          return journal::Visit::more;
        }));
    return found.value();
  }

  SyntheticSession session_;
  message::Reply before_;
};

TEST_F(Closing, EndsTheStreamOfAnAnchoredSessionAtItsHead) {
  runAndAnchor();
  const auto closed = closing();
  const auto ends = must(session_.centre().store().streams());
  const auto end = std::find_if(ends.begin(), ends.end(),
                                [&](const auto& one) { return one.stream == journal::streamOf(session_.id()); });
  ASSERT_NE(end, ends.end());
  EXPECT_EQ(closed.position(), end->lastSequence);
  const auto report = journal::verifyStream(session_.centre().store(), end->stream, {});
  EXPECT_EQ(closed.head(), base::toString(report.head.head));
  EXPECT_EQ(session_.centre().centre().findSession(session_.id()), nullptr);
}

TEST_F(Closing, LeavesASessionThatWaitsForTheRegistryOpen) {
  session_.run();
  session_.centre().pass(5'000);
  restart();
  EXPECT_NE(session_.centre().centre().findSession(session_.id()), nullptr);
}

TEST_F(Closing, OfASessionWithoutResultsFollowsItsFinalisation) {
  session_.create();
  session_.open();
  session_.give(console::endSession(session_.id()));
  session_.give(console::finaliseSession(session_.id()));
  session_.console().receive();
  session_.centre().pass(1'000);
  EXPECT_EQ(closing().session(), session_.id().bytes());
}

TEST_F(Closing, SavesAStartFromReplayingTheSession) {
  runAndAnchor();
  restart();
  EXPECT_TRUE(session_.centre().centre().sessions().empty());
  EXPECT_EQ(session_.centre().recalls(), 0U);
}

TEST_F(Closing, ChangesNothingOfWhatStaffAreShown) {
  runAndAnchor();
  EXPECT_EQ(show().SerializeAsString(), before_.SerializeAsString());
  restart();
  EXPECT_EQ(show().SerializeAsString(), before_.SerializeAsString());
  EXPECT_EQ(session_.centre().recalls(), 1U);
  const auto& first = before_.candidates(0);
  const auto ref = must(base::CandidateRef::fromBytes(first.candidate()));
  EXPECT_EQ(session_.console().view(session_.id(), ref).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(session_.centre().recalls(), 1U);  // it was still in memory
}

TEST_F(Closing, KeepsTheSessionInListsWithoutReadingItAgain) {
  runAndAnchor();
  restart();
  const auto list = session_.console().ask(aboutSessions()).value();
  ASSERT_EQ(list.sessions_size(), 1);
  EXPECT_EQ(list.sessions(0).SerializeAsString(), before_.sessions(0).SerializeAsString());
  EXPECT_EQ(list.standings(0).position(), closing().position());
  EXPECT_EQ(session_.centre().recalls(), 0U);
}

TEST_F(Closing, MakesALostSummaryAgainFromTheJournal) {
  runAndAnchor();
  session_.centre().dropSummaries();
  restart();
  const auto list = session_.console().ask(aboutSessions()).value();
  ASSERT_EQ(list.sessions_size(), 1);
  EXPECT_EQ(list.sessions(0).SerializeAsString(), before_.sessions(0).SerializeAsString());
}

TEST_F(Closing, RefusesEveryNewCommandByName) {
  runAndAnchor();
  restart();
  const auto outcome = session_.console().give(console::messageEverybody(session_.id(), "trop tard"));
  EXPECT_EQ(outcome.refusal, "session-closed");
  EXPECT_EQ(closing().position(), session_.centre().centre().standing(journal::streamOf(session_.id())).position());
}

TEST_F(Closing, RepeatsTheOutcomeOfACommandThatWasCarriedOutBefore) {
  session_.create();
  session_.open();
  session_.seat();
  session_.answerAll();
  session_.give(console::endSession(session_.id()));
  const auto finalise = session_.console().prepare(console::finaliseSession(session_.id()));
  EXPECT_TRUE(session_.console().send(finalise).done);
  session_.give(console::issueCertificates(session_.id()));
  session_.centre().anchor(session_.id());
  restart();
  const auto again = session_.console().send(finalise);
  EXPECT_TRUE(again.done);
  EXPECT_TRUE(again.repeated);
}

TEST_F(Closing, OutlivesAnotherTestDefinition) {
  runAndAnchor();
  auto bytes = must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json"));
  const auto at = bytes.find("\"durationSeconds\": ");
  ASSERT_NE(at, std::string::npos);
  bytes.replace(bytes.find_first_of("0123456789", at), 1, "9");
  must(session_.centre().restartWith(must(content::TestDefinition::load(bytes)), bytes));
  session_.console().connect();
  session_.centre().dropSummaries();
  EXPECT_EQ(session_.console().ask(aboutSessions()).value().sessions_size(), 1);
  message::Query query;
  query.set_id(6);
  query.set_session(session_.id().bytes());
  query.set_session_view(true);
  EXPECT_FALSE(session_.console().ask(query));
  EXPECT_EQ(session_.console().refusals().back().code(), "test-mismatch");
}

TEST_F(Closing, AnchoredByAnOlderProgramHappensAtTheNextStart) {
  session_.run();
  record::SessionAnchored anchor;
  anchor.set_receipt_digest(std::string(32, 'r'));
  session_.centre().service().turn(
      [&] { session_.centre().centre().carryOut(session_.live(), exam::AddAnchor{anchor}); });
  session_.centre().commitHeld();
  session_.centre().kill();
  restart();
  EXPECT_EQ(closing().session(), session_.id().bytes());
}

}  // namespace
}  // namespace vigie::support
