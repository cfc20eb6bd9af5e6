// Random numbers of a study. The bits come from our own generator (score-digest/Random.hpp) and the engine's own exp
// and log, so that a study gives the same numbers on every machine; each candidate has a stream of its own, so that it
// gives the same numbers with any number of threads. Thread: one at a time per value.
#pragma once

#include <cmath>

#include "common/scoring/Elementary.hpp"
#include "tests/tools/score-digest/Random.hpp"

namespace vigie::tools {

class StudyRandom {
 public:
  explicit StudyRandom(std::uint64_t seed) : bits_(seed) {}

  // The stream of one candidate: a counter turned into an unrelated seed by two rounds of the generator.
  static StudyRandom stream(std::uint64_t seed, std::uint64_t number) {
    Random first(seed);
    Random second(first.next() ^ (number * 0xd1342543de82ef95));
    return StudyRandom(second.next());
  }

  std::uint64_t next() { return bits_.next(); }
  double uniform() { return bits_.uniform(); }  // [0, 1)
  double uniform(double from, double to) { return bits_.uniform(from, to); }
  std::uint32_t below(std::uint32_t bound) { return bits_.below(bound); }

  // Standard normal, by the polar method (G. Marsaglia and T. Bray, 1964): no sine, whose bits would differ.
  double normal() {
    for (;;) {
      const double x = uniform(-1, 1);
      const double y = uniform(-1, 1);
      const double square = x * x + y * y;
      if (square > 0 && square < 1) return x * std::sqrt(-2 * scoring::log(square) / square);
    }
  }

 private:
  Random bits_;
};

}  // namespace vigie::tools
