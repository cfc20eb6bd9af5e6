#include "common/vision/CaptureSchedule.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace vigie::vision {

namespace {
constexpr std::int64_t kHourMs = 3'600'000;
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

CaptureSchedule::Wish CaptureSchedule::look(FlagSet flags, std::int64_t nowMs) {
  refill(nowMs);
  if (settings_.fixedMs > 0) {
    if (keptMs_ >= 0 && nowMs - keptMs_ < settings_.fixedMs) return Wish::nothing;
    keptMs_ = nowMs;
    return Wish::keep;
  }
  if (flags != flags_) {
    // Both the beginning and the end of a flag are worth seeing; only a beginning has a past worth keeping.
    const bool isNew = (flags.bits() & ~flags_.bits()) != 0;
    wantsRing_ = wantsRing_ || (isNew && isCalm(nowMs));
    changedMs_ = nowMs;
    flags_ = flags;
  }
  const std::int64_t pause = isCalm(nowMs) ? settings_.calmMs : settings_.eventMs;
  const bool isDue = keptMs_ < 0 || nowMs - keptMs_ >= pause;
  // Calm pictures leave the last of the budget to events; an empty one keeps the calm rhythm and no more.
  const bool isAffordable = budget_ >= kUsualPicture || (keptMs_ >= 0 && nowMs - keptMs_ >= settings_.calmMs);
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

void CaptureRing::add(CapturedPicture picture) {
  const std::int64_t nowMs = picture.timeMs;
  pictures_.push_back(std::move(picture));
  while (nowMs - pictures_.front().timeMs > keptMs_) pictures_.pop_front();
}

std::vector<CapturedPicture> CaptureRing::takeAll() {
  std::vector<CapturedPicture> all(std::make_move_iterator(pictures_.begin()),
                                   std::make_move_iterator(pictures_.end()));
  pictures_.clear();
  return all;
}

}  // namespace vigie::vision
