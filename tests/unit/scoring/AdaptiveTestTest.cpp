#include "common/scoring/AdaptiveTest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "common/scoring/Criteria.hpp"
#include "common/shadow/ShadowTest.hpp"
#include "tests/tools/score-digest/Random.hpp"

namespace vigie::scoring {
namespace {

Bank pixBank(std::uint32_t count, tools::Random& random) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t tube = random.below(60);
    items.push_back({.discrimination = random.uniform(0.4, 2.5),
                     .difficulty = random.uniform(-4, 4),
                     .competence = tube % 8,
                     .tube = tube,
                     .skill = tube * 3 + random.below(3)});
  }
  return Bank::make(items).value();
}

// Answers by the item's probability until the test ends.
std::vector<ItemIndex> runTest(AdaptiveTest& test, const ModelBank& bank, double ability, tools::Random& random) {
  std::vector<ItemIndex> asked;
  for (;;) {
    const NextItem next = test.next(random.uniform());
    if (next.kind != ChoiceKind::candidates) return asked;
    const bool right = random.uniform() < categoryCurves(bank.item(next.item), ability).probability[1];
    EXPECT_TRUE(test.answer(next.item, right ? 1 : 0));
    asked.push_back(next.item);
  }
}

TestPlan plainPlan(std::uint32_t length) {
  TestPlan plan;
  plan.estimator = {.kind = EstimatorKind::eap, .startAbility = 0};
  plan.exposure.candidates = 1;
  plan.content.passageByAllCompetences = false;
  plan.content.betweenSameCompetence = 0;
  plan.stopping = {.minimumLength = length, .maximumLength = length};
  return plan;
}

TEST(AdaptiveTest, WithPixsPlanAsksAndEstimatesAsThePixMode) {
  tools::Random random(11);
  const Bank pix = pixBank(400, random);
  const ModelBank bank = ModelBank::from(pix);
  const TestRules rules;
  const TestPlan plan = planOf(rules);
  ASSERT_TRUE(check(plan, bank));
  std::vector<std::uint8_t> excluded(pix.size());
  for (auto& byte : excluded) byte = random.uniform() < 0.2 ? 1 : 0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    AdaptiveTest test(bank, plan, excluded);
    AbilityEstimate estimate(rules);
    std::vector<ItemIndex> asked;
    for (;;) {
      const double u = random.uniform();
      const NextItem next = test.next(u);
      const Choice expected = chooseNext(pix, rules, asked, excluded, estimate.ability());
      ASSERT_EQ(next.kind, expected.kind);
      if (expected.kind != ChoiceKind::candidates) break;
      ASSERT_EQ(next.choice.available, expected.available);
      ASSERT_EQ(next.choice.best, expected.best);
      ASSERT_EQ(next.item, pick(expected.candidates(), rules.pickPercent, u).item);
      const bool right = random.uniform() < 0.6;
      ASSERT_TRUE(test.answer(next.item, right ? 1 : 0));
      estimate.answer(pix.parameters(next.item), right ? Outcome::succeeded : Outcome::failed);
      asked.push_back(next.item);
      ASSERT_EQ(test.report().ability, estimate.ability());
      ASSERT_EQ(test.report().standardError, estimate.errorRate());
    }
    EXPECT_EQ(asked.size(), 32U);
  }
}

TEST(AdaptiveTest, RefusesAnswersThatWereNotAskedForAndGoesOn) {
  tools::Random random(12);
  const ModelBank bank = ModelBank::from(pixBank(100, random));
  const TestPlan plan = plainPlan(10);
  AdaptiveTest test(bank, plan);
  EXPECT_EQ(test.answer(3, 1).error().code, "item-not-asked");
  const ItemIndex item = test.next(0.5).item;
  EXPECT_EQ(test.answer((item + 1) % 100, 1).error().code, "item-not-asked");
  EXPECT_EQ(test.answer(100, 1).error().code, "item-unknown");
  EXPECT_EQ(test.answer(item, 2).error().code, "category-unknown");
  EXPECT_TRUE(test.answers().empty());
  EXPECT_TRUE(test.answer(item, 1));
  EXPECT_EQ(test.answer(item, 1).error().code, "item-not-asked");
  EXPECT_EQ(test.answers().size(), 1U);
}

