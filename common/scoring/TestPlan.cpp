#include "common/scoring/TestPlan.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "common/scoring/Selection.hpp"

namespace vigie::scoring {
namespace {

struct Requirement {
  bool holds;  // written so that NaN fails
  const char* field;
  const char* expected;
};

base::Result<void> require(std::initializer_list<Requirement> requirements) {
  for (const auto& [holds, field, expected] : requirements) {
    if (!holds) {
      return base::fail(std::string("plan-") + field,
                        std::string("test plan: ") + field + " must be " + expected + "; correct the test definition");
    }
  }
  return {};
}

bool isAbility(double value) {
  return value >= -9 && value <= 9;
}

bool areProbabilities(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value >= 0 && value <= 1; });
}

base::Result<void> checkEstimator(const EstimatorPlan& plan) {
  return require({{isAbility(plan.startAbility), "start-ability", "-9 to 9"},
                  {isAbility(plan.priorMean), "prior-mean", "-9 to 9"},
                  {plan.priorDeviation >= 0.1 && plan.priorDeviation <= 10, "prior-deviation", "0.1 to 10"},
                  {plan.variationPercent >= 0 && plan.variationPercent <= 1, "variation-percent", "0 to 1"},
                  {plan.confidence >= 0.5 && plan.confidence <= 0.9999, "confidence", "0.5 to 0.9999"}});
}

base::Result<void> checkExposure(const ExposurePlan& plan) {
  return require({{plan.candidates >= 1 && plan.candidates <= kMostCandidates, "candidates", "1 to 5"},
                  {plan.pickPercent > 0 && plan.pickPercent <= 100, "pick-percent", "above 0, at most 100"},
                  {plan.largestRate > 0 && plan.largestRate <= 1, "largest-rate", "above 0, at most 1"},
                  {areProbabilities(plan.probabilities), "probabilities", "numbers from 0 to 1"}});
}

base::Result<void> checkContent(const ContentPlan& plan, const StoppingPlan& stopping) {
  double shares = 0;
  double least = 0;
  std::set<std::uint32_t> competences;
  for (const ContentTarget& target : plan.targets) {
    auto checked = require({{target.share >= 0 && target.share <= 1, "share", "0 to 1"},
                            {target.least <= target.most, "least", "at most the target's most"},
                            {competences.insert(target.competence).second, "targets", "one per competence"}});
    if (!checked) return checked;
    shares += target.share;
    least += target.least;
  }
  return require({{shares <= 1 + 1e-9, "share", "at most 1 for all targets together"},
                  {least <= stopping.maximumLength, "least", "at most the maximum length for all targets together"},
                  {plan.kind == Content::rules || !plan.targets.empty(), "targets", "there for this kind of content"},
                  {plan.betweenSameCompetence <= 1000, "between-same-competence", "at most 1000"}});
}

base::Result<void> checkStopping(const StoppingPlan& plan) {
  return require({{plan.maximumLength >= 1 && plan.maximumLength <= 1000, "maximum-length", "1 to 1000 questions"},
                  {plan.minimumLength <= plan.maximumLength, "minimum-length", "at most the maximum length"},
                  {plan.standardError >= 0 && plan.standardError <= 5, "standard-error", "0 (never) to 5"},
                  {isAbility(plan.cut), "cut", "-9 to 9"},
                  {plan.indifference > 0 && plan.indifference <= 3, "indifference", "above 0, at most 3"},
                  {plan.errorRate >= 0.0001 && plan.errorRate < 0.5, "error-rate", "0.0001 to below 0.5"}});
}

// How many questions can be asked at most: items of different tubes (or skills).
std::size_t differentGroups(const ContentPlan& content, const ModelBank& bank) {
  std::set<std::uint32_t> groups;
  for (const ModelItem& item : bank.items()) groups.insert(content.oneQuestionPerTube ? item.tube : item.skill);
  return groups.size();
}

