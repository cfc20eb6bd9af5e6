#include "common/scoring/PersonFit.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "common/scoring/ItemResponse.hpp"
#include "tests/tools/score-study/StudyRandom.hpp"

namespace vigie::scoring {
namespace {

using tools::StudyRandom;

// A fixed test, difficulties from -3 to 3.
std::vector<FitAnswer> sit(double ability, StudyRandom& random, int items = 40) {
  std::vector<FitAnswer> answers;
  for (int i = 0; i < items; ++i) {
    const ItemParameters item{random.uniform(0.7, 1.8), -3 + i * 6.0 / (items - 1)};
    const double p = successProbability(item.discrimination, item.difficulty, ability);
    answers.push_back({item, random.uniform() < p ? Outcome::succeeded : Outcome::failed});
  }
  return answers;
}

TEST(WeightedLikelihoodAbility, IsFiniteForEveryPatternAndNearlyUnbiased) {
  StudyRandom random(1);
  double error = 0;
  for (int i = 0; i < 4000; ++i) error += weightedLikelihoodAbility(sit(1, random)) - 1;
  EXPECT_NEAR(error / 4000, 0, 0.03);
  std::vector<FitAnswer> allRight = sit(0, random);
  for (auto& answer : allRight) answer.outcome = Outcome::succeeded;
  EXPECT_LT(weightedLikelihoodAbility(allRight), 9);
  EXPECT_GT(weightedLikelihoodAbility(allRight), 2);
}

// The correction is asymptotic: what is left of a bias must shrink with the length.
TEST(Misfit, TendsToStandardNormalForHonestCandidates) {
  StudyRandom random(2);
  struct Case {
    int items;
    int tests;
    double largestMean;
  };
  for (const auto& [items, tests, largestMean] : {Case{40, 8000, 0.16}, Case{160, 4000, 0.1}}) {
    double sum = 0;
    double square = 0;
    int flagged = 0;
    for (int i = 0; i < tests; ++i) {
      const auto measure = misfit(sit(random.normal(), random, items));
      ASSERT_TRUE(measure);
      sum += measure->value;
      square += measure->value * measure->value;
      flagged += measure->isFlagged ? 1 : 0;
    }
    const double mean = sum / tests;
    EXPECT_LT(std::abs(mean), largestMean) << items;
    EXPECT_NEAR(std::sqrt(square / tests - mean * mean), 1, 0.06) << items;
    EXPECT_LT(static_cast<double>(flagged) / tests, 0.025) << items;
    EXPECT_GT(static_cast<double>(flagged) / tests, 0.004) << items;
  }
}

TEST(Misfit, FlagsCandidatesWhoAreRightOnTheHardItemsOnly) {
  StudyRandom random(3);
  int flagged = 0;
  for (int i = 0; i < 200; ++i) {
    auto answers = sit(-1, random);
    for (std::size_t k = 32; k < 40; ++k) answers[k].outcome = Outcome::succeeded;
    flagged += misfit(answers)->isFlagged ? 1 : 0;
  }
  EXPECT_GT(flagged, 180);
  EXPECT_FALSE(misfit(std::vector<FitAnswer>(9)));
}

TEST(RapidAnswers, CountsAnswersFasterThanAnybodyReads) {
  EXPECT_NEAR(readingSeconds(119), 10, 1e-12);
  std::vector<TimedAnswer> answers(10, {30, 4, 40, 0.5});
  EXPECT_EQ(rapidAnswers(answers)->value, 0);
  answers[0].seconds = 3.9;  // below the reading time
  EXPECT_FALSE(rapidAnswers(answers)->isFlagged);
  answers[1] = {3.9, 0, 40, 0.5};  // below a tenth of the typical time
  EXPECT_EQ(rapidAnswers(answers)->value, 0.2);
  EXPECT_TRUE(rapidAnswers(answers)->isFlagged);
  answers[1] = {11, 0, 400, 0.5};  // never more than 10 s
  EXPECT_EQ(rapidAnswers(answers)->value, 0.1);
  EXPECT_FALSE(rapidAnswers({}));
}

TEST(SuddenChange, FindsWhereThePaceChangedAndSparesHonestTests) {
  StudyRandom random(4);
  int honest = 0;
  int found = 0;
  constexpr int kTests = 4000;
  for (int i = 0; i < kTests; ++i) {
    std::vector<TimedAnswer> answers;
    const double pace = 0.4 * random.normal();
    for (int k = 0; k < 32; ++k) answers.push_back({40 * exp(pace + 0.5 * random.normal()), 0, 40, 0.5});
    honest += suddenChange(answers)->isFlagged ? 1 : 0;
    for (std::size_t k = 20; k < 32; ++k) answers[k].seconds /= 4;
    const auto measure = suddenChange(answers);
    found += measure->isFlagged && *measure->at >= 17 && *measure->at <= 23 ? 1 : 0;
  }
  EXPECT_LT(honest, kTests / 100);
  EXPECT_GT(found, kTests * 9 / 10);
  EXPECT_FALSE(suddenChange(std::vector<TimedAnswer>(32, {30, 0, 0, 0.5})));
}

std::vector<SharedItem> share(double source, double copier, double copied, StudyRandom& random) {
  std::vector<SharedItem> items;
  for (int i = 0; i < 20; ++i) {
    const ItemParameters item{1.2, random.uniform(-2, 2)};
    const auto answer = [&](double ability) {  // 0 right, else one of 3 wrong choices
      const bool right = random.uniform() < successProbability(item.discrimination, item.difficulty, ability);
      return right ? 0U : 1 + random.below(3);
    };
    const std::uint32_t first = answer(source);
    const std::uint32_t second = random.uniform() < copied ? first : answer(copier);
    items.push_back(
        {successProbability(item.discrimination, item.difficulty, copier), first == 0, first == second, 1.0 / 3});
  }
  return items;
}

// Twenty items of each model, thresholds around the difficulty.
ModelBank mixedBank(StudyRandom& random) {
  std::vector<ModelItem> items(100);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    ModelItem& item = items[i];
    item.id = std::to_string(i);
    item.model = static_cast<Model>(i % 5);
    item.discrimination = random.uniform(0.8, 1.8);
    item.difficulty = random.uniform(-2.5, 2.5);
    if (item.model == Model::threeParameter || item.model == Model::fourParameter) item.guessing = 0.15;
    if (item.model == Model::fourParameter) item.ceiling = 0.95;
    if (item.model == Model::gradedResponse || item.model == Model::partialCredit) {
      item.categories = 3;
      item.thresholds = {item.difficulty - 0.6, item.difficulty + 0.6};
    }
    item.competence = item.tube = item.skill = 0;
  }
  return ModelBank::make(std::move(items)).value();
}

std::vector<ModelAnswer> sit(const ModelBank& bank, double ability, StudyRandom& random) {
  std::vector<ModelAnswer> answers;
  for (ItemIndex i = 0; i < bank.size(); ++i) {
    const CategoryCurves curves = categoryCurves(bank.item(i), ability);
    double rest = random.uniform();
    std::uint8_t category = 0;
    while (category + 1 < curves.categories && rest >= curves.probability[category])
      rest -= curves.probability[category++];
    answers.push_back({i, category});
  }
  return answers;
}

TEST(Misfit, OfMixedModelsTendsToStandardNormalAndFindsRandomAnswers) {
  StudyRandom random(7);
  const ModelBank bank = mixedBank(random);
  double sum = 0;
  double square = 0;
  int flagged = 0;
  int found = 0;
  constexpr int kTests = 2000;
  for (int i = 0; i < kTests; ++i) {
    std::vector<ModelAnswer> answers = sit(bank, 0.7 * random.normal(), random);
    const auto measure = misfit(bank, answers);
    ASSERT_TRUE(measure);
    sum += measure->value;
    square += measure->value * measure->value;
    flagged += measure->isFlagged ? 1 : 0;
    for (std::size_t k = 0; k < answers.size(); k += 2) {  // half of the answers are guesses
      answers[k].category = static_cast<std::uint8_t>(random.below(bank.item(answers[k].item).categories));
    }
    found += misfit(bank, answers)->isFlagged ? 1 : 0;
  }
  EXPECT_NEAR(sum / kTests, 0, 0.1);
  EXPECT_NEAR(square / kTests, 1, 0.12);
  EXPECT_LT(flagged, kTests * 0.025);
  EXPECT_GT(found, kTests * 0.9);
}

TEST(Misfit, OfModelsAgreesWithTheTwoParameterForm) {
  StudyRandom random(8);
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < 40; ++i) items.push_back({random.uniform(0.7, 1.8), random.uniform(-3, 3), 0, i, i});
  const Bank bank = Bank::make(items).value();
  const ModelBank models = ModelBank::from(bank);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const std::vector<ModelAnswer> answers = sit(models, random.normal(), random);
    std::vector<FitAnswer> plain;
    for (const auto& [item, category] : answers) {
      plain.push_back({bank.parameters(item), category == 1 ? Outcome::succeeded : Outcome::failed});
    }
    EXPECT_NEAR(misfit(models, answers)->value, misfit(plain)->value, 1e-6);
  }
  EXPECT_FALSE(misfit(models, std::vector<ModelAnswer>(9)));
  EXPECT_THROW(misfit(models, std::vector<ModelAnswer>(10, {40, 0})), std::out_of_range);
}