TEST(AdaptiveTest, SaysNoItemLeftAndKeepsTheTest) {
  const ModelBank bank = ModelBank::make({{.id = "a"}, {.id = "b", .tube = 1, .skill = 1}}).value();
  const TestPlan plan = plainPlan(2);
  const std::vector<std::uint8_t> excluded = {0, 1};
  AdaptiveTest test(bank, plan, excluded);
  ASSERT_TRUE(test.answer(test.next(0).item, 1));
  const NextItem next = test.next(0);
  EXPECT_EQ(next.kind, ChoiceKind::noItemLeft);
  EXPECT_EQ(next.reason, StopReason::noItemLeft);
  EXPECT_EQ(test.answers().size(), 1U);
  EXPECT_TRUE(std::isfinite(test.report().ability));
  const std::vector<std::uint8_t> all = {1, 1};
  EXPECT_EQ(AdaptiveTest(bank, plan, all).next(0).kind, ChoiceKind::noItemLeft);
  EXPECT_THROW(AdaptiveTest(bank, plan, std::vector<std::uint8_t>{1}), std::out_of_range);
}

TEST(Criteria, AllFindTheItemAtTheAbility) {
  std::vector<ModelItem> items(9);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    items[i].id = std::to_string(i);
    items[i].difficulty = -4.0 + i;
    items[i].tube = items[i].skill = i;
  }
  const ModelBank bank = ModelBank::make(items).value();
  for (const Criterion criterion :
       {Criterion::fisher, Criterion::posteriorWeighted, Criterion::kullbackLeibler, Criterion::mepv}) {
    TestPlan plan = plainPlan(5);
    plan.criterion = criterion;
    EXPECT_EQ(AdaptiveTest(bank, plan).next(0).item, 4U) << static_cast<int>(criterion);
  }
}

// Against sums over the whole grid, computed here from the definitions.
TEST(Criteria, AreTheirDefinitions) {
  ModelItem item{.id = "x", .model = Model::gradedResponse, .discrimination = 1.4, .categories = 3};
  item.thresholds = {-0.5, 0.8};
  Estimator estimator({.kind = EstimatorKind::eap, .startAbility = 0});
  const ModelItem other{.id = "y", .discrimination = 1.1, .difficulty = -0.4};
  for (int i = 0; i < 6; ++i) estimator.answer(other, i % 3 == 0 ? 0 : 1);
  const double here = estimator.report().ability;
  const QuadratureValues posterior = estimator.posterior();
  double weighted = 0;
  double divergence = 0;
  std::array<std::array<double, 3>, 3> moments{};
  for (std::size_t j = 0; j < kQuadraturePoints; ++j) {
    const double t = kQuadrature[j];
    weighted += posterior[j] * information(item, t);
    for (std::uint8_t k = 0; k < 3; ++k) {
      const double p = categoryCurves(item, t).probability[k];
      const double p0 = categoryCurves(item, here).probability[k];
      divergence += posterior[j] * p0 * (std::log(p0) - logProbability(item, k, t));
      for (std::size_t power = 0; power < 3; ++power) {
        moments[k][power] += posterior[j] * p * std::pow(t, static_cast<double>(power));
      }
    }
  }
  double variance = 0;
  for (const auto& [mass, first, second] : moments) variance += second - first * first / mass;
  EXPECT_NEAR(Merit(Criterion::posteriorWeighted, estimator).of(item), weighted, 1e-5);
  EXPECT_NEAR(Merit(Criterion::kullbackLeibler, estimator).of(item), divergence, 1e-5);
  EXPECT_NEAR(Merit(Criterion::mepv, estimator).of(item), -variance, 1e-5);
}

TEST(Exposure, RandomesqueTakesEachOfTheBestEquallyOften) {
  tools::Random random(13);
  const ModelBank bank = ModelBank::from(pixBank(100, random));
  TestPlan plan = plainPlan(5);
  plan.exposure = {.kind = Exposure::randomesque, .candidates = 4, .probabilities = {}};
  AdaptiveTest test(bank, plan);
  std::multiset<ItemIndex> taken;
  for (int i = 0; i < 400; ++i) taken.insert(test.next((i + 0.5) / 400).item);
  for (std::uint32_t place = 0; place < 4; ++place) EXPECT_EQ(taken.count(test.next(0).choice.best[place].item), 100U);
}

