// A session under a plan, over items of several models: what decide and evolve do with it.
#include <gmock/gmock.h>

#include "SessionFixture.hpp"
#include "common/exam/Choice.hpp"
#include "common/exam/Result.hpp"
#include "common/scoring/PlanChoice.hpp"

namespace vigie::exam {
namespace {

// Ten items: 2PL, 3PL and 4PL in turn.
std::shared_ptr<const PlannedExam> mixedPlan() {
  const Environment small = smallEnvironment();
  std::vector<scoring::ModelItem> items(small.items.size());
  for (scoring::ItemIndex i = 0; i < items.size(); ++i) {
    const scoring::Item& item = small.bank.item(i);
    items[i] = {.id = small.items[i].id,
                .model = static_cast<scoring::Model>(i % 3),
                .discrimination = item.discrimination,
                .difficulty = item.difficulty,
                .guessing = i % 3 == 0 ? 0 : 0.2,
                .ceiling = i % 3 == 2 ? 0.9 : 1,
                .competence = item.competence,
                .tube = item.tube,
                .skill = item.skill};
  }
  scoring::TestPlan plan;
  plan.estimator = {.kind = scoring::EstimatorKind::eap, .startAbility = 0};
  plan.criterion = scoring::Criterion::posteriorWeighted;
  plan.exposure.kind = scoring::Exposure::randomesque;
  plan.exposure.candidates = 2;
  plan.content.betweenSameCompetence = 0;
  plan.content.passageByAllCompetences = false;
  plan.stopping = {.minimumLength = 2, .maximumLength = 6, .standardError = 0.85};
  return std::make_shared<const PlannedExam>(PlannedExam{scoring::ModelBank::make(items).value(), plan, nullptr});
}

class Planned : public SessionFixture {
 protected:
  Planned() {
    environment_.planned = mixedPlan();
    environment_.rules = scoring::rulesOf(environment_.planned->plan);
  }
};

TEST_F(Planned, MeasuresAsThePlansEstimator) {
  Measurement measured(environment_);
  scoring::Estimator estimator(environment_.planned->plan.estimator);
  EXPECT_EQ(measured.ability(), 0);
  for (const scoring::ItemIndex item : {1U, 2U, 3U}) {
    measured.answer(environment_, item, item == 2 ? scoring::Outcome::failed : scoring::Outcome::succeeded);
    estimator.answer(environment_.planned->bank.item(item), item == 2 ? 0 : 1);
    EXPECT_EQ(measured.ability(), estimator.report().ability);
    EXPECT_EQ(measured.errorRate(), estimator.report().standardError);
  }
}

TEST_F(Planned, ChoosesWhatThePlanChooses) {
  Candidate candidate;
  candidate.nonce = base::Bytes(32, 3);
  candidate.language = "fr";
  candidate.excluded.assign(environment_.items.size(), 0);
  candidate.excluded[4] = 1;
  const Measurement measured(environment_);
  const NextQuestion next = nextQuestion(environment_, candidate, {candidate.answered, candidate.excluded, measured});
  ASSERT_EQ(next.kind, scoring::ChoiceKind::candidates);
  const scoring::NextItem expected = scoring::chooseByPlan(
      {environment_.planned->bank, environment_.planned->plan, measured.estimator(), {}, candidate.excluded},
      next.draw);
  EXPECT_EQ(next.item, expected.item);
  EXPECT_EQ(next.available, 9U);
  const auto asked = askQuestion(environment_, candidate, {candidate.answered, candidate.excluded, measured}, next);
  EXPECT_EQ(asked.ability(), 0);
  EXPECT_EQ(asked.draw(), next.draw);
}

TEST_F(Planned, NamesTheItemsThatSympsonHetterHeldBackAndNoOthers) {
  Candidate candidate;
  candidate.nonce = base::Bytes(32, 3);
  candidate.excluded.assign(environment_.items.size(), 0);
  const Measurement measured(environment_);
  const Progress progress{candidate.answered, candidate.excluded, measured};
  EXPECT_TRUE(refusedItems(environment_, candidate, progress, 0.5).empty());
  PlannedExam controlled = *environment_.planned;
  controlled.plan.exposure = {.kind = scoring::Exposure::sympsonHetter,
                              .probabilities = std::vector<double>(environment_.items.size(), 0.1)};
  environment_.planned = std::make_shared<const PlannedExam>(controlled);
  std::size_t held = 0;
  for (int i = 0; i < 10; ++i) {
    const double draw = 0.05 + 0.1 * i;
    const auto refused = refusedItems(environment_, candidate, progress, draw);
    const scoring::NextItem chosen =
        scoring::chooseByPlan({controlled.bank, controlled.plan, measured.estimator(), {}, candidate.excluded}, draw);
    EXPECT_EQ(refused, chosen.refused);
    EXPECT_THAT(refused, testing::Not(testing::Contains(chosen.item)));
    held += refused.size();
  }
  EXPECT_GT(held, 0U);
}

TEST_F(Planned, ScoresWithTheDowngradeOfItsOwnRules) {
  Candidate candidate;
  candidate.nonce = base::Bytes(32, 3);
  candidate.excluded.assign(environment_.items.size(), 0);
  candidate.estimate.emplace(environment_);
  for (const scoring::ItemIndex item : {3U, 5U}) {
    Question question;
    question.number = static_cast<std::uint32_t>(candidate.questions.size()) + 1;
    question.item = item;
    question.answer = AnswerGiven{.correct = true};
    candidate.questions.push_back(question);
    candidate.answered.push_back(item);
    candidate.estimate->answer(environment_, item, scoring::Outcome::succeeded);
  }
  candidate.endReason = "completed";
  const auto whole = decideResult(environment_, candidate);
  EXPECT_EQ(whole.status(), "validated");
  EXPECT_EQ(whole.ability(), candidate.estimate->ability());
  EXPECT_FALSE(whole.downgraded());
  candidate.endReason = "candidate";
  const auto quit = decideResult(environment_, candidate);
  EXPECT_TRUE(quit.downgraded());
  EXPECT_LT(quit.ability(), whole.ability());
}

}  // namespace
}  // namespace vigie::exam
