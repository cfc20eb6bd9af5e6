#include "common/scoring/PixTest.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "tests/tools/score-digest/Random.hpp"

namespace vigie::scoring {
namespace {

struct BankShape {
  std::string name;
  std::uint32_t items;
  std::uint32_t competences;
  std::uint32_t tubes;
  double largestDiscrimination;
  double difficultyStep;  // 0: any difficulty; else rounded to it, so that items tie
  bool tubesSpanCompetences;
};

Bank randomBank(const BankShape& shape, tools::Random& random) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < shape.items; ++i) {
    const std::uint32_t tube = random.below(shape.tubes);
    const double difficulty = random.uniform(-5, 5);
    const double step = shape.difficultyStep;
    const bool ties = step > 0;
    items.push_back(
        {.discrimination = ties ? 1.0 + random.below(2) : random.uniform(0.2, shape.largestDiscrimination),
         .difficulty = ties ? step * static_cast<double>(static_cast<int>(difficulty / step)) : difficulty,
         .competence = shape.tubesSpanCompetences ? random.below(shape.competences) : tube % shape.competences,
         .tube = tube,
         .skill = tube * 3 + random.below(3)});
  }
  return Bank::make(items).value();
}

std::vector<TestRules> ruleSets() {
  return {{},
          {.maximumLength = 60, .variationPercent = 0},
          {.betweenSameCompetence = 0, .oneQuestionPerTube = false, .startAbility = 2},
          {.maximumLength = 40, .betweenSameCompetence = 7, .passageByAllCompetences = false},
          {.maximumLength = 45, .betweenSameCompetence = 45, .oneQuestionPerTube = false, .startAbility = -9}};
}

void expectSame(const Choice& fast, const Choice& plain) {
  EXPECT_EQ(fast.kind, plain.kind);
  EXPECT_EQ(fast.available, plain.available);
  ASSERT_EQ(fast.count, plain.count);
  for (std::uint32_t i = 0; i < plain.count; ++i) {
    EXPECT_EQ(fast.best[i].item, plain.best[i].item);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(fast.best[i].information),
              std::bit_cast<std::uint64_t>(plain.best[i].information));
  }
}

// Every choice and every estimate of whole tests against the pure functions.
void compareTests(const Bank& bank, const TestRules& rules, Exclusions excluded, tools::Random& random) {
  const PixIndex index(bank, rules);
  PixTest test(index);
  for (int repeat = 0; repeat < 6; ++repeat) {
    test.restart(repeat % 2 == 0 ? Exclusions{} : excluded);
    AbilityEstimate estimate(rules);
    const double successRate = random.uniform();
    for (;;) {
      const Choice plain =
          chooseNext(bank, rules, test.answered(), repeat % 2 == 0 ? Exclusions{} : excluded, estimate.ability());
      ASSERT_NO_FATAL_FAILURE(expectSame(test.next(), plain));
      if (plain.kind != ChoiceKind::candidates) break;
      const ItemIndex item = pick(plain.candidates(), 51, random.uniform()).item;
      const Outcome outcome = random.uniform() < successRate ? Outcome::succeeded : Outcome::failed;
      test.answer(item, outcome);
      estimate.answer(bank.parameters(item), outcome);
      ASSERT_EQ(std::bit_cast<std::uint64_t>(test.estimate().ability()),
                std::bit_cast<std::uint64_t>(estimate.ability()));
      ASSERT_EQ(std::bit_cast<std::uint64_t>(test.estimate().errorRate()),
                std::bit_cast<std::uint64_t>(estimate.errorRate()));
    }
  }
}

TEST(PixTest, ChoosesAsThePureFunctionOnRandomBanks) {
  const BankShape shapes[] = {{"ordinary", 1500, 16, 80, 3, 0, false},
                              {"ties", 600, 16, 60, 3, 0.5, false},
                              {"sharp", 500, 8, 60, 1000, 0, false},
                              {"tubes across competences", 400, 5, 30, 2, 0, true},
                              {"many competences", 500, 100, 200, 3, 0, false},
                              {"tiny", 7, 3, 5, 2, 0, false},
                              {"one item", 1, 1, 1, 2, 0, false}};
  tools::Random random(20261121);
  for (const BankShape& shape : shapes) {
    const Bank bank = randomBank(shape, random);
    std::vector<std::uint8_t> excluded(bank.size());
    for (auto& byte : excluded) byte = random.uniform() < 0.6 ? 1 : 0;
    for (const TestRules& rules : ruleSets()) {
      SCOPED_TRACE(shape.name);
      compareTests(bank, rules, excluded, random);
    }
  }
}

