// What the pipeline says about one frame: facts with their measures, never a judgement. A flag is a reason for a
// person to look; no flag ends or costs anything by itself. Nothing here identifies anybody: no template, no emotion,
// no gaze, no score of suspicion.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "common/vision/Frame.hpp"

namespace vigie::vision {

// How many faces there are, as a person would say it. `unknown` is not absence: the picture does not allow to tell,
// for the reason that comes with it.
enum class State : std::uint8_t { none, one, several, unknown };

enum class Reason : std::uint8_t {
  none,        // the state is known
  starting,    // too few frames yet
  black,       // no light reaches the sensor
  covered,     // something in front of the lens
  frozen,      // the same picture again and again
  blurred,     // nothing is sharp enough to tell
  dim,         // too dark to tell that nobody is there
  faceHidden,  // a body is where the person was, the face does not show
  cameraLost,  // no picture
};

enum class Flag : std::uint8_t {
  black,
  covered,
  frozen,  // exact duplicates for seconds: no live sensor gives that
  loop,    // a recording that repeats
  dim,
  blurred,
  noFace,
  severalFaces,
  turned,         // the face is seen from the side
  staticFace,     // a face without the smallest movement for a long time, such as a photograph
  personChanged,  // who is there now looks unlike who was there before a break
  cameraLost,
  cameraChanged,
  cameraVirtual,  // frames from a program, not from a sensor; only said of devices, never of files
};
inline constexpr std::size_t kFlags = 14;

std::string_view nameOf(State state);    // "none" "one" "several" "unknown"
std::string_view nameOf(Reason reason);  // "" for none, "face-hidden", …
std::string_view nameOf(Flag flag);      // "no-face", "several-faces", …

class FlagSet {
 public:
  constexpr bool has(Flag flag) const { return (bits_ & bit(flag)) != 0; }
  constexpr void add(Flag flag) { bits_ = static_cast<std::uint16_t>(bits_ | bit(flag)); }
  constexpr void remove(Flag flag) { bits_ = static_cast<std::uint16_t>(bits_ & ~bit(flag)); }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr std::uint16_t bits() const { return bits_; }  // bit k is the k-th flag: for records and messages
  static constexpr FlagSet fromBits(std::uint16_t bits) {
    FlagSet set;
    set.bits_ = static_cast<std::uint16_t>(bits & ((1U << kFlags) - 1U));
    return set;
  }
  friend constexpr bool operator==(FlagSet, FlagSet) = default;

 private:
  static constexpr std::uint16_t bit(Flag flag) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(flag));
  }
  std::uint16_t bits_ = 0;
};

// Light and sharpness of one frame, measured on a reduced grey picture. Grey levels are 0-255.
struct QualityMeasures {
  float luma = 0;       // mean
  float contrast = 0;   // standard deviation of all pixels
  float structure = 0;  // standard deviation of 32x24 cell means: what there is to see, sensor noise averaged out
  float detail = 0;     // mean difference of neighbouring 2x2 means beyond what noise explains
  float noise = 0;      // sensor noise, standard deviation
  float highlight = 0;  // 90th percentile of the cell means: how light the light parts are
  float sharpness = 0;  // second difference / gradient at the strongest edges of the quarter picture
};

struct FreshnessMeasures {
  float change = 0;               // mean absolute difference to the frame before
  std::int64_t duplicateMs = 0;   // how long frames have been exact duplicates
  std::int64_t loopPeriodMs = 0;  // the period found when a replay is suspected, else 0
  float loopResidual = 0;         // then: difference to one period ago / difference to the frame before
  std::int64_t silenceMs = 0;     // since the last picture, while the camera gives none
};

struct PresenceMeasures {
  std::int64_t sinceFaceMs = -1;     // since a detector last saw the first person's face; -1 never
  std::int64_t sinceFrontalMs = -1;  // the same from the front; -1 never
  float likeness = 0;                // correlation of the tracked face with its picture at the last detection, -1 to 1
  float bodyLikeness = 0;            // the same of the body below it
  float stillness = 0;               // seconds the face has not moved at all
  float difference = 0;              // from the appearance before the last break, 0 same
  float differenceLimit = 0;         // what it was held against: that of the pictures' texture or of the model
};

struct Face {
  Box box;          // in pixels of the frame as it was given
  float score = 0;  // 0 to 1: votes of the detectors, or the correlation while it is only followed
};

inline constexpr std::size_t kMaxFaces = 16;

struct Facts {
  std::int64_t timeMs = 0;
  State state = State::unknown;
  Reason reason = Reason::starting;
  FlagSet flags;
  FlagSet muted;  // flags that would stand here without an accommodation
  std::array<Face, kMaxFaces> faces{};
  std::size_t faceCount = 0;
  QualityMeasures quality;
  FreshnessMeasures freshness;
  PresenceMeasures presence;
};

}  // namespace vigie::vision
