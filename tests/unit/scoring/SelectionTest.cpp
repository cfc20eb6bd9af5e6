#include "common/scoring/Selection.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <vector>

namespace vigie::scoring {
namespace {

using testing::ElementsAre;

// Item i is the better at ability 0 the smaller i is, unless a test says otherwise.
Bank bankOf(const std::vector<Item>& items) {
  std::vector<Item> numbered = items;
  for (std::size_t i = 0; i < numbered.size(); ++i) numbered[i].discrimination = 2 - 0.01 * static_cast<double>(i);
  return Bank::make(numbered).value();
}

std::vector<ItemIndex> chosen(const Choice& choice) {
  std::vector<ItemIndex> items;
  for (const auto& candidate : choice.candidates()) items.push_back(candidate.item);
  return items;
}

constexpr TestRules kBare{.betweenSameCompetence = 0, .oneQuestionPerTube = false, .passageByAllCompetences = false};

TEST(ChooseNext, RanksByFisherInformationAndKeepsFive) {
  const Bank bank = Bank::make({{.discrimination = 1, .difficulty = 3, .skill = 0},
                                {.discrimination = 1, .difficulty = 0.1, .skill = 1},
                                {.discrimination = 2, .difficulty = 0.2, .skill = 2},
                                {.discrimination = 1, .difficulty = -1, .skill = 3},
                                {.discrimination = 1.5, .difficulty = 0, .skill = 4},
                                {.discrimination = 0.2, .difficulty = 0, .skill = 5},
                                {.discrimination = 1, .difficulty = 2, .skill = 6}})
                        .value();
  const Choice choice = chooseNext(bank, kBare, {}, {}, 0);
  EXPECT_EQ(choice.kind, ChoiceKind::candidates);
  EXPECT_EQ(choice.available, 7U);
  EXPECT_THAT(chosen(choice), ElementsAre(2, 4, 1, 3, 6));
  EXPECT_NEAR(choice.best[1].information, 1.5 * 1.5 / 4, 1e-15);
}

TEST(ChooseNext, KeepsTheBankOrderAmongEqualItems) {
  std::vector<Item> items(200);
  for (std::uint32_t i = 0; i < items.size(); ++i) items[i].skill = i;
  items[150].discrimination = 2;
  const Bank bank = Bank::make(items).value();
  EXPECT_THAT(chosen(chooseNext(bank, kBare, {}, {}, 0)), ElementsAre(150, 0, 1, 2, 3));
}

TEST(ChooseNext, DropsAnsweredTubesOrElseAnsweredSkills) {
  const Bank bank = bankOf({{.tube = 0, .skill = 0}, {.tube = 0, .skill = 1}, {.tube = 1, .skill = 2}});
  TestRules rules = kBare;
  const std::vector<ItemIndex> answered = {0};
  EXPECT_THAT(chosen(chooseNext(bank, rules, answered, {}, 0)), ElementsAre(1, 2));
  rules.oneQuestionPerTube = true;
  EXPECT_THAT(chosen(chooseNext(bank, rules, answered, {}, 0)), ElementsAre(2));
}

TEST(ChooseNext, PassesByAllCompetencesBeforeAnyComesTwice) {
  const Bank bank = bankOf({{.competence = 0, .tube = 0},
                            {.competence = 0, .tube = 1},
                            {.competence = 1, .tube = 2},
                            {.competence = 1, .tube = 3}});
  const TestRules rules{.betweenSameCompetence = 0};
  const std::vector<ItemIndex> one = {0};
  EXPECT_THAT(chosen(chooseNext(bank, rules, one, {}, 0)), ElementsAre(2, 3));
  const std::vector<ItemIndex> both = {0, 2};
  EXPECT_THAT(chosen(chooseNext(bank, rules, both, {}, 0)), ElementsAre(1, 3));
}

TEST(ChooseNext, LeavesThePassageWhenTheMissingCompetenceIsExcluded) {
  const Bank bank = bankOf({{.competence = 0, .tube = 0}, {.competence = 0, .tube = 1}, {.competence = 1, .tube = 2}});
  const std::vector<std::uint8_t> excluded = {0, 0, 1};
  const std::vector<ItemIndex> answered = {0};
  EXPECT_THAT(chosen(chooseNext(bank, {.betweenSameCompetence = 0}, answered, excluded, 0)), ElementsAre(1));
}

TEST(ChooseNext, KeepsQuestionsOfOneCompetenceApart) {
  const Bank bank = bankOf({{.competence = 0, .skill = 0},
                            {.competence = 1, .skill = 1},
                            {.competence = 2, .skill = 2},
                            {.competence = 0, .skill = 3},
                            {.competence = 1, .skill = 4},
                            {.competence = 2, .skill = 5}});
  TestRules rules = kBare;
  const std::vector<ItemIndex> answered = {0, 1, 2};
  rules.betweenSameCompetence = 2;
  EXPECT_THAT(chosen(chooseNext(bank, rules, answered, {}, 0)), ElementsAre(3));
  rules.betweenSameCompetence = 1;
  EXPECT_THAT(chosen(chooseNext(bank, rules, answered, {}, 0)), ElementsAre(3, 4));
}

TEST(ChooseNext, LetsACompetenceComeAgainWhenNothingElseIsLeft) {
  const Bank bank = bankOf({{.competence = 0, .skill = 0}, {.competence = 0, .skill = 1}});
  TestRules rules = kBare;
  rules.betweenSameCompetence = 2;
  const std::vector<ItemIndex> answered = {0};
  EXPECT_THAT(chosen(chooseNext(bank, rules, answered, {}, 0)), ElementsAre(1));
}

TEST(ChooseNext, SaysHowATestEnds) {
  const Bank bank = bankOf({{.skill = 0}, {.skill = 1}});
  TestRules rules = kBare;
  const std::vector<ItemIndex> both = {0, 1};
  const std::vector<std::uint8_t> excluded = {1, 1};
  EXPECT_EQ(chooseNext(bank, rules, both, {}, 0).kind, ChoiceKind::noItemLeft);
  EXPECT_EQ(chooseNext(bank, rules, {}, excluded, 0).kind, ChoiceKind::noItemLeft);
  rules.maximumLength = 2;
  EXPECT_EQ(chooseNext(bank, rules, both, {}, 0).kind, ChoiceKind::ended);
  rules.maximumLength = 1;
  EXPECT_EQ(chooseNext(bank, rules, both, {}, 0).kind, ChoiceKind::tooManyAnswers);
}

TEST(ChooseNext, RefusesIndicesAndSizesThatDoNotFitTheBank) {
  const Bank bank = bankOf({{.skill = 0}, {.skill = 1}});
  const std::vector<ItemIndex> outside = {2};
  std::vector<std::uint8_t> tooShort = {0};
  EXPECT_THROW(chooseNext(bank, kBare, outside, {}, 0), std::out_of_range);
  EXPECT_THROW(chooseNext(bank, kBare, {}, tooShort, 0), std::out_of_range);
  EXPECT_THROW(excludeSkillOf(bank, 0, tooShort), std::out_of_range);
}

TEST(ExcludeSkillOf, MarksEveryItemOfTheAlertedSkill) {
  const Bank bank = bankOf({{.skill = 7}, {.skill = 8}, {.skill = 7}});
  std::vector<std::uint8_t> excluded(bank.size());
  excludeSkillOf(bank, 2, excluded);
  EXPECT_THAT(excluded, ElementsAre(1, 0, 1));
  EXPECT_THAT(chosen(chooseNext(bank, kBare, {}, excluded, 0)), ElementsAre(1));
}

TEST(Pick, TakesTheFirstWithThePercentageAndTheNextWithItsRest) {
  std::vector<Candidate> candidates(5);
  for (std::uint32_t i = 0; i < candidates.size(); ++i) candidates[i].item = i;
  const std::pair<double, ItemIndex> cases[] = {{0, 0},     {0.5099, 0}, {0.5101, 1}, {0.7598, 1}, {0.76, 2},
                                                {0.882, 2}, {0.883, 3},  {0.942, 3},  {0.943, 4},  {0.999999, 4}};
  for (const auto& [u, item] : cases) EXPECT_EQ(pick(candidates, 51, u).item, item) << u;
}

TEST(Pick, NeedsNoDrawForOneCandidateOrCertainty) {
  const std::vector<Candidate> one(1, Candidate{.item = 4});
  EXPECT_EQ(pick(one, 51, 0.99).item, 4U);
  const std::vector<Candidate> two = {{.item = 1}, {.item = 2}};
  EXPECT_EQ(pick(two, 100, 0x1.fffffffffffffp-1).item, 1U);
  EXPECT_THROW(pick({}, 51, 0), std::out_of_range);
}

}  // namespace
}  // namespace vigie::scoring
