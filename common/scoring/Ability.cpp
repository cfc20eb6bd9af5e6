#include "common/scoring/Ability.hpp"

#include <cmath>
#include <numbers>

#include "common/scoring/Elementary.hpp"
#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

constexpr double kPriorVariance = 1.5;
constexpr double kErrorRateClass = 9.0 / 80;

// By repeated addition, as Pix: -9 + j 0.225 differs in the last bits.
constexpr GridValues makeGrid() {
  GridValues grid{};
  double point = -9;
  for (double& value : grid) {
    value = point;
    point += 18.0 / 80;
  }
  return grid;
}
constexpr GridValues kGrid = makeGrid();

// Left to right: the order of a sum is part of the result. Never vectorised across.
double sum(const GridValues& values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

void divide(GridValues& values, double divisor) {
  for (double& value : values) value /= divisor;
}

void multiply(GridValues& values, const GridValues& factors) {
  for (std::size_t j = 0; j < kGridPoints; ++j) values[j] *= factors[j];
}

GridValues outcomeProbability(const ItemParameters& item, Outcome outcome) {
  GridValues values;
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    values[j] = successProbability(item.discrimination, item.difficulty, kGrid[j]);
  }
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

GridValues normalPrior(double mean) {
  const double scale = std::sqrt(kPriorVariance) * std::sqrt(2 * std::numbers::pi);
  GridValues prior;
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    const double distance = kGrid[j] - mean;
    prior[j] = exp(distance * distance / (-2 * kPriorVariance)) / scale;
  }
  divide(prior, sum(prior));
  return prior;
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
}

void AbilityEstimate::answer(const ItemParameters& item, Outcome outcome) {
  multiply(likelihood_, outcomeProbability(item, outcome));
  ++answers_;
  take({.first = item, .second = {}, .firstOutcome = outcome});
}

void AbilityEstimate::answerPair(const ItemParameters& first, Outcome firstOutcome, const ItemParameters& second,
                                 Outcome secondOutcome) {
  GridValues mean = outcomeProbability(first, firstOutcome);
  const GridValues other = outcomeProbability(second, secondOutcome);
  for (std::size_t j = 0; j < kGridPoints; ++j) mean[j] = (mean[j] + other[j]) / 2;
  multiply(likelihood_, mean);
  answers_ += 2;
  take({first, second, firstOutcome, secondOutcome, /*isPair=*/true});
}

void AbilityEstimate::take(const Measure& measure) {
  if (pendingCount_ == kMostPending) foldPending();
  pending_[pendingCount_++] = measure;
  lastFlags_ = {};

  GridValues posterior;
  if (!linearPosterior(posterior)) {
    logPosterior(posterior);
    lastFlags_.logDomain = true;
  }
  moveTo(posterior);
  everFlags_.logDomain = everFlags_.logDomain || lastFlags_.logDomain;
  everFlags_.uncorrectedError = everFlags_.uncorrectedError || lastFlags_.uncorrectedError;
}

// False when the sum is 0 or not finite: sharp items that contradict each other leave no probability anywhere.
bool AbilityEstimate::linearPosterior(GridValues& posterior) const {
  posterior = normalPrior(ability_);
  multiply(posterior, likelihood_);
  const double total = sum(posterior);
  divide(posterior, total);
  return total > 0 && std::isfinite(total);
}

void AbilityEstimate::logPosterior(GridValues& posterior) {
  foldPending();
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    const double distance = kGrid[j] - ability_;
    posterior[j] = logLikelihood_[j] - distance * distance / (2 * kPriorVariance);
    if (posterior[j] > largest) largest = posterior[j];
  }
  for (double& value : posterior) value = exp(value - largest);
  divide(posterior, sum(posterior));
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

void AbilityEstimate::moveTo(const GridValues& posterior) {
  double mean = 0;
  for (std::size_t j = 0; j < kGridPoints; ++j) mean += kGrid[j] * posterior[j];
  ability_ = limitedStep(ability_, mean, variationPercent_);

  double variance = 0;
  for (std::size_t j = 0; j < kGridPoints; ++j) {
    const double distance = kGrid[j] - ability_;
    variance += posterior[j] * (distance * distance);
  }
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
