#include "common/vision/Grounds.hpp"

namespace vigie::vision {

namespace {
float seconds(std::int64_t ms) {
  return static_cast<float>(ms) / 1000;
}
}  // namespace

std::optional<Ground> groundOf(Flag flag, const Facts& facts, const Thresholds& limits) {
  switch (flag) {
    case Flag::black:
      return Ground{"luma", facts.quality.luma, limits.blackLuma};
    case Flag::covered:
      return Ground{"detail", facts.quality.detail, limits.flatDetail};
    case Flag::frozen:
      return Ground{"frozen-for", seconds(facts.freshness.duplicateMs), seconds(limits.frozenOnMs)};
    case Flag::loop:
      return Ground{"loop-residual", facts.freshness.loopResidual, limits.loopResidual};
    case Flag::dim:
      return Ground{"highlight", facts.quality.highlight, limits.dimHighlight};
    case Flag::blurred:
      return Ground{"sharpness", facts.quality.sharpness, limits.blurredSharpness};
    case Flag::noFace:
      // A picture by itself, or nobody since the start: how long is not known, only that there is none.
      if (facts.presence.sinceFaceMs < 0) return Ground{"faces", static_cast<float>(facts.faceCount), 1};
      return Ground{"since-face", seconds(facts.presence.sinceFaceMs), seconds(limits.missMs)};
    case Flag::severalFaces:
      return Ground{"faces", static_cast<float>(facts.faceCount), 1};
    case Flag::turned:
      return Ground{"since-frontal", seconds(facts.presence.sinceFrontalMs), seconds(limits.turnedOnMs)};
    case Flag::staticFace:
      return Ground{"stillness", facts.presence.stillness, seconds(limits.staticOnMs)};
    case Flag::personChanged:
      return Ground{"difference", facts.presence.difference, facts.presence.differenceLimit};
    case Flag::cameraLost:
      return Ground{"silence", seconds(facts.freshness.silenceMs), 0};
    case Flag::cameraChanged:
    case Flag::cameraVirtual:
      break;
  }
  return std::nullopt;
}

}  // namespace vigie::vision
