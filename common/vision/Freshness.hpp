// Is the picture live? Two things a live sensor cannot give: the same picture for seconds, and the same seconds again.
// A sensor's noise makes every frame new, however still the person; so exact duplicates are the measure, and a person
// who does not move is never "frozen". Thread: one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "common/vision/Facts.hpp"
#include "common/vision/Thresholds.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

struct Freshness {
  FreshnessMeasures measures;
  bool isDuplicate = false;  // of the frame before
  bool isFrozen = false;
  bool isLoop = false;
};

class FreshnessGauge {
 public:
  explicit FreshnessGauge(const Thresholds& limits);

  Freshness look(const WorkImage& image, std::int64_t nowMs);
  void reset();

 private:
  static constexpr std::size_t kKept = 320;  // frames: 64 s at 5 a second

  struct Seen {
    std::array<std::uint8_t, kCells> cells{};
    std::uint64_t fingerprint = 0;
    std::int64_t timeMs = 0;
  };
  struct Lag {
    float residual = 0;  // moving mean of the difference to so many frames ago
    int counted = 0;
    int exact = 0;              // exact repeats without a break
    std::int64_t sinceMs = -1;  // since when the comparison says "the same again"
  };

  const Seen& ago(std::size_t frames) const;
  void remember(const WorkImage& image, std::int64_t nowMs);
  std::size_t findLoop(const WorkImage& image, std::int64_t nowMs);  // frames of one period; 0: none
  bool repeats(Lag& lag, const Seen& old, const WorkImage& image, std::int64_t nowMs) const;

  Thresholds limits_;
  std::vector<Seen> ring_;
  std::vector<Lag> lags_;
  std::size_t next_ = 0;
  std::size_t held_ = 0;
  float motion_ = 0;  // moving mean of the difference to the frame before
  int motionCounted_ = 0;
  std::vector<std::uint8_t> before_;
  std::int64_t duplicateSinceMs_ = -1;
  std::int64_t lastMs_ = 0;
};

}  // namespace vigie::vision
