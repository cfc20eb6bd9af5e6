// A study: many simulated candidates sit the same test, under any TestPlan. Where the plan is Pix's mode PixTest runs
// it. Candidate i draws everything from stream (seed, i), and results lie by candidate, so that a study gives the same
// numbers with any number of threads. A simulated candidate of ability t answers in a category with the model's
// probability at t, independently. With an areaCorrelation a candidate has an ability for each competence, as in
// scoring/AreaReport.hpp, and trueAbility is their mean. Ownership: a StudyPlan views what it names. Thread: runStudy
// starts its own threads and joins them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/AdaptiveTest.hpp"
#include "common/scoring/Score.hpp"
#include "tests/tools/score-study/StudyRandom.hpp"

namespace vigie::tools {

struct Population {
  enum class Shape : std::uint8_t { normal, uniform };
  Shape shape = Shape::normal;
  double mean = 0;    // normal, logits
  double spread = 1;  // normal: standard deviation
  double from = -4;   // uniform, logits
  double to = 4;
};

double drawAbility(const Population& population, StudyRandom& random);

struct StudyPlan {
  const scoring::Bank& bank;  // as StudyBank's
  const scoring::ModelBank& models;
  const scoring::TestPlan& test;
  const scoring::ScoreScale& scale;
  scoring::Exclusions excluded;
  Population population;
  std::uint32_t candidates = 1000;
  std::uint64_t seed = 1;
  std::uint32_t threads = 1;
  std::optional<double> areaCorrelation = {};  // between two competences' abilities, in [0, 1[; a normal population's
};

struct SimulatedTest {
  double trueAbility = 0;
  std::vector<double> trueAreas;  // by competence; empty without areaCorrelation
  double ability = 0;
  double errorRate = 0;     // the estimator's standard error; in Pix's mode its error rate
  bool noItemLeft = false;  // ended before its length
  scoring::Verdict verdict = scoring::Verdict::undecided;
  std::vector<scoring::ModelAnswer> answers;
  std::vector<double> abilities;            // after each answer
  std::vector<scoring::ItemIndex> refused;  // by sympsonHetter
  double eligibilityDraw = 0;               // eligibility
};

struct StudyResult {
  std::vector<SimulatedTest> tests;       // by candidate
  std::vector<std::uint32_t> timesAsked;  // by item
};

using Progress = std::function<void(std::uint32_t done)>;  // called from any thread, one at a time

// Precondition: scoring::check(plan.test, plan.models, the shadow solver) holds. Errors: "study-candidates" (1 to
// 10,000,000), "study-threads" (1 to 1024), "study-population", "study-areas".
base::Result<StudyResult> runStudy(const StudyPlan& plan, const Progress& progress);

// For scoring::exposureProbabilities(): what the tests of a study selected, found eligible and asked.
scoring::ExposureCounts exposureCounts(const StudyPlan& plan, const StudyResult& result);

// work(i) for every i below `count`, on so many threads. `work` writes only what belongs to i.
void forEachParallel(std::uint32_t count, std::uint32_t threads, const std::function<void(std::uint32_t)>& work,
                     const Progress& progress);

}  // namespace vigie::tools
