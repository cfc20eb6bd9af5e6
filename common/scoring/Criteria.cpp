#include "common/scoring/Criteria.hpp"

namespace vigie::scoring {

Merit::Merit(Criterion criterion, const Estimator& estimator)
    : criterion_(criterion), ability_(estimator.report().ability) {
  if (criterion == Criterion::fisher) return;
  const QuadratureValues posterior = estimator.posterior();
  constexpr double kTail = 5e-7;  // on each side
  std::size_t first = 0;
  std::size_t last = kQuadraturePoints - 1;
  for (double tail = posterior[first]; tail < kTail && first < last; tail += posterior[first]) ++first;
  for (double tail = posterior[last]; tail < kTail && last > first; tail += posterior[last]) --last;
  const std::size_t step = (last - first) / points_.size() + 1;
  double total = 0;
  for (std::size_t j = first; j <= last; j += step) {
    points_[count_++] = {kQuadrature[j], posterior[j]};
    total += posterior[j];
  }
  for (std::size_t i = 0; i < count_; ++i) points_[i].weight /= total;
}

double Merit::of(const ModelItem& item) const {
  switch (criterion_) {
    case Criterion::posteriorWeighted:
      return posteriorWeighted(item);
    case Criterion::kullbackLeibler:
      return kullbackLeibler(item);
    case Criterion::mepv:
      return negativeExpectedVariance(item);
    case Criterion::fisher:
      break;
  }
  return information(item, ability_);
}

double Merit::posteriorWeighted(const ModelItem& item) const {
  double sum = 0;
  for (std::size_t i = 0; i < count_; ++i) sum += points_[i].weight * information(item, points_[i].ability);
  return sum;
}

double Merit::kullbackLeibler(const ModelItem& item) const {
  const CategoryCurves here = categoryCurves(item, ability_);
  double sum = 0;
  for (std::uint8_t k = 0; k < here.categories; ++k) {
    const double logHere = logProbability(item, k, ability_);
    double distance = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      distance += points_[i].weight * (logHere - logProbability(item, k, points_[i].ability));
    }
    sum += here.probability[k] * distance;
  }
  return sum;
}

double Merit::negativeExpectedVariance(const ModelItem& item) const {
  struct Moments {
    double mass = 0;
    double first = 0;
    double second = 0;
  };
  std::array<Moments, kMostCategories> moments{};
  for (std::size_t i = 0; i < count_; ++i) {
    const auto [ability, weight] = points_[i];
    const CategoryCurves curves = categoryCurves(item, ability);
    const double distance = ability - ability_;  // keeps the squares small
    for (std::size_t k = 0; k < curves.categories; ++k) {
      const double mass = weight * curves.probability[k];
      moments[k].mass += mass;
      moments[k].first += mass * distance;
      moments[k].second += mass * distance * distance;
    }
  }
  double expected = 0;
  for (const auto& [mass, first, second] : moments) {
    if (mass > 0) expected += second - first * first / mass;
  }
  return -expected;
}

}  // namespace vigie::scoring
