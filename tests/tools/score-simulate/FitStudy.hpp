// How often honest simulated candidates are flagged by common/scoring/PersonFit.hpp, and how often cheating ones are.
//   misfit          honest: the study's own tests; cheating: the same, with the right answer known to every third item
//   rapid-answers   times are lognormal (W. van der Linden 2006): item median 40 s, spread 0.5, candidate's pace spread
//                   0.4, reading time 4 s; cheating: every fourth answer after 2 s
//   sudden-change   honest as above; cheating: the last third at a quarter of the time
//   copying         pairs of candidates (2 k, 2 k + 1) on the items they share, of 4 choices, ability by weighted
//                   likelihood; cheating: the second takes the first's answer on 8 of 10 shared items
// Numbers by candidate, the same whatever the threads. Thread: starts its own and joins them.
#pragma once

#include <array>
#include <string>

#include "common/scoring/PersonFit.hpp"
#include "tests/tools/score-simulate/Report.hpp"

namespace vigie::tools {

struct FitRate {
  double threshold = 0;
  std::uint32_t honestTests = 0;  // or pairs, that could be measured
  std::uint32_t honestFlagged = 0;
  std::uint32_t cheatingTests = 0;
  std::uint32_t cheatingFlagged = 0;
};

using FitRates = std::array<FitRate, 4>;  // by scoring::Advice

FitRates studyFit(const StudyPlan& plan, const StudyResult& result);
Json fitJson(const FitRates& rates);
std::string fitText(const FitRates& rates);

}  // namespace vigie::tools
