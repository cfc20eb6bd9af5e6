// The result of a whole test: raw estimate, downgrade of an interrupted test, status, comment, score, levels.
// Source: 1024pix/pix, scoring v3 and degradation (tests of all frameworks).
//   downgrade    when the candidate gave up with minimumAnswers <= answers < maximumLength: each missing question is
//                simulated as the best candidate of the rules, failed, and the whole history is estimated again from
//                the ability reached; the last ability counts
//   status       first of: cancelled by the jury; fraud; fewer than minimumAnswers; EDU below its mesh; no score or no
//                mesh; validated
// Ownership: values; a FinalTest only views what it names. Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/Ability.hpp"
#include "common/scoring/PlanChoice.hpp"
#include "common/scoring/Score.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::scoring {

enum class Framework : std::uint8_t { core, clea, droit, proSante, edu1erDegre, edu2ndDegre, eduCpe };
enum class AbortReason : std::uint8_t { none, candidate, technical };
enum class JuryDecision : std::uint8_t { none, fraud, cancelled };
enum class Status : std::uint8_t { validated, rejected, cancelled };
enum class Comment : std::uint8_t {
  none,
  cancelledByJury,
  fraud,
  lackOfAnswersForTechnicalReason,
  lackOfAnswers,
  eduNotEligible,
  zeroPixScore
};

std::string_view name(Framework framework);  // Pix's words: "CORE", "EDU_1ER_DEGRE"…
std::string_view name(Status status);        // "validated", "rejected", "cancelled"
std::string_view name(Comment comment);      // "REJECTED_DUE_TO_LACK_OF_ANSWERS"…; empty for none
std::optional<Framework> frameworkOf(std::string_view name);

struct FinalTest {
  const Bank& bank;  // all items of the version
  const TestRules& rules;
  const ScoreScale& scale;
  std::span<const Answer> answers;  // in order, without those of validated alerts
  Exclusions excluded;              // from the downgrade's simulated questions
  AbortReason abortReason = AbortReason::none;
  Framework framework = Framework::core;
  JuryDecision jury = JuryDecision::none;
  std::optional<std::uint32_t> cleaMinimumPix;  // of the CléA badge
};

struct SimulatedAnswer {  // always failed
  ItemIndex item = 0;
  double information = 0;
  double ability = 0;  // after it
  double errorRate = 0;
};

struct FinalResult {
  double rawAbility = 0;
  double rawErrorRate = 0;
  EstimateFlags flags;                     // of the raw estimate and the downgrade together
  std::vector<SimulatedAnswer> downgrade;  // empty: not downgraded

  Status status = Status::rejected;
  Comment comment = Comment::none;
  // What is kept of the score; none where the status leaves none.
  std::optional<double> ability;
  std::optional<std::uint32_t> pixScore;
  std::optional<std::uint32_t> mesh;
  std::string_view meshLabel;  // CORE scope only; empty otherwise
  std::vector<std::optional<std::uint32_t>> levels;
  std::optional<bool> cleaAcquired;  // CLEA only
};

// Errors: "too-many-answers"; "no-item-left" when the downgrade runs out of items.
base::Result<FinalResult> finalResult(const FinalTest& test);

// The result of a test under another plan than Pix's. What Pix says of a whole test holds: jury, too few answers,
// score, mesh and levels of the ability. A candidate who gave up before the plan would have ended is asked the missing
// questions as in Pix's downgrade: each the plan's best (draw 0), in category 0, until the plan stops; but the estimate
// goes on instead of being made again from the ability reached.
struct PlannedResult {
  const ModelBank& bank;
  const TestPlan& plan;
  const ScoreScale& scale;
  std::span<const ModelAnswer> answers;  // in order, without those of validated alerts
  Exclusions excluded;                   // from the simulated questions
  double eligibilityDraw = 0;
  AbortReason abortReason = AbortReason::none;
  ShadowSolver solver = nullptr;  // Content::shadow
  Framework framework = Framework::core;
  JuryDecision jury = JuryDecision::none;
  std::optional<std::uint32_t> cleaMinimumPix;  // of the CléA badge
};

// rawErrorRate is the estimator's standard error. Precondition: each answer's category is one of its item's. Errors:
// "too-many-answers"; "no-item-left" as finalResult(). Throws std::out_of_range for an item that the bank does not
// have: a caller's bug.
base::Result<FinalResult> planResult(const PlannedResult& test);

}  // namespace vigie::scoring
