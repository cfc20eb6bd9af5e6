// One test under a TestPlan, question by question; the state beside the pure functions of PlanChoice.hpp, where the
// sources of every policy stand.
//   AdaptiveTest test(bank, plan);
//   while (auto next = test.next(draw(seed, k)); next.kind == ChoiceKind::candidates) test.answer(next.item, category)
// Same bank, plan, draws and answers give the same test on every machine. next() does not change what was answered: it
// may be called again.
// Ownership: refers to bank and plan, which must outlive it. Thread: one at a time per value.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/ExposureControl.hpp"
#include "common/scoring/PlanChoice.hpp"

namespace vigie::scoring {

class AdaptiveTest {
 public:
  // Precondition: check(plan, bank, solver) holds; `excluded` is empty or fits the bank (throws std::out_of_range).
  // eligibilityDraw in [0, 1): decides which items are eligible (Exposure::eligibility), e.g. draw(seed, 0).
  AdaptiveTest(const ModelBank& bank, const TestPlan& plan, Exclusions excluded = {}, double eligibilityDraw = 0,
               ShadowSolver solver = nullptr);

  NextItem next(double u);

  // Errors, the test staying as it was: "item-unknown" (not of the bank), "item-not-asked" (not the item that next()
  // gave last), "category-unknown".
  base::Result<void> answer(ItemIndex item, std::uint8_t category);

  AbilityReport report() const { return estimator_.report(); }
  Verdict verdict() const { return verdictOf(plan_, estimator_); }
  std::span<const ModelAnswer> answers() const { return answers_; }
  const Estimator& estimator() const { return estimator_; }

  // For ExposureControl: what this test selected, found eligible and asked.
  void countInto(ExposureCounts& counts) const;

 private:
  const ModelBank& bank_;
  const TestPlan& plan_;
  double eligibilityDraw_;
  ShadowSolver solver_;
  Estimator estimator_;
  std::vector<std::uint8_t> excluded_;  // the candidate's, and what was refused
  std::vector<ModelAnswer> answers_;
  std::vector<ItemIndex> asked_;
  std::vector<ItemIndex> everRefused_;
  std::optional<ItemIndex> offered_;
  std::vector<ItemIndex> refused_;  // by the last next()
};

}  // namespace vigie::scoring
