// One picture by itself: no time to fuse, so several detectors that err differently vote, on the picture as it is and
// with its contrast corrected, upright, from the side and rolled. Costs up to a second of CPU: for pictures that
// arrive alone, such as a check-in photograph. Same pixels, same facts. Thread: one at a time.
#pragma once

#include "common/vision/FaceDetector.hpp"
#include "common/vision/Facts.hpp"
#include "common/vision/Quality.hpp"
#include "common/vision/Thresholds.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

class StillPicture {
 public:
  explicit StillPicture(Detectors detectors, const Thresholds& limits = {});
  ~StillPicture();
  StillPicture(const StillPicture&) = delete;
  StillPicture& operator=(const StillPicture&) = delete;

  // Precondition: not empty.
  Facts look(const FrameView& picture);

 private:
  class Votes;

  void ask(FaceDetector& detector, const FrameView& picture, int voter);
  bool isClear() const;
  void askAgain(const FrameView& lifted);
  bool askSideways(const FrameView& lifted, Facts& facts);
  void count(Facts& facts);

  Detectors detectors_;
  Thresholds limits_;
  WorkImage work_;
  QualityGauge gauge_;
  std::unique_ptr<Votes> votes_;
  std::vector<Detection> found_;
  float scale_ = 1;
};

}  // namespace vigie::vision
