#include "common/vision/CaptureSchedule.hpp"

#include <algorithm>

namespace vigie::vision {

namespace {
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kEarlyMs = 100;  // half a look: who looks at the very rhythm must not miss every other one
constexpr std::int64_t kUsualPicture = 25'000;  // bytes of 640x480 at quality 70
}  // namespace

void CaptureSchedule::refill(std::int64_t nowMs) {
  if (refilledMs_ < 0) refilledMs_ = nowMs;
  carry_ += (nowMs - refilledMs_) * settings_.bytesAnHour;
  budget_ = std::min(settings_.burstBytes, budget_ + carry_ / kHourMs);
  carry_ %= kHourMs;
  refilledMs_ = nowMs;
}

bool CaptureSchedule::isCalm(std::int64_t nowMs) const {
  return changedMs_ < 0 || nowMs - changedMs_ > settings_.aroundMs;
}

void CaptureSchedule::note(FlagSet flags, std::int64_t nowMs) {
  refill(nowMs);
  if (flags == flags_) return;
  // Both the beginning and the end of a flag are worth seeing; only a beginning has a past worth keeping.
  const bool isNew = (flags.bits() & ~flags_.bits()) != 0;
  wantsRing_ = wantsRing_ || (isNew && isCalm(nowMs));
  changedMs_ = nowMs;
  flags_ = flags;
}

// Frames come a little early or late: a rhythm that counted from the frame itself would lose every other picture.
CaptureSchedule::Wish CaptureSchedule::lookSteadily(std::int64_t nowMs) {
  if (steadyMs_ >= 0 && nowMs + std::min(kEarlyMs, settings_.fixedMs / 4) < steadyMs_) return Wish::nothing;
  const bool isLate = steadyMs_ < 0 || nowMs - steadyMs_ >= settings_.fixedMs;
  steadyMs_ = (isLate ? nowMs : steadyMs_) + settings_.fixedMs;
  return Wish::keep;
}

CaptureSchedule::Wish CaptureSchedule::look(FlagSet flags, std::int64_t nowMs) {
  if (settings_.fixedMs > 0) return lookSteadily(nowMs);
  note(flags, nowMs);
  const std::int64_t pause = isCalm(nowMs) ? settings_.calmMs : std::min(settings_.eventMs, settings_.calmMs);
  const bool isDue = keptMs_ < 0 || nowMs - keptMs_ + kEarlyMs >= pause;
  // Calm pictures leave the last of the budget to events; an empty one keeps the calm rhythm and no more.
  const bool isAffordable = budget_ >= kUsualPicture || keptMs_ < 0 || nowMs - keptMs_ + kEarlyMs >= settings_.calmMs;
  if (isDue && isAffordable) {
    keptMs_ = nowMs;
    ringedMs_ = nowMs;
    return Wish::keep;
  }
  if (ringedMs_ >= 0 && nowMs - ringedMs_ < settings_.ringEveryMs) return Wish::nothing;
  ringedMs_ = nowMs;
  return Wish::ring;
}

void CaptureSchedule::spend(std::size_t bytes) {
  budget_ -= static_cast<std::int64_t>(bytes);
}

bool CaptureSchedule::takeRing() {
  const bool wants = wantsRing_ && budget_ >= kUsualPicture;
  wantsRing_ = false;
  return wants;
}

}  // namespace vigie::vision
