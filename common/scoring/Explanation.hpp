// Why each question of a test was asked: the state before it, what every rule left, the information values, the draw.
// Everything is recomputed through chooseNext, draw and pick themselves, so an explanation cannot disagree with the
// engine; where the record names another item than the engine would have asked, it says so.
// The count after each rule is that of chooseNext with the later rules switched off. A rule that would leave nothing is
// lifted (Selection.hpp): it is then seen in the best item left, which the rule in force would have dropped.
// Units: ability in logits, information per squared logit. Ownership: values; ExplainedTest views what it names.
// Thread: any. Cost: four choices per question.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/scoring/Ability.hpp"
#include "common/scoring/Arithmetic.hpp"
#include "common/scoring/PlanChoice.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::scoring {

enum class AskedOutcome : std::uint8_t {
  failed,     // category 0
  succeeded,  // the item's highest category
  scored,     // of an item with several categories: AskedQuestion::category
  replaced,   // withdrawn by an alert: no answer counts, its skill does not come again
  open        // asked, not answered (yet)
};

struct AskedQuestion {
  ItemIndex item = 0;
  AskedOutcome outcome = AskedOutcome::open;
  std::uint8_t category = 0;  // of `scored`
};

struct ExplainedTest {
  const Bank& bank;
  const TestRules& rules;
  Exclusions excluded;                       // before the first question; alerts are added as they come
  base::ByteView seatSeed;                   // ticket seed || seat nonce, see Draw.hpp
  std::span<const AskedQuestion> questions;  // question k of the test is entry k - 1
};

enum class Rule : std::uint8_t {
  oneQuestionPerTube,
  oneQuestionPerSkill,
  passageByAllCompetences,
  otherCompetence,
  eligibleItems,  // of a plan's exposure control
  noEnemies,      // of a plan's content, as those that follow
  furthestBelowItsShare,
  shadowTest
};
enum class RuleEffect : std::uint8_t { applied, lifted, off };

struct RuleStep {
  Rule rule{};
  RuleEffect effect = RuleEffect::off;
  Choice left;  // how many items it leaves, and the best of them
};

// What only a plan has, besides Pix's rules.
struct PlanFacts {
  Criterion criterion{};  // what the candidates' "information" is
  Exposure exposure{};
  double lower = 0;  // interval of the ability before the question
  double upper = 0;
  StopReason stop = StopReason::none;  // why nothing more is asked
  Verdict verdict = Verdict::undecided;
  std::vector<ItemIndex> refused;  // better items that the exposure control did not let through
};

struct QuestionExplanation {
  std::uint32_t number = 0;  // from 1
  std::uint32_t answers = 0;
  double ability = 0;  // before the question
  double errorRate = 0;
  std::uint32_t pool = 0;  // items not excluded
  std::vector<RuleStep> steps;
  Choice choice;                           // the engine's
  std::vector<double> chances;             // of choice.candidates(), in [0, 1]; they sum to 1, less with sympsonHetter
  double draw = 0;                         // in [0, 1)
  std::uint32_t drawn = 0;                 // position in choice.candidates(); sympsonHetter may go further down
  std::optional<ItemIndex> chosen;         // by the engine; none when no item was left
  std::optional<ItemIndex> asked;          // by the record; none for the question that would come next
  std::optional<double> askedInformation;  // at `ability`
  AskedOutcome outcome = AskedOutcome::open;
  std::uint8_t category = 0;         // of `scored`
  std::uint8_t highestCategory = 1;  // of the asked item
  double abilityAfter = 0;           // equal to those before when no answer counts
  double errorRateAfter = 0;
  EstimateFlags flags;  // of the step that the answer made
  std::optional<PlanFacts> plan;

  bool agrees() const { return !asked || asked == chosen; }
};

struct Explanation {
  std::string_view arithmetic = kArithmeticName;
  std::vector<QuestionExplanation> questions;  // one per asked question
  // The question that would come next, when none is open; its choice says why there is none.
  std::optional<QuestionExplanation> next;

  bool agrees() const;  // every asked question is the engine's
};

// Errors: "explanation-item" (an item that the bank does not have), "explanation-exclusions" (not one byte per item),
// "explanation-open" (an open question that is not the last), "explanation-category" (`scored`, and the item has no
// such category).
base::Result<Explanation> explainTest(const ExplainedTest& test);

struct ExplainedPlan {
  const ModelBank& bank;
  const TestPlan& plan;
  Exclusions excluded;  // as in ExplainedTest, likewise the two that follow
  base::ByteView seatSeed;
  std::span<const AskedQuestion> questions;
  ShadowSolver solver = nullptr;
};

// The same for a test under another plan, through chooseByPlan: the rules are those of its content, in the order of
// OpenItems.hpp. Precondition: scoring::check(plan, bank, solver) holds. Errors: as explainTest().
base::Result<Explanation> explainPlan(const ExplainedPlan& test);

// The chance of each candidate under pick(), best first.
std::vector<double> pickChances(std::size_t candidates, double pickPercent);

}  // namespace vigie::scoring
