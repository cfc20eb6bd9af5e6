#include "common/scoring/Explanation.hpp"

#include <gmock/gmock.h>

#include <array>
#include <string>
#include <vector>

#include "common/scoring/Draw.hpp"
#include "common/scoring/ExplanationText.hpp"
#include "common/scoring/ItemResponse.hpp"
#include "tests/tools/score-digest/Random.hpp"

namespace vigie::scoring {
namespace {

using testing::HasSubstr;
using testing::Not;

Bank bankOf(std::uint32_t count, tools::Random& random) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t tube = random.below(60);
    items.push_back({random.uniform(0.4, 2.5), random.uniform(-4, 4), tube % 8, tube, tube * 3 + random.below(3)});
  }
  return Bank::make(items).value();
}

// A test as the exam runs it: every eighth question is replaced after an alert.
struct Sitting {
  std::vector<AskedQuestion> asked;
  std::vector<Choice> choices;
  std::vector<double> abilities;
};

Sitting sit(const Bank& bank, const TestRules& rules, base::ByteView seed, tools::Random& random) {
  Sitting sitting;
  std::vector<std::uint8_t> excluded(bank.size());
  std::vector<ItemIndex> answered;
  AbilityEstimate estimate(rules);
  const double ability = random.uniform(-3, 3);
  for (std::uint32_t number = 1;; ++number) {
    const Choice choice = chooseNext(bank, rules, answered, excluded, estimate.ability());
    if (choice.kind != ChoiceKind::candidates) break;
    sitting.choices.push_back(choice);
    sitting.abilities.push_back(estimate.ability());
    const ItemIndex item = pick(choice.candidates(), rules.pickPercent, draw(seed, number)).item;
    if (number % 8 == 0) {
      excludeSkillOf(bank, item, excluded);
      sitting.asked.push_back({item, AskedOutcome::replaced});
      continue;
    }
    const auto [a, b] = bank.parameters(item);
    const bool right = random.uniform() < successProbability(a, b, ability);
    estimate.answer({a, b}, right ? Outcome::succeeded : Outcome::failed);
    answered.push_back(item);
    sitting.asked.push_back({item, right ? AskedOutcome::succeeded : AskedOutcome::failed});
  }
  return sitting;
}

TEST(ExplainTest, RecomputesEveryRealChoice) {
  tools::Random random(7);
  const Bank bank = bankOf(200, random);
  const std::array<TestRules, 3> settings = {
      TestRules{.maximumLength = 20}, TestRules{.maximumLength = 40, .betweenSameCompetence = 4},
      TestRules{.maximumLength = 20, .oneQuestionPerTube = false, .passageByAllCompetences = false}};
  for (int i = 0; i < 30; ++i) {
    const TestRules& rules = settings[static_cast<std::size_t>(i) % settings.size()];
    const base::Bytes seed = {static_cast<std::uint8_t>(i), 2, 3};
    const Sitting sitting = sit(bank, rules, seed, random);
    const auto explanation = explainTest({bank, rules, {}, seed, sitting.asked});
    ASSERT_TRUE(explanation);
    EXPECT_TRUE(explanation->agrees());
    ASSERT_EQ(explanation->questions.size(), sitting.asked.size());
    for (std::size_t k = 0; k < sitting.asked.size(); ++k) {
      const QuestionExplanation& question = explanation->questions[k];
      EXPECT_EQ(question.ability, sitting.abilities[k]);
      EXPECT_EQ(question.choice.available, sitting.choices[k].available);
      EXPECT_EQ(question.choice.best, sitting.choices[k].best);
      EXPECT_EQ(question.chosen, sitting.asked[k].item);
      EXPECT_EQ(question.steps.back().left.available, question.choice.available);
      EXPECT_GE(question.pool, question.steps[0].left.available);
    }
    ASSERT_TRUE(explanation->next);
    EXPECT_NE(explanation->next->choice.kind, ChoiceKind::candidates);
  }
}

