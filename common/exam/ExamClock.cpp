#include "common/exam/ExamClock.hpp"

#include <algorithm>
#include <numeric>

namespace vigie::exam {

std::string_view creditReasonName(CreditReason reason) {
  switch (reason) {
    case CreditReason::centreDown: return "centre-down";
    case CreditReason::paused: return "paused";
    case CreditReason::alert: return "alert";
    case CreditReason::linkLost: return "link-lost";
    case CreditReason::decision: return "decision";
  }
  return "unknown";
}

void ExamClock::start(const Instant& at) {
  running_ = true;
  settledWallMs_ = at.wallMs;
  settledRunMs_ = at.runMs;
  settledBoot_ = at.bootId;
}

void ExamClock::stop(const Instant& at, const Holds& holds) {
  settle(at, holds);
  running_ = false;
}

void ExamClock::settle(const Instant& at, const Holds& holds) {
  if (!running_) return;
  // After a reboot only the wall clock spans the gap; if somebody set it back, nothing counts.
  const std::int64_t elapsed = at.bootId == settledBoot_ ? at.runMs - settledRunMs_ : at.wallMs - settledWallMs_;
  start(at);
  if (elapsed <= 0) return;
  countedMs_ += elapsed;
  if (holds.paused) return credit(CreditReason::paused, elapsed);
  if (holds.alert) return credit(CreditReason::alert, elapsed);
  const std::int64_t present = std::min(elapsed, kLongestCountedGapMs);
  if (elapsed > present) credit(CreditReason::centreDown, elapsed - present);
  if (!holds.linkLost) return;
  const std::int64_t hidden = std::min(present, linkCreditLeftMs_);
  linkCreditLeftMs_ -= hidden;
  credit(CreditReason::linkLost, hidden);
}

std::int64_t ExamClock::creditedMs() const {
  return std::accumulate(creditsMs_.begin(), creditsMs_.end(), std::int64_t{0});
}

}  // namespace vigie::exam
