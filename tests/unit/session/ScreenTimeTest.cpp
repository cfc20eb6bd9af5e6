#include "candidate-client/session/ScreenTime.hpp"

#include <gtest/gtest.h>

namespace vigie::session {
namespace {

TEST(ScreenTime, CountsVisibleTimeOnly) {
  ScreenTime time;
  time.advance(1'000, Sight::covered);
  time.setRemaining(10'000);
  time.advance(1'500, Sight::visible);
  time.advance(2'500, Sight::covered);
  time.advance(3'000, Sight::visible);
  EXPECT_EQ(time.onScreen(), 1'000);
  EXPECT_EQ(time.remaining(), 9'000);
  time.newQuestion();
  EXPECT_EQ(time.onScreen(), 0);
  EXPECT_EQ(time.remaining(), 9'000);
}

TEST(ScreenTime, NeverRunsBackNorBelowZero) {
  ScreenTime time;
  EXPECT_EQ(time.remaining(), std::nullopt);
  time.advance(5'000, Sight::visible);
  time.setRemaining(100);
  time.advance(4'000, Sight::visible);
  EXPECT_EQ(time.remaining(), 100);
  time.advance(6'000, Sight::visible);
  EXPECT_EQ(time.remaining(), 0);
}

TEST(ScreenTime, CountsALongSleepAsThreeSeconds) {
  ScreenTime time;
  time.advance(1'000, Sight::covered);
  time.advance(3'601'000, Sight::visible);
  EXPECT_EQ(time.onScreen(), 3'000);
}

}  // namespace
}  // namespace vigie::session
