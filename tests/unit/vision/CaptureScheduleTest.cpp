#include "common/vision/CaptureSchedule.hpp"

#include <gtest/gtest.h>

namespace vigie::vision {
namespace {

constexpr std::size_t kPicture = 25'000;

struct Day {
  CaptureSchedule schedule;
  CaptureRing ring{5000};
  std::vector<std::int64_t> kept;
  std::int64_t bytes = 0;
  std::int64_t nowMs = 0;

  explicit Day(const CaptureSettings& settings = {}) : schedule(settings) {}

  void pass(std::int64_t forMs, FlagSet flags = {}) {
    for (const std::int64_t end = nowMs + forMs; nowMs < end; nowMs += 200) {
      const auto wish = schedule.look(flags, nowMs);
      if (schedule.takeRing()) {
        for (const CapturedPicture& picture : ring.takeAll()) keep(picture.timeMs);
      }
      if (wish == CaptureSchedule::Wish::keep) keep(nowMs);
      if (wish == CaptureSchedule::Wish::ring) ring.add({nowMs, base::Bytes(kPicture), {}});
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
  for (int i = 0; i < 720; ++i) {
    day.pass(2'500, of(Flag::noFace));
    day.pass(2'500);
  }
  const CaptureSettings settings;
  // One calm picture each half a minute is always allowed: that is 3 MB.
  EXPECT_LE(day.bytes, settings.bytesAnHour + settings.burstBytes + 3'000'000);
  EXPECT_GE(day.bytes, settings.bytesAnHour * 9 / 10);
}

TEST(CaptureSchedule, KeepsAFixedRhythmForDemonstrations) {
  CaptureSettings settings;
  settings.fixedMs = 1000;
  Day day(settings);
  day.pass(10'000, of(Flag::noFace));
  EXPECT_EQ(day.kept.size(), 10U);
}

TEST(CaptureRing, ForgetsWhatIsOlderThanItsTime) {
  CaptureRing ring(5000);
  for (int second = 0; second < 20; ++second) ring.add({second * 1000, {}, {}});
  const auto all = ring.takeAll();
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all.front().timeMs, 14000);
  EXPECT_EQ(ring.size(), 0U);
}

}  // namespace
}  // namespace vigie::vision
