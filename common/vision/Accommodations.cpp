#include "common/vision/Accommodations.hpp"

#include <array>
#include <string>

namespace vigie::vision {

namespace {

constexpr std::array<std::string_view, kAccommodations> kNames = {"veil", "sunglasses", "tics", "looks-down",
                                                                  "helper-present"};

struct Mute {
  Accommodation because;
  Flag flag;
};

constexpr std::array kMutes = {
    Mute{Accommodation::veil, Flag::personChanged},
    Mute{Accommodation::sunglasses, Flag::turned},
    Mute{Accommodation::sunglasses, Flag::personChanged},
    Mute{Accommodation::tics, Flag::turned},
    Mute{Accommodation::looksDown, Flag::turned},
    Mute{Accommodation::helperPresent, Flag::severalFaces},
    Mute{Accommodation::helperPresent, Flag::personChanged},
};

}  // namespace

std::string_view nameOf(Accommodation accommodation) {
  return kNames[static_cast<std::size_t>(accommodation)];
}

base::Result<Accommodation> accommodationNamed(std::string_view name) {
  for (std::size_t i = 0; i < kAccommodations; ++i) {
    if (kNames[i] == name) return static_cast<Accommodation>(i);
  }
  return base::fail("accommodation-unknown", "\"" + std::string(name) +
                                                 "\" is not an accommodation; expected one of veil, sunglasses, tics, "
                                                 "looks-down, helper-present.");
}

void Accommodations::add(Accommodation accommodation) {
  bits_ = static_cast<std::uint8_t>(bits_ | (1U << static_cast<unsigned>(accommodation)));
}

bool Accommodations::has(Accommodation accommodation) const {
  return (bits_ & (1U << static_cast<unsigned>(accommodation))) != 0;
}

FlagSet Accommodations::muted(const Facts& facts) const {
  FlagSet result;
  for (const Mute& mute : kMutes) {
    if (has(mute.because) && facts.flags.has(mute.flag)) result.add(mute.flag);
  }
  // Looking down hides the face, not the body: an empty chair stays a fact.
  if (has(Accommodation::looksDown) && facts.flags.has(Flag::noFace) && facts.state == State::unknown) {
    result.add(Flag::noFace);
  }
  return result;
}

Thresholds Accommodations::adapt(Thresholds thresholds) const {
  if (has(Accommodation::tics) || has(Accommodation::looksDown)) thresholds.followMs *= 3;
  if (has(Accommodation::tics)) thresholds.missMs *= 2;
  if (has(Accommodation::sunglasses) || has(Accommodation::veil)) {
    thresholds.followMs *= 2;
    thresholds.strongVotes = 5;
  }
  return thresholds;
}

}  // namespace vigie::vision
