#include "common/scoring/Estimator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include "common/scoring/Elementary.hpp"

namespace vigie::scoring {
namespace {

constexpr double kPointsPerLogit = 10;

QuadratureValues makeQuadrature() {
  QuadratureValues points{};
  for (std::size_t j = 0; j < points.size(); ++j) {
    points[j] = (static_cast<double>(j) - 90) / kPointsPerLogit;  // symmetric, 0 exactly 0
  }
  return points;
}

constexpr double kLeastInformation = 1e-12;  // keeps a standard error finite

double standardErrorOf(double information) {
  return 1 / std::sqrt(std::max(information, kLeastInformation));
}

}  // namespace

const QuadratureValues kQuadrature = makeQuadrature();

// The integral of the density by Simpson's rule, inverted by Newton's steps inside a bracket.
double normalQuantileOf(double confidence) {
  const double scale = std::sqrt(2 * std::numbers::pi);
  const auto central = [scale](double z) {
    constexpr int kSteps = 400;
    const double step = z / kSteps;
    double sum = 0;
    for (int i = 0; i <= kSteps; ++i) {
      const double weight = i == 0 || i == kSteps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * exp(-0.5 * (i * step) * (i * step));
    }
    return 2 * sum * step / 3 / scale;
  };
  double low = 0;
  double high = 9;
  double z = 1;
  for (int i = 0; i < 60; ++i) {
    const double excess = central(z) - confidence;
    (excess < 0 ? low : high) = z;
    const double next = z - excess / (2 * exp(-0.5 * z * z) / scale);
    const double inside = next > low && next < high ? next : (low + high) / 2;
    if (std::fabs(inside - z) < 1e-12) return inside;
    z = inside;
  }
  return z;
}

Estimator::Estimator(const EstimatorPlan& plan)
    : plan_(plan), z_(normalQuantileOf(plan.confidence)), movingPrior_(plan.startAbility, plan.variationPercent) {
  given_.reserve(64);
  const bool hasPrior = plan.kind == EstimatorKind::eap || plan.kind == EstimatorKind::map;
  setReport(plan.startAbility, hasPrior ? plan.priorDeviation : kErrorRateBeforeAnswers);
}

void Estimator::answer(const ModelItem& item, std::uint8_t category) {
  take(item, category);
  update();
}

void Estimator::take(const ModelItem& item, std::uint8_t category) {
  given_.push_back({&item, category});
  addToGrid(item, category);
  if (plan_.kind != EstimatorKind::movingPriorEap) return;
  movingPrior_.answer({item.discrimination, item.difficulty}, category == 0 ? Outcome::failed : Outcome::succeeded);
}

void Estimator::update() {
  switch (plan_.kind) {
    case EstimatorKind::movingPriorEap:
      setReport(movingPrior_.ability(), movingPrior_.errorRate());
      break;
    case EstimatorKind::eap:
      reportPosterior();
      break;
    case EstimatorKind::map:
    case EstimatorKind::mle:
    case EstimatorKind::wle:
      reportTop();
      break;
  }
}

void Estimator::addToGrid(const ModelItem& item, std::uint8_t category) {
  if (item.model == Model::twoParameter) {
    loops::addLogSuccess(logLikelihood_, kQuadrature,
                         {category == 0 ? -item.discrimination : item.discrimination, item.difficulty});
  } else {
    for (std::size_t j = 0; j < kQuadraturePoints; ++j) {
      logLikelihood_[j] += logProbability(item, category, kQuadrature[j]);
    }
  }
  if (plan_.kind != EstimatorKind::wle) return;
  for (std::size_t j = 0; j < kQuadraturePoints; ++j) {
    const InformationAndBias sums = informationAndBias(categoryCurves(item, kQuadrature[j]));
    information_[j] += sums.information;
    warm_[j] += sums.warm;
  }
}

QuadratureValues Estimator::posterior() const {
  QuadratureValues values;
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < kQuadraturePoints; ++j) {
    const double distance = (kQuadrature[j] - plan_.priorMean) / plan_.priorDeviation;
    values[j] = logLikelihood_[j] - distance * distance / 2;
    if (values[j] > largest) largest = values[j];
  }
  double total = 0;
  for (double& value : values) value = exp(value - largest);
  for (const double value : values) total += value;
  for (double& value : values) value /= total;
  return values;
}

double Estimator::logLikelihood(double ability) const {
  double sum = 0;
  for (const auto& [item, category] : given_) sum += logProbability(*item, category, ability);
  return sum;
}

