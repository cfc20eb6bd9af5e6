#include "common/scoring/Ability.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "common/scoring/Elementary.hpp"
#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

constexpr double kErrorRateClass = 9.0 / 80;

// Left to right: the order of a sum is part of the result. Never vectorised across.
double sum(const GridValues& values) {
  double total = 0;
  for (std::size_t j = 0; j < kGridPoints; ++j) total += values[j];
  return total;
}

// The sums of several, each left to right, their chains side by side.
using Together = std::array<GridValues, AbilityEstimate::kTogether>;
using Rows = std::array<const double*, AbilityEstimate::kTogether>;
using Sums = std::array<double, AbilityEstimate::kTogether>;
Sums sumTogether(const Rows& values) {
  Sums totals{};
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += values[i][j];
  }
  return totals;
}

GridValues outcomeProbability(const ItemParameters& item, Outcome outcome) {
  GridValues values;
  loops::successes(values, item);
  if (outcome == Outcome::failed) {
    for (double& value : values) value = 1 - value;
  }
  return values;
}

GridValues outcomeLogProbability(const ItemParameters& item, Outcome outcome) {
  const double discrimination = outcome == Outcome::succeeded ? item.discrimination : -item.discrimination;
  GridValues values;
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    values[j] = logSuccessProbability(discrimination, item.difficulty, kGrid[j]);
  }
  return values;
}

// log((exp(x) + exp(y)) / 2), without leaving the range of a double.
void logMean(GridValues& left, const GridValues& right) {
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    const double larger = left[j] < right[j] ? right[j] : left[j];
    const double smaller = left[j] < right[j] ? left[j] : right[j];
    left[j] = larger + log((1 + exp(smaller - larger)) / 2);
  }
}

// Pix's limit: at most `variation` of the ability, and not less than `variation` logits near 0.
double limitedStep(double from, double to, double variation) {
  if (!(variation > 0)) return to;
  const double gap = -variation < from && from < variation ? variation : std::fabs(from * variation);
  if (to > from) return to < from + gap ? to : from + gap;
  return to > from - gap ? to : from - gap;
}

}  // namespace

AbilityEstimate::AbilityEstimate(double startAbility, double variationPercent)
    : ability_(startAbility), variationPercent_(variationPercent) {
  likelihood_.fill(1);
  logLikelihood_.fill(0);
  loops::normalDensity(density_, ability_);
  densitySum_ = sum(density_);
}

void AbilityEstimate::answer(const ItemParameters& item, Outcome outcome) {
  GridValues successes;
  loops::successes(successes, item);
  answer(item, outcome, successes);
}

void AbilityEstimate::answer(const ItemParameters& item, Outcome outcome, const GridValues& successes) {
  multiply(outcome, successes);
  take({.first = item, .second = {}, .firstOutcome = outcome});
}

void AbilityEstimate::multiply(Outcome outcome, const GridValues& successes) {
  if (outcome == Outcome::succeeded) {
    loops::multiplyBySuccess(likelihood_, successes);
  } else {
    loops::multiplyByFailure(likelihood_, successes);
  }
  ++answers_;
}

void AbilityEstimate::answerTogether(std::span<const Step> steps) {
  for (; steps.size() > kTogether; steps = steps.subspan(kTogether)) answerTogether(steps.first(kTogether));
  if (steps.empty()) return;
  Together posteriors;
  Together terms;
  Rows posteriorRows;  // places that nobody has repeat the first
  Rows termRows;
  Rows densityRows;
  for (std::size_t i = 0; i < kTogether; ++i) {
    const std::size_t from = i < steps.size() ? i : 0;
    posteriorRows[i] = posteriors[from].data();
    termRows[i] = terms[from].data();
    densityRows[i] = steps[from].estimate->density_.data();
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    AbilityEstimate& estimate = *steps[i].estimate;
    estimate.multiply(steps[i].outcome, *steps[i].successes);
    estimate.remember({.first = *steps[i].item, .second = {}, .firstOutcome = steps[i].outcome});
    loops::scaledProduct(posteriors[i], estimate.density_, estimate.densitySum_, estimate.likelihood_);
  }
  Sums totals = sumTogether(posteriorRows);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i].estimate->checkTotal(posteriors[i], totals[i]);
    loops::meanTerms(posteriors[i], terms[i], totals[i]);
  }
  const Sums means = sumTogether(termRows);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i].estimate->move(posteriors[i], terms[i], means[i]);
  }
  const Sums variances = sumTogether(termRows);
  const Sums densitySums = sumTogether(densityRows);
  for (std::size_t i = 0; i < steps.size(); ++i) steps[i].estimate->finish(variances[i], densitySums[i]);
}

void AbilityEstimate::answerPair(const ItemParameters& first, Outcome firstOutcome, const ItemParameters& second,
                                 Outcome secondOutcome) {
  GridValues mean = outcomeProbability(first, firstOutcome);
  const GridValues other = outcomeProbability(second, secondOutcome);
  for (std::size_t j = 0; j < kGridPoints; ++j) mean[j] = (mean[j] + other[j]) / 2;
  for (std::size_t j = 0; j < kGridPoints; ++j) likelihood_[j] *= mean[j];
  answers_ += 2;
  take({first, second, firstOutcome, secondOutcome, /*isPair=*/true});
}

