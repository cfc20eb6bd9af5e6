#include "common/scoring/Model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "common/scoring/ItemResponse.hpp"
#include "common/scoring/ModelBank.hpp"

namespace vigie::scoring {
namespace {

ModelItem itemOf(Model model) {
  ModelItem item;
  item.id = "x";
  item.model = model;
  item.discrimination = 1.3;
  item.difficulty = 0.4;
  if (model == Model::threeParameter || model == Model::fourParameter) item.guessing = 0.2;
  if (model == Model::fourParameter) item.ceiling = 0.95;
  if (model == Model::gradedResponse || model == Model::partialCredit) {
    item.categories = 4;
    item.thresholds = {-1.1, 0.3, 1.7};
  }
  return item;
}

const Model kModels[] = {Model::twoParameter, Model::threeParameter, Model::fourParameter, Model::gradedResponse,
                         Model::partialCredit};

class EveryModel : public testing::TestWithParam<Model> {};
INSTANTIATE_TEST_SUITE_P(Models, EveryModel, testing::ValuesIn(kModels));

TEST_P(EveryModel, ProbabilitiesSumToOne) {
  for (double ability = -9; ability <= 9; ability += 0.5) {
    const CategoryCurves curves = categoryCurves(itemOf(GetParam()), ability);
    double sum = 0;
    for (std::size_t k = 0; k < curves.categories; ++k) sum += curves.probability[k];
    EXPECT_NEAR(sum, 1, 1e-14) << ability;
  }
}

TEST_P(EveryModel, DerivativesAreThoseOfTheLogarithmOfTheProbability) {
  const ModelItem item = itemOf(GetParam());
  const double h = 1e-4;
  for (double ability = -4; ability <= 4; ability += 0.37) {
    const CategoryCurves curves = categoryCurves(item, ability);
    for (std::uint8_t k = 0; k < curves.categories; ++k) {
      const double here = logProbability(item, k, ability);
      const double left = logProbability(item, k, ability - h);
      const double right = logProbability(item, k, ability + h);
      EXPECT_NEAR(here, std::log(curves.probability[k]), 1e-12);
      EXPECT_NEAR(curves.slope[k], (right - left) / (2 * h), 1e-7) << ability << " category " << int{k};
      EXPECT_NEAR(curves.curvature[k], (right - 2 * here + left) / (h * h), 1e-6) << ability << " category " << int{k};
    }
  }
}

// Both forms of Fisher information: the mean square of the slope, and minus the mean curvature.
TEST_P(EveryModel, InformationIsMinusTheMeanCurvature) {
  for (double ability = -6; ability <= 6; ability += 0.41) {
    const CategoryCurves curves = categoryCurves(itemOf(GetParam()), ability);
    double mean = 0;
    for (std::size_t k = 0; k < curves.categories; ++k) mean -= curves.probability[k] * curves.curvature[k];
    EXPECT_NEAR(informationAndBias(curves).information, mean, 1e-12) << ability;
    EXPECT_NEAR(information(itemOf(GetParam()), ability), mean, 1e-12) << ability;
  }
}

TEST_P(EveryModel, StaysFiniteFarFromTheItem) {
  ModelItem item = itemOf(GetParam());
  item.discrimination = 1000;
  for (const double ability : {-1000.0, -9.0, 0.4, 9.0, 1000.0}) {
    const CategoryCurves curves = categoryCurves(item, ability);
    for (std::uint8_t k = 0; k < curves.categories; ++k) {
      EXPECT_TRUE(std::isfinite(curves.slope[k])) << ability;
      EXPECT_TRUE(std::isfinite(curves.curvature[k])) << ability;
      EXPECT_TRUE(std::isfinite(logProbability(item, k, ability))) << ability;
    }
    EXPECT_TRUE(std::isfinite(information(item, ability)));
  }
}

TEST(Model, TwoParametersHaveTheBitsOfThePixMode) {
  const ModelItem item = itemOf(Model::twoParameter);
  EXPECT_EQ(information(item, 0.7), fisherInformation(1.3, 0.4, 0.7));
  EXPECT_NEAR(categoryCurves(item, 0.7).probability[1], successProbability(1.3, 0.4, 0.7), 1e-15);
}

// Birnbaum's closed form of the 3PL's information: a^2 (Q / P) ((P - c) / (1 - c))^2.
TEST(Model, ThreeParameterInformationIsBirnbaums) {
  const ModelItem item = itemOf(Model::threeParameter);
  for (double ability = -3; ability <= 3; ability += 0.5) {
    const double p = 0.2 + 0.8 / (1 + std::exp(1.3 * (0.4 - ability)));
    const double expected = 1.3 * 1.3 * (1 - p) / p * std::pow((p - 0.2) / 0.8, 2);
    EXPECT_NEAR(information(item, ability), expected, 1e-12);
  }
}

TEST(Model, TwoCategoriesOfTheGradedModelsAreTwoParameters) {
  const ModelItem plain = itemOf(Model::twoParameter);
  for (const Model model : {Model::gradedResponse, Model::partialCredit}) {
    ModelItem item = itemOf(model);
    item.categories = 2;
    item.thresholds = {0.4};
    for (double ability = -3; ability <= 3; ability += 0.5) {
      EXPECT_NEAR(categoryCurves(item, ability).probability[1], categoryCurves(plain, ability).probability[1], 1e-15);
      EXPECT_NEAR(information(item, ability), information(plain, ability), 1e-14);
    }
  }
}

TEST(Model, FourParametersWithoutAsymptotesAreTwoParameters) {
  ModelItem item = itemOf(Model::fourParameter);
  item.guessing = 0;
  item.ceiling = 1;
  EXPECT_NEAR(information(item, 1.2), information(itemOf(Model::twoParameter), 1.2), 1e-14);
}

// At the crossing of two neighbouring partial-credit categories both are equally likely (Muraki 1992).
TEST(Model, PartialCreditCategoriesCrossAtTheirThreshold) {
  const ModelItem item = itemOf(Model::partialCredit);
  for (std::size_t k = 1; k < 4; ++k) {
    const CategoryCurves curves = categoryCurves(item, item.thresholds[k - 1]);
    EXPECT_NEAR(curves.probability[k], curves.probability[k - 1], 1e-15);
  }
}

TEST(Model, GradedCategoriesAddUpToHalfAtTheirThreshold) {
  const ModelItem item = itemOf(Model::gradedResponse);
  const CategoryCurves curves = categoryCurves(item, item.thresholds[1]);
  EXPECT_NEAR(curves.probability[2] + curves.probability[3], 0.5, 1e-15);
}

struct WrongItem {
  const char* code;
  void (*spoil)(ModelItem& item);
  Model model = Model::fourParameter;
};

const double kNan = std::nan("");
const WrongItem kWrongItems[] = {
    {"item-discrimination", [](ModelItem& item) { item.discrimination = 0; }},
    {"item-discrimination", [](ModelItem& item) { item.discrimination = -1.2; }},
    {"item-discrimination", [](ModelItem& item) { item.discrimination = kNan; }},
    {"item-difficulty", [](ModelItem& item) { item.difficulty = INFINITY; }},
    {"item-guessing", [](ModelItem& item) { item.guessing = -0.1; }},
    {"item-guessing", [](ModelItem& item) { item.guessing = item.ceiling; }},
    {"item-guessing", [](ModelItem& item) { item.guessing = kNan; }},
    {"item-ceiling", [](ModelItem& item) { item.ceiling = 1.1; }},
    {"item-ceiling", [](ModelItem& item) { item.ceiling = kNan; }},
    {"item-categories", [](ModelItem& item) { item.categories = 3; }},
    {"item-categories", [](ModelItem& item) { item.categories = 9; }, Model::gradedResponse},
    {"item-categories", [](ModelItem& item) { item.categories = 1; }, Model::partialCredit},
    {"item-thresholds", [](ModelItem& item) { item.thresholds[2] = item.thresholds[1]; }, Model::gradedResponse},
    {"item-thresholds", [](ModelItem& item) { item.thresholds[0] = kNan; }, Model::partialCredit},
    {"item-competence", [](ModelItem& item) { item.competence = 65'536; }},
    {"item-tube", [](ModelItem& item) { item.tube = 65'536; }},
    {"item-skill", [](ModelItem& item) { item.skill = 65'536; }},
};

TEST(ModelBank, RefusesWrongItemsByIdAndField) {
  for (const WrongItem& wrong : kWrongItems) {
    ModelItem good = itemOf(Model::twoParameter);
    good.id = "good";
    ModelItem bad = itemOf(wrong.model);
    bad.id = "rec-bad";
    wrong.spoil(bad);
    const auto bank = ModelBank::make({good, bad});
    ASSERT_FALSE(bank) << wrong.code;
    EXPECT_EQ(bank.error().code, wrong.code);
    EXPECT_NE(bank.error().detail.find("rec-bad"), std::string::npos) << bank.error().detail;
  }
}

TEST(ModelBank, RefusesAnEmptyBankAndAnIdThatIsThereTwice) {
  EXPECT_EQ(ModelBank::make({}).error().code, "bank-empty");
  EXPECT_EQ(ModelBank::make({itemOf(Model::twoParameter), itemOf(Model::partialCredit)}).error().code,
            "item-duplicate");
}

TEST(ModelBank, MixesAllModels) {
  std::vector<ModelItem> items;
  for (const Model model : kModels) {
    items.push_back(itemOf(model));
    items.back().id = std::to_string(items.size());
  }
  EXPECT_EQ(ModelBank::make(items).value().size(), 5U);
}

}  // namespace
}  // namespace vigie::scoring
