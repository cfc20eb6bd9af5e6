// Time counts only between ticks; what is not the candidate's is credited.
#include <gtest/gtest.h>

#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

using exam::CreditReason;

class Clocks : public testing::Test {
 protected:
  Clocks() {
    session_.create();
    session_.open();
    session_.seat();
  }
  const exam::ExamClock& clock() { return session_.stateOf(0).clock; }

  // Seconds during which the seat speaks, so that its link is not lost.
  void sit(int seconds) {
    for (int i = 0; i < seconds; ++i) {
      session_.seatOf(0).heartbeat();
      session_.centre().pass(1000);
    }
  }

  SyntheticSession session_{{.candidates = 1}};
  const std::int64_t allowed_ = syntheticBank().test.durationMs();
};

TEST_F(Clocks, RunWhileACandidateSitsInFrontOfAQuestion) {
  sit(60);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 60'000);
  EXPECT_EQ(clock().creditedMs(), 0);
}

TEST_F(Clocks, StandStillDuringAPauseOfTheSession) {
  sit(10);
  session_.give(console::pauseSession(session_.id()));
  session_.seatOf(0).receive();
  EXPECT_FALSE(session_.seatOf(0).question());
  sit(100);
  session_.give(console::resumeSession(session_.id()));
  session_.seatOf(0).receive();
  EXPECT_TRUE(session_.seatOf(0).question());
  sit(10);
  EXPECT_EQ(clock().creditedMs(CreditReason::paused), 100'000);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 20'000);
}

TEST_F(Clocks, StandStillDuringAPauseOfOneCandidate) {
  session_.give(console::pauseCandidate(session_.id(), session_.candidates()[0].ref));
  sit(30);
  session_.give(console::resumeCandidate(session_.id(), session_.candidates()[0].ref));
  EXPECT_EQ(clock().creditedMs(CreditReason::paused), 30'000);
}

TEST_F(Clocks, StandStillWhileAnAlertIsOpen) {
  sit(10);
  session_.seatOf(0).raiseAlert("cannot-answer", "le clavier", 1);
  sit(45);
  session_.give(console::resolveAlert(session_.id(), 1, console::Resolution::keep, ""));
  EXPECT_EQ(clock().creditedMs(CreditReason::alert), 45'000);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 10'000);
}

TEST_F(Clocks, CreditALostLinkUpToTwoMinutesPerLoss) {
  session_.seatOf(0).disconnect();
  session_.centre().pass(200'000);
  EXPECT_EQ(clock().creditedMs(CreditReason::linkLost), exam::kLinkCreditMs);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 80'000);
  session_.seatOf(0).connect();
  sit(10);
  session_.seatOf(0).disconnect();
  session_.centre().pass(30'000);
  EXPECT_EQ(clock().creditedMs(CreditReason::linkLost), exam::kLinkCreditMs + 30'000);
}

TEST_F(Clocks, CreditWhatAnInvigilatorDecides) {
  session_.give(console::creditTime(session_.id(), session_.candidates()[0].ref, 90'000));
  EXPECT_EQ(clock().creditedMs(CreditReason::decision), 90'000);
  EXPECT_EQ(clock().remainingMs(), allowed_ + 90'000);
  const auto refusal = [&](std::int64_t ms) {
    return session_.console().give(console::creditTime(session_.id(), session_.candidates()[0].ref, ms)).refusal;
  };
  EXPECT_EQ(refusal(0), "credit-range");
  EXPECT_EQ(refusal(-5), "credit-range");
  EXPECT_EQ(refusal(allowed_ + 1), "credit-range");
}

TEST_F(Clocks, CreditTheTimeTheCentreWasDown) {
  sit(10);
  session_.centre().kill();
  session_.centre().clock().pass(300'000);
  must(session_.centre().restart());
  // The restart settles the gap: two seconds count, the rest is the centre's.
  EXPECT_EQ(clock().creditedMs(CreditReason::centreDown), 298'000);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 12'000);
}

TEST_F(Clocks, CreditTheTimeOfAReboot) {
  sit(10);
  session_.centre().kill();
  session_.centre().clock().reboot(120'000);
  must(session_.centre().restart());
  EXPECT_EQ(clock().creditedMs(CreditReason::centreDown), 118'000);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 12'000);
}

TEST_F(Clocks, DoNotNoticeWhenSomebodySetsTheDate) {
  sit(10);
  session_.centre().clock().setWall(kMorningMs - 86'400'000);
  sit(10);
  session_.centre().clock().setWall(kMorningMs + 86'400'000);
  sit(10);
  EXPECT_EQ(clock().remainingMs(), allowed_ - 30'000);
}

TEST_F(Clocks, NeverGainFromARebootWithTheDateSetBack) {
  sit(10);
  session_.centre().kill();
  session_.centre().clock().reboot(0);
  session_.centre().clock().setWall(kMorningMs - 3'600'000);
  must(session_.centre().restart());
  EXPECT_EQ(clock().remainingMs(), allowed_ - 10'000);
}

TEST_F(Clocks, EndTheTestWhenNothingRemains) {
  session_.seatOf(0).answer(Aim::right);
  sit(static_cast<int>(allowed_ / 1000) - 1);
  EXPECT_EQ(session_.stateOf(0).phase, exam::CandidatePhase::running);
  sit(1);
  EXPECT_EQ(session_.stateOf(0).endReason, "time-out");
  session_.seatOf(0).receive();
  EXPECT_EQ(session_.seatOf(0).state().phase(), "ended");
}

}  // namespace
}  // namespace vigie::support