// Rounds of simulated tests with the probabilities found so far: the largest exposure comes down to the aim.
TEST(Exposure, SympsonHetterAndEligibilityHoldTheLargestRate) {
  for (const Exposure kind : {Exposure::sympsonHetter, Exposure::eligibility}) {
    tools::Random random(14);
    const ModelBank bank = ModelBank::from(pixBank(120, random));
    TestPlan plan = plainPlan(8);
    plan.exposure = {.kind = kind, .candidates = 1, .largestRate = 0.3, .probabilities = {}};
    double first = 0;
    double largest = 0;
    ExposureCounts sofar(bank.size());
    for (int round = 0; round < 8; ++round) {
      ExposureCounts counts(bank.size());
      for (int i = 0; i < 150; ++i) {
        AdaptiveTest test(bank, plan, {}, random.uniform());
        runTest(test, bank, random.uniform(-2, 2), random);
        test.countInto(counts);
        test.countInto(sofar);
      }
      plan.exposure.probabilities =
          exposureProbabilities(plan.exposure, kind == Exposure::eligibility ? sofar : counts);
      largest = *std::max_element(counts.asked.begin(), counts.asked.end()) / 150.0;
      if (round == 0) first = largest;
    }
    EXPECT_EQ(first, 1) << "the first question is always the same without control";
    // 150 tests: the aim and four standard deviations.
    EXPECT_LT(largest, 0.3 + 4 * std::sqrt(0.3 * 0.7 / 150)) << static_cast<int>(kind);
  }
}

TEST(Exposure, AsksTheBestWhenEveryItemIsRefused) {
  tools::Random random(15);
  const ModelBank bank = ModelBank::from(pixBank(100, random));
  for (const Exposure kind : {Exposure::sympsonHetter, Exposure::eligibility}) {
    TestPlan plan = plainPlan(3);
    plan.exposure = {.kind = kind, .candidates = 1, .probabilities = std::vector<double>(100, 0)};
    AdaptiveTest test(bank, plan, {}, 0.5);
    EXPECT_EQ(runTest(test, bank, 0, random).size(), 3U);
  }
}

TEST(Content, EnemiesNeverMeet) {
  tools::Random random(16);
  const ModelBank bank = ModelBank::from(pixBank(60, random));
  for (const Content kind : {Content::rules, Content::proportional, Content::shadow}) {
    TestPlan plan = plainPlan(6);
    plan.content.kind = kind;
    plan.content.oneQuestionPerTube = false;
    plan.content.targets = {{.competence = 0, .share = 0.1}};
    const ItemIndex favourite = AdaptiveTest(bank, plainPlan(6)).next(0).item;
    std::vector<ItemIndex> all;
    for (ItemIndex i = 0; i < 50; ++i) all.push_back((favourite + i) % 60);
    plan.content.enemies = {all};
    AdaptiveTest test(bank, plan, {}, 0, &shadow::shadowTest);
    const auto asked = runTest(test, bank, 0, random);
    int ofSet = 0;
    for (const ItemIndex item : asked) ofSet += std::count(all.begin(), all.end(), item) > 0 ? 1 : 0;
    EXPECT_LE(ofSet, 1) << static_cast<int>(kind);
    EXPECT_GE(asked.size(), 3U) << static_cast<int>(kind);
  }
}

TEST(Content, ProportionalTargetsAreMet) {
  tools::Random random(17);
  const ModelBank bank = ModelBank::from(pixBank(300, random));
  TestPlan plan = plainPlan(20);
  plan.content.kind = Content::proportional;
  plan.content.oneQuestionPerTube = false;
  plan.content.targets = {
      {.competence = 2, .share = 0.5}, {.competence = 5, .share = 0.3}, {.competence = 6, .share = 0.2}};
  ASSERT_TRUE(check(plan, bank));
  AdaptiveTest test(bank, plan);
  std::array<int, 8> counts{};
  for (const ItemIndex item : runTest(test, bank, 1, random)) ++counts[bank.item(item).competence];
  EXPECT_THAT(counts, testing::ElementsAre(0, 0, 10, 0, 0, 6, 4, 0));
}

TestPlan shadowPlan() {
  TestPlan plan = plainPlan(12);
  plan.content.kind = Content::shadow;
  plan.content.targets = {{.competence = 0, .least = 3, .most = 4},
                          {.competence = 1, .least = 2, .most = 2},
                          {.competence = 7, .least = 0, .most = 0}};
  return plan;
}

