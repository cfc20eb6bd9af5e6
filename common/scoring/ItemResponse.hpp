// The two-parameter logistic model, without the constant D (Birnbaum 1968; 1024pix/pix flash.js). a discrimination,
// b difficulty, t ability; every product is written in Pix's order, because the order is part of the result's bits.
// Pure, branch-free: loops over a grid or a bank vectorise. Thread: any.
#pragma once

#include "common/scoring/Elementary.hpp"
#include "common/scoring/Item.hpp"

namespace vigie::scoring {

// P = 1 / (1 + exp(a (b - t)))
inline double successProbability(double discrimination, double difficulty, double ability) {
  return 1 / (1 + exp(discrimination * (difficulty - ability)));
}

// log P = -log(1 + exp(a (b - t))), exact also where P rounds to 0. The logarithm of 1 - P is that of the same item
// with -a.
inline double logSuccessProbability(double discrimination, double difficulty, double ability) {
  const double odds = discrimination * (difficulty - ability);
  const double distance = odds < 0 ? odds : -odds;
  return -((odds > 0 ? odds : 0.0) + log(1 + exp(distance)));
}

// Fisher information a^2 P (1 - P)
inline double fisherInformation(double discrimination, double difficulty, double ability) {
  const double probability = successProbability(discrimination, difficulty, ability);
  return discrimination * discrimination * probability * (1 - probability);
}

}  // namespace vigie::scoring
