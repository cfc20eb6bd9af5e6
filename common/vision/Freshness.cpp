#include "common/vision/Freshness.hpp"

#include <algorithm>
#include <cstdlib>

namespace vigie::vision {

namespace {

constexpr float kForget = 0.15F;  // weight of the newest of a moving mean: about 7 frames count
constexpr int kEnough = 8;        // values before a moving mean means anything

template <class Left, class Right>
std::uint64_t sumOfDifferences(const Left& left, const Right& right, std::size_t size) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum += static_cast<std::uint64_t>(std::abs(int{left[i]} - int{right[i]}));
  return sum;
}

float cellDifference(const std::array<std::uint8_t, kCells>& left, const std::array<std::uint8_t, kCells>& right) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kCells; ++i) sum += static_cast<std::uint32_t>(std::abs(int{left[i]} - int{right[i]}));
  return static_cast<float>(sum) / static_cast<float>(kCells);
}

}  // namespace

FreshnessGauge::FreshnessGauge(const Thresholds& limits) : limits_(limits), ring_(kKept), lags_(kKept) {}

void FreshnessGauge::reset() {
  next_ = 0;
  held_ = 0;
  motion_ = 0;
  motionCounted_ = 0;
  before_.clear();
  duplicateSinceMs_ = -1;
  std::fill(lags_.begin(), lags_.end(), Lag{});
}

const FreshnessGauge::Seen& FreshnessGauge::ago(std::size_t frames) const {
  return ring_[(next_ + kKept - frames) % kKept];
}

void FreshnessGauge::remember(const WorkImage& image, std::int64_t nowMs) {
  ring_[next_] = {image.cells, image.fingerprint, nowMs};
  next_ = (next_ + 1) % kKept;
  held_ = std::min(held_ + 1, kKept - 1);
}

Freshness FreshnessGauge::look(const WorkImage& image, std::int64_t nowMs) {
  Freshness result;
  const bool comparable = before_.size() == image.gray.size() && held_ > 0;
  if (comparable) {
    const auto sum = sumOfDifferences(before_, image.gray, before_.size());
    result.measures.change = static_cast<float>(static_cast<double>(sum) / static_cast<double>(before_.size()));
    result.isDuplicate = ago(1).fingerprint == image.fingerprint || result.measures.change < limits_.duplicateChange;
  }
  if (!result.isDuplicate) duplicateSinceMs_ = -1;
  if (result.isDuplicate && duplicateSinceMs_ < 0) duplicateSinceMs_ = lastMs_;
  if (duplicateSinceMs_ >= 0) result.measures.duplicateMs = nowMs - duplicateSinceMs_;
  result.isFrozen = result.measures.duplicateMs >= limits_.frozenOnMs;

  if (comparable && !result.isDuplicate) {
    const float moved = cellDifference(ago(1).cells, image.cells);
    motion_ = motionCounted_ == 0 ? moved : motion_ + kForget * (moved - motion_);
    ++motionCounted_;
    const std::size_t period = findLoop(image, nowMs);
    result.isLoop = period > 0;
    if (result.isLoop) {
      result.measures.loopPeriodMs = nowMs - ago(period).timeMs;
      result.measures.loopResidual = motion_ > 0 ? lags_[period].residual / motion_ : 0;
    }
  }
  // A duplicate says nothing new about a period, and would make a frozen picture look like a loop.
  if (!result.isDuplicate) remember(image, nowMs);
  before_.assign(image.gray.begin(), image.gray.end());
  lastMs_ = nowMs;
  return result;
}

bool FreshnessGauge::repeats(Lag& lag, const Seen& old, const WorkImage& image, std::int64_t nowMs) const {
  const float difference = cellDifference(old.cells, image.cells);
  lag.residual = lag.counted == 0 ? difference : lag.residual + kForget * (difference - lag.residual);
  ++lag.counted;
  const bool isExact = old.fingerprint == image.fingerprint;
  lag.exact = isExact ? lag.exact + 1 : 0;
  const bool isNear = motionCounted_ >= kEnough && lag.counted >= kEnough && motion_ > limits_.loopMotion &&
                      lag.residual < limits_.loopResidual * motion_;
  if (!isExact && !isNear) {
    lag.sinceMs = -1;
    return false;
  }
  if (lag.sinceMs < 0) lag.sinceMs = nowMs;
  return nowMs - lag.sinceMs >= limits_.loopOnMs;
}

std::size_t FreshnessGauge::findLoop(const WorkImage& image, std::int64_t nowMs) {
  std::size_t period = 0;
  for (std::size_t frames = 2; frames <= held_; ++frames) {
    const Seen& old = ago(frames);
    const std::int64_t age = nowMs - old.timeMs;
    if (age < limits_.loopShortestMs) continue;
    if (age > limits_.loopLongestMs) break;
    if (repeats(lags_[frames], old, image, nowMs) && period == 0) period = frames;
  }
  return period;
}

}  // namespace vigie::vision
