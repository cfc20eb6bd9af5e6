#include "tests/tools/score-calibrate/Calibrate.hpp"

#include <algorithm>
#include <cmath>

#include "tests/tools/score-calibrate/Quadrature.hpp"

namespace vigie::tools {
namespace {

using base::Result;
using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;

constexpr double kLargestSlope = 8;
constexpr double kLargestIntercept = 24;
constexpr double kLeastGuessing = 0.001;
constexpr double kMostGuessing = 0.6;

// Inverse of the leading n by n block by Gauss-Jordan; false when it is singular.
bool invert(Matrix3 matrix, std::size_t n, Matrix3& inverse) {
  inverse = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row) {
      if (std::abs(matrix[row][column]) > std::abs(matrix[pivot][column])) pivot = row;
    }
    if (std::abs(matrix[pivot][column]) < 1e-10) return false;
    std::swap(matrix[pivot], matrix[column]);
    std::swap(inverse[pivot], inverse[column]);
    const double scale = matrix[column][column];
    for (std::size_t k = 0; k < n; ++k) {
      matrix[column][k] /= scale;
      inverse[column][k] /= scale;
    }
    for (std::size_t row = 0; row < n; ++row) {
      const double factor = row == column ? 0 : matrix[row][column];
      for (std::size_t k = 0; k < n; ++k) {
        matrix[row][k] -= factor * matrix[column][k];
        inverse[row][k] -= factor * inverse[column][k];
      }
    }
  }
  return true;
}

// Derivatives of P by slope, intercept and guessing at one node.
Vector3 derivatives(const Curve& curve, std::size_t k) {
  const double core = curve.core(k);
  const double byIntercept = (1 - curve.guessing) * core * (1 - core);
  return {byIntercept * node(k), byIntercept, 1 - core};
}

struct Counts {  // expected answers of one item, by node
  Nodes all{};
  Nodes right{};
};

class Calibrator {
 public:
  Calibrator(const Responses& responses, const CalibrationPlan& plan)
      : responses_(responses), plan_(plan), free_(plan.model == CalibrationModel::threeParameter ? 3 : 2) {
    result_.items.resize(responses.items.size());
    curves_.resize(responses.items.size());
    start();
  }

  Result<CalibrationResult> run() {
    if (std::all_of(result_.items.begin(), result_.items.end(), [](const auto& item) { return !item.isFitted(); })) {
      return base::fail("calibration-no-item", "no item has both right and wrong answers: there is nothing to fit");
    }
    double change = 1;
    while (result_.iterations < plan_.mostIterations && change > plan_.tolerance) {
      ++result_.iterations;
      change = iterate();
    }
    result_.converged = change <= plan_.tolerance;
    report();
    return std::move(result_);
  }

 private:
  const std::optional<ItemEstimate>& anchorOf(std::size_t item) const {
    static const std::optional<ItemEstimate> none;
    return plan_.anchors.empty() ? none : plan_.anchors[item];
  }

