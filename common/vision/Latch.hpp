// Hysteresis in time: a condition counts once it has lasted, and stops counting once it has been gone for long enough.
#pragma once

#include <cstdint>

namespace vigie::vision {

class Latch {
 public:
  // `on` and `off`: milliseconds the condition must have held, or been gone, without a break.
  bool update(bool condition, std::int64_t nowMs, std::int64_t onMs, std::int64_t offMs) {
    if (condition != last_ || !started_) {
      last_ = condition;
      sinceMs_ = nowMs;
      started_ = true;
    }
    const std::int64_t lasted = nowMs - sinceMs_;
    if (last_ && lasted >= onMs) isOn_ = true;
    if (!last_ && lasted >= offMs) isOn_ = false;
    return isOn_;
  }

  bool isOn() const { return isOn_; }
  void reset() { *this = Latch(); }

 private:
  bool started_ = false;
  bool last_ = false;
  bool isOn_ = false;
  std::int64_t sinceMs_ = 0;
};

}  // namespace vigie::vision
