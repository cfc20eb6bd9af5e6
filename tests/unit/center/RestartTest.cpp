// The journal is the only truth: memory is rebuilt from it, and worthless when it cannot be written.
#include <gtest/gtest.h>

#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;

// Everything that a replay must rebuild, as text.
std::string describe(const exam::SessionState& state) {
  std::string out = std::string(exam::phaseName(state.phase)) + " " + std::to_string(state.paused) + " " +
                    std::to_string(state.commands.size()) + " " + std::to_string(state.newestWallMs) + " " +
                    std::to_string(state.incidents) + " " + std::to_string(state.issued.size()) + "\n";
  for (const exam::Alert& alert : state.alerts)
    out += std::to_string(alert.number) + alert.outcome + std::to_string(alert.open) + "\n";
  for (const auto& [ref, one] : state.candidates) {
    out += ref.hex() + " " + std::string(exam::phaseName(one.phase)) + " " + one.endReason + " " +
           std::to_string(one.clock.countedMs()) + " " + std::to_string(one.clock.creditedMs()) + " " +
           base::toHex(one.newestSigned) + " " + base::toHex(one.nonce) + " " +
           (one.lease ? one.lease->workstation.hex() + std::to_string(one.lease->number) : "-") + "\n";
    for (const exam::Question& question : one.questions) {
      out += std::to_string(question.number) + ":" + std::to_string(question.item) + ":" + base::toHex(question.shown) +
             ":" + std::to_string(question.replaced) + ":" +
             (question.answer ? base::toHex(question.answer->signedDigest) : "-") + "\n";
    }
    for (const auto byte : one.excluded) out += byte != 0 ? '1' : '0';
    if (one.estimate) out += "\n" + std::to_string(one.estimate->ability());
  }
  return out;
}

class Restart : public testing::Test {
 protected:
  explicit Restart(Course course = Course::quiet) : session_({.candidates = 2, .course = course}) {
    session_.create();
    session_.open();
    session_.seat();
  }
  SyntheticSession session_;
};

TEST_F(Restart, ByReplayGivesAnEqualState) {
  for (int i = 0; i < 6; ++i) {
    session_.centre().pass(7'000);
    session_.step(0);
    session_.step(1);
  }
  session_.seatOf(0).raiseAlert("other", "", session_.seatOf(0).question()->number());
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::replace, ""));
  session_.give(console::endSession(session_.id()));  // no restart record then: the states must be equal
  const std::string before = describe(session_.live().state());
  must(session_.centre().restart());
  EXPECT_EQ(describe(session_.live().state()), before);
}

TEST_F(Restart, KeepsEveryAcknowledgedAnswerAndTheQuestion) {
  for (int i = 0; i < 5; ++i) session_.step(0);
  const auto question = *session_.seatOf(0).question();
  session_.centre().kill();
  session_.centre().clock().pass(30'000);
  must(session_.centre().restart());
  SyntheticSeat& seat = session_.seatOf(0);
  seat.connect();
  EXPECT_EQ(seat.welcome().sitting().answered(), 5U);
  ASSERT_TRUE(seat.question());
  EXPECT_EQ(seat.question()->number(), question.number());
  EXPECT_EQ(seat.question()->item(), question.item());
  session_.console().connect();
  const auto view = session_.console().view(session_.id(), session_.candidates()[0].ref);
  ASSERT_EQ(view.acknowledged_size(), 5);
  for (int i = 0; i < 5; ++i) {
    exam::record::AnswerPrivate secret;
    secret.ParseFromString(seat.kept()[static_cast<std::size_t>(i)].private_part());
    EXPECT_EQ(view.acknowledged(i).sha256(), base::toString(crypto::sha256(base::bytesOf(secret.answer()))));
  }
}

TEST_F(Restart, TakesAnAnswerThatWasNeverDurableWhenItIsSentAgain) {
  session_.step(0);
  session_.centre().holdCommits();
  SyntheticSeat& seat = session_.seatOf(0);
  seat.answer(Aim::right);
  EXPECT_EQ(seat.acknowledged().size(), 1U);
  session_.centre().kill();
  must(session_.centre().restart());
  seat.connect();
  EXPECT_EQ(seat.welcome().sitting().answered(), 1U);
  seat.submit(seat.kept().back());
  EXPECT_EQ(seat.acknowledged().size(), 2U);
  EXPECT_EQ(session_.stateOf(0).answered.size(), 2U);
}

TEST_F(Restart, RecordsItsGapInEveryOpenSession) {
  const auto before = session_.centre().centre().standing(session_.live().stream()).position();
  must(session_.centre().restart());
  EXPECT_GT(session_.centre().centre().standing(session_.live().stream()).position(), before);
}

TEST_F(Restart, RefusesATestDefinitionOtherThanTheSessions) {
  const SyntheticBank& bank = syntheticBank();
  std::string other = bank.testBytes;
  const auto place = other.find("6300");
  ASSERT_NE(place, std::string::npos);
  other.replace(place, 4, "7200");
  const auto restarted = session_.centre().restartWith(must(content::TestDefinition::load(other)), other);
  ASSERT_FALSE(restarted);
  EXPECT_EQ(restarted.error().code, "test-mismatch");
}

TEST_F(Restart, RefusesAPrivatePartThatWasExchanged) {
  session_.step(0);
  session_.step(1);
  must(session_.centre().exchangeNewestPrivateParts(session_.live().stream()));
  const auto restarted = session_.centre().restart();
  ASSERT_FALSE(restarted);
  EXPECT_EQ(restarted.error().code, "private-part-damaged");
}

TEST_F(Restart, LosesNothingButTheTextsOfACandidateWhoseKeysWereErased) {
  session_.step(0);
  session_.step(1);
  std::filesystem::remove(session_.centre().data() / "keys" / session_.id().hex() / session_.candidates()[0].ref.hex());
  must(session_.centre().restart());
  EXPECT_EQ(session_.stateOf(0).answered.size(), 1U);
  EXPECT_EQ(session_.live().displayName(session_.candidates()[1].ref), "Zoé Durand");
  EXPECT_NE(session_.live().displayName(session_.candidates()[0].ref), "Zoé Durand");
}

TEST_F(Restart, IsTheOnlyWayOnAfterAFailedCommit) {
  session_.centre().failNextCommit();
  SyntheticSeat& seat = session_.seatOf(0);
  seat.answer(Aim::right);
  EXPECT_TRUE(seat.acknowledged().empty());
  ASSERT_TRUE(session_.centre().service().failure());
  // Sticky: the next answer would be written, but nothing is accepted any more.
  seat.submit(seat.kept().back());
  session_.seatOf(1).answer(Aim::right);
  EXPECT_TRUE(seat.acknowledged().empty());
  EXPECT_TRUE(session_.seatOf(1).acknowledged().empty());
  must(session_.centre().restart());
  seat.connect();
  EXPECT_EQ(seat.welcome().sitting().answered(), 0U);
  seat.submit(seat.kept().front());
  EXPECT_EQ(seat.acknowledged().size(), 1U);
}

}  // namespace
}  // namespace vigie::support
