#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>

#include "common/shadow/ShadowTest.hpp"
#include "tests/tools/score-simulate/AreaStudy.hpp"
#include "tests/tools/score-simulate/FitStudy.hpp"
#include "tests/tools/score-simulate/Report.hpp"
#include "tests/tools/score-simulate/Summary.hpp"
#include "tests/tools/score-study/StudyTest.hpp"

namespace vigie::tools {
namespace {

using testing::HasSubstr;

struct Fixture {
  StudyBank bank = generateBank(400, 3).value();
  StudyTest test = pixTest().value();
  StudyPlan plan(std::uint32_t candidates, std::uint32_t threads) const {
    return {bank.bank, bank.models, test.plan, test.scale, {}, {}, candidates, 11, threads};
  }
};

TEST(Study, GivesTheSameNumbersWithAnyNumberOfThreads) {
  const Fixture fixture;
  const StudyPlan alone = fixture.plan(300, 1);
  const StudyPlan many = fixture.plan(300, 3);
  const auto one = runStudy(alone, {});
  const auto three = runStudy(many, {});
  ASSERT_TRUE(one && three);
  EXPECT_EQ(candidatesCsv(alone, *one), candidatesCsv(many, *three));
  EXPECT_EQ(summaryJson(summarise(alone, *one, 0)), summaryJson(summarise(many, *three, 0)));
  EXPECT_EQ(one->timesAsked, three->timesAsked);
}

TEST(Study, RecoversTheAbilitiesItSimulated) {
  const Fixture fixture;
  const StudyPlan plan = fixture.plan(2000, 2);
  const auto result = runStudy(plan, {});
  ASSERT_TRUE(result);
  const Summary summary = summarise(plan, *result, 0.6);
  // 32 adaptive questions of discrimination about 1.1: the error is near 1 / sqrt(32 * 1.3 / 4).
  EXPECT_LT(summary.all.rmse, 0.4);
  EXPECT_LT(std::abs(summary.all.bias), 0.1);
  EXPECT_NEAR(summary.all.meanTruth, 0, 4 / std::sqrt(2000));
  EXPECT_EQ(summary.shortest, 32U);
  EXPECT_EQ(summary.longest, 32U);
  EXPECT_GT(summary.all.coverage, 0.9);
  EXPECT_GT(summary.classification.sameMesh, 0.5);
  EXPECT_LT(summary.classification.falsePass + summary.classification.falseFail, 0.2);
  std::uint32_t items = 0;
  for (const std::uint32_t count : summary.exposure.histogram) items += count;
  EXPECT_EQ(items, 400U);
  EXPECT_THAT(plotSvg(summary, "a < b & c"), HasSubstr("a &lt; b &amp; c"));
}

TEST(Study, CountsOverlapAsTheMeanOverAllPairs) {
  const Fixture fixture;
  const StudyPlan plan = fixture.plan(60, 1);
  const auto result = runStudy(plan, {});
  ASSERT_TRUE(result);
  double shared = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < 60; ++i) {
    for (std::size_t j = 0; j < i; ++j, ++pairs) {
      for (const auto& answer : result->tests[i].answers) {
        for (const auto& other : result->tests[j].answers) shared += answer.item == other.item ? 1 : 0;
      }
    }
  }
  EXPECT_NEAR(summarise(plan, *result, {}).exposure.overlap, shared / pairs / 32, 1e-12);
}

TEST(Study, EndsEarlyWithoutLosingATestWhenNoItemIsLeft) {
  const StudyBank bank = generateBank(24, 1).value();  // two tubes: two questions at most
  const StudyTest test = pixTest().value();
  const StudyPlan plan{bank.bank, bank.models, test.plan, test.scale, {}, {}, 10, 1, 1};
  const auto result = runStudy(plan, {});
  ASSERT_TRUE(result);
  const Summary summary = summarise(plan, *result, {});
  EXPECT_EQ(summary.noItemLeft, 10U);
  EXPECT_EQ(summary.longest, 2U);
}

TEST(FitStudy, FlagsFewHonestCandidatesAndTheSameOnesWithAnyNumberOfThreads) {
  const Fixture fixture;
  const StudyPlan alone = fixture.plan(1000, 1);
  const StudyPlan many = fixture.plan(1000, 3);
  const auto result = runStudy(many, {});
  ASSERT_TRUE(result);
  const FitRates rates = studyFit(many, *result);
  EXPECT_EQ(fitJson(rates), fitJson(studyFit(alone, *result)));
  for (std::size_t a = 0; a + 1 < rates.size(); ++a) {  // pairs that share 8 items are few on this bank
    EXPECT_EQ(rates[a].honestTests, 1000U);
    EXPECT_LT(rates[a].honestFlagged, 30U) << a;
  }
  EXPECT_GT(rates[1].cheatingFlagged, 950U);
  EXPECT_GT(rates[2].cheatingFlagged, 700U);
}

TEST(AreaStudy, CoversTheTruthBeatsOneAbilityAndIsTheSameWithAnyNumberOfThreads) {
  const Fixture fixture;
  StudyPlan alone = fixture.plan(300, 1);
  alone.areaCorrelation = 0.8;
  StudyPlan many = alone;
  many.threads = 3;
  const auto result = runStudy(many, {});
  ASSERT_TRUE(result);
  const AreaRates rates = studyAreas(many, *result);
  EXPECT_EQ(areaJson(rates), areaJson(studyAreas(alone, *runStudy(alone, {}))));
  EXPECT_EQ(rates.all.estimates, 300U * 16);
  EXPECT_GT(rates.shown.estimates, 0U);
  EXPECT_LT(rates.shown.estimates, rates.all.estimates);
  EXPECT_NEAR(rates.all.coverage, 0.95, 0.02);
  EXPECT_NEAR(rates.shown.coverage, 0.95, 0.03);
  EXPECT_LT(rates.all.rmse, rates.all.rmseOfOneAbility);
  EXPECT_LE(rates.shown.meanStandardError, 0.5);
  EXPECT_NEAR(rates.all.rmse, rates.all.meanStandardError, 0.05);
  EXPECT_EQ(result->tests[0].trueAreas.size(), 16U);
}

// Every kind of plan; the same numbers with any number of threads, and what it promises.
TEST(Study, RunsAnyPlanOverAnyModels) {
  const StudyBank mixed = generateBank(150, 4, GeneratedModels::mixed).value();
  EXPECT_FALSE(mixed.isTwoParameter);
  std::size_t files = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(VIGIE_SOURCE_DIR "/tests/tools/score-simulate/definitions")) {
    SCOPED_TRACE(file.path().string());
    const StudyBank plain = generateBank(760, 5).value();
    const auto isShadow = file.path().stem() == "eap-shadow";
    const auto read = readStudyTest(file.path(), plain, "");
    ASSERT_TRUE(read) << read.error().detail;
    StudyTest test = *read;
    // Probabilities are found by rounds; here the limit is only exercised.
    test.plan.exposure.probabilities.assign(
        test.plan.exposure.kind >= scoring::Exposure::sympsonHetter ? plain.models.size() : 0, 0.7);
    const std::uint32_t candidates = isShadow ? 2 : 16;
    const StudyPlan alone{plain.bank, plain.models, test.plan, test.scale, {}, {}, candidates, 11, 1};
    StudyPlan many = alone;
    many.threads = 3;
    const auto one = runStudy(alone, {});
    const auto three = runStudy(many, {});
    ASSERT_TRUE(one && three);
    EXPECT_EQ(candidatesCsv(alone, *one), candidatesCsv(many, *three));
    const Summary summary = summarise(alone, *one, {});
    EXPECT_LT(summary.all.rmse, 1);
    EXPECT_LE(summary.longest, test.plan.stopping.maximumLength);
    EXPECT_GE(summary.shortest, test.plan.stopping.minimumLength);
    ++files;
  }
  EXPECT_GE(files, 10U);
  StudyTest test =
      readStudyTest(VIGIE_SOURCE_DIR "/tests/tools/score-simulate/definitions/eap-free.json", mixed, "").value();
  const StudyPlan plan{mixed.bank, mixed.models, test.plan, test.scale, {}, {}, 200, 1, 2};
  const auto result = runStudy(plan, {});
  ASSERT_TRUE(result);
  const Summary summary = summarise(plan, *result, {});
  EXPECT_LT(summary.all.rmse, 0.35);
  EXPECT_NEAR(summary.all.coverage, 0.95, 0.06);
  EXPECT_EQ(summary.rmseAfter.size(), 32U);
  EXPECT_EQ(summary.rmseAfter.back(), summary.all.rmse);
  const auto reached = questionsToReach(summary, summary.rmseAfter[15]);
  ASSERT_TRUE(reached);
  EXPECT_LE(*reached, 16U);
  EXPECT_FALSE(questionsToReach(summary, 0));
  const FitRates rates = studyFit(plan, *result);
  EXPECT_LT(rates[0].honestFlagged, rates[0].honestTests / 10);
}

