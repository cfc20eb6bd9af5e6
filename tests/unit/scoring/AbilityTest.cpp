#include "common/scoring/Ability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace vigie::scoring {
namespace {

constexpr ItemParameters kEasy{.discrimination = 1.2, .difficulty = -2};
constexpr ItemParameters kHard{.discrimination = 1.7, .difficulty = 2};
constexpr ItemParameters kSharpLow{.discrimination = 60, .difficulty = -8};
constexpr ItemParameters kSharpHigh{.discrimination = 60, .difficulty = 8};

struct Step {
  ItemParameters item;
  Outcome outcome;
};

// The formulas of Ability.hpp, written once more without increments or logarithms, in extended precision: its exponents
// reach 10^-4932, so that the contradictions below do not underflow. Returns ability and error rate.
std::pair<double, double> referenceEstimate(double start, const std::vector<Step>& steps) {
  long double ability = start;
  long double variance = 0;
  for (std::size_t taken = 1; taken <= steps.size(); ++taken) {
    long double total = 0;
    long double first = 0;
    long double second = 0;
    for (int j = 0; j < 81; ++j) {
      const long double point = -9.0L + 0.225L * j;
      long double mass = std::exp(-(point - ability) * (point - ability) / 3);
      for (std::size_t i = 0; i < taken; ++i) {
        const long double odds = static_cast<long double>(steps[i].item.discrimination) *
                                 (static_cast<long double>(steps[i].item.difficulty) - point);
        mass /= 1 + std::exp(steps[i].outcome == Outcome::succeeded ? odds : -odds);
      }
      total += mass;
      first += mass * point;
      second += mass * point * point;
    }
    ability = first / total;
    variance = second / total - ability * ability;
  }
  const long double corrected = variance - 0.1125L * 0.1125L / 12;
  return {static_cast<double>(ability), static_cast<double>(std::sqrt(corrected < 0 ? variance : corrected))};
}

AbilityEstimate estimateOf(double start, const std::vector<Step>& steps) {
  AbilityEstimate estimate(start, 0);
  for (const auto& [item, outcome] : steps) estimate.answer(item, outcome);
  return estimate;
}

std::vector<Step> contradictions(int count) {
  std::vector<Step> steps;
  for (int i = 0; i < count; ++i) {
    steps.push_back(i % 2 == 0 ? Step{kSharpLow, Outcome::failed} : Step{kSharpHigh, Outcome::succeeded});
  }
  return steps;
}

TEST(AbilityEstimate, StartsAsTheRulesSay) {
  const AbilityEstimate estimate{TestRules{}};
  EXPECT_EQ(estimate.ability(), -3);
  EXPECT_EQ(estimate.errorRate(), 5);
  EXPECT_EQ(estimate.answers(), 0U);
  EXPECT_EQ(estimate.everFlags(), EstimateFlags{});
}

TEST(AbilityEstimate, AgreesWithTheFormulasInExtendedPrecision) {
  const std::vector<Step> steps = {{kEasy, Outcome::succeeded}, {kHard, Outcome::failed}, {kHard, Outcome::succeeded},
                                   {kEasy, Outcome::failed},    {kHard, Outcome::failed}, {kEasy, Outcome::succeeded}};
  const auto estimate = estimateOf(0.3, steps);
  const auto [ability, errorRate] = referenceEstimate(0.3, steps);
  EXPECT_NEAR(estimate.ability(), ability, 1e-12);
  EXPECT_NEAR(estimate.errorRate(), errorRate, 1e-12);
  EXPECT_EQ(estimate.everFlags(), EstimateFlags{});
}

TEST(AbilityEstimate, LimitsEachStep) {
  struct Case {
    double start;
    Outcome outcome;
    double expected;  // half of the ability, or 0.5 near zero
  };
  const Case cases[] = {{-3, Outcome::succeeded, -1.5},
                        {3, Outcome::failed, 1.5},
                        {-6, Outcome::succeeded, -3},
                        {0.2, Outcome::failed, -0.3},
                        {-0.2, Outcome::succeeded, 0.3}};
  for (const auto& [start, outcome, expected] : cases) {
    AbilityEstimate estimate(start, 0.5);
    const double side = outcome == Outcome::succeeded ? 1 : -1;
    estimate.answer({.discrimination = 3, .difficulty = start + 4 * side}, outcome);
    EXPECT_DOUBLE_EQ(estimate.ability(), expected) << start;
  }
}

TEST(AbilityEstimate, TakesAStepBelowTheLimitWhole) {
  AbilityEstimate limited(-3, 0.9);
  AbilityEstimate free(-3, 0);
  limited.answer(kEasy, Outcome::failed);
  free.answer(kEasy, Outcome::failed);
  EXPECT_EQ(limited.ability(), free.ability());
}

TEST(AbilityEstimate, IsAPlainValueThatCanLookAhead) {
  AbilityEstimate estimate{TestRules{}};
  estimate.answer(kEasy, Outcome::succeeded);
  AbilityEstimate copy = estimate;
  copy.answer(kHard, Outcome::succeeded);
  AbilityEstimate whole{TestRules{}};
  whole.answer(kEasy, Outcome::succeeded);
  EXPECT_EQ(estimate.ability(), whole.ability());
  whole.answer(kHard, Outcome::succeeded);
  EXPECT_EQ(copy.ability(), whole.ability());
  EXPECT_EQ(copy.errorRate(), whole.errorRate());
  EXPECT_EQ(estimate.answers(), 1U);
}

TEST(AbilityEstimate, StaysFiniteAndExactWhenSharpItemsContradictEachOther) {
  for (const int count : {2, 3, 8}) {
    const auto steps = contradictions(count);
    const auto estimate = estimateOf(0.1, steps);
    const auto [ability, errorRate] = referenceEstimate(0.1, steps);
    EXPECT_NEAR(estimate.ability(), ability, 1e-9) << count;
    EXPECT_NEAR(estimate.errorRate(), errorRate, 1e-9) << count;
    EXPECT_TRUE(estimate.lastFlags().logDomain) << count;
  }
}

TEST(AbilityEstimate, RemembersEveryAnswerWhenLogarithmsAreNeededLate) {
  std::vector<Step> steps;
  for (int i = 0; i < 70; ++i)
    steps.push_back({i % 3 == 0 ? kHard : kEasy, i % 2 == 0 ? Outcome::failed : Outcome::succeeded});
  // So sharp that 1 - P is 0 or 1 at every grid point: the linear step in between loses no digits either.
  steps.push_back({{.discrimination = 400, .difficulty = -8}, Outcome::failed});
  steps.push_back({{.discrimination = 400, .difficulty = 8}, Outcome::succeeded});
  const auto estimate = estimateOf(0, steps);
  const auto [ability, errorRate] = referenceEstimate(0, steps);
  EXPECT_TRUE(estimate.lastFlags().logDomain);
  EXPECT_NEAR(estimate.ability(), ability, 1e-9);
  EXPECT_NEAR(estimate.errorRate(), errorRate, 1e-9);
}

TEST(AbilityEstimate, FlagsAnErrorRateWithoutItsCorrection) {
  // Both leave one grid point, 0.225: the variance falls below the correction.
  const std::vector<Step> steps = {{{40, 0.12}, Outcome::succeeded}, {{40, 0.33}, Outcome::failed}};
  const auto estimate = estimateOf(0, steps);
  EXPECT_TRUE(estimate.lastFlags().uncorrectedError);
  EXPECT_FALSE(estimate.lastFlags().logDomain);
  EXPECT_GE(estimate.errorRate(), 0);
  EXPECT_LT(estimate.errorRate(), 0.0325);
  EXPECT_NEAR(estimate.errorRate(), referenceEstimate(0, steps).second, 1e-9);
}

TEST(AbilityEstimate, KeepsFlagsOfEarlierAnswersApartFromTheLast) {
  auto estimate = estimateOf(0, {{{40, 0.12}, Outcome::succeeded}, {{40, 0.33}, Outcome::failed}});
  ASSERT_TRUE(estimate.lastFlags().uncorrectedError);
  for (int i = 0; i < 6; ++i) estimate.answer({.discrimination = 8, .difficulty = 0.6}, Outcome::succeeded);
  EXPECT_FALSE(estimate.lastFlags().uncorrectedError);
  EXPECT_TRUE(estimate.everFlags().uncorrectedError);
}

TEST(AbilityEstimate, StaysFiniteWithAPriorFarFromTheGrid) {
  AbilityEstimate estimate(500, 0);
  estimate.answer(kEasy, Outcome::succeeded);
  EXPECT_TRUE(estimate.lastFlags().logDomain);
  EXPECT_NEAR(estimate.ability(), 9, 0.01);
}

TEST(AbilityEstimate, TakesTwoEqualAnswersAsOneMeasure) {
  AbilityEstimate single(-1, 0);
  single.answer(kEasy, Outcome::succeeded);
  AbilityEstimate pair(-1, 0);
  pair.answerPair(kEasy, Outcome::succeeded, kEasy, Outcome::succeeded);
  EXPECT_DOUBLE_EQ(pair.ability(), single.ability());
  EXPECT_EQ(pair.answers(), 2U);
}

TEST(EstimateAbility, ThrowsForAnItemThatTheBankDoesNotHave) {
  const auto bank = Bank::make({Item{}});
  const std::vector<Answer> answers = {{1, Outcome::failed}};
  EXPECT_THROW(estimateAbility(*bank, {}, answers), std::out_of_range);
}

}  // namespace
}  // namespace vigie::scoring
