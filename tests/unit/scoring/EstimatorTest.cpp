#include "common/scoring/Estimator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/tools/score-digest/Random.hpp"

namespace vigie::scoring {
namespace {

ModelBank mixedBank(std::uint32_t count, tools::Random& random) {
  std::vector<ModelItem> items(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    ModelItem& item = items[i];
    item.id = std::to_string(i);
    item.model = static_cast<Model>(i % 5);
    item.discrimination = random.uniform(0.7, 2);
    item.difficulty = random.uniform(-2, 2);
    if (item.model == Model::threeParameter || item.model == Model::fourParameter) item.guessing = 0.2;
    if (item.model == Model::fourParameter) item.ceiling = 0.97;
    if (item.model == Model::gradedResponse || item.model == Model::partialCredit) {
      item.categories = 3;
      item.thresholds = {item.difficulty - 0.6, item.difficulty + 0.6};
    }
  }
  return ModelBank::make(std::move(items)).value();
}

std::uint8_t simulateCategory(const ModelItem& item, double ability, double u) {
  const CategoryCurves curves = categoryCurves(item, ability);
  double reached = 0;
  for (std::uint8_t k = 0; k + 1 < curves.categories; ++k) {
    reached += curves.probability[k];
    if (u < reached) return k;
  }
  return static_cast<std::uint8_t>(curves.categories - 1);
}

// Sum over answers of the slope, independent of the estimator's own sums.
double slopeAt(const ModelBank& bank, const std::vector<ModelAnswer>& answers, double ability) {
  double sum = 0;
  for (const auto& [item, category] : answers) sum += categoryCurves(bank.item(item), ability).slope[category];
  return sum;
}

struct Case {
  EstimatorKind kind;
  const char* name;
};
const Case kCases[] = {
    {EstimatorKind::eap, "eap"}, {EstimatorKind::map, "map"}, {EstimatorKind::mle, "mle"}, {EstimatorKind::wle, "wle"}};

TEST(Estimator, SolvesItsEquation) {
  tools::Random random(3);
  const ModelBank bank = mixedBank(60, random);
  std::vector<ModelAnswer> answers;
  for (std::uint32_t i = 0; i < 60; ++i) answers.push_back({i, simulateCategory(bank.item(i), 0.5, random.uniform())});
  const double map =
      estimate(bank, {.kind = EstimatorKind::map, .priorMean = 1, .priorDeviation = 0.8}, answers).ability;
  EXPECT_NEAR(slopeAt(bank, answers, map) + (1 - map) / 0.64, 0, 1e-9);
  const double mle = estimate(bank, {.kind = EstimatorKind::mle}, answers).ability;
  EXPECT_NEAR(slopeAt(bank, answers, mle), 0, 1e-9);
  const double wle = estimate(bank, {.kind = EstimatorKind::wle}, answers).ability;
  double information = 0;
  double warm = 0;
  for (const auto& [item, category] : answers) {
    const auto sums = informationAndBias(categoryCurves(bank.item(item), wle));
    information += sums.information;
    warm += sums.warm;
  }
  EXPECT_NEAR(slopeAt(bank, answers, wle) + warm / (2 * information), 0, 1e-9);
}

// Closed form: n equal 2PL items (a = 1, b = 0), r right: log(r / (n - r)); Warm's: log((r + 1/2) / (n - r + 1/2)).
TEST(Estimator, GivesTheClosedFormsOfEqualItems) {
  std::vector<ModelItem> items(20);
  std::vector<ModelAnswer> answers;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    items[i].id = std::to_string(i);
    answers.push_back({i, static_cast<std::uint8_t>(i < 14 ? 1 : 0)});
  }
  const ModelBank bank = ModelBank::make(items).value();
  const AbilityReport mle = estimate(bank, {.kind = EstimatorKind::mle}, answers);
  EXPECT_NEAR(mle.ability, std::log(14.0 / 6), 1e-10);
  EXPECT_NEAR(mle.standardError, 1 / std::sqrt(20 * 0.7 * 0.3), 1e-10);
  EXPECT_NEAR(estimate(bank, {.kind = EstimatorKind::wle}, answers).ability, std::log(14.5 / 6.5), 1e-10);
}

// The mean over a fine Riemann sum of the same posterior.
TEST(Estimator, EapIsTheMeanAndDeviationOfThePosterior) {
  tools::Random random(4);
  const ModelBank bank = mixedBank(25, random);
  std::vector<ModelAnswer> answers;
  for (std::uint32_t i = 0; i < 25; ++i) answers.push_back({i, simulateCategory(bank.item(i), -1, random.uniform())});
  double total = 0;
  double first = 0;
  double second = 0;
  for (double t = -8; t <= 8; t += 0.001) {
    double density = std::exp(-(t - 0.3) * (t - 0.3) / (2 * 1.44));
    for (const auto& [item, category] : answers) density *= categoryCurves(bank.item(item), t).probability[category];
    total += density;
    first += density * t;
    second += density * t * t;
  }
  const double mean = first / total;
  const AbilityReport eap =
      estimate(bank, {.kind = EstimatorKind::eap, .priorMean = 0.3, .priorDeviation = 1.2}, answers);
  EXPECT_NEAR(eap.ability, mean, 1e-9);
  EXPECT_NEAR(eap.standardError, std::sqrt(second / total - mean * mean), 1e-9);
}

TEST(Estimator, MovingPriorEapIsPixs) {
  const Bank pix =
      Bank::make({{.discrimination = 1.5, .difficulty = -2}, {.discrimination = 0.8, .difficulty = -1}}).value();
  const ModelBank bank = ModelBank::from(pix);
  const std::vector<ModelAnswer> answers = {{0, 1}, {1, 0}};
  AbilityEstimate expected(TestRules{});
  expected.answer(pix.parameters(0), Outcome::succeeded);
  expected.answer(pix.parameters(1), Outcome::failed);
  const AbilityReport report = estimate(bank, {}, answers);
  EXPECT_EQ(report.ability, expected.ability());
  EXPECT_EQ(report.standardError, expected.errorRate());
}

TEST(Estimator, StaysFiniteWhenAllAnswersAreRightOrWrong) {
  tools::Random random(5);
  const ModelBank bank = mixedBank(30, random);
  for (const auto& [kind, name] : kCases) {
    for (const bool right : {false, true}) {
      std::vector<ModelAnswer> answers;
      for (std::uint32_t i = 0; i < 30; ++i) {
        answers.push_back({i, static_cast<std::uint8_t>(right ? bank.item(i).categories - 1 : 0)});
      }
      const AbilityReport report = estimate(bank, {.kind = kind}, answers);
      EXPECT_TRUE(std::isfinite(report.ability) && std::isfinite(report.standardError)) << name;
      EXPECT_EQ(report.ability > 0, right) << name;
      if (kind == EstimatorKind::mle) {
        EXPECT_TRUE(report.atBound);
        EXPECT_EQ(report.ability, right ? 9 : -9);
      } else {
        EXPECT_FALSE(report.atBound) << name;
        EXPECT_LT(std::fabs(report.ability), 8) << name;
      }
    }
  }
}

TEST(Estimator, FindsTheHighestOfSeveralTops) {
  // Two tops (as Samejima 1973 showed for the 3PL): the easy item failed, the hard and sharp one solved.
  std::vector<ModelItem> items(2);
  items[0] = {.id = "easy", .model = Model::threeParameter, .discrimination = 2, .difficulty = -3, .guessing = 0.25};
  items[1] = {.id = "hard", .model = Model::threeParameter, .discrimination = 3, .difficulty = 2, .guessing = 0.25};
  const ModelBank bank = ModelBank::make(items).value();
  Estimator estimator({.kind = EstimatorKind::map, .priorDeviation = 3});
  estimator.answer(bank.item(0), 0);
  estimator.answer(bank.item(1), 1);
  const double found = estimator.report().ability;
  const auto height = [&](double t) { return estimator.logLikelihood(t) - t * t / 18; };
  for (double t = -9; t <= 9; t += 0.01) EXPECT_LE(height(t), height(found) + 1e-9) << t;
}

// The truth lies within the interval about as often as it says, and the error is about the standard error.
TEST(Estimator, StandardErrorsAreTrue) {
  tools::Random random(6);
  const ModelBank bank = mixedBank(80, random);
  for (const auto& [kind, name] : kCases) {
    int inside = 0;
    double squares = 0;
    constexpr int kRepeats = 400;
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
      // For a Bayesian interval the truth is drawn from the prior, for the others it is fixed.
      const bool hasPrior = kind == EstimatorKind::eap || kind == EstimatorKind::map;
      double truth = 0.7;
      if (hasPrior) {
        truth = -6;
        for (int i = 0; i < 12; ++i) truth += random.uniform();
      }
      std::vector<ModelAnswer> answers;
      for (std::uint32_t i = 0; i < 80; ++i)
        answers.push_back({i, simulateCategory(bank.item(i), truth, random.uniform())});
      const AbilityReport report = estimate(bank, {.kind = kind, .confidence = 0.9}, answers);
      inside += report.lower <= truth && truth <= report.upper ? 1 : 0;
      squares += std::pow((report.ability - truth) / report.standardError, 2);
    }
    // 400 draws: 0.9 +- 4 sqrt(0.09 / 400)
    EXPECT_NEAR(inside / double{kRepeats}, 0.9, 0.06) << name;
    EXPECT_NEAR(std::sqrt(squares / kRepeats), 1, 0.15) << name;
  }
}

