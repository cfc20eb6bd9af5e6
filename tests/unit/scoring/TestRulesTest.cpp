#include "common/scoring/TestRules.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace vigie::scoring {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(TestRules, AcceptsPixDefaultsAndTheirLimits) {
  EXPECT_TRUE(check({}));
  EXPECT_TRUE(check(
      {.maximumLength = 1, .betweenSameCompetence = 0, .variationPercent = 0, .startAbility = -9, .pickPercent = 100}));
  EXPECT_TRUE(check({.maximumLength = 1000, .variationPercent = 1, .startAbility = 9, .pickPercent = 0.5}));
}

TEST(TestRules, RefusesEachValueOutOfRangeByItsName) {
  const std::pair<TestRules, const char*> cases[] = {
      {{.maximumLength = 0}, "rules-maximum-length"},
      {{.maximumLength = 1001}, "rules-maximum-length"},
      {{.betweenSameCompetence = 1001}, "rules-between-same-competence"},
      {{.variationPercent = -0.1}, "rules-variation-percent"},
      {{.variationPercent = 1.1}, "rules-variation-percent"},
      {{.variationPercent = kNaN}, "rules-variation-percent"},
      {{.startAbility = -9.5}, "rules-start-ability"},
      {{.startAbility = kNaN}, "rules-start-ability"},
      {{.pickPercent = 0}, "rules-pick-percent"},
      {{.pickPercent = 101}, "rules-pick-percent"},
      {{.pickPercent = kNaN}, "rules-pick-percent"},
  };
  for (const auto& [rules, code] : cases) {
    const auto checked = check(rules);
    ASSERT_FALSE(checked) << code;
    EXPECT_EQ(checked.error().code, code);
  }
}

}  // namespace
}  // namespace vigie::scoring
