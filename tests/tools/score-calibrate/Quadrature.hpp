// The grid, the response curve and the candidates' posteriors that estimation and fit share. Thread: any.
#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "tests/tools/score-calibrate/Calibrate.hpp"

namespace vigie::tools {

inline constexpr std::size_t kNodes = 121;
using Nodes = std::array<double, kNodes>;

inline double node(std::size_t k) {
  return -9 + 0.15 * static_cast<double>(k);
}

// Slope, intercept and logit of guessing: what is estimated.
struct Curve {
  double slope = 1;
  double intercept = 0;
  double guessing = 0;

  double core(std::size_t k) const { return 1 / (1 + std::exp(-(slope * node(k) + intercept))); }
  double probability(std::size_t k) const { return guessing + (1 - guessing) * core(k); }
};

struct CurveTable {  // of one item, by node
  Nodes right;
  Nodes logRight;
  Nodes logWrong;
};

CurveTable tabulate(const Curve& curve);

struct Posterior {
  Nodes weight;
  double logLikelihood = 0;
};

// `logPrior` by node; items whose table is missing (constant ones) do not count.
Posterior posteriorOf(const std::vector<Response>& answers, const std::vector<std::optional<CurveTable>>& tables,
                      const Nodes& logPrior);

// Infit, outfit, Q1 and their flags, into `items`.
void measureFit(const Responses& responses, const std::vector<std::optional<CurveTable>>& tables, const Nodes& logPrior,
                int freeParameters, std::vector<CalibratedItemFit>& items);

// S-X2 and its flag, into `items`; nothing where too few candidates answered every item.
void measureSumScoreFit(const Responses& responses, const std::vector<std::optional<CurveTable>>& tables,
                        const Nodes& logPrior, int freeParameters, std::vector<CalibratedItemFit>& items);

// P(chi-square with so many degrees of freedom > value), by E. Wilson and M. Hilferty's cube root (1931).
double chiSquareTail(double value, double freedom);

}  // namespace vigie::tools
