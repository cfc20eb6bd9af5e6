#include "common/scoring/TestRules.hpp"

#include <string>

namespace vigie::scoring {
namespace {

constexpr std::uint32_t kLongestTest = 1'000;

auto refuse(const std::string& field, const std::string& expected) {
  return base::fail("rules-" + field,
                    "test rules: " + field + " must be " + expected + "; correct the test definition");
}

}  // namespace

base::Result<void> check(const TestRules& rules) {
  // Written so that NaN fails.
  if (rules.maximumLength < 1 || rules.maximumLength > kLongestTest) {
    return refuse("maximum-length", "1 to 1000 questions");
  }
  if (rules.betweenSameCompetence > kLongestTest) {
    return refuse("between-same-competence", "at most 1000 questions");
  }
  if (!(rules.variationPercent >= 0 && rules.variationPercent <= 1)) {
    return refuse("variation-percent", "0 (no limit) to 1");
  }
  if (!(rules.startAbility >= -9 && rules.startAbility <= 9)) return refuse("start-ability", "-9 to 9");
  if (!(rules.pickPercent > 0 && rules.pickPercent <= 100)) return refuse("pick-percent", "above 0 and at most 100");
  return {};
}

}  // namespace vigie::scoring
