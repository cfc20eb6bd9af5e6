#include "common/scoring/Ability.hpp"

#include <cmath>
#include <limits>

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
  if (outcome == Outcome::succeeded) {
    loops::multiplyBySuccess(likelihood_, successes);
  } else {
    loops::multiplyByFailure(likelihood_, successes);
  }
  ++answers_;
  take({.first = item, .second = {}, .firstOutcome = outcome});
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

void AbilityEstimate::take(const Measure& measure) {
  if (pendingCount_ == kMostPending) foldPending();
  pending_[pendingCount_++] = measure;
  lastFlags_ = {};

  GridValues posterior;
  loops::scaledProduct(posterior, density_, densitySum_, likelihood_);
  double total = sum(posterior);
  // Sharp items that contradict each other leave no probability anywhere.
  lastFlags_.logDomain = !(total > 0 && std::isfinite(total));
  if (lastFlags_.logDomain) {
    logPosterior(posterior);
    total = sum(posterior);
  }
  moveTo(posterior, total);
  everFlags_.logDomain = everFlags_.logDomain || lastFlags_.logDomain;
  everFlags_.uncorrectedError = everFlags_.uncorrectedError || lastFlags_.uncorrectedError;
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
  ability_ = limitedStep(ability_, sum(terms), variationPercent_);

  // The next prior is prepared here because a sum is one chain of additions that wait for each other: two chains in one
  // loop take the time of one.
  loops::varianceTerms(terms, posterior, ability_);
  loops::normalDensity(density_, ability_);
  double variance = 0;
  double densitySum = 0;
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    variance += terms[j];
    densitySum += density_[j];
  }
  densitySum_ = densitySum;
  const double corrected = variance - kErrorRateClass * kErrorRateClass / 12;
  lastFlags_.uncorrectedError = corrected < 0;
  errorRate_ = std::sqrt(lastFlags_.uncorrectedError ? variance : corrected);
}

AbilityEstimate estimateAbility(const Bank& bank, const TestRules& rules, std::span<const Answer> answers) {
  AbilityEstimate estimate(rules);
  for (const auto& [item, outcome] : answers) estimate.answer(bank.parameters(item), outcome);
  return estimate;
}

}  // namespace vigie::scoring
