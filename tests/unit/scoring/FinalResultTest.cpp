#include "common/scoring/FinalResult.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace vigie::scoring {
namespace {

constexpr TestRules kRules{.maximumLength = 32};

Bank makeBank(std::uint32_t items) {
  std::vector<Item> list;
  for (std::uint32_t i = 0; i < items; ++i) {
    list.push_back({.discrimination = 1.2, .difficulty = -3 + 0.1 * i, .competence = i % 16, .tube = i, .skill = i});
  }
  return Bank::make(list).value();
}

ScoreScale makeScale() {
  return ScoreScale::make({.meshes = {{-4, -1.4}, {-1.4, 1}, {1, 8}}, .competences = {{{0, {-4, 0}}, {1, {0, 8}}}}})
      .value();
}

ScoreScale makeEduScale() {
  return ScoreScale::make({.meshes = {{3, 8}}, .competences = {}}).value();
}

struct Case {
  const char* name;
  std::uint32_t answers = 32;
  AbortReason abortReason = AbortReason::none;
  JuryDecision jury = JuryDecision::none;
  Framework framework = Framework::core;
  Outcome outcome = Outcome::succeeded;
  Status status = Status::validated;
  Comment comment = Comment::none;
  bool keepsAbility = true;
  bool isDowngraded = false;
};

class FinalResultOf : public testing::TestWithParam<Case> {};

FinalResult resultOf(const Case& test, std::optional<std::uint32_t> cleaMinimum = {}) {
  const Bank bank = makeBank(64);
  const bool isEdu = test.framework == Framework::eduCpe;
  const ScoreScale scale = isEdu ? makeEduScale() : makeScale();
  std::vector<Answer> answers;
  for (std::uint32_t i = 0; i < test.answers; ++i) answers.push_back({i, test.outcome});
  return finalResult({.bank = bank,
                      .rules = kRules,
                      .scale = scale,
                      .answers = answers,
                      .excluded = {},
                      .abortReason = test.abortReason,
                      .framework = test.framework,
                      .jury = test.jury,
                      .cleaMinimumPix = cleaMinimum})
      .value();
}

TEST_P(FinalResultOf, HasItsStatusAndComment) {
  const Case& test = GetParam();
  const FinalResult result = resultOf(test);
  EXPECT_EQ(result.status, test.status);
  EXPECT_EQ(result.comment, test.comment);
  EXPECT_EQ(result.ability.has_value(), test.keepsAbility);
  EXPECT_EQ(!result.downgrade.empty(), test.isDowngraded);
  EXPECT_EQ(result.levels.empty(), test.status != Status::validated || test.framework == Framework::eduCpe);
}

INSTANTIATE_TEST_SUITE_P(
    Tests, FinalResultOf,
    testing::Values(Case{.name = "completed"},
                    Case{.name = "cancelledByJury",
                         .jury = JuryDecision::cancelled,
                         .status = Status::cancelled,
                         .comment = Comment::cancelledByJury,
                         .keepsAbility = false},
                    Case{.name = "fraud",
                         .jury = JuryDecision::fraud,
                         .status = Status::rejected,
                         .comment = Comment::fraud,
                         .keepsAbility = false},
                    Case{.name = "technicalAbortTooEarly",
                         .answers = 19,
                         .abortReason = AbortReason::technical,
                         .status = Status::cancelled,
                         .comment = Comment::lackOfAnswersForTechnicalReason,
                         .keepsAbility = false},
                    Case{.name = "gaveUpTooEarly",
                         .answers = 19,
                         .abortReason = AbortReason::candidate,
                         .status = Status::rejected,
                         .comment = Comment::lackOfAnswers,
                         .keepsAbility = false},
                    Case{.name = "noAnswerAtAll",
                         .answers = 0,
                         .status = Status::rejected,
                         .comment = Comment::lackOfAnswers,
                         .keepsAbility = false},
                    Case{.name = "gaveUpAfterTheMinimum",
                         .answers = 20,
                         .abortReason = AbortReason::candidate,
                         .isDowngraded = true},
                    Case{.name = "technicalAbortAfterTheMinimum", .answers = 20, .abortReason = AbortReason::technical},
                    Case{.name = "timeOutAfterTheMinimum", .answers = 20},
                    Case{.name = "eduBelowItsMesh",
                         .framework = Framework::eduCpe,
                         .outcome = Outcome::failed,
                         .status = Status::rejected,
                         .comment = Comment::eduNotEligible},
                    Case{.name = "eduAdmissible", .framework = Framework::eduCpe},
                    Case{.name = "coreBelowItsScale",
                         .outcome = Outcome::failed,
                         .status = Status::rejected,
                         .comment = Comment::zeroPixScore},
                    Case{.name = "droitBelowItsScale",
                         .framework = Framework::droit,
                         .outcome = Outcome::failed,
                         .status = Status::rejected}),
    [](const auto& test) { return test.param.name; });

TEST(FinalResult, DowngradeLowersTheAbilityByEachMissingQuestion) {
  const FinalResult result = resultOf({.name = "", .answers = 25, .abortReason = AbortReason::candidate});
  ASSERT_EQ(result.downgrade.size(), 7U);
  EXPECT_LT(result.ability, result.rawAbility);
  EXPECT_EQ(result.ability, result.downgrade.back().ability);
  for (std::size_t i = 1; i < result.downgrade.size(); ++i) {
    EXPECT_LT(result.downgrade[i].ability, result.downgrade[i - 1].ability);
    EXPECT_GE(result.downgrade[i].item, 25U) << "an answered item was simulated again";
  }
}

TEST(FinalResult, DowngradeWithoutItemsIsAnError) {
  const Bank bank = makeBank(25);
  const ScoreScale scale = makeScale();
  std::vector<Answer> answers;
  for (std::uint32_t i = 0; i < 22; ++i) answers.push_back({i, Outcome::succeeded});
  FinalTest test{.bank = bank,
                 .rules = kRules,
                 .scale = scale,
                 .answers = answers,
                 .excluded = {},
                 .abortReason = AbortReason::candidate,
                 .cleaMinimumPix = {}};
  const auto result = finalResult(test);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "no-item-left");
}

