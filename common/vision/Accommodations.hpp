// What was agreed with a candidate before the exam, and what it changes: the rules it mutes stay visible as `muted`
// in the facts, so that a reviewer sees both the fact and the agreement. Ownership: values. Thread: any.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/base/Result.hpp"
#include "common/vision/Facts.hpp"
#include "common/vision/Thresholds.hpp"

namespace vigie::vision {

enum class Accommodation : std::uint8_t {
  veil,           // head covering: the outline of the face may change; "person-changed" is muted
  sunglasses,     // eyes covered: "turned" and "person-changed" are muted, weaker detections count longer
  tics,           // sudden movements: "turned" muted, faces may be lost for longer
  looksDown,      // reads or writes on paper: "no-face" and "turned" are muted while the body is there
  helperPresent,  // somebody sits beside: "several-faces" and "person-changed" are muted
};
inline constexpr std::size_t kAccommodations = 5;

std::string_view nameOf(Accommodation accommodation);  // "veil", "sunglasses", "tics", "looks-down", "helper-present"
base::Result<Accommodation> accommodationNamed(std::string_view name);  // error "accommodation-unknown"

class Accommodations {
 public:
  void add(Accommodation accommodation);
  bool has(Accommodation accommodation) const;

  FlagSet muted(const Facts& facts) const;  // those of facts.flags that these accommodations mute now
  Thresholds adapt(Thresholds thresholds) const;

 private:
  std::uint8_t bits_ = 0;
};

}  // namespace vigie::vision
