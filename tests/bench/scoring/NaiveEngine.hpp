// The benchmark's scalar peer: the same test written as plain loops over the C library's exp, every item evaluated at
// every question, rules by searching the history. Thread: any.
#pragma once

#include <cstdint>
#include <vector>

#include "common/scoring/Item.hpp"

namespace vigie::bench {

class NaiveTest {
 public:
  explicit NaiveTest(const std::vector<scoring::Item>& items) : items_(items) {}

  std::vector<std::uint32_t> best() const;  // at most 5
  void answer(std::uint32_t item, bool isRight);
  double ability() const { return ability_; }

 private:
  const std::vector<scoring::Item>& items_;
  std::vector<double> likelihood_ = std::vector<double>(81, 1);
  std::vector<std::uint32_t> answered_;
  double ability_ = -3;
  double errorRate_ = 5;
};

}  // namespace vigie::bench
