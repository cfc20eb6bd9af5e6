// Frames in, facts out: light and sharpness first, then liveness of the picture, then who is in it, fused over time
// with hysteresis. No input or output of its own, no clock, no random number: the same frames at the same times give
// the same facts. After some frames of one size nothing of ours is allocated per frame.
// Ownership: keeps its detectors. Thread: one at a time; several pipelines may run side by side with their own
// detectors.
#pragma once

#include <cstdint>

#include "common/vision/Accommodations.hpp"
#include "common/vision/Appearance.hpp"
#include "common/vision/Facts.hpp"
#include "common/vision/Freshness.hpp"
#include "common/vision/Latch.hpp"
#include "common/vision/Presence.hpp"
#include "common/vision/Quality.hpp"
#include "common/vision/Stillness.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

enum class CameraKind : std::uint8_t { unknown, sensor, program };  // what gives the frames

class Pipeline {
 public:
  explicit Pipeline(Detectors detectors, Accommodations accommodations = {}, const Thresholds& limits = {});

  // `timeMs` never goes back; about 200 ms between frames is what the schedule is made for.
  const Facts& look(const FrameView& frame, std::int64_t timeMs);

  // The camera gave nothing since the last call: a fact of its own, never an absence.
  const Facts& cameraLost(std::int64_t timeMs);
  // Another device, format or size than before: shown for some seconds, and a break for the appearance.
  void cameraChanged(std::int64_t timeMs);
  // Who gives the frames from now on, as far as its driver tells.
  void cameraIs(CameraKind kind) { cameraKind_ = kind; }

  const Facts& facts() const { return facts_; }
  const Thresholds& limits() const { return limits_; }  // adapted to the accommodations

 private:
  struct Seeing {
    bool isBlack = false;
    bool isCovered = false;
    bool isBlurred = false;
    bool isDim = false;
    bool isFrozen = false;
    bool isUsable() const { return !isBlack && !isCovered && !isFrozen; }
  };

  Seeing judgePicture(const Quality& quality, const Freshness& freshness, std::int64_t timeMs);
  void noteCuts(const Freshness& freshness);
  void judgePerson(const FrameView& frame, const Quality& quality, const Seeing& seeing, std::int64_t timeMs);
  void setState(const Seeing& seeing, std::int64_t timeMs);
  void setFlags(const Seeing& seeing, const Freshness& freshness, std::int64_t timeMs);
  void copyFaces();

  Accommodations accommodations_;
  Thresholds limits_;
  WorkImage image_;
  QualityGauge qualityGauge_;
  FreshnessGauge freshnessGauge_;
  Presence presence_;
  Appearance appearance_;
  Stillness stillness_;
  Latch black_;
  Latch covered_;
  Latch blurred_;
  Latch dim_;
  Latch several_;
  Latch turned_;
  Facts facts_;
  float usualChange_ = 0;
  int changes_ = 0;
  int breaksSeen_ = 0;
  bool wasUsable_ = true;
  std::int64_t changedUntilMs_ = -1;
  CameraKind cameraKind_ = CameraKind::unknown;
  std::int64_t lastFrameMs_ = -1;
  int lastWidth_ = 0;
  int lastHeight_ = 0;
};

}  // namespace vigie::vision
