#include "tests/tools/score-calibrate/Calibrate.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/tools/score-calibrate/Recovery.hpp"
#include "tests/tools/score-calibrate/Responses.hpp"
#include "tests/tools/score-simulate/Summary.hpp"
#include "tests/tools/score-study/StudyRandom.hpp"
#include "tests/tools/score-study/StudyTest.hpp"

namespace vigie::tools {
namespace {

using testing::Contains;
using testing::HasSubstr;

double probability(const ItemEstimate& item, double ability) {
  return item.guessing + (1 - item.guessing) / (1 + std::exp(-item.discrimination * (ability - item.difficulty)));
}

std::vector<ItemEstimate> makeItems(std::size_t count, StudyRandom& random, bool hasGuessing) {
  std::vector<ItemEstimate> items(count);
  for (auto& item : items) {
    item = {std::exp(0.3 * random.normal()), random.uniform(-2, 2), hasGuessing ? random.uniform(0.1, 0.3) : 0};
  }
  return items;
}

// Each candidate answers `asked` of the items, drawn at random.
Responses answerItems(const std::vector<ItemEstimate>& items, std::size_t candidates, std::uint32_t asked, double mean,
                      double spread, StudyRandom& random) {
  Responses responses;
  for (std::size_t i = 0; i < items.size(); ++i) responses.items.push_back("i" + std::to_string(i));
  for (std::size_t c = 0; c < candidates; ++c) {
    const double ability = mean + spread * random.normal();
    auto& answers = responses.candidates.emplace_back();
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (random.below(static_cast<std::uint32_t>(items.size())) >= asked) continue;
      answers.push_back({i, random.uniform() < probability(items[i], ability)});
    }
  }
  return responses;
}

TEST(Calibrate, RecoversTwoParameterItemsWithinTheirStandardErrors) {
  StudyRandom random(5);
  const auto items = makeItems(40, random, false);
  const auto result = calibrate(answerItems(items, 3000, 24, 0, 1, random), {});
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->converged);
  double squares = 0;
  int covered = 0;
  int flagged = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& item = result->items[i];
    const double za = (item.estimate.discrimination - items[i].discrimination) / item.standardError.discrimination;
    const double zb = (item.estimate.difficulty - items[i].difficulty) / item.standardError.difficulty;
    squares += za * za + zb * zb;
    covered += (std::abs(za) < 1.96 ? 1 : 0) + (std::abs(zb) < 1.96 ? 1 : 0);
    flagged += item.flags.empty() ? 0 : 1;
    EXPECT_LT(std::abs(za), 5) << i;
    EXPECT_LT(std::abs(zb), 5) << i;
  }
  // 80 squared standardised errors: mean 1, standard error sqrt(2 / 80) = 0.16.
  EXPECT_NEAR(squares / 80, 1, 0.65);
  EXPECT_GE(covered, 68);
  EXPECT_LE(flagged, 2);
}

TEST(Recovery, CountsErrorsOfFittedItemsThatAreNoAnchors) {
  CalibrationResult result;
  result.items.resize(4);
  result.items[0].estimate = {1.2, 0.5, 0.1};
  result.items[0].standardError = {0.1, 0.3, 0.1};
  result.items[1].estimate = {0.8, 1.5, 0.3};
  result.items[1].standardError = {0.3, 0.3, 0.1};
  result.items[2].isAnchor = true;
  result.items[3].flags = {"constant"};
  const Recovery recovery = recoveryOf(result, {{{1, 0, 0.2}}, {{1, 1, 0.2}}, {{1, 1, 0.2}}, {{1, 1, 0.2}}});
  EXPECT_EQ(recovery.items, 2U);
  EXPECT_NEAR(recovery.discrimination.bias, 0, 1e-12);
  EXPECT_NEAR(recovery.discrimination.rmse, 0.2, 1e-12);
  EXPECT_NEAR(recovery.discrimination.meanStandardError, 0.2, 1e-12);
  EXPECT_EQ(recovery.discrimination.coverage, 0.5);  // 0.2 / 0.1 is beyond 1.96, 0.2 / 0.3 is not
  EXPECT_NEAR(recovery.difficulty.bias, 0.5, 1e-12);
  EXPECT_EQ(recovery.difficulty.coverage, 1);
  EXPECT_NEAR(recovery.guessing.rmse, 0.1, 1e-12);
  EXPECT_EQ(recoveryOf(result, {{}, {}, {}, {}}).items, 0U);
}

