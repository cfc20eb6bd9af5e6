// Everything random in a room: one stream of numbers from a seed (SplitMix64, Steele et al. 2014; the standard
// library's distributions differ between implementations). Thread: one.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vigie::simulation {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15U);
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool oneIn(std::size_t times) { return below(times) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace vigie::simulation