  void start() {
    std::vector<std::uint32_t> right(responses_.items.size());
    for (const auto& answers : responses_.candidates) {
      for (const Response& answer : answers) {
        ++result_.items[answer.item].responses;
        right[answer.item] += answer.isRight ? 1U : 0U;
      }
    }
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      CalibratedItemFit& item = result_.items[i];
      item.shareRight = static_cast<double>(right[i]) / item.responses;
      if (const auto& anchor = anchorOf(i)) {
        item.isAnchor = hasAnchors_ = true;
        curves_[i] = {anchor->discrimination, -anchor->discrimination * anchor->difficulty, anchor->guessing};
        continue;
      }
      if (right[i] == 0 || right[i] == item.responses) item.flags.emplace_back("constant");
      curves_[i].guessing = free_ == 3 ? plan_.priorAlpha / (plan_.priorAlpha + plan_.priorBeta) : 0;
      const double share = std::clamp((item.shareRight - curves_[i].guessing) / (1 - curves_[i].guessing), 0.02, 0.98);
      curves_[i].intercept = std::log(share / (1 - share));
    }
  }

  // One EM step; returns the largest change.
  double iterate() {
    prepare();
    std::vector<Counts> counts(curves_.size());
    double sum = 0;
    double square = 0;
    result_.logLikelihood = 0;
    for (const auto& answers : responses_.candidates) {
      const Posterior posterior = posteriorOf(answers, tables_, logPrior_);
      result_.logLikelihood += posterior.logLikelihood;
      for (const Response& answer : answers) {
        Counts& count = counts[answer.item];
        for (std::size_t k = 0; k < kNodes; ++k) count.all[k] += posterior.weight[k];
        if (!answer.isRight) continue;
        for (std::size_t k = 0; k < kNodes; ++k) count.right[k] += posterior.weight[k];
      }
      for (std::size_t k = 0; k < kNodes; ++k) {
        sum += posterior.weight[k] * node(k);
        square += posterior.weight[k] * node(k) * node(k);
      }
    }
    double change = hasAnchors_ ? movePopulation(sum, square) : 0;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      if (tables_[i] && !result_.items[i].isAnchor) change = std::max(change, maximise(curves_[i], counts[i]));
    }
    return change;
  }

  void prepare() {
    tables_.assign(curves_.size(), std::nullopt);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      const auto& flags = result_.items[i].flags;
      if (std::find(flags.begin(), flags.end(), "constant") == flags.end()) tables_[i] = tabulate(curves_[i]);
    }
    double total = 0;
    for (std::size_t k = 0; k < kNodes; ++k) {
      const double z = (node(k) - result_.populationMean) / result_.populationSpread;
      logPrior_[k] = -0.5 * z * z;
      total += std::exp(logPrior_[k]);
    }
    for (double& value : logPrior_) value -= std::log(total);
  }

  double movePopulation(double sum, double square) {
    const auto n = static_cast<double>(responses_.candidates.size());
    const double mean = sum / n;
    const double spread = std::clamp(std::sqrt(std::max(0.0, square / n - mean * mean)), 0.1, 4.0);
    const double change =
        std::max(std::abs(mean - result_.populationMean), std::abs(spread - result_.populationSpread));
    result_.populationMean = mean;
    result_.populationSpread = spread;
    return change;
  }

  double objective(const Curve& curve, const Counts& counts) const {
    double value = 0;
    for (std::size_t k = 0; k < kNodes; ++k) {
      if (counts.all[k] < 1e-12) continue;
      const double p = std::clamp(curve.probability(k), 1e-12, 1 - 1e-12);
      value += counts.right[k] * std::log(p) + (counts.all[k] - counts.right[k]) * std::log(1 - p);
    }
    if (free_ == 3) {
      value += (plan_.priorAlpha - 1) * std::log(curve.guessing) + (plan_.priorBeta - 1) * std::log(1 - curve.guessing);
    }
    return value;
  }

  // Fisher scoring with halved steps until the objective does not fall.
  double maximise(Curve& curve, const Counts& counts) const {
    const Curve before = curve;
    double value = objective(curve, counts);
    for (int step = 0; step < 20; ++step) {
      const auto direction = scoringStep(curve, counts);
      if (!direction) break;
      double scale = 1;
      Curve next = moved(curve, *direction, scale);
      while (objective(next, counts) < value && scale > 1e-6) next = moved(curve, *direction, scale /= 2);
      const double nextValue = objective(next, counts);
      if (nextValue < value) break;
      const bool isDone = nextValue - value < 1e-9;
      curve = next;
      value = nextValue;
      if (isDone) break;
    }
    return std::max({std::abs(curve.slope - before.slope), std::abs(curve.intercept - before.intercept),
                     std::abs(curve.guessing - before.guessing)});
  }

  std::optional<Vector3> scoringStep(const Curve& curve, const Counts& counts) const {
    Vector3 gradient{};
    Matrix3 information{};
    for (std::size_t k = 0; k < kNodes; ++k) {
      if (counts.all[k] < 1e-12) continue;
      const double p = std::clamp(curve.probability(k), 1e-12, 1 - 1e-12);
      const Vector3 slope = derivatives(curve, k);
      for (std::size_t r = 0; r < free_; ++r) {
        gradient[r] += (counts.right[k] - counts.all[k] * p) / (p * (1 - p)) * slope[r];
        for (std::size_t c = 0; c < free_; ++c) {
          information[r][c] += counts.all[k] / (p * (1 - p)) * slope[r] * slope[c];
        }
      }
    }
    if (free_ == 3) {
      const double c = curve.guessing;
      gradient[2] += (plan_.priorAlpha - 1) / c - (plan_.priorBeta - 1) / (1 - c);
      information[2][2] += priorInformation(c);
    }
    Matrix3 inverse;
    if (!invert(information, free_, inverse)) return std::nullopt;
    Vector3 step{};
    for (std::size_t r = 0; r < free_; ++r) {
      for (std::size_t c = 0; c < free_; ++c) step[r] += inverse[r][c] * gradient[c];
    }
    return step;
  }

  double priorInformation(double c) const {
    return (plan_.priorAlpha - 1) / (c * c) + (plan_.priorBeta - 1) / ((1 - c) * (1 - c));
  }

  static Curve moved(const Curve& curve, const Vector3& step, double scale) {
    Curve next = curve;
    next.slope = std::clamp(curve.slope + scale * step[0], -kLargestSlope, kLargestSlope);
    next.intercept = std::clamp(curve.intercept + scale * step[1], -kLargestIntercept, kLargestIntercept);
    if (curve.guessing > 0) {
      next.guessing = std::clamp(curve.guessing + scale * step[2], kLeastGuessing, kMostGuessing);
    }
    return next;
  }

  void report() {
    prepare();
    std::vector<Matrix3> information(curves_.size());
    for (const auto& answers : responses_.candidates) addScores(answers, information);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      CalibratedItemFit& item = result_.items[i];
      const Curve& curve = curves_[i];
      item.estimate = {curve.slope, curve.slope == 0 ? 0 : -curve.intercept / curve.slope, curve.guessing};
      if (!tables_[i]) continue;
      if (!item.isAnchor) setErrors(information[i], item, curve);
      if (item.responses < plan_.fewestResponses) item.flags.emplace_back("few-responses");
      if (curve.slope <= 0) item.flags.emplace_back("discrimination-not-positive");
      if (std::abs(curve.slope) >= kLargestSlope || std::abs(curve.intercept) >= kLargestIntercept) {
        item.flags.emplace_back("at-bound");
      }
    }
    measureFit(responses_, tables_, logPrior_, static_cast<int>(free_), result_.items);
    measureSumScoreFit(responses_, tables_, logPrior_, static_cast<int>(free_), result_.items);
  }

  void addScores(const std::vector<Response>& answers, std::vector<Matrix3>& information) const {
    const Posterior posterior = posteriorOf(answers, tables_, logPrior_);
    for (const Response& answer : answers) {
      if (!tables_[answer.item]) continue;
      const Curve& curve = curves_[answer.item];
      Vector3 score{};
      for (std::size_t k = 0; k < kNodes; ++k) {
        if (posterior.weight[k] < 1e-14) continue;
        const double p = std::clamp(tables_[answer.item]->right[k], 1e-12, 1 - 1e-12);
        const double factor = posterior.weight[k] * (answer.isRight ? 1 / p : -1 / (1 - p));
        const Vector3 slope = derivatives(curve, k);
        for (std::size_t r = 0; r < free_; ++r) score[r] += factor * slope[r];
      }
      for (std::size_t r = 0; r < free_; ++r) {
        for (std::size_t c = 0; c < free_; ++c) information[answer.item][r][c] += score[r] * score[c];
      }
    }
  }

  void setErrors(Matrix3 information, CalibratedItemFit& item, const Curve& curve) const {
    if (free_ == 3) information[2][2] += priorInformation(curve.guessing);
    Matrix3 v;
    if (!invert(information, free_, v) || curve.slope == 0) return item.flags.emplace_back("no-standard-error"), void();
    const double a = curve.slope;
    const double byA = curve.intercept / (a * a);
    const double byD = -1 / a;
    item.standardError = {std::sqrt(std::max(0.0, v[0][0])),
                          std::sqrt(std::max(0.0, byA * byA * v[0][0] + 2 * byA * byD * v[0][1] + byD * byD * v[1][1])),
                          free_ == 3 ? std::sqrt(std::max(0.0, v[2][2])) : 0};
  }

  const Responses& responses_;
  const CalibrationPlan& plan_;
  std::size_t free_;
  bool hasAnchors_ = false;
  std::vector<Curve> curves_;
  std::vector<std::optional<CurveTable>> tables_;
  Nodes logPrior_{};
  CalibrationResult result_;
};

}  // namespace

bool CalibratedItemFit::isFitted() const {
  return std::none_of(flags.begin(), flags.end(), [](const std::string& flag) {
    return flag == "constant" || flag == "discrimination-not-positive";
  });
}

Result<CalibrationResult> calibrate(const Responses& responses, const CalibrationPlan& plan) {
  if (!(plan.priorAlpha > 1) || !(plan.priorBeta > 1) || !(plan.tolerance > 0) || plan.mostIterations < 1) {
    return base::fail("calibration-plan",
                      "the guessing prior's alpha and beta must be above 1, the tolerance above 0 "
                      "and the iterations at least 1");
  }
  if (!plan.anchors.empty() && plan.anchors.size() != responses.items.size()) {
    return base::fail("calibration-plan", "anchors need one entry per item of the responses");
  }
  return Calibrator(responses, plan).run();
}

}  // namespace vigie::tools
