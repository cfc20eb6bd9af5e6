#include "common/scoring/AreaReport.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>

#include "common/scoring/ItemResponse.hpp"
#include "tests/tools/score-study/StudyRandom.hpp"

namespace vigie::scoring {
namespace {

using tools::StudyRandom;

constexpr std::uint32_t kAreas = 4;

Bank bankOf(StudyRandom& random) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < 40; ++i) {
    items.push_back({random.uniform(0.8, 1.8), random.uniform(-2, 2), i % kAreas, i, i});
  }
  return Bank::make(items).value();
}

struct Study {
  double areaSquare = 0;     // of the report's errors
  double generalSquare = 0;  // of the errors of one ability for all areas
  double standardised = 0;   // mean squared error / standard error
  int covered = 0;
  int estimates = 0;
};

// Candidates of the model itself, ten questions per area.
Study simulate(const AreaModel& model, int candidates) {
  StudyRandom random(9);
  const Bank bank = bankOf(random);
  Study study;
  for (int i = 0; i < candidates; ++i) {
    const double g = random.normal();
    std::array<double, kAreas> truth{};
    for (double& t : truth) {
      t = model.mean +
          model.spread * (std::sqrt(model.correlation) * g + std::sqrt(1 - model.correlation) * random.normal());
    }
    std::vector<Answer> answers;
    for (ItemIndex item = 0; item < bank.size(); ++item) {
      const auto [a, b] = bank.parameters(item);
      const double p = successProbability(a, b, truth[bank.competences()[item]]);
      answers.push_back({item, random.uniform() < p ? Outcome::succeeded : Outcome::failed});
    }
    const auto areas = reportAreas(bank, answers, kAreas, model).value();
    double general = 0;
    for (const auto& area : areas) general += area.ability / kAreas;
    for (std::size_t k = 0; k < kAreas; ++k) {
      const double error = areas[k].ability - truth[k];
      study.areaSquare += error * error;
      study.generalSquare += (general - truth[k]) * (general - truth[k]);
      study.standardised += error * error / (areas[k].standardError * areas[k].standardError);
      study.covered += std::abs(error) <= 1.96 * areas[k].standardError ? 1 : 0;
      ++study.estimates;
    }
  }
  return study;
}

TEST(ReportAreas, StandardErrorsCoverTheTruthAndBeatOneAbilityForAll) {
  const Study study = simulate({.mean = 0.3, .spread = 1.2, .correlation = 0.6}, 1000);
  EXPECT_NEAR(study.standardised / study.estimates, 1, 0.08);
  EXPECT_NEAR(static_cast<double>(study.covered) / study.estimates, 0.95, 0.015);
  EXPECT_LT(study.areaSquare, 0.8 * study.generalSquare);
}

TEST(ReportAreas, ShowsOnlyWhatItsAnswersSupport) {
  StudyRandom random(9);
  const Bank bank = bankOf(random);
  std::vector<Answer> answers;
  for (ItemIndex item = 0; item < bank.size(); ++item) {
    if (item % kAreas == 0 || item == 1) {
      answers.push_back({item, item % 8 == 0 ? Outcome::succeeded : Outcome::failed});
    }
  }
  const AreaModel model{.correlation = 0.6, .largestStandardError = 0.55};
  const auto areas = reportAreas(bank, answers, kAreas, model).value();
  EXPECT_TRUE(areas[0].isShown);
  EXPECT_EQ(areas[0].answers, 10U);
  EXPECT_FALSE(areas[1].isShown);  // one answer
  EXPECT_GT(areas[1].standardError, areas[0].standardError);
  EXPECT_FALSE(areas[2].isShown);  // none: only what the other areas say
  EXPECT_EQ(areas[2].ownShare, 0);
  EXPECT_EQ(areas[2].ability, areas[3].ability);
  // Nearly one dimension: the area's own answers add nothing of its own.
  const auto alike = reportAreas(bank, answers, kAreas, {.correlation = 0.99, .largestStandardError = 0.55}).value();
  EXPECT_NEAR(alike[0].ability, alike[2].ability, 0.1);
}

TEST(ReportAreas, WithoutAnswersIsThePopulation) {
  StudyRandom random(9);
  const Bank bank = bankOf(random);
  for (const auto& area : reportAreas(bank, {}, kAreas, {.mean = 0.5, .spread = 1.5}).value()) {
    EXPECT_NEAR(area.ability, 0.5, 1e-9);
    EXPECT_NEAR(area.standardError, 1.5, 1e-3);
    EXPECT_FALSE(area.isShown);
  }
}

TEST(ReportAreas, RefusesAModelOrAnItemThatDoesNotFit) {
  StudyRandom random(9);
  const Bank bank = bankOf(random);
  const std::vector<Answer> unknown = {{40, Outcome::failed}};
  const std::vector<Answer> beyond = {{3, Outcome::failed}};
  EXPECT_EQ(reportAreas(bank, {}, kAreas, {.spread = 0}).error().code, "area-model");
  EXPECT_EQ(reportAreas(bank, {}, kAreas, {.correlation = 1}).error().code, "area-model");
  EXPECT_EQ(reportAreas(bank, unknown, kAreas, {}).error().code, "area-item");
  EXPECT_EQ(reportAreas(bank, beyond, 3, {}).error().code, "area-item");
}

TEST(AreaReport, OfModelsAgreesWithTheTwoParameterFormAndRefusesWhatIsNotThere) {
  StudyRandom random(10);
  const Bank bank = bankOf(random);
  const ModelBank models = ModelBank::from(bank);
  std::vector<Answer> answers;
  std::vector<ModelAnswer> same;
  for (ItemIndex i = 0; i < 40; ++i) {
    const bool right = random.uniform() < 0.6;
    answers.push_back({i, right ? Outcome::succeeded : Outcome::failed});
    same.push_back({i, static_cast<std::uint8_t>(right ? 1 : 0)});
  }
  const auto plain = reportAreas(bank, answers, kAreas, {});
  const auto mixed = reportAreas(models, same, kAreas, {});
  ASSERT_TRUE(plain && mixed);
  for (std::size_t k = 0; k < kAreas; ++k) {
    EXPECT_NEAR((*plain)[k].ability, (*mixed)[k].ability, 1e-12);
    EXPECT_NEAR((*plain)[k].standardError, (*mixed)[k].standardError, 1e-12);
  }
  same[3].category = 2;
  EXPECT_EQ(reportAreas(models, same, kAreas, {}).error().code, "area-item");
}

}  // namespace
}  // namespace vigie::scoring
