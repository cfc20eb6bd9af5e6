// An estimate for each area (competence) of a test, measured from its own answers and lent strength by the others.
// Between-item multidimensional model (R. Adams, M. Wilson, W. Wang 1997) with one common factor (J. de la Torre and H.
// Song, Applied Psychological Measurement 33, 2009): each item measures one area, and the area abilities of a candidate
//   t_k = mean + spread (sqrt(r) g + sqrt(1 - r) u_k),  g and u_k independent standard normal,
// so every two areas correlate by r, which comes from calibration, as mean and spread. Estimate and standard error are
// the posterior mean and standard deviation of t_k given all answers, exact by quadrature: area by area given g
// (R. Gibbons and D. Hedeker, Psychometrika 57, 1992). Items of any model.
// Sixteen areas of two questions each say little by themselves: an estimate may be shown only when its standard error
// is at most `largestStandardError`, and when the area's own answers cut its variance by at least `leastOwnShare`
// against what the other areas alone say (after S. Haberman's value of subscores, J. Educ. Behav. Statistics 33, 2008).
// Pure; only + - * / sqrt and the engine's exp and log, sums left to right: same bits everywhere. Allocates; for
// results, not for the path of an answer (about 5 ms for 40 answers). Thread: any.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/Estimator.hpp"

namespace vigie::scoring {

struct AreaModel {
  double mean = 0;           // of the population, logits
  double spread = 1;         // standard deviation, above 0
  double correlation = 0.8;  // r between any two areas, in [0, 1[
  double largestStandardError = 0.5;
  double leastOwnShare = 0.1;
};

struct AreaEstimate {
  double ability = 0;        // logits
  double standardError = 0;  // posterior standard deviation
  double ownShare = 0;       // 1 - variance with / variance without the area's own answers
  std::uint32_t answers = 0;
  bool isShown = false;
};

// One entry per area, 0 to areas - 1; an area is the item's competence. Errors: "area-model" (a number out of range),
// "area-item" (an answer to an item or category that the bank does not
// have, or of an area beyond `areas`).
base::Result<std::vector<AreaEstimate>> reportAreas(const Bank& bank, std::span<const Answer> answers,
                                                    std::uint32_t areas, const AreaModel& model);
base::Result<std::vector<AreaEstimate>> reportAreas(const ModelBank& bank, std::span<const ModelAnswer> answers,
                                                    std::uint32_t areas, const AreaModel& model);

}  // namespace vigie::scoring