TEST(ShadowTest, MeetsEveryTargetWhateverTheAnswers) {
  tools::Random random(18);
  const ModelBank bank = ModelBank::from(pixBank(300, random));
  const TestPlan plan = shadowPlan();
  ASSERT_TRUE(check(plan, bank, &shadow::shadowTest));
  for (const double ability : {-3.0, 0.0, 3.0}) {
    AdaptiveTest test(bank, plan, {}, 0, &shadow::shadowTest);
    std::array<std::uint32_t, 8> counts{};
    std::set<std::uint32_t> tubes;
    const auto asked = runTest(test, bank, ability, random);
    for (const ItemIndex item : asked) {
      ++counts[bank.item(item).competence];
      tubes.insert(bank.item(item).tube);
    }
    EXPECT_EQ(asked.size(), 12U);
    EXPECT_EQ(tubes.size(), 12U);
    EXPECT_TRUE(counts[0] == 3 || counts[0] == 4);
    EXPECT_EQ(counts[1], 2U);
    EXPECT_EQ(counts[7], 0U);
  }
}

// Small enough to try every test.
TEST(ShadowTest, IsTheBestOfAllTests) {
  tools::Random random(19);
  for (int repeat = 0; repeat < 20; ++repeat) {
    std::vector<ModelItem> items(12);
    std::vector<double> merits;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      items[i] = {.id = std::to_string(i), .competence = random.below(3), .tube = random.below(8), .skill = i};
      merits.push_back(random.uniform(-1, 1));
    }
    const ModelBank bank = ModelBank::make(items).value();
    TestPlan plan = plainPlan(4);
    plan.content = {.kind = Content::shadow,
                    .targets = {{.competence = 0, .least = 1, .most = 2}, {.competence = 1, .least = 1}},
                    .enemies = {{0, 5, 7}, {2, 3}}};
    double best = -100;
    for (std::uint32_t set = 0; set < 4096; ++set) {
      std::vector<ItemIndex> chosen;
      std::set<std::uint32_t> tubes;
      std::array<int, 3> counts{};
      double sum = 0;
      for (std::uint32_t i = 0; i < 12; ++i) {
        if (((set >> i) & 1U) == 0) continue;
        chosen.push_back(i);
        tubes.insert(items[i].tube);
        ++counts[items[i].competence];
        sum += merits[i];
      }
      const auto has = [set](std::uint32_t i) { return static_cast<int>((set >> i) & 1U); };
      const bool holds = chosen.size() == 4 && tubes.size() == 4 && counts[0] >= 1 && counts[0] <= 2 &&
                         counts[1] >= 1 && has(0) + has(5) + has(7) <= 1 && has(2) + has(3) <= 1;
      if (holds && sum > best) best = sum;
    }
    const auto found = shadow::shadowTest(bank, plan, merits, std::vector<std::uint8_t>(12, 1), {});
    ASSERT_EQ(found.has_value(), best > -100);
    if (!found) continue;
    double sum = 0;
    for (const ItemIndex item : *found) sum += merits[item];
    EXPECT_NEAR(sum, best, 1e-5);
  }
}

TEST(ShadowTest, ThatIsImpossibleEndsTheTestWithoutLosingIt) {
  tools::Random random(20);
  const ModelBank bank = ModelBank::from(pixBank(300, random));
  const TestPlan plan = shadowPlan();
  std::vector<std::uint8_t> excluded(bank.size());
  for (ItemIndex i = 0; i < bank.size(); ++i) excluded[i] = bank.item(i).competence == 1 ? 1 : 0;
  AdaptiveTest test(bank, plan, excluded, 0, &shadow::shadowTest);
  EXPECT_EQ(test.next(0.3).kind, ChoiceKind::noItemLeft);
  TestPlan impossible = plan;
  impossible.content.targets[0].least = 12;
  impossible.content.targets[0].most = 12;
  EXPECT_EQ(check(impossible, bank, &shadow::shadowTest).error().code, "plan-least");
  impossible.content.targets.resize(1);
  EXPECT_EQ(check(impossible, bank, &shadow::shadowTest).error().code, "plan-too-few-items");
}