void AbilityEstimate::remember(const Measure& measure) {
  if (pendingCount_ == kMostPending) foldPending();
  pending_[pendingCount_++] = measure;
  lastFlags_ = {};
}

void AbilityEstimate::take(const Measure& measure) {
  remember(measure);
  GridValues posterior;
  loops::scaledProduct(posterior, density_, densitySum_, likelihood_);
  double total = sum(posterior);
  checkTotal(posterior, total);
  moveTo(posterior, total);
}

// Sharp items that contradict each other leave no probability anywhere.
void AbilityEstimate::checkTotal(GridValues& posterior, double& total) {
  lastFlags_.logDomain = !(total > 0 && std::isfinite(total));
  if (!lastFlags_.logDomain) return;
  logPosterior(posterior);
  total = sum(posterior);
}

void AbilityEstimate::logPosterior(GridValues& posterior) {
  foldPending();
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    const double distance = kGrid[j] - ability_;
    posterior[j] = logLikelihood_[j] - distance * distance / (2 * kPriorVariance);
    if (posterior[j] > largest) largest = posterior[j];
  }
  for (std::size_t j = 0; j < kGridPoints; ++j) posterior[j] = exp(posterior[j] - largest);
}

// One by one in their order: the result does not depend on when it is asked for.
void AbilityEstimate::foldPending() {
  for (std::size_t i = 0; i < pendingCount_; ++i) {
    const Measure& measure = pending_[i];
    GridValues values = outcomeLogProbability(measure.first, measure.firstOutcome);
    if (measure.isPair) logMean(values, outcomeLogProbability(measure.second, measure.secondOutcome));
    for (std::size_t j = 0; j < kGridPoints; ++j) logLikelihood_[j] += values[j];
  }
  pendingCount_ = 0;
}

void AbilityEstimate::moveTo(GridValues& posterior, double total) {
  GridValues terms;
  loops::meanTerms(posterior, terms, total);
  move(posterior, terms, sum(terms));
  double variance = 0;
  double densitySum = 0;
  for (std::size_t j = 0; j < kGridPoints; ++j) {  // two chains that do not wait for each other
    variance += terms[j];
    densitySum += density_[j];
  }
  finish(variance, densitySum);
}

// The next prior is prepared here too, so that its sum runs beside that of the variance.
void AbilityEstimate::move(const GridValues& posterior, GridValues& terms, double mean) {
  ability_ = limitedStep(ability_, mean, variationPercent_);
  loops::varianceTerms(terms, posterior, ability_);
  loops::normalDensity(density_, ability_);
}

void AbilityEstimate::finish(double variance, double densitySum) {
  densitySum_ = densitySum;
  const double corrected = variance - kErrorRateClass * kErrorRateClass / 12;
  lastFlags_.uncorrectedError = corrected < 0;
  errorRate_ = std::sqrt(lastFlags_.uncorrectedError ? variance : corrected);
  everFlags_.logDomain = everFlags_.logDomain || lastFlags_.logDomain;
  everFlags_.uncorrectedError = everFlags_.uncorrectedError || lastFlags_.uncorrectedError;
}

AbilityEstimate estimateAbility(const Bank& bank, const TestRules& rules, std::span<const Answer> answers) {
  AbilityEstimate estimate(rules);
  for (const auto& [item, outcome] : answers) estimate.answer(bank.parameters(item), outcome);
  return estimate;
}

void estimateAbilities(const Bank& bank, const TestRules& rules, std::span<const std::span<const Answer>> sittings,
                       std::span<double> abilities) {
  if (sittings.size() != abilities.size()) throw std::out_of_range("estimateAbilities: one ability for each sitting");
  constexpr std::size_t kGroup = AbilityEstimate::kTogether;
  std::array<AbilityEstimate, kGroup> estimates{AbilityEstimate(rules), AbilityEstimate(rules), AbilityEstimate(rules),
                                                AbilityEstimate(rules), AbilityEstimate(rules), AbilityEstimate(rules),
                                                AbilityEstimate(rules), AbilityEstimate(rules)};
  std::array<ItemParameters, kGroup> items;
  std::array<GridValues, kGroup> successes;
  for (std::size_t from = 0; from < sittings.size(); from += kGroup) {
    const auto group = sittings.subspan(from, std::min(kGroup, sittings.size() - from));
    for (std::size_t i = 0; i < group.size(); ++i) estimates[i] = AbilityEstimate(rules);
    for (std::size_t k = 0;; ++k) {
      std::array<AbilityEstimate::Step, kGroup> steps;
      std::size_t count = 0;
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (k >= group[i].size()) continue;
        items[i] = bank.parameters(group[i][k].item);
        loops::successes(successes[i], items[i]);
        steps[count++] = {&estimates[i], &items[i], group[i][k].outcome, &successes[i]};
      }
      if (count == 0) break;
      AbilityEstimate::answerTogether({steps.data(), count});
    }
    for (std::size_t i = 0; i < group.size(); ++i) abilities[from + i] = estimates[i].ability();
  }
}

}  // namespace vigie::scoring
