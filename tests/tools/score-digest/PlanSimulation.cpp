#include "tests/tools/score-digest/PlanSimulation.hpp"

#include <utility>
#include <vector>

#include "common/scoring/AdaptiveTest.hpp"
#include "common/scoring/AreaReport.hpp"
#include "common/scoring/FinalResult.hpp"
#include "common/scoring/PersonFit.hpp"
#include "tests/tools/score-digest/Random.hpp"
#include "tests/tools/score-digest/Transcript.hpp"

namespace vigie::tools {
namespace {

using namespace scoring;

constexpr std::uint32_t kItems = 180;
constexpr std::uint32_t kAreas = 6;

ModelBank makeBank(Random& random, bool isMixed) {
  std::vector<ModelItem> items(kItems);
  for (std::uint32_t i = 0; i < kItems; ++i) {
    ModelItem& item = items[i];
    item.id = std::to_string(i);
    item.model = isMixed ? static_cast<Model>(i % 5) : Model::twoParameter;
    item.discrimination = random.uniform(0.3, 2.8);
    item.difficulty = random.uniform(-4, 4);
    if (item.model == Model::threeParameter || item.model == Model::fourParameter) item.guessing = 0.2;
    if (item.model == Model::fourParameter) item.ceiling = 0.95;
    if (item.model == Model::gradedResponse || item.model == Model::partialCredit) {
      item.categories = static_cast<std::uint8_t>(3 + random.below(3));
      double threshold = random.uniform(-3, 0);
      for (std::size_t k = 0; k + 1 < item.categories; ++k) {
        item.thresholds[k] = threshold;
        threshold += random.uniform(0.3, 1.2);
      }
    }
    item.tube = i % 60;
    item.skill = i;
    item.competence = item.tube % kAreas;
  }
  return ModelBank::make(std::move(items)).value();
}

// Test i takes its combination from i, so that 240 tests meet them all.
TestPlan planOf(std::uint32_t i, Random& random) {
  TestPlan plan;
  plan.estimator.kind = static_cast<EstimatorKind>(i % 5);
  plan.estimator.startAbility = plan.estimator.kind == EstimatorKind::movingPriorEap ? -3 : 0;
  plan.criterion = static_cast<Criterion>(i / 5 % 4);
  plan.exposure.kind = static_cast<Exposure>(i / 20 % 4);
  if (plan.exposure.kind == Exposure::sympsonHetter || plan.exposure.kind == Exposure::eligibility) {
    for (std::uint32_t item = 0; item < kItems; ++item) plan.exposure.probabilities.push_back(random.uniform(0.3, 1));
  }
  if (i / 80 % 2 == 1) {
    plan.content.kind = Content::proportional;
    plan.content.targets = {{.competence = 1, .share = 0.4}, {.competence = 4, .share = 0.6}};
  }
  plan.content.enemies = {{1, 2, 3}, {40, 100}};
  plan.stopping = {.minimumLength = 8, .maximumLength = 24, .standardError = i % 3 == 0 ? 0.45 : 0};
  plan.stopping.classification = static_cast<Classification>(i % 7 % 3);
  plan.stopping.cut = 0.4;
  return plan;
}

void addReport(const AbilityReport& report, Transcript& transcript) {
  transcript.add(report.ability);
  transcript.add(report.standardError);
  transcript.add(report.lower);
  transcript.add(report.upper);
}

std::uint8_t categoryOf(const ModelItem& item, double ability, Random& random) {
  const CategoryCurves curves = categoryCurves(item, ability);
  double rest = random.uniform();
  std::uint8_t category = 0;
  while (category + 1 < curves.categories && rest >= curves.probability[category])
    rest -= curves.probability[category++];
  return category;
}

ScoreScale makeScale() {
  ScoringConfiguration configuration;
  configuration.minimumAnswers = 6;
  configuration.meshes = {{-8, -1.4}, {-1.4, 0}, {0, 1.5}, {1.5, 8}};
  return ScoreScale::make(std::move(configuration)).value();
}

void addResult(const AdaptiveTest& test, const ModelBank& bank, const TestPlan& plan, const ScoreScale& scale,
               Transcript& transcript) {
  const auto answers = test.answers().first(test.answers().size() * 2 / 3);  // as if the candidate had given up
  const auto result = planResult({.bank = bank,
                                  .plan = plan,
                                  .scale = scale,
                                  .answers = answers,
                                  .excluded = {},
                                  .eligibilityDraw = 0.3,
                                  .abortReason = AbortReason::candidate,
                                  .cleaMinimumPix = {}});
  transcript.add(result ? std::string(name(result->status)) : result.error().code);
  if (!result) return;
  transcript.add(result->rawAbility);
  transcript.add(result->ability.value_or(0));
  transcript.add(result->pixScore.value_or(0));
  transcript.add(static_cast<std::uint32_t>(result->downgrade.size()));
}

void addAdvice(const AdaptiveTest& test, const ModelBank& bank, Transcript& transcript) {
  if (const auto fit = misfit(bank, test.answers())) transcript.add(fit->value);
  const auto areas = reportAreas(bank, test.answers(), kAreas, {});
  for (const AreaEstimate& area : *areas) {
    transcript.add(area.ability);
    transcript.add(area.standardError);
    transcript.add(area.ownShare);
  }
}

}  // namespace

std::string simulatePlans(std::uint32_t tests) {
  Random random(20261122);
  Transcript transcript;
  const ModelBank mixed = makeBank(random, /*isMixed=*/true);
  const ModelBank plain = makeBank(random, /*isMixed=*/false);
  const ScoreScale scale = makeScale();
  for (std::uint32_t i = 0; i < tests; ++i) {
    const TestPlan plan = planOf(i, random);
    const ModelBank& bank = plan.estimator.kind == EstimatorKind::movingPriorEap || i % 2 == 0 ? plain : mixed;
    const double truth = random.uniform(-3, 3);
    AdaptiveTest test(bank, plan, {}, 0.3);
    addReport(test.report(), transcript);
    for (;;) {
      const NextItem next = test.next(random.uniform());
      transcript.add(std::string(name(next.reason)));
      if (next.kind != ChoiceKind::candidates) break;
      transcript.add(next.choice.available);
      for (const Candidate& candidate : next.choice.candidates()) transcript.add(candidate.information);
      transcript.add(next.item);
      static_cast<void>(test.answer(next.item, categoryOf(bank.item(next.item), truth, random)));
      addReport(test.report(), transcript);
    }
    transcript.add(std::string(name(test.verdict())));
    if (&bank == &plain) addResult(test, bank, plan, scale, transcript);
    addAdvice(test, bank, transcript);
    transcript.fold();
  }
  return transcript.hex();
}

}  // namespace vigie::tools
