// One test under a TestPlan, question by question; the state beside the pure functions.
//   AdaptiveTest test(bank, plan);
//   while (auto next = test.next(draw(seed, k)); next.kind == ChoiceKind::candidates) test.answer(next.item, category)
// Same bank, plan, draws and answers give the same test on every machine. next() does not change what was answered: it
// may be called again. One draw u per question; a policy that needs more numbers derives them from u and the item.
// Criteria (see TestPlan.hpp): fisher (Lord 1980); posterior-weighted information (van der Linden 1998); posterior-
// weighted Kullback-Leibler (Chang and Ying 1996); minimum expected posterior variance (Owen 1975, van der Linden
// 1998). Exposure: randomesque (Kingsbury and Zara 1989); Sympson and Hetter 1985; eligibility (van der Linden and
// Veldkamp 2004). Content: proportional (Kingsbury and Zara 1989); shadow tests (van der Linden and Reese 1998).
// Stopping: sequential probability ratio (Wald 1947, Reckase 1983); confidence interval (Kingsbury and Weiss 1983).
// Ownership: refers to bank and plan, which must outlive it. Thread: one at a time per value.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/ExposureControl.hpp"
#include "common/scoring/Selection.hpp"
#include "common/scoring/TestPlan.hpp"

namespace vigie::scoring {

enum class StopReason : std::uint8_t { none, maximumLength, standardError, classified, noItemLeft };
enum class Verdict : std::uint8_t { undecided, below, above };  // against the cut

struct NextItem {
  ChoiceKind kind = ChoiceKind::noItemLeft;  // candidates: ask `item`; ended: `reason` says why; noItemLeft
  StopReason reason = StopReason::none;
  ItemIndex item = 0;
  Choice choice;  // how it came about: items left by the rules, the best by the criterion (in `information`)
};

class AdaptiveTest {
 public:
  // Precondition: check(plan, bank) holds; `excluded` is empty or fits the bank (throws std::out_of_range).
  // eligibilityDraw in [0, 1): decides which items are eligible (Exposure::eligibility), e.g. draw(seed, 0).
  AdaptiveTest(const ModelBank& bank, const TestPlan& plan, Exclusions excluded = {}, double eligibilityDraw = 0);
  ~AdaptiveTest();
  AdaptiveTest(AdaptiveTest&&) noexcept;
  AdaptiveTest& operator=(AdaptiveTest&&) noexcept;

  NextItem next(double u);

  // Errors, the test staying as it was: "item-unknown" (not of the bank), "item-not-asked" (not the item that next()
  // gave last), "category-unknown".
  base::Result<void> answer(ItemIndex item, std::uint8_t category);

  AbilityReport report() const;
  Verdict verdict() const;  // undecided without a classification
  std::span<const ModelAnswer> answers() const;
  const Estimator& estimator() const;

  // For ExposureControl: what this test selected, found eligible and asked.
  void countInto(ExposureCounts& counts) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace vigie::scoring
