// Ability estimators over any mixture of models. With l(t) the log-likelihood, I the test information, J Warm's sum:
//   movingPriorEap  Pix's (Ability.hpp), twoParameter items only; standard error = Pix's error rate
//   eap             mean of the posterior, normal prior; standard error = the posterior's standard deviation
//                   (Bock and Mislevy 1982)
//   map             l' + (mean - t) / deviation^2 = 0; 1 / sqrt(I + 1 / deviation^2)          (Samejima 1969)
//   mle             l' = 0; 1 / sqrt(I)                                                       (Lord 1980)
//   wle             l' + J / (2 I) = 0; 1 / sqrt(I)                                           (Warm 1989)
// The likelihood is kept as logarithms on 181 points of [-9, 9], so nothing underflows; map, mle and wle take the
// highest grid point (3PL likelihoods may have several tops; wle adds the integral of J / (2 I)) and refine it by
// scoring steps that never leave its neighbours. All-right or all-wrong answers leave mle without a top: the bound,
// flagged atBound. The interval is ability +- z standard error. Own exp and log: same bits everywhere. Ownership: keeps
// pointers to the answered items, which must outlive it. Allocates beyond 64 answers only. Thread: one at a time per
// value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "common/scoring/Ability.hpp"
#include "common/scoring/ModelBank.hpp"

namespace vigie::scoring {

enum class EstimatorKind : std::uint8_t { movingPriorEap, eap, map, mle, wle };

struct EstimatorPlan {
  EstimatorKind kind = EstimatorKind::movingPriorEap;
  double startAbility = -3;       // what counts before the first answer
  double priorMean = 0;           // eap, map, and the posterior of the choice criteria
  double priorDeviation = 1;      // likewise, above 0
  double variationPercent = 0.5;  // movingPriorEap
  double confidence = 0.95;       // of the interval

  friend bool operator==(const EstimatorPlan&, const EstimatorPlan&) = default;
};

struct ModelAnswer {
  ItemIndex item = 0;
  std::uint8_t category = 0;
};

struct AbilityReport {
  double ability = 0;
  double standardError = 0;  // logits; kErrorRateBeforeAnswers while there is no answer (eap, map: the prior's)
  double lower = 0;          // of the interval
  double upper = 0;
  bool atBound =
      false;  // no finite top: ability is -9 or 9 and the standard error that of the information there, at most 1e6
};

inline constexpr std::size_t kQuadraturePoints = 181;
using QuadratureValues = std::array<double, kQuadraturePoints>;
extern const QuadratureValues kQuadrature;  // -9, -8.9, … 9

// z with P(|Z| <= z) = confidence for a standard normal Z. Precondition: 0 < confidence < 1.
double normalQuantileOf(double confidence);

class Estimator {
 public:
  // Precondition: check(plan) holds.
  explicit Estimator(const EstimatorPlan& plan);

  // Precondition: category < item.categories; movingPriorEap: a twoParameter item. The item is kept by its address.
  void answer(const ModelItem& item, std::uint8_t category);

  const AbilityReport& report() const { return report_; }
  std::uint32_t answers() const { return static_cast<std::uint32_t>(given_.size()); }
  QuadratureValues posterior() const;            // normal prior, whatever the kind; sums to 1
  double logLikelihood(double ability) const;    // of all answers
  double testInformation(double ability) const;  // of all answered items
  EstimateFlags pixFlags() const { return movingPrior_.everFlags(); }

 private:
  struct Given {
    const ModelItem* item;
    std::uint8_t category;
  };
  struct Sums {  // over all answers, at one ability
    double slope = 0;
    double information = 0;
    double warm = 0;
  };

  friend AbilityReport estimate(const ModelBank& bank, const EstimatorPlan& plan, std::span<const ModelAnswer> answers);

  void take(const ModelItem& item, std::uint8_t category);
  void update();
  void addToGrid(const ModelItem& item, std::uint8_t category);
  Sums sumsAt(double ability) const;
  double derivativeOf(const Sums& sums, double ability) const;  // of what map, mle or wle make largest
  double refinedTop(std::size_t point) const;
  std::size_t highestPoint() const;
  void reportPosterior();
  void reportTop();
  void setReport(double ability, double standardError);

  EstimatorPlan plan_;
  double z_;
  AbilityEstimate movingPrior_;
  std::vector<Given> given_;
  QuadratureValues logLikelihood_{};
  QuadratureValues information_{};  // wle
  QuadratureValues warm_{};         // wle
  AbilityReport report_;
};

// The estimate after these answers. Throws std::out_of_range for an item or category that the bank does not have.
AbilityReport estimate(const ModelBank& bank, const EstimatorPlan& plan, std::span<const ModelAnswer> answers);

}  // namespace vigie::scoring
