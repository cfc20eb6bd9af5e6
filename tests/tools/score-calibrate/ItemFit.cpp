#include <algorithm>

#include "tests/tools/score-calibrate/Quadrature.hpp"

namespace vigie::tools {
namespace {

constexpr std::size_t kGroups = 10;
constexpr double kLeastMeanSquare = 0.8;
constexpr double kMostMeanSquare = 1.2;
constexpr double kMeanSquareErrors = 3;
constexpr double kQ1Level = 0.001;

struct Prediction {  // of one answer, from the candidate's other answers
  double ability;
  double right;
  bool isRight;
};

Prediction predict(const Posterior& posterior, const CurveTable& table, bool isRight) {
  double total = 0;
  double ability = 0;
  double right = 0;
  for (std::size_t k = 0; k < kNodes; ++k) {
    const double own = std::max(1e-12, isRight ? table.right[k] : 1 - table.right[k]);
    const double weight = posterior.weight[k] / own;
    total += weight;
    ability += weight * node(k);
    right += weight * table.right[k];
  }
  return {ability / total, std::clamp(right / total, 1e-9, 1 - 1e-9), isRight};
}

void setMeanSquares(const std::vector<Prediction>& answers, CalibratedItemFit& item) {
  double square = 0;
  double variance = 0;
  double squareVariance = 0;
  double standardised = 0;
  double standardisedVariance = 0;
  for (const Prediction& answer : answers) {
    const double pq = answer.right * (1 - answer.right);
    const double residual = (answer.isRight ? 1 : 0) - answer.right;
    square += residual * residual;
    variance += pq;
    squareVariance += pq * (1 - 4 * pq);
    standardised += residual * residual / pq;
    standardisedVariance += 1 / pq - 4;
  }
  const auto n = static_cast<double>(answers.size());
  item.infit = square / variance;
  item.outfit = standardised / n;
  const auto isFlagged = [](double value, double error) {
    return (value < kLeastMeanSquare || value > kMostMeanSquare) && std::abs(value - 1) > kMeanSquareErrors * error;
  };
  if (isFlagged(item.infit, std::sqrt(squareVariance) / variance)) item.flags.emplace_back("infit");
  if (isFlagged(item.outfit, std::sqrt(standardisedVariance) / n)) item.flags.emplace_back("outfit");
}

void setQ1(std::vector<Prediction> answers, int freeParameters, CalibratedItemFit& item) {
  std::sort(answers.begin(), answers.end(), [](const auto& x, const auto& y) { return x.ability < y.ability; });
  const std::size_t groups = std::min(kGroups, answers.size() / 20);
  item.q1Freedom = static_cast<double>(groups) - (item.isAnchor ? 0 : freeParameters);
  if (item.q1Freedom < 1) return;
  for (std::size_t g = 0; g < groups; ++g) {
    double observed = 0;
    double expected = 0;
    double variance = 0;
    for (std::size_t i = answers.size() * g / groups; i < answers.size() * (g + 1) / groups; ++i) {
      observed += answers[i].isRight ? 1 : 0;
      expected += answers[i].right;
      variance += answers[i].right * (1 - answers[i].right);
    }
    item.q1 += (observed - expected) * (observed - expected) / variance;
  }
  item.q1Probability = chiSquareTail(item.q1, item.q1Freedom);
  if (item.q1Probability < kQ1Level) item.flags.emplace_back("q1");
}

}  // namespace

double chiSquareTail(double value, double freedom) {
  if (value <= 0 || freedom <= 0) return 1;
  const double spread = 2 / (9 * freedom);
  return 0.5 * std::erfc((std::cbrt(value / freedom) - (1 - spread)) / std::sqrt(2 * spread));
}

CurveTable tabulate(const Curve& curve) {
  CurveTable table;
  for (std::size_t k = 0; k < kNodes; ++k) {
    table.right[k] = curve.probability(k);
    const double p = std::clamp(table.right[k], 1e-12, 1 - 1e-12);
    table.logRight[k] = std::log(p);
    table.logWrong[k] = std::log(1 - p);
  }
  return table;
}

Posterior posteriorOf(const std::vector<Response>& answers, const std::vector<std::optional<CurveTable>>& tables,
                      const Nodes& logPrior) {
  Posterior posterior;
  Nodes sum = logPrior;
  for (const Response& answer : answers) {
    if (!tables[answer.item]) continue;
    const Nodes& logs = answer.isRight ? tables[answer.item]->logRight : tables[answer.item]->logWrong;
    for (std::size_t k = 0; k < kNodes; ++k) sum[k] += logs[k];
  }
  const double largest = *std::max_element(sum.begin(), sum.end());
  double total = 0;
  for (std::size_t k = 0; k < kNodes; ++k) total += posterior.weight[k] = std::exp(sum[k] - largest);
  for (double& weight : posterior.weight) weight /= total;
  posterior.logLikelihood = largest + std::log(total);
  return posterior;
}

void measureFit(const Responses& responses, const std::vector<std::optional<CurveTable>>& tables, const Nodes& logPrior,
                int freeParameters, std::vector<CalibratedItemFit>& items) {
  std::vector<std::vector<Prediction>> predictions(items.size());
  for (const auto& answers : responses.candidates) {
    const Posterior posterior = posteriorOf(answers, tables, logPrior);
    for (const Response& answer : answers) {
      if (!tables[answer.item]) continue;
      predictions[answer.item].push_back(predict(posterior, *tables[answer.item], answer.isRight));
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (predictions[i].empty()) continue;
    setMeanSquares(predictions[i], items[i]);
    setQ1(std::move(predictions[i]), freeParameters, items[i]);
  }
}

}  // namespace vigie::tools