TEST(ExplainTest, CountsWhatEachRuleLeavesAndSaysWhichOneWasLifted) {
  // Two competences: 0 with tubes 0 and 1, 1 with tube 2.
  const Bank bank = Bank::make({{1, 0, 0, 0, 0}, {1, 0.1, 0, 0, 1}, {1, 0.2, 0, 1, 2}, {1, 0.3, 1, 2, 3}}).value();
  const TestRules rules{.maximumLength = 4, .betweenSameCompetence = 1, .pickPercent = 100};
  const std::vector<AskedQuestion> asked = {
      {0, AskedOutcome::failed}, {3, AskedOutcome::failed}, {2, AskedOutcome::failed}};
  const auto explanation = explainTest({bank, rules, {}, base::toBytes("seed"), asked});
  ASSERT_TRUE(explanation);
  const auto counts = [](const QuestionExplanation& question) {
    std::vector<std::uint32_t> left = {question.pool};
    for (const RuleStep& step : question.steps) left.push_back(step.left.available);
    return left;
  };
  EXPECT_THAT(counts(explanation->questions[0]), testing::ElementsAre(4, 4, 4, 4));
  EXPECT_THAT(counts(explanation->questions[1]), testing::ElementsAre(4, 2, 1, 1));
  EXPECT_EQ(explanation->questions[1].steps[1].effect, RuleEffect::applied);
  EXPECT_THAT(counts(explanation->questions[2]), testing::ElementsAre(4, 1, 1, 1));
  EXPECT_EQ(explanation->questions[2].steps[1].effect, RuleEffect::lifted);
  EXPECT_EQ(explanation->questions[2].steps[2].effect, RuleEffect::applied);
  EXPECT_EQ(explanation->next->choice.kind, ChoiceKind::noItemLeft);
}

TEST(ExplainTest, NamesAnItemThatTheEngineWouldNotHaveAsked) {
  tools::Random random(3);
  const Bank bank = bankOf(50, random);
  const TestRules rules;
  const base::Bytes seed = {1};
  std::vector<AskedQuestion> asked = sit(bank, rules, seed, random).asked;
  asked[2].item = (asked[2].item + 1) % 50;
  const auto explanation = explainTest({bank, rules, {}, seed, asked});
  ASSERT_TRUE(explanation);
  EXPECT_FALSE(explanation->agrees());
  EXPECT_TRUE(explanation->questions[1].agrees());
  EXPECT_FALSE(explanation->questions[2].agrees());
  EXPECT_THAT(explainInWords(explanation->questions[2], bank, {}, TextLanguage::english), HasSubstr("DISAGREES"));
  EXPECT_THAT(explainInWords(explanation->questions[1], bank, {}, TextLanguage::english), Not(HasSubstr("DISAGREES")));
}

TEST(ExplainTest, RefusesARecordThatDoesNotFitTheBank) {
  tools::Random random(3);
  const Bank bank = bankOf(5, random);
  const std::vector<std::uint8_t> three(3);
  const std::vector<AskedQuestion> unknown = {{5, AskedOutcome::open}};
  const std::vector<AskedQuestion> open = {{0, AskedOutcome::open}, {1, AskedOutcome::failed}};
  EXPECT_EQ(explainTest({bank, {}, {}, {}, unknown}).error().code, "explanation-item");
  EXPECT_EQ(explainTest({bank, {}, {}, {}, open}).error().code, "explanation-open");
  EXPECT_EQ(explainTest({bank, {}, three, {}, {}}).error().code, "explanation-exclusions");
  const std::vector<AskedQuestion> scored = {{0, AskedOutcome::scored, 2}};
  EXPECT_EQ(explainTest({bank, {}, {}, {}, scored}).error().code, "explanation-category");
}

TEST(ExplainTest, ChancesAreThoseOfThePick) {
  const auto chances = pickChances(5, 51);
  const std::array<double, 5> expected = {0.51, 0.2499, 0.122451, 0.06000099, 0.05764801};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(chances[i], expected[i], 1e-12);
  EXPECT_THAT(pickChances(1, 51), testing::ElementsAre(1));
  EXPECT_TRUE(pickChances(0, 51).empty());
}

TEST(ExplainInWords, SpeaksFrenchAndEnglish) {
  const Bank bank = Bank::make({{1, 0, 0, 0, 0}, {1, 0.1, 1, 1, 1}}).value();
  const std::vector<AskedQuestion> asked = {{1, AskedOutcome::succeeded}};
  const std::array<std::string, 2> items = {"item-a", "item-b"};
  const std::array<std::string, 2> competences = {"1.1", "1.2"};
  const auto explanation = explainTest({bank, {}, {}, base::toBytes("s"), asked});
  ASSERT_TRUE(explanation);
  const auto words = [&](TextLanguage language) {
    return explainInWords(explanation->questions[0], bank, {items, competences}, language);
  };
  EXPECT_THAT(words(TextLanguage::english), HasSubstr("ability -3.000"));
  EXPECT_THAT(words(TextLanguage::english), HasSubstr("item-b (1.2): information"));
  EXPECT_THAT(words(TextLanguage::french), HasSubstr("capacité -3,000"));
  EXPECT_THAT(words(TextLanguage::french), HasSubstr("passage par toutes les compétences"));
}

}  // namespace
}  // namespace vigie::scoring