TEST(Estimator, ThePosteriorSumsToOneAndFollowsTheAnswers) {
  tools::Random random(7);
  const ModelBank bank = mixedBank(10, random);
  Estimator estimator({.kind = EstimatorKind::mle});
  for (int round = 0; round < 2; ++round) {
    double sum = 0;
    for (const double value : estimator.posterior()) sum += value;
    EXPECT_NEAR(sum, 1, 1e-12);
    estimator.answer(bank.item(0), 1);
  }
  EXPECT_GT(estimator.posterior()[100], estimator.posterior()[80]);
}

TEST(Estimator, NormalQuantilesAreTheTables) {
  EXPECT_NEAR(normalQuantileOf(0.95), 1.959963984540054, 1e-9);
  EXPECT_NEAR(normalQuantileOf(0.90), 1.644853626951473, 1e-9);
  EXPECT_NEAR(normalQuantileOf(0.99), 2.575829303548901, 1e-9);
}

TEST(Estimator, RefusesItemsAndCategoriesThatTheBankDoesNotHave) {
  const ModelBank bank = ModelBank::make({{.id = "a"}}).value();
  const std::vector<ModelAnswer> wrongItem = {{1, 0}};
  const std::vector<ModelAnswer> wrongCategory = {{0, 2}};
  EXPECT_THROW(estimate(bank, {}, wrongItem), std::out_of_range);
  EXPECT_THROW(estimate(bank, {}, wrongCategory), std::out_of_range);
}

}  // namespace
}  // namespace vigie::scoring
