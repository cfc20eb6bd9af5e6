#include "common/scoring/Model.hpp"

#include "common/scoring/Elementary.hpp"
#include "common/scoring/ItemResponse.hpp"

namespace vigie::scoring {
namespace {

struct Logistic {
  double success;  // s(x)
  double failure;  // s(-x), not 1 - s(x): that loses its digits
};

// exp of a number that is never positive, so that neither side overflows.
Logistic logistic(double x) {
  const double small = exp(x < 0 ? x : -x);
  const double larger = 1 / (1 + small);
  const double smaller = small / (1 + small);
  return x < 0 ? Logistic{smaller, larger} : Logistic{larger, smaller};
}

// The success side's lower and the failure side's lower asymptote.
struct Asymptotes {
  double lower;
  double upper;
};

Asymptotes asymptotes(const ModelItem& item) {
  switch (item.model) {
    case Model::threeParameter:
      return {item.guessing, 1};
    case Model::fourParameter:
      return {item.guessing, item.ceiling};
    default:
      return {0, 1};
  }
}

// P = c + (d - c) s, P' = a (d - c) s (1 - s), P'' = P' a (1 - 2 s). Where an asymptote is 0 (or 1) the quotient is
// taken with s cancelled, because s itself may be 0.
CategoryCurves dichotomous(const ModelItem& item, double ability) {
  const double a = item.discrimination;
  const auto [lower, upper] = asymptotes(item);
  const auto [s, t] = logistic(a * (ability - item.difficulty));
  const double success = lower + (upper - lower) * s;
  const double failure = (1 - upper) + (upper - lower) * t;
  const double successSlope = lower > 0 ? a * (upper - lower) * s * t / success : a * t;
  const double failureSlope = upper < 1 ? -a * (upper - lower) * s * t / failure : -a * s;
  const double second = a * (t - s);  // P'' / P'
  CategoryCurves curves;
  curves.categories = 2;
  curves.probability = {failure, success};
  curves.slope = {failureSlope, successSlope};
  curves.curvature = {failureSlope * second - failureSlope * failureSlope,
                      successSlope * second - successSlope * successSlope};
  return curves;
}

// With x_k = a (t - b_k): P(k) = s(x_k) - s(x_k+1) = s(x_k) s(-x_k+1) (1 - exp(x_k+1 - x_k)), l' = a (1 - s(x_k) -
// s(x_k+1)), l'' = -a^2 (s(x_k) s(-x_k) + s(x_k+1) s(-x_k+1)); s(x_0) = 1, s(x_m) = 0.
CategoryCurves graded(const ModelItem& item, double ability) {
  const double a = item.discrimination;
  CategoryCurves curves;
  curves.categories = item.categories;
  Logistic here{1, 0};
  for (std::size_t k = 0; k < item.categories; ++k) {
    const bool isLast = k + 1 == item.categories;
    const Logistic above = isLast ? Logistic{0, 1} : logistic(a * (ability - item.thresholds[k]));
    const bool isInner = k > 0 && !isLast;
    const double gap = isInner ? 1 - exp(-a * (item.thresholds[k] - item.thresholds[k - 1])) : 1;
    curves.probability[k] = here.success * above.failure * gap;
    curves.slope[k] = a * (here.failure - above.success);
    curves.curvature[k] = -a * a * (here.success * here.failure + above.success * above.failure);
    here = above;
  }
  return curves;
}

// The exponents of the categories, the largest 0.
std::array<double, kMostCategories> partialCreditExponents(const ModelItem& item, double ability) {
  std::array<double, kMostCategories> exponents{};
  double largest = 0;
  for (std::size_t k = 1; k < item.categories; ++k) {
    exponents[k] = exponents[k - 1] + item.discrimination * (ability - item.thresholds[k - 1]);
    if (exponents[k] > largest) largest = exponents[k];
  }
  for (std::size_t k = 0; k < item.categories; ++k) exponents[k] -= largest;
  return exponents;
}

// l' = a (k - E k), l'' = -a^2 Var k.
CategoryCurves partialCredit(const ModelItem& item, double ability) {
  const double a = item.discrimination;
  const auto exponents = partialCreditExponents(item, ability);
  CategoryCurves curves;
  curves.categories = item.categories;
  double total = 0;
  for (std::size_t k = 0; k < item.categories; ++k) {
    curves.probability[k] = exp(exponents[k]);
    total += curves.probability[k];
  }
  double mean = 0;
  for (std::size_t k = 0; k < item.categories; ++k) {
    curves.probability[k] /= total;
    mean += static_cast<double>(k) * curves.probability[k];
  }
  double variance = 0;
  for (std::size_t k = 0; k < item.categories; ++k) {
    const double distance = static_cast<double>(k) - mean;
    variance += distance * distance * curves.probability[k];
    curves.slope[k] = a * distance;
  }
  for (std::size_t k = 0; k < item.categories; ++k) curves.curvature[k] = -a * a * variance;
  return curves;
}

}  // namespace

CategoryCurves categoryCurves(const ModelItem& item, double ability) {
  switch (item.model) {
    case Model::gradedResponse:
      return graded(item, ability);
    case Model::partialCredit:
      return partialCredit(item, ability);
    default:
      return dichotomous(item, ability);
  }
}

// Every case keeps its logarithm where the probability itself is 0.
double logProbability(const ModelItem& item, std::uint8_t category, double ability) {
  const double a = item.discrimination;
  switch (item.model) {
    case Model::gradedResponse: {
      double sum = 0;
      const bool isLast = category + 1 == item.categories;
      if (category > 0) sum += logSuccessProbability(a, item.thresholds[category - 1U], ability);
      if (!isLast) sum += logSuccessProbability(-a, item.thresholds[category], ability);
      if (category > 0 && !isLast) {
        sum += log(1 - exp(-a * (item.thresholds[category] - item.thresholds[category - 1U])));
      }
      return sum;
    }
    case Model::partialCredit: {
      const auto exponents = partialCreditExponents(item, ability);
      double total = 0;
      for (std::size_t k = 0; k < item.categories; ++k) total += exp(exponents[k]);
      return exponents[category] - log(total);
    }
    default:
      break;
  }
  const auto [lower, upper] = asymptotes(item);
  const bool keepsFloor = category == 1 ? lower > 0 : upper < 1;
  if (keepsFloor) return log(dichotomous(item, ability).probability[category]);
  return log(upper - (category == 1 ? 0 : lower)) +
         logSuccessProbability(category == 1 ? a : -a, item.difficulty, ability);
}

double information(const ModelItem& item, double ability) {
  if (item.model == Model::twoParameter) return fisherInformation(item.discrimination, item.difficulty, ability);
  return informationAndBias(categoryCurves(item, ability)).information;
}

InformationAndBias informationAndBias(const CategoryCurves& curves) {
  InformationAndBias sums;
  for (std::size_t k = 0; k < curves.categories; ++k) {
    const double square = curves.slope[k] * curves.slope[k];
    sums.information += curves.probability[k] * square;
    sums.warm += curves.probability[k] * curves.slope[k] * (square + curves.curvature[k]);
  }
  return sums;
}

}  // namespace vigie::scoring
