#include "candidate-client/ui/question/QuestionClock.hpp"

#include <algorithm>

namespace vigie::candidate {
namespace {

constexpr int kTickMs = 250;
constexpr std::int64_t kLongestTickMs = 1'000;  // a machine that slept: nobody was reading

}  // namespace

QuestionClock::QuestionClock(std::function<bool()> inSight, std::function<void()> onTick)
    : inSight_(std::move(inSight)), onTick_(std::move(onTick)) {
  timer_.setInterval(kTickMs);
  QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { tick(); });
}

void QuestionClock::start(std::int64_t milliseconds) {
  left_ = milliseconds;
  since_.start();
  timer_.start();
}

void QuestionClock::stop() {
  timer_.stop();
  left_.reset();
}

void QuestionClock::tick() {
  const std::int64_t passed = std::min<std::int64_t>(since_.restart(), kLongestTickMs);
  if (!inSight_() || !left_) return;
  *left_ -= passed;
  if (isOver()) timer_.stop();
  onTick_();
}

}  // namespace vigie::candidate
