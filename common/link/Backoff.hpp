// How long to wait before the next attempt: doubling, each a random part shorter, so that a room that lost its server
// does not come back in one instant. Thread: one at a time.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

#include "common/link/Client.hpp"

namespace vigie::link {

class Backoff {
 public:
  Backoff(const Reconnect& reconnect, std::uint64_t seed)
      : reconnect_(reconnect), next_(reconnect.first), random_(seed) {}

  // Between half of the nominal delay and all of it.
  std::chrono::milliseconds next() {
    const auto nominal = next_;
    next_ = std::min(next_ * 2, reconnect_.longest);
    return std::chrono::milliseconds(
        std::uniform_int_distribution<std::int64_t>(nominal.count() / 2, nominal.count())(random_));
  }
  void reset() { next_ = reconnect_.first; }

 private:
  Reconnect reconnect_;
  std::chrono::milliseconds next_;
  std::mt19937_64 random_;
};

}  // namespace vigie::link
