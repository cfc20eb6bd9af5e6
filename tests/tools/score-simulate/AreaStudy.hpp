// What the report by competence (common/scoring/AreaReport.hpp) is worth against Pix's way, one ability for every
// competence: candidates whose competences' abilities correlate by StudyPlan::areaCorrelation sit the study's test, and
// the report knows population and correlation. Numbers by candidate, the same whatever the threads. Thread: starts its
// own and joins them.
#pragma once

#include <string>

#include "tests/tools/score-simulate/Report.hpp"

namespace vigie::tools {

struct AreaErrors {
  std::uint32_t estimates = 0;  // one per candidate and competence
  double rmse = 0;              // of the report's estimate
  double rmseOfOneAbility = 0;  // of the test's one ability, as a competence's
  double meanStandardError = 0;
  double coverage = 0;  // share of truths within 1.96 standard errors
};

struct AreaRates {
  AreaErrors all;
  AreaErrors shown;  // those that may be shown
};

// Precondition: plan.areaCorrelation, and runStudy(plan) gave `result`.
AreaRates studyAreas(const StudyPlan& plan, const StudyResult& result);
Json areaJson(const AreaRates& rates);
std::string areaText(const AreaRates& rates);

}  // namespace vigie::tools
