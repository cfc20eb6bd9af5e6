// The time left of the test, interpolated between the centre's messages, and how long the question has been in sight.
// Only the centre's clock counts; this is for the eye and for the signed time on screen. Units: milliseconds of run
// time. Thread: one at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace vigie::session {

enum class Sight : std::uint8_t { visible, covered };

class ScreenTime {
 public:
  // `sight` is how the question was since the call before. A long gap is a machine that slept: nobody was reading.
  void advance(std::int64_t now, Sight sight) {
    const std::int64_t passed = std::clamp<std::int64_t>(now - now_, 0, kLongestGapMs);
    now_ = now;
    if (sight != Sight::visible) return;
    onScreen_ += passed;
    if (remaining_) *remaining_ = std::max<std::int64_t>(0, *remaining_ - passed);
  }

  void newQuestion() { onScreen_ = 0; }
  void setRemaining(std::int64_t ms) { remaining_ = ms; }
  void clear() {
    onScreen_ = 0;
    remaining_.reset();
  }

  std::int64_t onScreen() const { return onScreen_; }
  std::optional<std::int64_t> remaining() const { return remaining_; }

 private:
  static constexpr std::int64_t kLongestGapMs = 3'000;

  std::int64_t now_ = 0;
  std::int64_t onScreen_ = 0;
  std::optional<std::int64_t> remaining_;
};

}  // namespace vigie::session
