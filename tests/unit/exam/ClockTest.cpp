#include <gtest/gtest.h>

#include "common/exam/ExamClock.hpp"

namespace vigie::exam {
namespace {

constexpr std::int64_t kMinute = 60'000;

Instant at(std::int64_t runMs, std::uint8_t boot = 1) {
  Instant instant{1'795'288'500'000 + runMs, runMs, {}};
  instant.bootId[0] = boot;
  return instant;
}

ExamClock started() {
  ExamClock clock;
  clock.allow(105 * kMinute);
  clock.start(at(0));
  return clock;
}

TEST(ExamClock, CountsWhatIsTicked) {
  ExamClock clock = started();
  for (int second = 1; second <= 90; ++second) clock.settle(at(second * 1000), {});
  EXPECT_EQ(clock.countedMs(), 90'000);
  EXPECT_EQ(clock.creditedMs(), 0);
  EXPECT_EQ(clock.remainingMs(), 105 * kMinute - 90'000);
}

TEST(ExamClock, CountsNothingBeforeItStartsAndAfterItStops) {
  ExamClock clock;
  clock.allow(kMinute);
  clock.settle(at(5000), {});
  EXPECT_EQ(clock.remainingMs(), kMinute);
  clock.start(at(10'000));
  clock.stop(at(11'000), {});
  clock.settle(at(50'000), {});
  EXPECT_EQ(clock.countedMs(), 1000);
}

TEST(ExamClock, CreditsAllButTwoSecondsOfAGap) {
  ExamClock clock = started();
  clock.settle(at(2'000), {});
  EXPECT_EQ(clock.creditedMs(), 0) << "2 s is still a late tick";
  clock.settle(at(12'000), {});
  EXPECT_EQ(clock.creditedMs(CreditReason::centreDown), 8'000);
  EXPECT_EQ(clock.remainingMs(), 105 * kMinute - 4'000);
}

TEST(ExamClock, CreditsPausesAndAlertsInFull) {
  ExamClock clock = started();
  clock.settle(at(1'000), {.paused = true});
  clock.settle(at(31'000), {.paused = true, .alert = true});
  clock.settle(at(41'000), {.alert = true});
  EXPECT_EQ(clock.creditedMs(CreditReason::paused), 31'000);
  EXPECT_EQ(clock.creditedMs(CreditReason::alert), 10'000);
  EXPECT_EQ(clock.remainingMs(), 105 * kMinute);
}

TEST(ExamClock, CreditsALostLinkForTwoMinutesOnly) {
  ExamClock clock = started();
  clock.linkLost();
  for (int second = 1; second <= 300; ++second) clock.settle(at(second * 1000), {.linkLost = true});
  EXPECT_EQ(clock.creditedMs(CreditReason::linkLost), kLinkCreditMs);
  EXPECT_EQ(clock.remainingMs(), 105 * kMinute - 180'000) << "pulling the cable must not buy thinking time";
  clock.linkLost();
  clock.settle(at(301'000), {.linkLost = true});
  EXPECT_EQ(clock.creditedMs(CreditReason::linkLost), kLinkCreditMs + 1000) << "each loss has its own two minutes";
}

TEST(ExamClock, UsesWallTimeOnlyAcrossAReboot) {
  ExamClock clock = started();
  Instant rebooted = at(600'000, 2);
  rebooted.runMs = 12'000;
  clock.settle(rebooted, {});
  EXPECT_EQ(clock.creditedMs(CreditReason::centreDown), 598'000);
  EXPECT_EQ(clock.countedMs() - clock.creditedMs(), kLongestCountedGapMs);
}

TEST(ExamClock, NeverRunsBackwards) {
  ExamClock clock = started();
  clock.settle(at(5'000), {});
  const ExamClock before = clock;
  clock.settle(at(4'000), {});
  EXPECT_EQ(clock.remainingMs(), before.remainingMs());
  Instant setBack = at(0, 2);
  setBack.wallMs = 946'684'800'000;  // 2000-01-01, after a reboot with an empty battery
  clock.settle(setBack, {});
  EXPECT_EQ(clock.remainingMs(), before.remainingMs());
}

}  // namespace
}  // namespace vigie::exam
