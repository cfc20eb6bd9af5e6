// Can anything be told from this picture? Light, contrast and sharpness, measured before any face is looked for, so
// that darkness is never reported as absence. Pure. Thread: one at a time.
#pragma once

#include <vector>

#include "common/vision/Facts.hpp"
#include "common/vision/Thresholds.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

struct Quality {
  QualityMeasures measures;
  bool isFlat = false;  // no edge anywhere: black or covered

  bool isBlack(const Thresholds& limits) const { return isFlat && measures.luma < limits.blackLuma; }
  bool isCovered(const Thresholds& limits) const { return isFlat && measures.luma >= limits.blackLuma; }
  bool isBlurred(const Thresholds& limits) const { return !isFlat && measures.sharpness < limits.blurredSharpness; }
  bool isDim(const Thresholds& limits, float below) const {
    return !isBlack(limits) && !isCovered(limits) && measures.highlight < below;
  }
};

class QualityGauge {
 public:
  Quality measure(const WorkImage& image, const Thresholds& limits);

 private:
  std::vector<float> gradients_;
  std::vector<float> seconds_;
};

}  // namespace vigie::vision
