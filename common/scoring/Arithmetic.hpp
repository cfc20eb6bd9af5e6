// The names of the arithmetics. One stands in every session and certificate, and a golden digest of thousands of
// simulated tests is committed for each. A change that moves one bit of one result is a new name, and the old one stays
// built.
//   vigie-scoring/1  Pix mode: AbilityEstimate, chooseNext, finalResult     tests/fixtures/vigie-scoring-1.digest
//   vigie-plans/1    every other TestPlan but shadow tests: Estimator, Criteria, PlanChoice, planResult; also PersonFit
//                    and AreaReport                                         tests/fixtures/vigie-plans-1.digest
#pragma once

#include <string_view>

namespace vigie::scoring {

inline constexpr std::string_view kArithmeticName = "vigie-scoring/1";
inline constexpr std::string_view kPlanArithmeticName = "vigie-plans/1";

}  // namespace vigie::scoring
