// Item calibration by marginal maximum likelihood, EM (R. Bock and M. Aitkin, Psychometrika 46, 1981).
//   model      P(t) = c + (1 - c) / (1 + exp(-(a t + d))), difficulty b = -d / a; c = 0 for 2PL
//   scale      without anchors the population is normal(0, 1); with anchors (items whose parameters are kept) its mean
//              and spread are estimated, and the new items come out on the anchors' scale
//   E step     posterior of each candidate on 121 points of [-9, 9]; M step: Fisher scoring per item
//   prior      3PL only, on c: Beta(alpha, beta), by default Beta(5, 17) as in BILOG-MG, about 20 answers' worth
//   errors     inverse of each item's block of the empirical cross-product information: sum over candidates of s s',
//              s = the posterior mean of the item's score (I. Meilijson 1989); b and c by the delta method. Errors
//              shared with other items are left out, as usual in item calibration.
// Fit, each answer against the probability p predicted from the candidate's other answers:
//   infit      sum (u - p)^2 / sum p q; outfit: mean of (u - p)^2 / (p q) (B. Wright and G. Masters 1982), about 1
//   Q1         candidates in 10 groups by what their other answers say: sum (O - E)^2 / V, chi-square (W. Yen 1981)
//   S-X2       by number of right answers s, among the candidates who answered every fitted item: sum N (O - E)^2 /
//              (E (1 - E)), E = integral P f(s - 1 of the others) / integral f(s of all), chi-square (M. Orlando and D.
//              Thissen, Applied Psychological Measurement 24, 2000). Needs 200 such candidates: none in adaptive logs
// Ownership: values. Thread: any; calibrate starts none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/tools/score-calibrate/Responses.hpp"

namespace vigie::tools {

enum class CalibrationModel : std::uint8_t { twoParameter, threeParameter };

struct ItemEstimate {
  double discrimination = 1;
  double difficulty = 0;
  double guessing = 0;
};

struct CalibrationPlan {
  CalibrationModel model = CalibrationModel::twoParameter;
  double priorAlpha = 5;  // of the guessing parameter
  double priorBeta = 17;
  std::vector<std::optional<ItemEstimate>> anchors;  // by item of the responses; empty = none
  std::uint32_t mostIterations = 1000;
  double tolerance = 1e-4;              // largest change of a, d or c in one iteration
  std::uint32_t fewestResponses = 200;  // fewer are flagged
};

struct CalibratedItemFit {
  ItemEstimate estimate;
  ItemEstimate standardError;
  bool isAnchor = false;
  std::uint32_t responses = 0;
  double shareRight = 0;
  double infit = 1;
  double outfit = 1;
  double q1 = 0;
  double q1Freedom = 0;
  double q1Probability = 1;  // of so large a Q1 under the model
  double sx2 = 0;
  double sx2Freedom = 0;  // 0: not measured
  double sx2Probability = 1;
  // "constant" (all right or all wrong: not fitted), "few-responses", "discrimination-not-positive", "at-bound",
  // "infit", "outfit" (outside 0.8 to 1.2, Wright and Linacre 1994, by more than 3 standard errors), "q1", "s-x2"
  // (below 0.001)
  std::vector<std::string> flags;

  bool isFitted() const;  // usable in a bank
};

struct CalibrationResult {
  std::vector<CalibratedItemFit> items;  // by item of the responses
  double populationMean = 0;
  double populationSpread = 1;
  double logLikelihood = 0;
  std::uint32_t iterations = 0;
  bool converged = false;
};

// Errors: "calibration-plan" (a prior or number out of range), "calibration-no-item" (no item can be fitted).
base::Result<CalibrationResult> calibrate(const Responses& responses, const CalibrationPlan& plan);

}  // namespace vigie::tools
