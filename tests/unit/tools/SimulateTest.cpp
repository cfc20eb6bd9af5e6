#include <gmock/gmock.h>

#include <cmath>

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
    return {bank.bank, test.rules, test.scale, {}, {}, candidates, 11, threads};
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
  const StudyPlan plan{bank.bank, test.rules, test.scale, {}, {}, 10, 1, 1};
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
}

}  // namespace
}  // namespace vigie::tools