base::Result<void> checkItems(const TestPlan& plan, const ModelBank& bank) {
  for (const auto& set : plan.content.enemies) {
    for (const ItemIndex item : set) {
      if (item < bank.size()) continue;
      return base::fail("plan-item", "test plan: enemy item " + std::to_string(item) + " is not in the bank");
    }
  }
  if (const std::size_t given = plan.exposure.probabilities.size(); given != 0 && given != bank.size()) {
    return base::fail("plan-probabilities", "test plan: " + std::to_string(given) + " exposure probabilities for " +
                                                std::to_string(bank.size()) + " items; give one per item or none");
  }
  if (plan.estimator.kind != EstimatorKind::movingPriorEap) return {};
  for (const ModelItem& item : bank.items()) {
    if (item.model == Model::twoParameter) continue;
    return base::fail("plan-model", "item " + item.id +
                                        ": model is not twoParameter, which Pix's estimator needs; choose " +
                                        "another estimator or leave the item out");
  }
  return {};
}

base::Result<void> checkTargets(const TestPlan& plan, const ModelBank& bank, ShadowSolver solver) {
  for (const ContentTarget& target : plan.content.targets) {
    const auto serves = [&target](const ModelItem& item) { return item.competence == target.competence; };
    const bool isWanted = target.share > 0 || target.least > 0;
    if (!isWanted || std::any_of(bank.items().begin(), bank.items().end(), serves)) continue;
    return base::fail("plan-competence", "test plan: no item of the bank is of competence " +
                                             std::to_string(target.competence) + ", which has a target");
  }
  if (plan.content.kind != Content::shadow) return {};
  if (solver == nullptr) {
    return base::fail("plan-shadow",
                      "test plan: content is shadow, whose solver this program does not have: its choices could not be "
                      "repeated by everybody; use proportional targets here");
  }
  const std::vector<double> merits(bank.size());
  const std::vector<std::uint8_t> pool(bank.size(), 1);
  if (auto found = solver(bank, plan, merits, pool, {}); !found) {
    return base::fail("plan-too-few-items", "test plan: " + found.error().detail);
  }
  return {};
}

}  // namespace

TestPlan planOf(const TestRules& rules) {
  TestPlan plan;
  plan.estimator.startAbility = rules.startAbility;
  plan.estimator.variationPercent = rules.variationPercent;
  plan.exposure.pickPercent = rules.pickPercent;
  plan.content.oneQuestionPerTube = rules.oneQuestionPerTube;
  plan.content.passageByAllCompetences = rules.passageByAllCompetences;
  plan.content.betweenSameCompetence = rules.betweenSameCompetence;
  plan.stopping.minimumLength = rules.maximumLength;
  plan.stopping.maximumLength = rules.maximumLength;
  return plan;
}

base::Result<void> check(const TestPlan& plan) {
  if (auto checked = checkEstimator(plan.estimator); !checked) return checked;
  if (auto checked = checkExposure(plan.exposure); !checked) return checked;
  if (auto checked = checkStopping(plan.stopping); !checked) return checked;
  return checkContent(plan.content, plan.stopping);
}

base::Result<void> check(const TestPlan& plan, const ModelBank& bank, ShadowSolver solver) {
  if (auto checked = check(plan); !checked) return checked;
  if (auto checked = checkItems(plan, bank); !checked) return checked;
  if (const std::size_t most = differentGroups(plan.content, bank); most < plan.stopping.maximumLength) {
    return base::fail("plan-too-few-items",
                      "test plan: the bank gives at most " + std::to_string(most) + " questions, the plan asks up to " +
                          std::to_string(plan.stopping.maximumLength) + "; shorten the test or enlarge the bank");
  }
  return checkTargets(plan, bank, solver);
}

bool isPixMode(const TestPlan& plan) {
  return plan.estimator.kind == EstimatorKind::movingPriorEap && plan.criterion == Criterion::fisher &&
         plan.exposure.kind == Exposure::bestDraw && plan.exposure.candidates == kMostCandidates &&
         plan.content.kind == Content::rules && plan.content.enemies.empty() &&
         plan.stopping.minimumLength == plan.stopping.maximumLength;
}

TestRules rulesOf(const TestPlan& plan) {
  return {.maximumLength = plan.stopping.maximumLength,
          .betweenSameCompetence = plan.content.betweenSameCompetence,
          .oneQuestionPerTube = plan.content.oneQuestionPerTube,
          .passageByAllCompetences = plan.content.passageByAllCompetences,
          .variationPercent = plan.estimator.variationPercent,
          .startAbility = plan.estimator.startAbility,
          .pickPercent = plan.exposure.pickPercent};
}

}  // namespace vigie::scoring