// What PixTest does for a group of candidates is what the plan says, one by one.
TEST(Study, InPixModeIsThePlansTest) {
  const Fixture fixture;
  const StudyPlan plan = fixture.plan(20, 2);
  ASSERT_TRUE(scoring::isPixMode(plan.test));
  const auto result = runStudy(plan, {});
  ASSERT_TRUE(result);
  for (std::uint32_t i = 0; i < 20; ++i) {
    StudyRandom random = StudyRandom::stream(plan.seed, i);
    const double truth = drawAbility(plan.population, random);
    scoring::AdaptiveTest test(plan.models, plan.test);
    for (const auto& [item, category] : result->tests[i].answers) {
      EXPECT_EQ(test.next(random.uniform()).item, item);
      const scoring::ModelItem& asked = plan.models.item(item);
      EXPECT_EQ(random.uniform() < scoring::categoryCurves(asked, truth).probability[1], category == 1);
      ASSERT_TRUE(test.answer(item, category));
    }
    EXPECT_EQ(test.report().ability, result->tests[i].ability);
    EXPECT_EQ(test.report().standardError, result->tests[i].errorRate);
  }
}

TEST(Study, FindsTheExposureProbabilitiesThatKeepItsLimit) {
  const StudyBank bank = generateBank(300, 6).value();
  StudyTest test = readStudyTest(VIGIE_SOURCE_DIR "/tests/tools/score-simulate/definitions/eap-hetter.json", bank, "")
                       .value_or(pixTest().value());
  test.plan.stopping = {.minimumLength = 12, .maximumLength = 12};
  test.plan.exposure.kind = scoring::Exposure::sympsonHetter;
  test.plan.exposure.probabilities.assign(bank.models.size(), 1);
  StudyPlan plan{bank.bank, bank.models, test.plan, test.scale, {}, {}, 600, 1, 2};
  const double before = summarise(plan, *runStudy(plan, {}), {}).exposure.largest;
  for (int round = 0; round < 6; ++round) {
    plan.seed = 100 + static_cast<std::uint64_t>(round);
    const auto result = runStudy(plan, {});
    test.plan.exposure.probabilities =
        scoring::exposureProbabilities(test.plan.exposure, exposureCounts(plan, *result));
  }
  plan.seed = 1;
  const double after = summarise(plan, *runStudy(plan, {}), {}).exposure.largest;
  EXPECT_GT(before, 0.5);
  EXPECT_LT(after, 0.3);
}

TEST(Study, RefusesAPlanWithoutCandidatesOrPopulation) {
  const Fixture fixture;
  StudyPlan plan = fixture.plan(0, 1);
  EXPECT_EQ(runStudy(plan, {}).error().code, "study-candidates");
  plan.candidates = 1;
  plan.population.spread = -1;
  EXPECT_EQ(runStudy(plan, {}).error().code, "study-population");
  plan.population = {};
  plan.threads = 0;
  EXPECT_EQ(runStudy(plan, {}).error().code, "study-threads");
  plan.threads = 1;
  plan.areaCorrelation = 1;
  EXPECT_EQ(runStudy(plan, {}).error().code, "study-areas");
  plan.areaCorrelation = 0.5;
  plan.population.shape = Population::Shape::uniform;
  EXPECT_EQ(runStudy(plan, {}).error().code, "study-areas");
}

}  // namespace
}  // namespace vigie::tools
