#include "common/scoring/Legacy.hpp"

#include <gmock/gmock.h>

namespace vigie::scoring {
namespace {

using testing::ElementsAre;

Bank makeBank() {
  return Bank::make({{.discrimination = 2, .difficulty = 0},
                     {.discrimination = 1, .difficulty = -3},
                     {.discrimination = 1.5, .difficulty = 1},
                     {.discrimination = 1, .difficulty = -2},
                     {.discrimination = 1, .difficulty = -3}})
      .value();
}

std::vector<Answer> answersTo(const std::vector<ItemIndex>& items) {
  std::vector<Answer> answers;
  for (const ItemIndex item : items) answers.push_back({item, Outcome::succeeded});
  return answers;
}

std::vector<std::uint32_t> answeredOf(const std::vector<LegacyMeasure>& measures) {
  std::vector<std::uint32_t> answered;
  for (const auto& measure : measures) answered.push_back(measure.answered);
  return answered;
}

TEST(LegacyEstimate, TakesPairsUntilTheLimitAndALonelyAnswerAlone) {
  const Bank bank = makeBank();
  const auto answers = answersTo({0, 1, 2, 3, 4});
  EXPECT_THAT(answeredOf(legacyEstimate(bank, {.doubleMeasuresUntil = 0}, answers)), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(answeredOf(legacyEstimate(bank, {.doubleMeasuresUntil = 1}, answers)), ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(answeredOf(legacyEstimate(bank, {.doubleMeasuresUntil = 9}, answers)), ElementsAre(2, 4, 5));
}

TEST(LegacyEstimate, LimitsStepsOnlyUntilItsIndex) {
  const Bank bank = makeBank();
  const auto answers = answersTo({2, 0, 2});
  const auto measures =
      legacyEstimate(bank, {.startAbility = -3, .variationPercent = 0.1, .variationPercentUntil = 1}, answers);
  EXPECT_DOUBLE_EQ(measures[0].ability, -2.7);
  EXPECT_DOUBLE_EQ(measures[1].ability, -2.43);
  EXPECT_GT(measures[2].ability, -2);
}

TEST(LegacyCandidates, PutsItemsOfTheSuccessRateFirstAndKeepsTheBankOrder) {
  const Bank bank = makeBank();
  const auto itemsOf = [&bank](const std::vector<Answer>& answers, double rate) {
    std::vector<ItemIndex> items;
    for (const auto& candidate : legacyCandidates(bank, answers, 0, rate)) items.push_back(candidate.item);
    return items;
  };
  EXPECT_THAT(itemsOf({}, 0), ElementsAre(0, 2, 3, 1, 4));
  EXPECT_THAT(itemsOf({}, 0.8), ElementsAre(3, 1, 4, 0, 2));
  EXPECT_THAT(itemsOf(answersTo({3, 0}), 0.8), ElementsAre(1, 4, 2));
}

}  // namespace
}  // namespace vigie::scoring
