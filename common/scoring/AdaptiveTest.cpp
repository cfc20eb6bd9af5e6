#include "common/scoring/AdaptiveTest.hpp"

#include <stdexcept>
#include <string>

namespace vigie::scoring {

AdaptiveTest::AdaptiveTest(const ModelBank& bank, const TestPlan& plan, Exclusions excluded, double eligibilityDraw,
                           ShadowSolver solver)
    : bank_(bank),
      plan_(plan),
      eligibilityDraw_(eligibilityDraw),
      solver_(solver),
      estimator_(plan.estimator),
      excluded_(excluded.begin(), excluded.end()) {
  if (!excluded.empty() && excluded.size() != bank.size()) {
    throw std::out_of_range("AdaptiveTest: exclusions need one byte per item of the bank");
  }
  excluded_.resize(bank.size());
}

NextItem AdaptiveTest::next(double u) {
  NextItem next = chooseByPlan({bank_, plan_, estimator_, asked_, excluded_, eligibilityDraw_, solver_}, u);
  offered_ = next.kind == ChoiceKind::candidates ? std::optional(next.item) : std::nullopt;
  refused_ = next.refused;
  return next;
}

base::Result<void> AdaptiveTest::answer(ItemIndex item, std::uint8_t category) {
  if (item >= bank_.size()) {
    return base::fail("item-unknown", "item " + std::to_string(item) + " is not in the bank of " +
                                          std::to_string(bank_.size()) + " items; the answer is not counted");
  }
  if (offered_ != item) {
    return base::fail("item-not-asked",
                      "item " + bank_.item(item).id + " is not the question that is open; the answer is not counted");
  }
  if (category >= bank_.item(item).categories) {
    return base::fail("category-unknown", "item " + bank_.item(item).id + ": category " + std::to_string(category) +
                                              " is not below " + std::to_string(bank_.item(item).categories));
  }
  offered_.reset();
  for (const ItemIndex refused : refused_) excluded_[refused] = 1;
  everRefused_.insert(everRefused_.end(), refused_.begin(), refused_.end());
  refused_.clear();
  answers_.push_back({item, category});
  asked_.push_back(item);
  estimator_.answer(bank_.item(item), category);
  return {};
}

void AdaptiveTest::countInto(ExposureCounts& counts) const {
  ++counts.tests;
  for (const ItemIndex item : everRefused_) ++counts.selected[item];
  for (const ItemIndex item : asked_) {
    ++counts.selected[item];
    ++counts.asked[item];
  }
  for (ItemIndex i = 0; i < bank_.size(); ++i) {
    if (isEligible(plan_, eligibilityDraw_, i)) ++counts.eligible[i];
  }
}

}  // namespace vigie::scoring
