// Finds faces in a grey picture. The pipeline only knows this interface: cascades are the default, a neural detector
// takes their place when an administrator gives one, tests script one.
// Ownership: the caller's. Thread: one at a time. A detector gives the same faces for the same pixels.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "common/vision/FaceComparer.hpp"
#include "common/vision/Frame.hpp"

namespace vigie::vision {

struct Detection {
  Box box;          // in pixels of the picture that was searched
  float votes = 0;  // overlapping windows that fired; a neural detector's 0-1 confidence times 20
};

class FaceDetector {
 public:
  virtual ~FaceDetector() = default;
  // Faces whose side is between the two sizes (pixels), added to `out`, which is cleared first. Never throws.
  virtual void find(const FrameView& gray, float smallest, float largest, std::vector<Detection>& out) = 0;
  virtual std::string name() const = 0;
};

// What the pipeline needs to see with. `thorough` misses least, `quick` costs least and errs elsewhere, `second` is an
// independent opinion, `wide` fires most, `profile` sees faces from their left side (pictures are mirrored for the
// other). They may be one and the same detector.
struct Detectors {
  std::shared_ptr<FaceDetector> thorough;
  std::shared_ptr<FaceDetector> quick;
  std::shared_ptr<FaceDetector> second;
  std::shared_ptr<FaceDetector> wide;
  std::shared_ptr<FaceDetector> profile;
  std::shared_ptr<FaceComparer> comparer;  // null: the texture of faces and the colours of clothes are compared
  std::string notice;  // not empty when something asked for could not be used: for the log and the staff
};

}  // namespace vigie::vision
