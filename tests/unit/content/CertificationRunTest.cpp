// Whole tests on the demonstration's bank and definition: whatever a candidate answers and whatever is replaced after
// an alert, the rules must find the next question.
#include <gtest/gtest.h>

#include <random>

#include "Demonstration.hpp"
#include "common/content/Bank.hpp"
#include "common/content/TestDefinition.hpp"
#include "common/crypto/Seal.hpp"
#include "common/scoring/FinalResult.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::content {
namespace {

struct Demonstration {
  Calibration calibration;
  TestDefinition definition;
};

Demonstration load() {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto files = makeBank(test::demonstration(), 1, key, crypto::newSealKey());
  EXPECT_TRUE(files);
  auto calibration = Calibration::load(files->cal, key.publicKey());
  EXPECT_TRUE(calibration);
  auto definition = TestDefinition::load(
      base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json").value_or(""));
  EXPECT_TRUE(definition);
  return {std::move(*calibration), std::move(*definition)};
}

struct Sitting {
  std::vector<scoring::Answer> answers;
  scoring::ChoiceKind end = scoring::ChoiceKind::ended;
};

double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11U) / 9007199254740992.0;
}

// Answers right with `chanceRight`; `replacements` questions, each at a random moment, are replaced with their skill.
Sitting takeTest(const Demonstration& demo, double chanceRight, int replacements, std::mt19937_64& random) {
  const scoring::TestRules& rules = demo.definition.rules();
  const scoring::Bank& bank = demo.calibration.scoringBank();
  auto excluded = demo.definition.exclusions(demo.calibration);
  std::vector<std::uint64_t> alertsAt;
  for (int i = 0; i < replacements; ++i) alertsAt.push_back(random() % rules.maximumLength);
  scoring::AbilityEstimate estimate(rules);
  std::vector<scoring::ItemIndex> asked;
  Sitting run;
  for (;;) {
    const auto choice = scoring::chooseNext(bank, rules, asked, excluded, estimate.ability());
    run.end = choice.kind;
    if (choice.kind != scoring::ChoiceKind::candidates) return run;
    const auto item = scoring::pick(choice.candidates(), rules.pickPercent, uniform(random)).item;
    const auto alert = std::find(alertsAt.begin(), alertsAt.end(), asked.size());
    if (alert != alertsAt.end()) {
      alertsAt.erase(alert);
      scoring::excludeSkillOf(bank, item, excluded);
      continue;
    }
    const auto outcome = uniform(random) < chanceRight ? scoring::Outcome::succeeded : scoring::Outcome::failed;
    asked.push_back(item);
    run.answers.push_back({item, outcome});
    estimate.answer(bank.parameters(item), outcome);
  }
}

constexpr double kChances[] = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};

TEST(CertificationRun, FindsThirtyTwoQuestionsWithAtMostTwoReplaced) {
  const Demonstration demo = load();
  std::mt19937_64 random(20'240);
  for (const double chance : kChances) {
    for (int replacements = 0; replacements <= 2; ++replacements) {
      for (int candidate = 0; candidate < 300; ++candidate) {
        const Sitting run = takeTest(demo, chance, replacements, random);
        ASSERT_EQ(run.end, scoring::ChoiceKind::ended) << chance << " " << replacements << " " << candidate;
        ASSERT_EQ(run.answers.size(), 32U);
        for (const scoring::Answer& answer : run.answers) {
          ASSERT_TRUE(demo.definition.admits(demo.calibration.items()[answer.item]));
        }
      }
    }
  }
}

TEST(CertificationRun, KeepsItsAnswersWhenAThirdReplacementLeavesNoItem) {
  const Demonstration demo = load();
  std::mt19937_64 random(7);
  for (int candidate = 0; candidate < 300; ++candidate) {
    const Sitting run = takeTest(demo, 0.5, 3, random);
    EXPECT_EQ(run.end, scoring::ChoiceKind::noItemLeft);
    EXPECT_EQ(run.answers.size(), 31U);
  }
}

TEST(CertificationRun, AsksEveryCompetenceAmongTheFirstSixteen) {
  const Demonstration demo = load();
  std::mt19937_64 random(16);
  for (int candidate = 0; candidate < 300; ++candidate) {
    const Sitting run = takeTest(demo, 0.5, 0, random);
    std::set<std::uint32_t> competences;
    for (std::size_t i = 0; i < 16; ++i) {
      competences.insert(demo.calibration.scoringBank().item(run.answers[i].item).competence);
    }
    EXPECT_EQ(competences.size(), 16U);
  }
}

TEST(CertificationRun, ValidatesWhoeverIsMostlyRight) {
  const Demonstration demo = load();
  const auto excluded = demo.definition.exclusions(demo.calibration);
  std::mt19937_64 random(80);
  for (const double chance : {0.8, 0.9, 1.0}) {
    for (int candidate = 0; candidate < 300; ++candidate) {
      const Sitting run = takeTest(demo, chance, 0, random);
      const auto result = scoring::finalResult({.bank = demo.calibration.scoringBank(),
                                                .rules = demo.definition.rules(),
                                                .scale = demo.definition.scale(),
                                                .answers = run.answers,
                                                .excluded = excluded,
                                                .cleaMinimumPix = std::nullopt});
      ASSERT_TRUE(result) << result.error().detail;
      EXPECT_EQ(result->status, scoring::Status::validated);
      EXPECT_GT(result->pixScore.value_or(0), 128U);
      EXPECT_EQ(result->levels.size(), 16U);
    }
  }
}

}  // namespace
}  // namespace vigie::content
