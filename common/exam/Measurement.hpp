// What a candidate's answers say so far, in the arithmetic of the session: Pix's estimate, or that of another plan.
// Ownership: a value; under a plan it keeps pointers into Environment::planned, which must outlive it. Copies share
// them. Thread: one at a time per value.
#pragma once

#include <variant>

#include "common/exam/Environment.hpp"
#include "common/scoring/Ability.hpp"
#include "common/scoring/Estimator.hpp"

namespace vigie::exam {

class Measurement {
 public:
  explicit Measurement(const Environment& environment);

  void answer(const Environment& environment, scoring::ItemIndex item, scoring::Outcome outcome);

  double ability() const;    // logits
  double errorRate() const;  // of a plan: its estimator's standard error

  // Under a plan; throws std::bad_variant_access in the Pix mode: a caller's bug.
  const scoring::Estimator& estimator() const { return std::get<scoring::Estimator>(value_); }

 private:
  std::variant<scoring::AbilityEstimate, scoring::Estimator> value_;
};

}  // namespace vigie::exam