double Estimator::testInformation(double ability) const {
  return sumsAt(ability).information;
}

Estimator::Sums Estimator::sumsAt(double ability) const {
  Sums sums;
  for (const auto& [item, category] : given_) {
    const CategoryCurves curves = categoryCurves(*item, ability);
    const auto [information, warm] = informationAndBias(curves);
    sums.slope += curves.slope[category];
    sums.information += information;
    sums.warm += warm;
  }
  return sums;
}

double Estimator::derivativeOf(const Sums& sums, double ability) const {
  const double variance = plan_.priorDeviation * plan_.priorDeviation;
  if (plan_.kind == EstimatorKind::map) return sums.slope + (plan_.priorMean - ability) / variance;
  if (plan_.kind == EstimatorKind::wle) {
    return sums.slope + sums.warm / (2 * std::max(sums.information, kLeastInformation));
  }
  return sums.slope;
}

// Of what map, mle or wle make largest; equal heights: the lower ability.
std::size_t Estimator::highestPoint() const {
  const auto pull = [this](std::size_t j) { return warm_[j] / (2 * std::max(information_[j], kLeastInformation)); };
  double weight = 0;
  double highest = -std::numeric_limits<double>::infinity();
  std::size_t best = 0;
  for (std::size_t j = 0; j < kQuadraturePoints; ++j) {
    const double distance = (kQuadrature[j] - plan_.priorMean) / plan_.priorDeviation;
    if (plan_.kind == EstimatorKind::map) weight = -distance * distance / 2;
    if (plan_.kind == EstimatorKind::wle && j > 0) weight += (pull(j - 1) + pull(j)) / (2 * kPointsPerLogit);
    if (logLikelihood_[j] + weight > highest) {
      highest = logLikelihood_[j] + weight;
      best = j;
    }
  }
  return best;
}

// Scoring steps (the derivative over the information); one that leaves the bracket is replaced by its middle.
double Estimator::refinedTop(std::size_t point) const {
  double low = kQuadrature[point == 0 ? 0 : point - 1];
  double high = kQuadrature[std::min(point + 1, kQuadraturePoints - 1)];
  double ability = kQuadrature[point];
  for (int i = 0; i < 60; ++i) {
    const Sums sums = sumsAt(ability);
    const double derivative = derivativeOf(sums, ability);
    (derivative > 0 ? low : high) = ability;
    const double next = ability + derivative / std::max(sums.information, kLeastInformation);
    const double inside = next > low && next < high ? next : (low + high) / 2;
    if (std::fabs(inside - ability) < 1e-13) return inside;
    ability = inside;
  }
  return ability;
}

void Estimator::reportPosterior() {
  const QuadratureValues values = posterior();
  double mean = 0;
  for (std::size_t j = 0; j < kQuadraturePoints; ++j) mean += kQuadrature[j] * values[j];
  double variance = 0;
  for (std::size_t j = 0; j < kQuadraturePoints; ++j) {
    variance += values[j] * ((kQuadrature[j] - mean) * (kQuadrature[j] - mean));
  }
  setReport(mean, std::sqrt(variance));
}

void Estimator::reportTop() {
  const std::size_t point = highestPoint();
  const double edge = kQuadrature[point];
  const double slope = derivativeOf(sumsAt(edge), edge);
  const bool atBound = (point == 0 && slope <= 0) || (point == kQuadraturePoints - 1 && slope >= 0);
  const double ability = atBound ? edge : refinedTop(point);
  const double prior = plan_.kind == EstimatorKind::map ? 1 / (plan_.priorDeviation * plan_.priorDeviation) : 0.0;
  setReport(ability, standardErrorOf(sumsAt(ability).information + prior));
  report_.atBound = atBound;
}

void Estimator::setReport(double ability, double standardError) {
  report_ = {.ability = ability,
             .standardError = standardError,
             .lower = ability - z_ * standardError,
             .upper = ability + z_ * standardError};
}

AbilityReport estimate(const ModelBank& bank, const EstimatorPlan& plan, std::span<const ModelAnswer> answers) {
  Estimator estimator(plan);
  for (const auto& [item, category] : answers) {
    if (category >= bank.item(item).categories) throw std::out_of_range("estimate: the item has no such category");
    estimator.take(bank.item(item), category);
  }
  if (!answers.empty()) estimator.update();
  return estimator.report();
}

}  // namespace vigie::scoring
