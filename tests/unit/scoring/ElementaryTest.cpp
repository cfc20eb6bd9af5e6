#include "common/scoring/Elementary.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "tests/tools/score-digest/Random.hpp"

namespace vigie::scoring {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kSamples = 200'000;

// Distance from the exact value in units of the last place of the exact value.
double errorInUnits(double computed, long double exact) {
  const double rounded = static_cast<double>(exact);
  const double unit = std::nextafter(std::fabs(rounded), kInfinity) - std::fabs(rounded);
  return static_cast<double>(std::fabs((static_cast<long double>(computed) - exact) / static_cast<long double>(unit)));
}

TEST(Elementary, ExpIsWithinOneUnitInTheLastPlace) {
  tools::Random random(1);
  double worst = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double wide = random.uniform(-740, 709);
    const double narrow = random.uniform(-2, 2);
    worst = std::max(worst, errorInUnits(exp(wide), std::exp(static_cast<long double>(wide))));
    worst = std::max(worst, errorInUnits(exp(narrow), std::exp(static_cast<long double>(narrow))));
  }
  EXPECT_LT(worst, 1);
  RecordProperty("worst", std::to_string(worst));
}

TEST(Elementary, ModerateExpHasTheBitsOfExp) {
  tools::Random random(31);
  for (int i = 0; i < 2'000'000; ++i) {
    const double x = i % 2 == 0 ? random.uniform(-kModerate, kModerate) : random.uniform(-8, 8);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(moderateExp(x)), std::bit_cast<std::uint64_t>(exp(x))) << x;
  }
  for (const double x : {0.0, -0.0, 5e-324, -5e-324, 1e-300, kModerate, -kModerate, 0.5 * 0x1.62e42fefa39efp-1}) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(moderateExp(x)), std::bit_cast<std::uint64_t>(exp(x))) << x;
  }
}

TEST(Elementary, LogIsWithinOneUnitInTheLastPlace) {
  tools::Random random(2);
  double worst = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double wide = exp(random.uniform(-740, 709));
    const double narrow = random.uniform(0.5, 2);
    worst = std::max(worst, errorInUnits(log(wide), std::log(static_cast<long double>(wide))));
    worst = std::max(worst, errorInUnits(log(narrow), std::log(static_cast<long double>(narrow))));
  }
  EXPECT_LT(worst, 1);
  RecordProperty("worst", std::to_string(worst));
}

TEST(Elementary, ExpMeetsItsLimits) {
  EXPECT_EQ(exp(0), 1);
  EXPECT_EQ(exp(-0.0), 1);
  EXPECT_EQ(exp(kInfinity), kInfinity);
  EXPECT_EQ(exp(709.79), kInfinity);
  EXPECT_LT(exp(709.78), kInfinity);
  EXPECT_EQ(exp(1e308), kInfinity);
  EXPECT_EQ(exp(-kInfinity), 0);
  EXPECT_EQ(exp(-745.2), 0);
  EXPECT_EQ(exp(-745.1), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(exp(-1e308), 0);
  EXPECT_TRUE(std::isnan(exp(kNaN)));
}

TEST(Elementary, LogMeetsItsLimits) {
  EXPECT_EQ(log(1), 0);
  EXPECT_EQ(log(0), -kInfinity);
  EXPECT_EQ(log(-0.0), -kInfinity);
  EXPECT_EQ(log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(log(-1)));
  EXPECT_TRUE(std::isnan(log(-kInfinity)));
  EXPECT_TRUE(std::isnan(log(kNaN)));
  EXPECT_NEAR(log(std::numeric_limits<double>::denorm_min()), -744.4400719213812, 1e-12);
  EXPECT_NEAR(log(std::numeric_limits<double>::max()), 709.782712893384, 1e-12);
}

}  // namespace
}  // namespace vigie::scoring