TEST(ShadowTest, IsTheSameOnEveryThread) {
  tools::Random random(21);
  const ModelBank bank = ModelBank::from(pixBank(300, random));
  const TestPlan plan = shadowPlan();
  std::array<std::vector<ItemIndex>, 2> asked;
  {
    std::vector<std::jthread> threads;
    for (auto& result : asked) {
      threads.emplace_back([&] {
        tools::Random own(22);
        AdaptiveTest test(bank, plan, {}, 0, &shadow::shadowTest);
        result = runTest(test, bank, 0.5, own);
      });
    }
  }
  EXPECT_EQ(asked[0].size(), 12U);
  EXPECT_EQ(asked[0], asked[1]);
}

TEST(ShadowTest, IsRefusedByNameWhereThereIsNoSolver) {
  tools::Random random(26);
  const ModelBank bank = ModelBank::from(pixBank(300, random));
  const auto checked = check(shadowPlan(), bank);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, "plan-shadow");
}

TEST(Stopping, EndsAtTheStandardErrorBetweenMinimumAndMaximum) {
  tools::Random random(23);
  const ModelBank bank = ModelBank::from(pixBank(400, random));
  TestPlan plan = plainPlan(40);
  plan.stopping = {.minimumLength = 5, .maximumLength = 40, .standardError = 0.35};
  AdaptiveTest test(bank, plan);
  const auto asked = runTest(test, bank, 0.5, random);
  EXPECT_EQ(test.next(0).reason, StopReason::standardError);
  EXPECT_LE(test.report().standardError, 0.35);
  EXPECT_LT(asked.size(), 40U);
  plan.stopping.standardError = 5;
  AdaptiveTest easy(bank, plan);
  EXPECT_EQ(runTest(easy, bank, 0.5, random).size(), 5U);
  plan.stopping.standardError = 0.01;
  AdaptiveTest hard(bank, plan);
  EXPECT_EQ(runTest(hard, bank, 0.5, random).size(), 40U);
  EXPECT_EQ(hard.next(0).reason, StopReason::maximumLength);
}

// At the edge of the indifference zone the error rate is Wald's bound or better; away from it tests are short.
TEST(Stopping, ClassifiesWithTheStatedErrorRate) {
  tools::Random random(24);
  const ModelBank bank = ModelBank::from(pixBank(500, random));
  for (const Classification kind : {Classification::sequentialProbabilityRatio, Classification::confidenceInterval}) {
    TestPlan plan = plainPlan(50);
    plan.estimator = {.kind = EstimatorKind::wle, .startAbility = 0};
    plan.content.oneQuestionPerTube = false;
    plan.stopping = {.minimumLength = 6,
                     .maximumLength = 50,
                     .classification = kind,
                     .cut = 0.2,
                     .indifference = 0.4,
                     .errorRate = 0.1};
    int wrong = 0;
    int decided = 0;
    constexpr int kTests = 200;
    for (int i = 0; i < kTests; ++i) {
      const bool above = i % 2 == 0;
      AdaptiveTest test(bank, plan);
      runTest(test, bank, above ? 0.6 : -0.2, random);
      if (test.verdict() == Verdict::undecided) continue;
      ++decided;
      wrong += (test.verdict() == Verdict::above) != above ? 1 : 0;
    }
    EXPECT_GT(decided, kTests / 2);
    EXPECT_LT(wrong, (0.1 + 4 * std::sqrt(0.09 / decided)) * decided) << static_cast<int>(kind);
    AdaptiveTest clear(bank, plan);
    EXPECT_LT(runTest(clear, bank, 2.5, random).size(), 20U);
    EXPECT_EQ(clear.verdict(), Verdict::above);
    EXPECT_EQ(clear.next(0).reason, StopReason::classified);
  }
}

struct WrongPlan {
  const char* code;
  void (*spoil)(TestPlan& plan);
};