TEST(Copying, KeepsItsRateForHonestPairsAndFindsCopiers) {
  StudyRandom random(5);
  int honest = 0;
  int found = 0;
  constexpr int kPairs = 20'000;
  for (int i = 0; i < kPairs; ++i) {
    const double ability = random.normal();
    honest += copying(share(random.normal(), ability, 0, random))->measure.isFlagged ? 1 : 0;
    if (i < 1000) found += copying(share(0.5, -1, 0.9, random))->measure.isFlagged ? 1 : 0;
  }
  EXPECT_LE(honest, 32);  // 20 expected at most, standard error 4.5
  EXPECT_GT(found, 800);
  EXPECT_FALSE(copying(std::vector<SharedItem>(7)));
}

TEST(Copying, GivesTheExactProbabilityOfTheMatches) {
  // Eight items with p = 1/2 each: binomial.
  std::vector<SharedItem> items(8, {0.5, true, true, 0.25});
  items[0].isSame = false;
  const auto measure = copying(items);
  EXPECT_EQ(measure->matches, 7U);
  EXPECT_NEAR(measure->probability, 9.0 / 256, 1e-15);
  EXPECT_NEAR(measure->omega, 3 / std::sqrt(2), 1e-12);
  EXPECT_NEAR(measure->measure.value, -std::log10(9.0 / 256), 1e-12);
}

}  // namespace
}  // namespace vigie::scoring
