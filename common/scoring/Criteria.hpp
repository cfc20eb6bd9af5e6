// The merit of an item by each criterion, the higher the better. w posterior, t0 the present ability, P(k, t) category
// probabilities, sums over the posterior's points:
//   fisher             I(t0)                                                            Lord 1980
//   posteriorWeighted  sum w(t) I(t)                                                    van der Linden 1998
//   kullbackLeibler    sum w(t) sum over k of P(k, t0) log(P(k, t0) / P(k, t))          Chang and Ying 1996
//   mepv               minus the sum over k of P(k) Var(t | k), both by the posterior   Owen 1975
// A posterior is thinned to at most 24 evenly spaced points that hold all but a millionth of it. Thread: any.
#pragma once

#include "common/scoring/TestPlan.hpp"

namespace vigie::scoring {

class Merit {
 public:
  Merit(Criterion criterion, const Estimator& estimator);

  double of(const ModelItem& item) const;

 private:
  struct Point {
    double ability;
    double weight;
  };

  double posteriorWeighted(const ModelItem& item) const;
  double kullbackLeibler(const ModelItem& item) const;
  double negativeExpectedVariance(const ModelItem& item) const;

  Criterion criterion_;
  double ability_;
  std::array<Point, 24> points_{};
  std::size_t count_ = 0;
};

}  // namespace vigie::scoring