const WrongPlan kWrongPlans[] = {
    {"plan-start-ability", [](TestPlan& plan) { plan.estimator.startAbility = std::nan(""); }},
    {"plan-prior-deviation", [](TestPlan& plan) { plan.estimator.priorDeviation = 0; }},
    {"plan-prior-mean", [](TestPlan& plan) { plan.estimator.priorMean = INFINITY; }},
    {"plan-confidence", [](TestPlan& plan) { plan.estimator.confidence = 1; }},
    {"plan-candidates", [](TestPlan& plan) { plan.exposure.candidates = 0; }},
    {"plan-candidates", [](TestPlan& plan) { plan.exposure.candidates = 6; }},
    {"plan-pick-percent", [](TestPlan& plan) { plan.exposure.pickPercent = 0; }},
    {"plan-largest-rate", [](TestPlan& plan) { plan.exposure.largestRate = 1.1; }},
    {"plan-probabilities", [](TestPlan& plan) { plan.exposure.probabilities = {0.5, -0.1}; }},
    {"plan-probabilities", [](TestPlan& plan) { plan.exposure.probabilities = {0.5}; }},
    {"plan-share", [](TestPlan& plan) { plan.content.targets = {{.share = 1.5}}; }},
    {"plan-share", [](TestPlan& plan) { plan.content.targets = {{.share = 0.6}, {.competence = 1, .share = 0.6}}; }},
    {"plan-targets", [](TestPlan& plan) { plan.content.targets = {{.competence = 1}, {.competence = 1}}; }},
    {"plan-targets", [](TestPlan& plan) { plan.content.kind = Content::proportional; }},
    {"plan-least", [](TestPlan& plan) { plan.content.targets = {{.least = 3, .most = 2}}; }},
    {"plan-competence", [](TestPlan& plan) { plan.content.targets = {{.competence = 70, .share = 0.5}}; }},
    {"plan-item", [](TestPlan& plan) { plan.content.enemies = {{0, 900}}; }},
    {"plan-maximum-length", [](TestPlan& plan) { plan.stopping.maximumLength = 0; }},
    {"plan-minimum-length", [](TestPlan& plan) { plan.stopping.minimumLength = 33; }},
    {"plan-standard-error", [](TestPlan& plan) { plan.stopping.standardError = -1; }},
    {"plan-cut", [](TestPlan& plan) { plan.stopping.cut = std::nan(""); }},
    {"plan-indifference", [](TestPlan& plan) { plan.stopping.indifference = 0; }},
    {"plan-error-rate", [](TestPlan& plan) { plan.stopping.errorRate = 0.5; }},
    {"plan-too-few-items", [](TestPlan& plan) { plan.stopping.maximumLength = 90; }},
};

TEST(TestPlan, RefusesWhatCannotRun) {
  tools::Random random(25);
  const ModelBank bank = ModelBank::from(pixBank(300, random));
  ASSERT_TRUE(check(TestPlan{}, bank));
  for (const WrongPlan& wrong : kWrongPlans) {
    TestPlan plan;
    wrong.spoil(plan);
    const auto checked = check(plan, bank);
    ASSERT_FALSE(checked) << wrong.code;
    EXPECT_EQ(checked.error().code, wrong.code) << checked.error().detail;
  }
}

TEST(TestPlan, KnowsThePixMode) {
  const TestRules rules{.maximumLength = 20, .betweenSameCompetence = 1, .startAbility = -1, .pickPercent = 70};
  ASSERT_TRUE(isPixMode(planOf(rules)));
  EXPECT_EQ(rulesOf(planOf(rules)).maximumLength, 20U);
  EXPECT_EQ(rulesOf(planOf(rules)).betweenSameCompetence, 1U);
  EXPECT_EQ(rulesOf(planOf(rules)).startAbility, -1);
  EXPECT_EQ(rulesOf(planOf(rules)).pickPercent, 70);
  for (void (*change)(TestPlan&) :
       {+[](TestPlan& plan) { plan.estimator.kind = EstimatorKind::eap; },
        +[](TestPlan& plan) { plan.criterion = Criterion::mepv; },
        +[](TestPlan& plan) { plan.exposure.candidates = 4; }, +[](TestPlan& plan) { plan.content.enemies = {{0, 1}}; },
        +[](TestPlan& plan) { plan.stopping.minimumLength = 10; }}) {
    TestPlan plan = planOf(rules);
    change(plan);
    EXPECT_FALSE(isPixMode(plan));
  }
}

TEST(TestPlan, RefusesPixsEstimatorForOtherModels) {
  std::vector<ModelItem> items(40);
  for (std::uint32_t i = 0; i < 40; ++i) {
    items[i].id = std::to_string(i);
    items[i].tube = items[i].skill = i;
  }
  items[7].model = Model::threeParameter;
  const ModelBank bank = ModelBank::make(items).value();
  EXPECT_EQ(check(TestPlan{}, bank).error().code, "plan-model");
}

}  // namespace
}  // namespace vigie::scoring
