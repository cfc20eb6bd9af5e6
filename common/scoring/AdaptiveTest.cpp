#include "common/scoring/AdaptiveTest.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "common/scoring/Criteria.hpp"
#include "common/scoring/Elementary.hpp"
#include "common/scoring/OpenItems.hpp"
#include "common/scoring/ShadowTest.hpp"

namespace vigie::scoring {
namespace {

struct Ranked {
  ItemIndex item;
  double merit;
};

// Pix's draw of Selection.hpp over the first few.
std::size_t drawnPlace(const ExposurePlan& plan, std::span<const Candidate> best, double u) {
  if (plan.kind == Exposure::randomesque) return static_cast<std::size_t>(u * static_cast<double>(best.size()));
  if (plan.kind != Exposure::bestDraw) return 0;
  return static_cast<std::size_t>(&pick(best, plan.pickPercent, u) - best.data());
}

}  // namespace

struct AdaptiveTest::State {
  const ModelBank& bank;
  const TestPlan& plan;
  Estimator estimator;
  std::vector<std::uint8_t> pool;        // 1 = of this candidate's pool, not refused by sympsonHetter
  std::vector<std::uint8_t> ineligible;  // Exposure::eligibility
  std::vector<ModelAnswer> answers;
  std::vector<ItemIndex> asked;
  std::vector<ItemIndex> refused;  // by the last next(); out when its item is answered
  std::vector<ItemIndex> everRefused;
  std::vector<Ranked> ranking;
  std::optional<ItemIndex> offered;
  double classificationQuantile = 0;

