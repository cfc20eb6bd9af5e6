#include "common/vision/CaptureSchedule.hpp"

#include <gtest/gtest.h>

namespace vigie::vision {
namespace {

constexpr std::size_t kPicture = 25'000;

struct Day {
  CaptureSchedule schedule;
  CaptureRing<std::int64_t> ring{5000};
  std::vector<std::int64_t> kept;
  std::int64_t bytes = 0;
  std::int64_t nowMs = 0;

  explicit Day(const CaptureSettings& settings = {}) : schedule(settings) {}

  void pass(std::int64_t forMs, FlagSet flags = {}) {
    for (const std::int64_t end = nowMs + forMs; nowMs < end; nowMs += 200) {
      const auto wish = schedule.look(flags, nowMs);
      if (schedule.takeRing()) {
        for (const std::int64_t takenMs : ring.takeAll(nowMs)) keep(takenMs);
      }
      if (wish == CaptureSchedule::Wish::keep) keep(nowMs);
      if (wish == CaptureSchedule::Wish::ring) ring.add(nowMs, nowMs);
    }
  }

  void keep(std::int64_t timeMs) {
    kept.push_back(timeMs);
    bytes += static_cast<std::int64_t>(kPicture);
    schedule.spend(kPicture);
  }
};

FlagSet of(Flag flag) {
  FlagSet set;
  set.add(flag);
  return set;
}

TEST(CaptureSchedule, TakesOnePictureEachHalfMinuteWhenCalm) {
  Day day;
  day.pass(300'000);
  ASSERT_EQ(day.kept.size(), 10U);
  EXPECT_EQ(day.kept[1] - day.kept[0], 30'000);
}

TEST(CaptureSchedule, KeepsTheFiveSecondsBeforeAnEventAndLooksCloselyAfterIt) {
  Day day;
  day.pass(40'000);
  const std::size_t before = day.kept.size();
  day.pass(12'000, of(Flag::severalFaces));
  const std::vector<std::int64_t> around(day.kept.begin() + static_cast<std::ptrdiff_t>(before), day.kept.end());
  ASSERT_GE(around.size(), 12U);
  // Five seconds before the newest picture of the ring, which may itself be a second old.
  EXPECT_GE(around.front(), 34'000);
  EXPECT_LE(around.front(), 35'400);
  for (std::size_t i = 1; i < around.size(); ++i) EXPECT_LE(around[i] - around[i - 1], 1'600) << i;
}

TEST(CaptureSchedule, IsCalmAgainWhileAFlagJustStays) {
  Day day;
  day.pass(60'000, of(Flag::dim));
  const std::size_t before = day.kept.size();
  day.pass(120'000, of(Flag::dim));
  EXPECT_EQ(day.kept.size() - before, 4U);
}

TEST(CaptureSchedule, NeverSpendsMoreThanTheHourHas) {
  Day day;
  while (day.nowMs < 3'600'000) {
    day.pass(2'500, of(Flag::noFace));
    day.pass(2'500);
  }
  const CaptureSettings settings;
  EXPECT_LE(day.bytes, 20'000'000);
  EXPECT_GE(day.bytes, settings.bytesAnHour * 9 / 10);
}

TEST(CaptureSchedule, KeepsAFixedRhythmForDemonstrations) {
  CaptureSettings settings;
  settings.fixedMs = 1000;
  Day day(settings);
  day.pass(10'000, of(Flag::noFace));
  EXPECT_EQ(day.kept.size(), 10U);
}

// A camera's frames come some milliseconds early and late.
TEST(CaptureSchedule, LosesNoPictureOfAFixedRhythmToJitter) {
  CaptureSettings settings;
  settings.fixedMs = 1000;
  CaptureSchedule schedule(settings);
  int kept = 0;
  for (int second = 0; second < 60; ++second) {
    const std::int64_t early = (second * 37) % 23;
    kept += schedule.look({}, second * 1000 - early + 100) == CaptureSchedule::Wish::keep ? 1 : 0;
    EXPECT_EQ(schedule.look({}, second * 1000 + 500), CaptureSchedule::Wish::nothing);
  }
  EXPECT_EQ(kept, 60);
}

TEST(CaptureSchedule, TakesALossOfTheCameraAsAnEventAndKeepsWhatLedToIt) {
  Day day;
  day.pass(40'000);
  day.schedule.note(of(Flag::cameraLost), day.nowMs);
  EXPECT_TRUE(day.schedule.takeRing());
  EXPECT_FALSE(day.schedule.takeRing()) << "once";
  EXPECT_GE(day.ring.takeAll(day.nowMs).size(), 4U);
  EXPECT_FALSE(day.schedule.isCalm(day.nowMs));
}

TEST(CaptureSchedule, FollowsTheCentreWhenItAsksForMore) {
  Day day({.calmMs = 10'000});
  day.pass(60'000);
  EXPECT_EQ(day.kept.size(), 6U);
}

TEST(CaptureRing, ForgetsWhatIsOlderThanItsTime) {
  CaptureRing<int> ring(5000);
  for (int second = 0; second < 20; ++second) ring.add(second, second * 1000);
  const auto all = ring.takeAll(21'000);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.front(), 16);
  EXPECT_EQ(ring.size(), 0U);
}

}  // namespace
}  // namespace vigie::vision
