#include "common/scoring/PlanChoice.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "common/scoring/Criteria.hpp"
#include "common/scoring/Elementary.hpp"
#include "common/scoring/ExposureControl.hpp"
#include "common/scoring/OpenItems.hpp"

namespace vigie::scoring {
namespace {

constexpr std::array<std::string_view, 5> kReasons = {"none", "maximum-length", "standard-error", "classified",
                                                      "no-item-left"};
constexpr std::array<std::string_view, 3> kVerdicts = {"undecided", "below", "above"};

struct Ranked {
  ItemIndex item;
  double merit;
};
using Ranking = std::vector<Ranked>;
using Marks = std::vector<std::uint8_t>;

bool isBetter(const Ranked& left, const Ranked& right) {
  return left.merit != right.merit ? left.merit > right.merit : left.item < right.item;
}

bool isSympsonHetter(const TestPlan& plan) {
  return plan.exposure.kind == Exposure::sympsonHetter && !plan.exposure.probabilities.empty();
}

Ranking rankShadow(const PlannedTest& test, const Marks& pool) {
  const Merit merit(test.plan.criterion, test.estimator);
  std::vector<double> merits(test.bank.size());
  for (ItemIndex i = 0; i < test.bank.size(); ++i) {
    if (pool[i] != 0) merits[i] = merit.of(test.bank.item(i));
  }
  Ranking ranking;
  const auto chosen = test.solver(test.bank, test.plan, merits, pool, test.answered);
  if (!chosen) return ranking;
  for (const ItemIndex item : *chosen) ranking.push_back({item, merits[item]});
  return ranking;
}

// The items that may follow; the best kMostCandidates first and in order, all of them when exposure asks further.
Ranking rank(const PlannedTest& test, bool onlyEligible) {
  Marks pool(test.bank.size(), 1);
  for (ItemIndex i = 0; i < pool.size(); ++i) {
    const bool isOut = (!test.excluded.empty() && test.excluded[i] != 0) ||
                       (onlyEligible && !isEligible(test.plan, test.eligibilityDraw, i));
    if (isOut) pool[i] = 0;
  }
  if (test.plan.content.kind == Content::shadow) return rankShadow(test, pool);
  const Merit merit(test.plan.criterion, test.estimator);
  const Marks open = openItems(test.bank, test.plan.content, pool, test.answered);
  Ranking ranking;
  for (ItemIndex i = 0; i < open.size(); ++i) {
    if (open[i] != 0) ranking.push_back({i, merit.of(test.bank.item(i))});
  }
  const std::size_t sorted = isSympsonHetter(test.plan) ? ranking.size() : std::min(ranking.size(), kMostCandidates);
  std::partial_sort(ranking.begin(), ranking.begin() + static_cast<std::ptrdiff_t>(sorted), ranking.end(), isBetter);
  return ranking;
}

// Pix's draw of Selection.hpp over the first few, or an equal one.
std::uint32_t drawnPlace(const ExposurePlan& plan, std::span<const Candidate> best, double u) {
  const auto few = best.first(std::min<std::size_t>(plan.candidates, best.size()));
  if (plan.kind == Exposure::randomesque) return static_cast<std::uint32_t>(u * static_cast<double>(few.size()));
  if (plan.kind != Exposure::bestDraw) return 0;
  return static_cast<std::uint32_t>(&pick(few, plan.pickPercent, u) - few.data());
}

// Which of the ranked items is asked.
void expose(const PlannedTest& test, const Ranking& ranking, double u, NextItem& next) {
  if (!isSympsonHetter(test.plan)) {
    next.place = drawnPlace(test.plan.exposure, next.choice.candidates(), u);
    next.item = ranking[next.place].item;
    return;
  }
  for (std::uint32_t place = 0; place < ranking.size(); ++place) {
    next.item = ranking[place].item;
    next.place = place;
    if (drawFor(u, next.item) < test.plan.exposure.probabilities[next.item]) return;
    next.refused.push_back(next.item);
  }
  next.refused.clear();  // every one was refused: the best is asked all the same
  next.item = ranking.front().item;
  next.place = 0;
}

}  // namespace

std::string_view name(StopReason reason) {
  return kReasons[static_cast<std::size_t>(reason)];
}
std::string_view name(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

bool isEligible(const TestPlan& plan, double eligibilityDraw, ItemIndex item) {
  if (plan.exposure.kind != Exposure::eligibility || plan.exposure.probabilities.empty()) return true;
  return drawFor(eligibilityDraw, item) < plan.exposure.probabilities[item];
}

Verdict verdictOf(const TestPlan& plan, const Estimator& estimator) {
  const StoppingPlan& stopping = plan.stopping;
  if (stopping.classification == Classification::none || estimator.answers() == 0) return Verdict::undecided;
  double evidence = 0;  // for "above"
  double bound = 0;
  if (stopping.classification == Classification::confidenceInterval) {
    evidence = estimator.report().ability - stopping.cut;
    bound = normalQuantileOf(1 - stopping.errorRate) * estimator.report().standardError;
  } else {
    evidence = estimator.logLikelihood(stopping.cut + stopping.indifference) -
               estimator.logLikelihood(stopping.cut - stopping.indifference);
    bound = log((1 - stopping.errorRate) / stopping.errorRate);
  }
  if (evidence > bound) return Verdict::above;
  return evidence < -bound ? Verdict::below : Verdict::undecided;
}

StopReason stopReason(const TestPlan& plan, const Estimator& estimator) {
  const StoppingPlan& stopping = plan.stopping;
  const std::uint32_t answers = estimator.answers();
  if (answers >= stopping.maximumLength) return StopReason::maximumLength;
  if (answers == 0 || answers < stopping.minimumLength) return StopReason::none;
  if (estimator.report().standardError <= stopping.standardError) return StopReason::standardError;
  return verdictOf(plan, estimator) == Verdict::undecided ? StopReason::none : StopReason::classified;
}

NextItem chooseByPlan(const PlannedTest& test, double u) {
  if (!test.excluded.empty() && test.excluded.size() != test.bank.size()) {
    throw std::out_of_range("chooseByPlan: exclusions need one byte per item of the bank");
  }
  NextItem next;
  next.reason = stopReason(test.plan, test.estimator);
  if (next.reason != StopReason::none) {
    next.kind = ChoiceKind::ended;
    next.choice.kind = ChoiceKind::ended;
    return next;
  }
  // Eligibility yields where it would end the test.
  Ranking ranking = rank(test, /*onlyEligible=*/true);
  if (ranking.empty() && test.plan.exposure.kind == Exposure::eligibility) ranking = rank(test, /*onlyEligible=*/false);
  if (ranking.empty()) {
    next.reason = StopReason::noItemLeft;
    return next;
  }
  next.kind = ChoiceKind::candidates;
  next.choice.kind = ChoiceKind::candidates;
  next.choice.available = static_cast<std::uint32_t>(ranking.size());
  next.choice.count = static_cast<std::uint32_t>(std::min(kMostCandidates, ranking.size()));
  for (std::uint32_t i = 0; i < next.choice.count; ++i) next.choice.best[i] = {ranking[i].item, ranking[i].merit};
  expose(test, ranking, u, next);
  return next;
}

}  // namespace vigie::scoring