TEST(PixTest, LeavesTheIndexForAbilitiesBeyondIt) {
  const Bank bank = Bank::make({{.difficulty = 8, .tube = 0}, {.difficulty = 9, .tube = 1}}).value();
  const TestRules rules{.maximumLength = 2, .variationPercent = 0, .startAbility = 9};
  const PixIndex index(bank, rules);
  expectSame(PixTest(index).next(), chooseNext(bank, rules, {}, {}, 9));
}

TEST(PixTest, TakesAnswersToItemsThatTheRulesWouldNotAsk) {
  const Bank bank = Bank::make({{.tube = 0}, {.difficulty = 1, .tube = 0}, {.competence = 1, .tube = 1}}).value();
  const TestRules rules;
  const PixIndex index(bank, rules);
  PixTest test(index);
  for (const ItemIndex item : {0U, 1U, 0U}) {
    test.answer(item, Outcome::succeeded);
    expectSame(test.next(), chooseNext(bank, rules, test.answered(), {}, test.estimate().ability()));
  }
}

// Side by side, with tests of other lengths among them and groups that are not full.
TEST(PixTest, AnswersSideBySideWithTheSameBits) {
  tools::Random random(5);
  for (const double sharpest : {3.0, 400.0}) {
    const Bank bank = randomBank({"together", 300, 16, 60, sharpest, 0, false}, random);
    const TestRules rules;
    const PixIndex index(bank, rules);
    std::vector<PixTest> room(11, PixTest(index));
    std::vector<AbilityEstimate> alone(room.size(), AbilityEstimate(rules));
    std::vector<std::vector<Answer>> given(room.size());
    for (std::uint32_t k = 0; k < rules.maximumLength; ++k) {
      std::vector<PixTest::Step> steps;
      for (std::size_t c = 0; c < room.size(); ++c) {
        if (k > 20 + c) continue;
        const Choice choice = room[c].next();
        ASSERT_EQ(choice.kind, ChoiceKind::candidates);
        const ItemIndex item = pick(choice.candidates(), 51, random.uniform()).item;
        steps.push_back({&room[c], item, random.uniform() < 0.5 ? Outcome::succeeded : Outcome::failed});
        given[c].push_back({item, steps.back().outcome});
        alone[c].answer(bank.parameters(item), steps.back().outcome);
      }
      PixTest::answerTogether(steps);
      for (std::size_t c = 0; c < room.size(); ++c) {
        ASSERT_EQ(room[c].estimate().ability(), alone[c].ability());
        ASSERT_EQ(room[c].estimate().errorRate(), alone[c].errorRate());
        ASSERT_EQ(room[c].estimate().everFlags(), alone[c].everFlags());
      }
    }
    std::vector<std::span<const Answer>> sittings(given.begin(), given.end());
    std::vector<double> abilities(sittings.size());
    estimateAbilities(bank, rules, sittings, abilities);
    for (std::size_t c = 0; c < room.size(); ++c) EXPECT_EQ(abilities[c], alone[c].ability());
    EXPECT_THROW(estimateAbilities(bank, rules, sittings, std::span(abilities).first(3)), std::out_of_range);
  }
}

TEST(PixTest, RefusesIndicesAndSizesThatDoNotFitTheBank) {
  const Bank bank = Bank::make({{}, {}}).value();
  const PixIndex index(bank, {});
  PixTest test(index);
  EXPECT_THROW(test.answer(2, Outcome::failed), std::out_of_range);
  const std::vector<std::uint8_t> tooShort = {0};
  EXPECT_THROW(test.restart(tooShort), std::out_of_range);
}

}  // namespace
}  // namespace vigie::scoring
