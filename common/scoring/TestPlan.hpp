// A test as data: which estimator, which item next, what limits exposure, which content, when it ends. The default is
// Pix's certification v3. Each policy is one function of PlanChoice, Criteria, OpenItems or Estimator; sources there.
// Ownership: values. Thread: any.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/Estimator.hpp"
#include "common/scoring/TestRules.hpp"

namespace vigie::scoring {

enum class Criterion : std::uint8_t {
  fisher,             // information at the ability
  posteriorWeighted,  // its mean over the posterior
  kullbackLeibler,    // posterior mean of the Kullback-Leibler information
  mepv                // least expected posterior variance; candidates carry the variance with a minus
};

enum class Exposure : std::uint8_t {
  bestDraw,       // Pix: the best of `candidates` with pickPercent, else the next with pickPercent, …
  randomesque,    // one of the best `candidates`, all equally likely
  sympsonHetter,  // in order of merit, each is taken with its own probability; refused ones are out for this test
  eligibility     // before the test each item is allowed with its own probability; then the best
};

struct ExposurePlan {
  Exposure kind = Exposure::bestDraw;
  std::uint32_t candidates = 5;       // bestDraw, randomesque: 1 to 5
  double pickPercent = 51;            // bestDraw
  double largestRate = 0.2;           // sympsonHetter, eligibility: aim of ExposureControl
  std::vector<double> probabilities;  // sympsonHetter, eligibility: per item; empty = 1 for all
};

struct ContentTarget {
  std::uint32_t competence = 0;
  double share = 0;           // proportional: of the asked questions; shares sum to at most 1
  std::uint32_t least = 0;    // shadow: questions of the whole test
  std::uint32_t most = 1000;  // shadow
};

enum class Content : std::uint8_t {
  rules,         // tube, passage, between: Pix's three rules (Selection.hpp)
  proportional,  // then only the competence that is furthest below its share
  shadow         // the whole remaining test is assembled at every question, by a ShadowSolver
};

struct ContentPlan {
  Content kind = Content::rules;
  bool oneQuestionPerTube = true;
  bool passageByAllCompetences = true;          // rules
  std::uint32_t betweenSameCompetence = 2;      // rules, proportional
  std::vector<ContentTarget> targets;           // proportional, shadow
  std::vector<std::vector<ItemIndex>> enemies;  // sets of which at most one item is asked; any kind
};

enum class Classification : std::uint8_t {
  none,
  confidenceInterval,  // the cut is outside ability +- z standard error; error rate 1 - that confidence, two-sided
  sequentialProbabilityRatio  // Wald's test of cut - indifference against cut + indifference
};

struct StoppingPlan {
  std::uint32_t minimumLength = 32;
  std::uint32_t maximumLength = 32;
  double standardError = 0;  // stop at or below it; 0 = never
  Classification classification = Classification::none;
  double cut = 0;             // logits
  double indifference = 0.2;  // sequentialProbabilityRatio: half-width, logits
  double errorRate = 0.05;    // of each side (sequentialProbabilityRatio), or of both together (confidenceInterval)
};

struct TestPlan {
  EstimatorPlan estimator;
  Criterion criterion = Criterion::fisher;
  ExposurePlan exposure;
  ContentPlan content;
  StoppingPlan stopping;
};

// The plan that does what Pix's rules do.
TestPlan planOf(const TestRules& rules);

// Errors: "plan-<field>"; the detail says what was expected. Without a bank: ranges and fields that contradict.
base::Result<void> check(const TestPlan& plan);

// Assembles the items of a whole remaining test, best first: common/shadow/ShadowTest.hpp. The engine has none of its
// own: a solver's arithmetic belongs to no named one.
using ShadowSolver = base::Result<std::vector<ItemIndex>> (*)(const ModelBank& bank, const TestPlan& plan,
                                                              std::span<const double> merits,
                                                              std::span<const std::uint8_t> pool,
                                                              std::span<const ItemIndex> asked);

// Whether the plan can run on the bank. Errors, besides those of check(plan): "plan-item" (an enemy that the bank does
// not have), "plan-probabilities" (not one per item), "plan-competence" (a target that no item can serve),
// "plan-model" (movingPriorEap over other models than twoParameter), "plan-shadow" (shadow content without a solver),
// "plan-too-few-items" (no test of the maximum length exists, whichever items are drawn first).
base::Result<void> check(const TestPlan& plan, const ModelBank& bank, ShadowSolver solver = nullptr);

// Whether the plan is Pix's rules and nothing else: then rulesOf() has them and PixTest runs it, bit for bit the same.
bool isPixMode(const TestPlan& plan);
TestRules rulesOf(const TestPlan& plan);

}  // namespace vigie::scoring