// The way of the programs: a bank and a log as files, from a simulated adaptive test.
TEST(Recovery, OfASimulatedAdaptiveLogIsWithinItsStandardErrors) {
  const StudyBank bank = readParameters(parametersOf(generateBank(200, 12).value())).value();
  EXPECT_EQ(bank.models.item(7).discrimination, generateBank(200, 12).value().models.item(7).discrimination);
  const StudyTest test =
      readStudyTest(VIGIE_SOURCE_DIR "/tests/tools/score-simulate/definitions/eap-free.json", bank, "").value();
  const StudyPlan plan{bank.bank, bank.models, test.plan, test.scale, {}, {}, 2000, 4, 2};
  const auto study = runStudy(plan, {});
  ASSERT_TRUE(study);
  const auto responses = readResponses(responsesCsv(plan, *study));
  ASSERT_TRUE(responses);
  EXPECT_EQ(responses->candidates.size(), 2000U);
  std::vector<std::optional<ItemEstimate>> truth;
  for (const std::string& id : responses->items) {
    const scoring::ItemParameters item = bank.bank.parameters(bank.indexById.find(id)->second);
    truth.push_back(ItemEstimate{item.discrimination, item.difficulty, 0});
  }
  const auto result = calibrate(*responses, {});
  ASSERT_TRUE(result);
  const Recovery recovery = recoveryOf(*result, truth);
  EXPECT_GE(recovery.items, 50U);
  EXPECT_GE(recovery.discrimination.coverage, 0.8);
  EXPECT_GE(recovery.difficulty.coverage, 0.8);
  EXPECT_LT(std::abs(recovery.discrimination.bias), 0.1);
}

TEST(Calibrate, RecoversGuessingWithItsWeakPrior) {
  StudyRandom random(6);
  const auto items = makeItems(30, random, true);
  const auto result =
      calibrate(answerItems(items, 4000, 30, 0, 1, random), {.model = CalibrationModel::threeParameter, .anchors = {}});
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->converged);
  double guessing = 0;
  double difficulty = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& estimate = result->items[i].estimate;
    guessing += std::pow(estimate.guessing - items[i].guessing, 2);
    difficulty += std::pow(estimate.difficulty - items[i].difficulty, 2);
    EXPECT_GT(result->items[i].standardError.guessing, 0);
  }
  EXPECT_LT(std::sqrt(guessing / 30), 0.08);
  EXPECT_LT(std::sqrt(difficulty / 30), 0.25);
}

TEST(Calibrate, PutsNewItemsOnTheScaleOfItsAnchors) {
  StudyRandom random(7);
  const auto items = makeItems(40, random, false);
  CalibrationPlan plan;
  plan.anchors.resize(items.size());
  for (std::size_t i = 0; i < 20; ++i) plan.anchors[i] = items[i];
  const auto result = calibrate(answerItems(items, 3000, 40, 0.8, 1.4, random), plan);
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->populationMean, 0.8, 0.12);
  EXPECT_NEAR(result->populationSpread, 1.4, 0.12);
  double difficulty = 0;
  for (std::size_t i = 20; i < items.size(); ++i) {
    difficulty += std::pow(result->items[i].estimate.difficulty - items[i].difficulty, 2);
  }
  EXPECT_LT(std::sqrt(difficulty / 20), 0.15);
  EXPECT_EQ(result->items[0].estimate.difficulty, items[0].difficulty);
}

