// What a study shows.
//   bias       mean of estimate - truth; its standard error is sd / sqrt(n)
//   RMSE       sqrt of the mean of (estimate - truth)^2
//   coverage   share of candidates whose truth lies within 1.96 error rates of the estimate
//   exposure   of an item: share of the tests that asked it
//   overlap    mean share of items that two candidates have in common: sum_i n_i (n_i - 1) / (N (N - 1) mean length),
//              n_i tests of N asked item i (S. Chen, R. Ankenmann, J. Spray, J. Educ. Measurement 40, 2003)
//   mesh       classification by the score scale, of the estimate against that of the truth
//   RMSE after k questions: over all candidates, those whose test was shorter with their last estimate
//   decided    share of tests whose plan classified them against its cut, and of these the wrong ones
//   cut        passed: at or above it. falsePass: passed without the ability; falseFail the reverse; of all candidates
// Sums run by candidate from first to last. Ownership: values. Thread: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/tools/score-simulate/Study.hpp"

namespace vigie::tools {

struct Accuracy {
  std::uint32_t candidates = 0;
  double meanTruth = 0;
  double bias = 0;
  double biasError = 0;
  double rmse = 0;
  double meanErrorRate = 0;
  double coverage = 0;
  double meanLength = 0;
};

struct AbilityBin {
  double from = 0;  // included
  double to = 0;    // excluded
  Accuracy accuracy;
};

struct ExposureSummary {
  std::uint32_t items = 0;  // that the test admits
  std::uint32_t neverAsked = 0;
  double largest = 0;
  double overlap = 0;
  std::vector<std::uint32_t> histogram;  // of admitted items by exposure, classes of 0.05: [0, 0.05[ …
};

struct Classification {
  double sameMesh = 0;
  double adjacentMesh = 0;  // one apart
  double fartherMesh = 0;
  std::optional<double> cut;
  double falsePass = 0;
  double falseFail = 0;
  double decided = 0;
  double decidedWrongly = 0;
};

struct Summary {
  Accuracy all;
  std::vector<AbilityBin> bins;  // half a logit each; empty ones left out
  std::uint32_t shortest = 0;
  std::uint32_t longest = 0;
  std::uint32_t noItemLeft = 0;  // tests that ended early
  ExposureSummary exposure;
  Classification classification;
  std::vector<double> rmseAfter;  // [k]: after k + 1 questions
};

// The least number of questions from which on the RMSE stays at or below `rmse`; none when it is never reached.
std::optional<std::size_t> questionsToReach(const Summary& summary, double rmse);

Summary summarise(const StudyPlan& plan, const StudyResult& result, std::optional<double> cut);

// One line per candidate: candidate,truth,ability,errorRate,length,mesh,trueMesh; a mesh is empty below the first.
std::string candidatesCsv(const StudyPlan& plan, const StudyResult& result);

// The answers, as score-calibrate reads them: candidate,item,correct. Precondition: items of two categories.
std::string responsesCsv(const StudyPlan& plan, const StudyResult& result);

// Two panels, bias and RMSE by ability and items by exposure; self-contained, white background, text in English.
std::string plotSvg(const Summary& summary, const std::string& title);

}  // namespace vigie::tools
