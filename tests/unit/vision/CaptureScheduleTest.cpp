#include "common/vision/CaptureSchedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace vigie::vision {
namespace {

constexpr std::size_t kPicture = 25'000;

struct Day {
  CaptureSchedule schedule;
  CaptureRing<std::int64_t> ring{5000};
  std::vector<std::int64_t> kept;
  std::vector<std::int64_t> spentMs;
  std::int64_t bytes = 0;
  std::int64_t nowMs = 0;
  std::size_t pictureBytes = kPicture;

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
    spentMs.push_back(nowMs);
    bytes += static_cast<std::int64_t>(pictureBytes);
    schedule.spend(pictureBytes);
  }

  // The dearest hour of all, wherever it begins, by the time at which pictures were spent.
  std::int64_t dearestHour() const {
    std::size_t most = 0;
    for (std::size_t first = 0, last = 0; last < spentMs.size(); ++last) {
      while (spentMs[last] - spentMs[first] >= 3'600'000) ++first;
      most = std::max(most, last - first + 1);
    }
    return static_cast<std::int64_t>(most * pictureBytes);
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

// Three hours of the worst that can happen, looked at five times a second; any hour of them is judged.
TEST(CaptureSchedule, KeepsTheDearestHourWithinTwentyMegabytesWhateverHappensInIt) {
  constexpr std::int64_t kHour = 3'600'000;
  std::mt19937 random(7);
  const auto onOff = [](Day& day, std::int64_t onMs, std::int64_t offMs) {
    day.pass(onMs, of(Flag::noFace));
    day.pass(offMs);
  };
  const std::function<void(Day&)> kWorst[] = {
      [&](Day& day) { onOff(day, 200, 200); },       // a flag that flickers at every look
      [&](Day& day) { onOff(day, 2'400, 2'400); },   // never calm
      [&](Day& day) { onOff(day, 200, 12'400); },    // calm just long enough for a new ring each time
      [&](Day& day) { onOff(day, 1'000, 60'000); },  // a short event a minute
      [&](Day& day) { onOff(day, 600'000, 600'000); },
      [&](Day& day) {
        day.pass(200 * std::uniform_int_distribution<std::int64_t>(1, 200)(random),
                 of(static_cast<Flag>(std::uniform_int_distribution<std::size_t>(0, kFlags - 1)(random))));
      },
      [&](Day& day) {  // an hour of calm fills the burst, then an hour of storm
        for (day.pass(kHour); day.nowMs % (2 * kHour) != 0;) onOff(day, 200, 200);
      },
  };
  for (const std::size_t bytes : {std::size_t{10'000}, kPicture, std::size_t{60'000}, kLargestPicture}) {
    for (std::size_t i = 0; i < std::size(kWorst); ++i) {
      Day day;
      day.pictureBytes = bytes;
      while (day.nowMs < 3 * kHour) kWorst[i](day);
      EXPECT_LE(day.dearestHour(), 20'000'000) << "pattern " << i << ", pictures of " << bytes << " bytes";
      std::vector<std::int64_t> times = day.kept;
      std::sort(times.begin(), times.end());
      for (std::size_t k = 1; k < times.size(); ++k)
        ASSERT_LE(times[k] - times[k - 1], 30'200) << "the calm rhythm is kept with an empty budget too: pattern " << i;
    }
  }
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
