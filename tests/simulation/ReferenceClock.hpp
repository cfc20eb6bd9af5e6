// A candidate's time, told again from design.md 2 alone, to hold the engine's clock against: time counts between two
// records that settle it; an interval above 2 s counts as 2 s; a pause or an open alert costs nothing; a lost link
// costs nothing for 120 s per loss. Units: ms. Thread: one.
#pragma once

#include <algorithm>

#include "common/exam/ExamClock.hpp"

namespace vigie::simulation {

struct ReferenceClock {
  bool running = false;
  std::int64_t allowedMs = 0;
  std::int64_t passedMs = 0;    // all time between start and end
  std::int64_t usedMs = 0;      // of it, what the candidate could think in
  std::int64_t decidedMs = 0;   // credited by signed decisions
  std::int64_t forgivenMs = 0;  // left of the link's 120 s
  exam::Instant settled = {};

  void start(const exam::Instant& at) {
    running = true;
    settled = at;
  }

  // How the candidate was since the record before.
  void settle(const exam::Instant& at, bool stopped, bool linkLost) {
    if (!running) return;
    const std::int64_t elapsed = at.bootId == settled.bootId ? at.runMs - settled.runMs : at.wallMs - settled.wallMs;
    settled = at;
    if (elapsed <= 0) return;
    passedMs += elapsed;
    if (stopped) return;
    const std::int64_t present = std::min<std::int64_t>(elapsed, 2'000);
    const std::int64_t forgiven = linkLost ? std::min(present, forgivenMs) : 0;
    forgivenMs -= forgiven;
    usedMs += present - forgiven;
  }

  void loseLink() { forgivenMs = 120'000; }
  std::int64_t remainingMs() const { return allowedMs + decidedMs - usedMs; }
};

}  // namespace vigie::simulation
