// What a flag rests on: the measure of that moment and the limit it was held against, so that a person can act on it
// and the candidate can contest it. Pure. Thread: any.
#pragma once

#include <optional>
#include <string_view>

#include "common/vision/Facts.hpp"
#include "common/vision/Thresholds.hpp"

namespace vigie::vision {

struct Ground {
  std::string_view measure;  // letters and dashes: "highlight", "since-face"
  float value = 0;           // grey levels, ratios, or seconds where the name says since, silence, stillness or frozen
  float limit = 0;
};

// Nothing for flags that are an event rather than a measure (another camera).
std::optional<Ground> groundOf(Flag flag, const Facts& facts, const Thresholds& limits);

}  // namespace vigie::vision
