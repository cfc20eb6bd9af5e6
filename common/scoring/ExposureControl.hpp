// Finds the probabilities with which exposure policies let an item through, from tests that were taken or simulated.
//   sympsonHetter  K_i = 1 where P(selected) <= r, else r / P(selected); repeated over rounds of simulated tests
//                  until it settles
//                  (Sympson and Hetter 1985)
//   eligibility    P_i = min(1, r eligible_i / asked_i), over all tests so far (van der Linden and Veldkamp 2004)
// Ownership: values. Thread: one at a time per value.
#pragma once

#include <cstdint>
#include <vector>

#include "common/scoring/TestPlan.hpp"

namespace vigie::scoring {

struct ExposureCounts {
  explicit ExposureCounts(std::size_t items) : selected(items), eligible(items), asked(items) {}

  std::uint32_t tests = 0;
  std::vector<std::uint32_t> selected;  // tests in which the criterion came upon the item, asked or refused
  std::vector<std::uint32_t> eligible;  // tests in which it was allowed
  std::vector<std::uint32_t> asked;
};

// One per item, for ExposurePlan::probabilities; 1 for the kinds that use none.
std::vector<double> exposureProbabilities(const ExposurePlan& plan, const ExposureCounts& counts);

// A number in [0, 1) of its own for each item, out of one draw: SplitMix64 (Steele, Lea and Flood 2014).
double drawFor(double u, ItemIndex item);

}  // namespace vigie::scoring
