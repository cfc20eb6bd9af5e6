// The parts of vision-report. Each prints its table and says whether its targets were met.
#pragma once

#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "tests/bench/vision/Labels.hpp"

namespace vigie::bench {

struct ReportOptions {
  int streamsPerKind = 2;
  int rounds = 1;    // of the clips
  int seconds = 12;  // that each clip is played for in a round
  int minutes = 10;  // of each candidate-hour
  std::uint64_t seed = 20261121;
};

// A line "name: figure (target) PASS|FAIL", counted.
class Verdicts {
 public:
  void add(const std::string& what, double figure, const char* unit, double target, bool isAtLeast);
  int failed() const { return failed_; }

 private:
  int failed_ = 0;
};

base::Result<void> studyPictures(const std::vector<Label>& labels, Verdicts& verdicts);
base::Result<void> studyClips(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts);
base::Result<void> studyStreams(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts);
base::Result<void> studyVariations(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts);
base::Result<void> studyEvidence(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts);

}  // namespace vigie::bench
