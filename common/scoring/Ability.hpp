// Pix's ability estimate: expected a posteriori on a grid, with a normal prior that moves with the estimate and a
// limit on each step. Source: 1024pix/pix flash.js.
//   grid        81 points, -9 + 18/80 + 18/80 + …
//   P(t)        1 / (1 + exp(a (b - t))) for an item of discrimination a and difficulty b
//   likelihood  L(t) = product over all answers of P(t) or 1 - P(t), never normalised
//   posterior   L(t) g(t) / sum, with g normal around the previous ability, variance 1.5
//   ability     the posterior's mean r, at most one step away from the previous ability c: the step is v for
//               |c| < v, |c v| otherwise, where v is the variation percent; v = 0: no limit
//   error rate  sqrt(sum posterior (t - ability)^2 - (9/80)^2 / 12); 5 before the first answer
// Where Pix yields NaN, two rules keep both numbers finite, and flags say so: a step whose sums are 0 or not finite is
// redone with logarithms; a radicand below 0 is taken without the (9/80)^2 / 12 term.
// The estimate is a plain value, about 4 KB: copy it to look ahead. answer() never allocates; same answers in the same
// order give the same bits on every machine. Thread: any, one at a time per value.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "common/scoring/GridLoops.hpp"
#include "common/scoring/Item.hpp"
#include "common/scoring/TestRules.hpp"

namespace vigie::scoring {

inline constexpr double kErrorRateBeforeAnswers = 5;

enum class Outcome : std::uint8_t { failed, succeeded };  // skipped, timed out and focused-out count as failed

struct Answer {
  ItemIndex item = 0;
  Outcome outcome = Outcome::failed;
};

struct EstimateFlags {
  bool logDomain = false;         // the sums were redone with logarithms
  bool uncorrectedError = false;  // the error rate is without its correction term

  friend bool operator==(const EstimateFlags&, const EstimateFlags&) = default;
};

class AbilityEstimate {
 public:
  // Precondition: both finite, variationPercent >= 0.
  AbilityEstimate(double startAbility, double variationPercent);
  explicit AbilityEstimate(const TestRules& rules) : AbilityEstimate(rules.startAbility, rules.variationPercent) {}

  void answer(const ItemParameters& item, Outcome outcome);

  // The same with the item's success probabilities computed before by loops::successes().
  void answer(const ItemParameters& item, Outcome outcome, const GridValues& successes);

  struct Step {
    AbilityEstimate* estimate = nullptr;  // each step another one
    const ItemParameters* item = nullptr;
    Outcome outcome = Outcome::failed;
    const GridValues* successes = nullptr;
  };
  // One answer of each of several candidates, the same bits as answer() one by one. A sum is a chain of additions that
  // wait for each other: those of up to kTogether candidates run side by side, which takes the time of one. Any number.
  static constexpr std::size_t kTogether = 8;
  static void answerTogether(std::span<const Step> steps);

  // Two answers as one measure, the likelihood being the mean of both (an option of older Pix versions).
  void answerPair(const ItemParameters& first, Outcome firstOutcome, const ItemParameters& second,
                  Outcome secondOutcome);

  // Another limit from the next answer on (an option of older Pix versions).
  void limitSteps(double variationPercent) { variationPercent_ = variationPercent; }

  double ability() const { return ability_; }      // logits
  double errorRate() const { return errorRate_; }  // logits
  std::uint32_t answers() const { return answers_; }
  EstimateFlags lastFlags() const { return lastFlags_; }  // of the last answer
  EstimateFlags everFlags() const { return everFlags_; }  // of any answer so far

 private:
  struct Measure {  // one answer, or two taken together
    ItemParameters first;
    ItemParameters second;
    Outcome firstOutcome = Outcome::failed;
    Outcome secondOutcome = Outcome::failed;
    bool isPair = false;
  };
  static constexpr std::size_t kMostPending = 32;

  void multiply(Outcome outcome, const GridValues& successes);
  void remember(const Measure& measure);
  void take(const Measure& measure);
  void checkTotal(GridValues& posterior, double& total);
  void logPosterior(GridValues& posterior);
  void foldPending();
  void moveTo(GridValues& posterior, double total);
  void move(const GridValues& posterior, GridValues& terms, double mean);
  void finish(double variance, double densitySum);

  GridValues likelihood_;
  GridValues density_;  // of the prior around ability_, not normalised: the next answer needs it
  double densitySum_ = 0;
  GridValues logLikelihood_;                   // of the measures that are no longer pending
  std::array<Measure, kMostPending> pending_;  // their logarithms are taken only when a step needs them
  std::size_t pendingCount_ = 0;
  double ability_;
  double errorRate_ = kErrorRateBeforeAnswers;
  double variationPercent_;
  std::uint32_t answers_ = 0;
  EstimateFlags lastFlags_;
  EstimateFlags everFlags_;
};

// The estimate after these answers. Throws std::out_of_range for an item that the bank does not have: a caller's bug.
AbilityEstimate estimateAbility(const Bank& bank, const TestRules& rules, std::span<const Answer> answers);

// The same for several candidates at once, in their order, faster by answerTogether(): whole sessions checked again.
// `abilities` has one place for each. Throws as estimateAbility(), and std::out_of_range when the sizes differ.
void estimateAbilities(const Bank& bank, const TestRules& rules, std::span<const std::span<const Answer>> sittings,
                       std::span<double> abilities);

}  // namespace vigie::scoring