TEST(Calibrate, FlagsItemsThatTheModelDoesNotDescribe) {
  StudyRandom random(8);
  auto items = makeItems(30, random, false);
  Responses responses = answerItems(items, 3000, 30, 0, 1, random);
  for (std::size_t c = 0; c < responses.candidates.size(); ++c) {
    auto& answers = responses.candidates[c];
    int right = 0;
    for (const auto& answer : answers) right += answer.isRight ? 1 : 0;
    for (auto& answer : answers) {
      if (answer.item == 0) answer.isRight = true;                      // constant
      if (answer.item == 1) answer.isRight = !answer.isRight;           // the key is wrong
      if (answer.item == 2) answer.isRight = right < 8 || right >= 22;  // weak and strong candidates are right
    }
  }
  const auto result = calibrate(responses, {});
  ASSERT_TRUE(result);
  EXPECT_THAT(result->items[0].flags, Contains("constant"));
  EXPECT_FALSE(result->items[0].isFitted());
  EXPECT_THAT(result->items[1].flags, Contains("discrimination-not-positive"));
  EXPECT_FALSE(result->items[1].isFitted());
  EXPECT_THAT(result->items[2].flags, Contains("q1"));
  EXPECT_TRUE(result->items[3].isFitted());
  EXPECT_THAT(result->items[2].flags, Contains("s-x2"));
}

// Under the model S-X2 is chi-square: its probabilities are uniform, and its mean is its degrees of freedom.
TEST(Calibrate, KeepsTheRateOfSumScoreFit) {
  StudyRandom random(9);
  double ratio = 0;
  int low = 0;
  int items = 0;
  for (int repeat = 0; repeat < 4; ++repeat) {
    const auto truth = makeItems(25, random, false);
    const auto result = calibrate(answerItems(truth, 1500, 25, 0, 1, random), {});
    ASSERT_TRUE(result);
    for (const auto& item : result->items) {
      ASSERT_GT(item.sx2Freedom, 5);
      ratio += item.sx2 / item.sx2Freedom;
      low += item.sx2Probability < 0.05 ? 1 : 0;
      ++items;
    }
  }
  EXPECT_NEAR(ratio / items, 1, 0.15);
  EXPECT_LE(low, items / 8);
  // Incomplete answers, as of adaptive tests, have no S-X2.
  const auto incomplete = calibrate(answerItems(makeItems(40, random, false), 800, 20, 0, 1, random), {});
  EXPECT_EQ(incomplete->items[0].sx2Freedom, 0);
}

TEST(Calibrate, RefusesWhatItCannotFit) {
  const auto constant = readResponses("candidate,item,correct\nA,x,1\nB,x,1\n");
  ASSERT_TRUE(constant);
  EXPECT_EQ(calibrate(*constant, {}).error().code, "calibration-no-item");
  EXPECT_EQ(calibrate(*constant, {.priorAlpha = 0, .anchors = {}}).error().code, "calibration-plan");
}

TEST(Responses, ReadsCsvAndJsonLinesAlike) {
  const auto csv = readResponses("time,item,candidate,correct\n1,x,A,1\n2,y,A,0\n\n3,x,B,false\n");
  const auto json = readResponses(
      "{\"candidate\":\"A\",\"item\":\"x\",\"correct\":true}\n"
      "{\"candidate\":\"A\",\"item\":\"y\",\"correct\":0}\n"
      "{\"candidate\":\"B\",\"item\":\"x\",\"correct\":false}");
  ASSERT_TRUE(csv && json);
  for (const auto* responses : {&*csv, &*json}) {
    EXPECT_THAT(responses->items, testing::ElementsAre("x", "y"));
    ASSERT_EQ(responses->candidates.size(), 2U);
    EXPECT_TRUE(responses->candidates[0][0].isRight);
    EXPECT_FALSE(responses->candidates[0][1].isRight);
    EXPECT_FALSE(responses->candidates[1][0].isRight);
  }
}

TEST(Responses, RefusesBadLinesNamingLineAndField) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "no response"},
      {"candidate,item\nA,x\n", "no column correct"},
      {"candidate,item,correct\nA,x\n", "line 2: correct is missing"},
      {"candidate,item,correct\nA,x,yes\n", "line 2: correct is \"yes\""},
      {"candidate,item,correct\n,x,1\n", "line 2: candidate is empty"},
      {"candidate,item,correct\nA,x,1\nA,x,0\n", "line 3: candidate A answered item x before"},
      {"{\"candidate\":\"A\",\"item\":\"x\"}", "line 1: correct is missing"},
      {"{nonsense", "line 1: a JSON object"}};
  for (const auto& [text, says] : cases) {
    const auto responses = readResponses(text);
    ASSERT_FALSE(responses) << text;
    EXPECT_THAT(responses.error().detail, HasSubstr(says)) << text;
  }
}

}  // namespace
}  // namespace vigie::tools