TEST(FinalResult, RefusesMoreAnswersThanQuestions) {
  const Bank bank = makeBank(64);
  const ScoreScale scale = makeScale();
  const std::vector<Answer> answers(33);
  const auto result = finalResult(
      {.bank = bank, .rules = kRules, .scale = scale, .answers = answers, .excluded = {}, .cleaMinimumPix = {}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "too-many-answers");
}

TEST(FinalResult, CleaIsAcquiredOnlyFromItsMinimumOnAndOnAValidatedResult) {
  const Case clea{.name = "", .framework = Framework::clea};
  const std::uint32_t score = resultOf(clea, 0).pixScore.value();
  EXPECT_EQ(resultOf(clea, score).cleaAcquired, true);
  EXPECT_EQ(resultOf(clea, score + 1).cleaAcquired, false);
  EXPECT_EQ(resultOf(clea).cleaAcquired, false) << "no badge minimum";
  EXPECT_EQ(resultOf({.name = "", .jury = JuryDecision::fraud, .framework = Framework::clea}, 0).cleaAcquired, false);
  EXPECT_EQ(resultOf({.name = ""}, 0).cleaAcquired, std::nullopt);
}

TEST(FinalResult, OnlyTheCoreScopeHasPixScoreAndLabel) {
  const FinalResult core = resultOf({.name = ""});
  EXPECT_TRUE(core.pixScore.has_value());
  EXPECT_EQ(core.meshLabel, "LEVEL_BEGINNER_2");
  const FinalResult droit = resultOf({.name = "", .framework = Framework::droit});
  EXPECT_EQ(droit.pixScore, std::nullopt);
  EXPECT_EQ(droit.mesh, 2U);
  EXPECT_EQ(droit.meshLabel, "");
}

TEST(FrameworkOf, KnowsEveryFrameworkByPixName) {
  for (const char* text : {"CORE", "CLEA", "DROIT", "PRO_SANTE", "EDU_1ER_DEGRE", "EDU_2ND_DEGRE", "EDU_CPE"}) {
    const auto framework = frameworkOf(text);
    ASSERT_TRUE(framework) << text;
    EXPECT_EQ(name(*framework), text);
  }
  EXPECT_EQ(frameworkOf("core"), std::nullopt);
}

PlannedResult planned(const ModelBank& bank, const TestPlan& plan, const ScoreScale& scale,
                      std::span<const ModelAnswer> answers, AbortReason abortReason = AbortReason::none) {
  return {.bank = bank,
          .plan = plan,
          .scale = scale,
          .answers = answers,
          .excluded = {},
          .abortReason = abortReason,
          .cleaMinimumPix = {}};
}

TEST(PlanResult, IsTheEstimatesScoreAndFailsWhatAQuitterLeft) {
  const ModelBank bank = ModelBank::from(makeBank(64));
  const ScoreScale scale = makeScale();
  TestPlan plan;
  plan.estimator = {.kind = EstimatorKind::eap, .startAbility = 0};
  plan.stopping = {.minimumLength = 32, .maximumLength = 32};
  std::vector<ModelAnswer> answers;
  for (std::uint32_t i = 0; i < 32; ++i) answers.push_back({i, static_cast<std::uint8_t>(i % 4 == 0 ? 0 : 1)});
  const auto whole = planResult(planned(bank, plan, scale, answers));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->ability, estimate(bank, plan.estimator, answers).ability);
  EXPECT_EQ(whole->pixScore, scale.pixScore(*whole->ability));
  EXPECT_EQ(whole->status, Status::validated);

  const auto some = std::span(answers).first(24);
  const auto quit = planResult(planned(bank, plan, scale, some, AbortReason::candidate));
  const auto technical = planResult(planned(bank, plan, scale, some, AbortReason::technical));
  ASSERT_TRUE(quit && technical);
  EXPECT_EQ(quit->downgrade.size(), 8U);
  EXPECT_TRUE(technical->downgrade.empty());
  EXPECT_LT(*quit->ability, *technical->ability);
  EXPECT_EQ(*quit->ability, quit->downgrade.back().ability);

  const auto few = planResult(planned(bank, plan, scale, std::span(answers).first(3), AbortReason::technical));
  EXPECT_EQ(few->status, Status::cancelled);
  EXPECT_FALSE(few->ability);
  answers.push_back({40, 0});
  EXPECT_EQ(planResult(planned(bank, plan, scale, answers)).error().code, "too-many-answers");
}

