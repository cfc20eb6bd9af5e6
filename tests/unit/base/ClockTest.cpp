#include "common/base/Clock.hpp"

#include <gtest/gtest.h>

namespace vigie::base {
namespace {

TEST(Clock, WritesAndReadsUtc) {
  EXPECT_EQ(formatUtc(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(parseUtc("2026-11-21T19:15:00Z"), 1795288500000);
  EXPECT_EQ(formatUtc(1795288500999), "2026-11-21T19:15:00Z");
}

TEST(Clock, RefusesEverythingElse) {
  for (const char* text : {"", "2026-11-21", "2026-11-21T19:15:00", "2026-11-21T19:15:00+01:00", "2026-13-01T00:00:00Z",
                           "2026-02-30T00:00:00Z", "2026-11-21T19:15:00Z "}) {
    EXPECT_EQ(parseUtc(text), -1) << text;
  }
}

TEST(Clock, NeverRunsBack) {
  const SystemClock clock;
  const Moment first = clock.now();
  const Moment second = clock.now();
  EXPECT_GE(second.runMs, first.runMs);
  EXPECT_EQ(clock.bootId().size(), 36U);
}

}  // namespace
}  // namespace vigie::base
