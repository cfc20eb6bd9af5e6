// The time of one timed question: it runs while the question is in sight, never while a screen covers it.
// Only for the eye; what counts is the time on screen that the seat signs. Thread: the window's.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <cstdint>
#include <functional>
#include <optional>

namespace vigie::candidate {

class QuestionClock {
 public:
  // `inSight`: whether the question is on top now. `onTick`: four times a second while it runs, and once at the end.
  QuestionClock(std::function<bool()> inSight, std::function<void()> onTick);

  void start(std::int64_t milliseconds);
  void stop();
  std::optional<std::int64_t> left() const { return left_; }  // nothing: it was not started
  bool isOver() const { return left_ && *left_ <= 0; }

 private:
  void tick();

  std::function<bool()> inSight_;
  std::function<void()> onTick_;
  QTimer timer_;
  QElapsedTimer since_;
  std::optional<std::int64_t> left_;
};

}  // namespace vigie::candidate