TEST(PlanResult, CountsPartialCreditInAMixedBank) {
  std::vector<ModelItem> items;
  for (std::uint32_t i = 0; i < 40; ++i) {
    ModelItem& item = items.emplace_back();
    item.id = std::to_string(i);
    item.model = static_cast<Model>(i % 5);
    item.discrimination = 1.3;
    item.difficulty = -2 + 0.1 * i;
    if (item.model == Model::threeParameter || item.model == Model::fourParameter) item.guessing = 0.2;
    if (item.model == Model::fourParameter) item.ceiling = 0.95;
    if (item.model >= Model::gradedResponse) {
      item.categories = 4;
      item.thresholds = {item.difficulty - 0.7, item.difficulty, item.difficulty + 0.7};
    }
    item.tube = item.skill = i;
  }
  const ModelBank bank = ModelBank::make(std::move(items)).value();
  const ScoreScale scale = makeScale();
  TestPlan plan;
  plan.estimator = {.kind = EstimatorKind::eap, .startAbility = 0};
  plan.stopping = {.minimumLength = 30, .maximumLength = 30};
  double last = -9;
  for (std::uint8_t category = 0; category < 4; ++category) {
    std::vector<ModelAnswer> answers;
    for (std::uint32_t i = 0; i < 30; ++i) {
      const bool isGraded = bank.item(i).categories == 4;
      answers.push_back({i, isGraded ? category : static_cast<std::uint8_t>(i % 2)});
    }
    const auto result = planResult(planned(bank, plan, scale, answers));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->ability, estimate(bank, plan.estimator, answers).ability);
    EXPECT_GT(*result->ability, last + 0.1) << int{category};
    last = *result->ability;
    const auto quit = planResult(planned(bank, plan, scale, std::span(answers).first(25), AbortReason::candidate));
    ASSERT_TRUE(quit);
    EXPECT_EQ(quit->downgrade.size(), 5U);
    EXPECT_LT(*quit->ability, quit->rawAbility);
  }
}

TEST(PlanResult, KnowsFrameworksAndTheJury) {
  const ModelBank bank = ModelBank::from(makeBank(64));
  const ScoreScale scale = makeScale();
  TestPlan plan;
  plan.estimator = {.kind = EstimatorKind::eap, .startAbility = 0};
  std::vector<ModelAnswer> answers;
  for (std::uint32_t i = 0; i < 32; ++i) answers.push_back({i, 1});
  PlannedResult test = planned(bank, plan, scale, answers);
  test.framework = Framework::droit;
  EXPECT_FALSE(planResult(test)->pixScore);
  EXPECT_EQ(planResult(test)->mesh, 2U);
  test.framework = Framework::clea;
  test.cleaMinimumPix = 1;
  EXPECT_EQ(planResult(test)->cleaAcquired, true);
  test.jury = JuryDecision::fraud;
  EXPECT_EQ(planResult(test)->status, Status::rejected);
  EXPECT_EQ(planResult(test)->comment, Comment::fraud);
  EXPECT_EQ(planResult(test)->cleaAcquired, false);
}

}  // namespace
}  // namespace vigie::scoring
