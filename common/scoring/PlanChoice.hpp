// Which item comes next under a TestPlan: a pure function of what was answered, as chooseNext() is for Pix's rules.
// Whoever has the bank, the plan, the answers and the draws makes the same choice again, in the same bits.
// Criteria: fisher (Lord 1980); posterior-weighted information (van der Linden 1998); posterior-weighted
// Kullback-Leibler (Chang and Ying 1996); minimum expected posterior variance (Owen 1975, van der Linden 1998).
// Exposure: randomesque (Kingsbury and Zara 1989); Sympson and Hetter 1985; eligibility (van der Linden and Veldkamp
// 2004). Content: proportional (Kingsbury and Zara 1989); shadow tests (van der Linden and Reese 1998).
// Stopping, with cut c and error rate e: sequential probability ratio, log L(c + d) - log L(c - d) beyond +- log((1 -
// e) / e), d the indifference (Wald 1947, Reckase 1983); confidence interval, |ability - c| > z standard error with
// P(|Z| > z) = e (Kingsbury and Weiss 1983).
// One draw u per question; a policy that needs more numbers derives them from u and the item (drawFor). Allocates.
// Ownership: a PlannedTest views what it names. Thread: any.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "common/scoring/Selection.hpp"
#include "common/scoring/TestPlan.hpp"

namespace vigie::scoring {

enum class StopReason : std::uint8_t { none, maximumLength, standardError, classified, noItemLeft };
enum class Verdict : std::uint8_t { undecided, below, above };  // against the cut

std::string_view name(StopReason reason);  // "none", "maximum-length", "standard-error", "classified", "no-item-left"
std::string_view name(Verdict verdict);    // "undecided", "below", "above"

struct PlannedTest {
  const ModelBank& bank;
  const TestPlan& plan;
  const Estimator& estimator;           // after `answered`
  std::span<const ItemIndex> answered;  // in order
  Exclusions excluded;                  // the candidate's, and what NextItem::refused has named at answered questions
  double eligibilityDraw = 0;           // in [0, 1), one per test: which items are eligible, e.g. draw(seed, 0)
  ShadowSolver solver = nullptr;        // Content::shadow
};

struct NextItem {
  ChoiceKind kind = ChoiceKind::noItemLeft;  // candidates: ask `item`; ended: `reason` says why; noItemLeft
  StopReason reason = StopReason::none;
  ItemIndex item = 0;
  std::uint32_t place = 0;         // of the item among all that were left, the best is 0
  Choice choice;                   // how it came about: items left by the rules, the best by the criterion
  std::vector<ItemIndex> refused;  // sympsonHetter: better ones that it did not let through; out once this is answered
};

// Precondition: check(plan, bank, solver) holds. Throws std::out_of_range when an index or the size of `excluded` does
// not fit the bank: a caller's bug.
NextItem chooseByPlan(const PlannedTest& test, double u);

// Whether the test is to end after these answers, and what it says about the cut.
StopReason stopReason(const TestPlan& plan, const Estimator& estimator);
Verdict verdictOf(const TestPlan& plan, const Estimator& estimator);  // undecided without a classification

// Whether an item may be asked at all in this test (Exposure::eligibility; else always).
bool isEligible(const TestPlan& plan, double eligibilityDraw, ItemIndex item);

}  // namespace vigie::scoring
