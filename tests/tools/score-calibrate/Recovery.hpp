// How well a calibration found parameters that are known, because the responses were simulated from them.
//   bias      mean of estimate - truth
//   RMSE      sqrt of the mean of (estimate - truth)^2
//   coverage  share of the truths within 1.96 standard errors of the estimate
// Anchors do not count, nor items that could not be fitted, are at a bound or have few responses: their flags say so.
// Ownership: values. Thread: any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/tools/score-calibrate/Calibrate.hpp"

namespace vigie::tools {

struct Recovered {
  double bias = 0;
  double rmse = 0;
  double meanStandardError = 0;
  double coverage = 0;
};

struct Recovery {
  std::uint32_t items = 0;
  Recovered discrimination;
  Recovered difficulty;
  Recovered guessing;  // zeros for two parameters
};

// `truth`: by item of the result.
Recovery recoveryOf(const CalibrationResult& result, const std::vector<std::optional<ItemEstimate>>& truth);

}  // namespace vigie::tools
