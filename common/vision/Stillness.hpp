// A face that does not move at all: a photograph in front of an empty chair. Living faces blink and sway; the face is
// compared, cell by cell, with how it looked when it last moved. An indicator for a person, not a proof: a photograph
// that somebody holds and moves is not found this way. Thread: one at a time.
#pragma once

#include <array>
#include <cstdint>

#include "common/vision/Thresholds.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

class Stillness {
 public:
  // How long, in milliseconds, the face in `face` (work coordinates) has not changed beyond noise.
  std::int64_t look(const WorkImage& image, const Box& face, float noise, const Thresholds& limits, std::int64_t nowMs);
  void reset() { sinceMs_ = -1; }

 private:
  static constexpr int kSide = 12;
  using Cells = std::array<std::uint8_t, static_cast<std::size_t>(kSide* kSide)>;

  void restart(const WorkImage& image, const Box& face, std::int64_t nowMs);

  Box anchor_;
  Cells reference_{};
  std::int64_t sinceMs_ = -1;
};

}  // namespace vigie::vision