  StopReason stopReason() const;
  Verdict verdict() const;
  bool rank(bool onlyEligible);
  bool rankShadow(const std::vector<std::uint8_t>& open);
  ItemIndex expose(double u, const Choice& choice);
};

AdaptiveTest::AdaptiveTest(const ModelBank& bank, const TestPlan& plan, Exclusions excluded, double eligibilityDraw)
    : state_(new State{.bank = bank,
                       .plan = plan,
                       .estimator = Estimator(plan.estimator),
                       .pool = std::vector<std::uint8_t>(bank.size(), 1),
                       .ineligible = std::vector<std::uint8_t>(bank.size(), 0),
                       .answers = {},
                       .asked = {},
                       .refused = {},
                       .everRefused = {},
                       .ranking = {},
                       .offered = {}}) {
  if (!excluded.empty() && excluded.size() != bank.size()) {
    throw std::out_of_range("AdaptiveTest: exclusions need one byte per item of the bank");
  }
  for (ItemIndex i = 0; i < excluded.size(); ++i) state_->pool[i] = excluded[i] == 0 ? 1 : 0;
  if (plan.exposure.kind == Exposure::eligibility && !plan.exposure.probabilities.empty()) {
    for (ItemIndex i = 0; i < bank.size(); ++i) {
      state_->ineligible[i] = drawFor(eligibilityDraw, i) < plan.exposure.probabilities[i] ? 0 : 1;
    }
  }
  if (plan.stopping.classification == Classification::confidenceInterval) {
    state_->classificationQuantile = normalQuantileOf(1 - plan.stopping.errorRate);
  }
}

AdaptiveTest::~AdaptiveTest() = default;
AdaptiveTest::AdaptiveTest(AdaptiveTest&&) noexcept = default;
AdaptiveTest& AdaptiveTest::operator=(AdaptiveTest&&) noexcept = default;

StopReason AdaptiveTest::State::stopReason() const {
  const StoppingPlan& stopping = plan.stopping;
  if (answers.size() >= stopping.maximumLength) return StopReason::maximumLength;
  if (answers.empty() || answers.size() < stopping.minimumLength) return StopReason::none;
  if (estimator.report().standardError <= stopping.standardError) return StopReason::standardError;
  return verdict() == Verdict::undecided ? StopReason::none : StopReason::classified;
}

Verdict AdaptiveTest::State::verdict() const {
  const StoppingPlan& stopping = plan.stopping;
  if (stopping.classification == Classification::none || answers.empty()) return Verdict::undecided;
  double evidence = 0;  // for "above"
  double bound = 0;
  if (stopping.classification == Classification::confidenceInterval) {
    evidence = estimator.report().ability - stopping.cut;
    bound = classificationQuantile * estimator.report().standardError;
  } else {
    evidence = estimator.logLikelihood(stopping.cut + stopping.indifference) -
               estimator.logLikelihood(stopping.cut - stopping.indifference);
    bound = log((1 - stopping.errorRate) / stopping.errorRate);
  }
  if (evidence > bound) return Verdict::above;
  return evidence < -bound ? Verdict::below : Verdict::undecided;
}

// Fills `ranking` with the items that may follow, best first; false when there is none.
bool AdaptiveTest::State::rank(bool onlyEligible) {
  std::vector<std::uint8_t> candidates = pool;
  for (ItemIndex i = 0; onlyEligible && i < candidates.size(); ++i) {
    if (ineligible[i] != 0) candidates[i] = 0;
  }
  ranking.clear();
  if (plan.content.kind == Content::shadow) return rankShadow(candidates);
  const Merit merit(plan.criterion, estimator);
  const auto open = openItems(bank, plan.content, candidates, asked);
  for (ItemIndex i = 0; i < open.size(); ++i) {
    if (open[i] != 0) ranking.push_back({i, merit.of(bank.item(i))});
  }
  std::sort(ranking.begin(), ranking.end(), [](const Ranked& left, const Ranked& right) {
    return left.merit != right.merit ? left.merit > right.merit : left.item < right.item;
  });
  return !ranking.empty();
}

bool AdaptiveTest::State::rankShadow(const std::vector<std::uint8_t>& candidates) {
  const Merit merit(plan.criterion, estimator);
  std::vector<double> merits(bank.size());
  for (ItemIndex i = 0; i < bank.size(); ++i) {
    if (candidates[i] != 0) merits[i] = merit.of(bank.item(i));
  }
  const auto chosen = shadowTest(bank, plan, merits, candidates, asked);
  if (!chosen) return false;
  for (const ItemIndex item : *chosen) ranking.push_back({item, merits[item]});
  return !ranking.empty();
}

// Which of the ranked items is asked.
ItemIndex AdaptiveTest::State::expose(double u, const Choice& choice) {
  if (plan.exposure.kind != Exposure::sympsonHetter || plan.exposure.probabilities.empty()) {
    const std::size_t few = std::min<std::size_t>(plan.exposure.candidates, choice.count);
    return choice.best[drawnPlace(plan.exposure, choice.candidates().first(few), u)].item;
  }
  for (const Ranked& ranked : ranking) {
    if (drawFor(u, ranked.item) < plan.exposure.probabilities[ranked.item]) return ranked.item;
    refused.push_back(ranked.item);
  }
  refused.clear();  // every one was refused: the best is asked all the same
  return ranking.front().item;
}

NextItem AdaptiveTest::next(double u) {
  State& state = *state_;
  NextItem next;
  state.offered.reset();
  state.refused.clear();
  next.reason = state.stopReason();
  if (next.reason != StopReason::none) {
    next.kind = ChoiceKind::ended;
    next.choice.kind = ChoiceKind::ended;
    return next;
  }
  // Eligibility yields where it would end the test.
  if (!state.rank(/*onlyEligible=*/true) && !state.rank(/*onlyEligible=*/false)) {
    next.reason = StopReason::noItemLeft;
    return next;
  }
  next.kind = ChoiceKind::candidates;
  next.choice.kind = ChoiceKind::candidates;
  next.choice.available = static_cast<std::uint32_t>(state.ranking.size());
  next.choice.count = static_cast<std::uint32_t>(std::min(kMostCandidates, state.ranking.size()));
  for (std::uint32_t i = 0; i < next.choice.count; ++i) {
    next.choice.best[i] = {state.ranking[i].item, state.ranking[i].merit};
  }
  next.item = state.expose(u, next.choice);
  state.offered = next.item;
  return next;
}

base::Result<void> AdaptiveTest::answer(ItemIndex item, std::uint8_t category) {
  State& state = *state_;
  if (item >= state.bank.size()) {
    return base::fail("item-unknown", "item " + std::to_string(item) + " is not in the bank of " +
                                          std::to_string(state.bank.size()) + " items; the answer is not counted");
  }
  if (state.offered != item) {
    return base::fail("item-not-asked", "item " + state.bank.item(item).id +
                                            " is not the question that is open; the answer is not counted");
  }
  if (category >= state.bank.item(item).categories) {
    return base::fail("category-unknown", "item " + state.bank.item(item).id + ": category " +
                                              std::to_string(category) + " is not below " +
                                              std::to_string(state.bank.item(item).categories));
  }
  state.offered.reset();
  for (const ItemIndex refused : state.refused) state.pool[refused] = 0;
  state.everRefused.insert(state.everRefused.end(), state.refused.begin(), state.refused.end());
  state.refused.clear();
  state.answers.push_back({item, category});
  state.asked.push_back(item);
  state.estimator.answer(state.bank.item(item), category);
  return {};
}

AbilityReport AdaptiveTest::report() const {
  return state_->estimator.report();
}

Verdict AdaptiveTest::verdict() const {
  return state_->verdict();
}

std::span<const ModelAnswer> AdaptiveTest::answers() const {
  return state_->answers;
}

const Estimator& AdaptiveTest::estimator() const {
  return state_->estimator;
}

void AdaptiveTest::countInto(ExposureCounts& counts) const {
  ++counts.tests;
  for (const ItemIndex item : state_->everRefused) ++counts.selected[item];
  for (const ItemIndex item : state_->asked) {
    ++counts.selected[item];
    ++counts.asked[item];
  }
  for (ItemIndex i = 0; i < state_->ineligible.size(); ++i) {
    if (state_->ineligible[i] == 0) ++counts.eligible[i];
  }
}

}  // namespace vigie::scoring
