// What is seen on the frames of one camera, and how an announcement carries it: the state, the flags, and for each of
// them its measure and limit, with the light and sharpness of that moment, what was muted by agreement with the candidate
// (not the agreement itself), and what is odd about the camera itself. Thread: one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "candidate-client/camera/Identity.hpp"
#include "common/exam/records.pb.h"
#include "common/vision/Accommodations.hpp"
#include "common/vision/Facts.hpp"
#include "common/vision/Models.hpp"

namespace vigie::vision {
class Pipeline;
}

namespace vigie::camera {

// What is known of the camera when a frame comes.
struct CameraSigns {
  bool isKnown = false;                 // a device whose driver answers
  bool isAnother = false;               // not the one before, or opened as something else
  std::vector<std::string_view> signs;  // of a program in place of a sensor
  std::optional<FrameTiming::Measures> timing;
  double claimedRate = 0;
};

class Observer {
 public:
  Observer(vision::Accommodations accommodations, vision::ModelFiles models);
  ~Observer();
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  // `nowMs` only grows. Frames are 8-bit blue-green-red or grey. The flags of this frame.
  vision::FlagSet look(const cv::Mat& frame, const CameraSigns& signs, std::int64_t nowMs);
  // The camera gives nothing: what was known of the person is known no longer.
  vision::FlagSet lose(std::int64_t nowMs);

  // Of the last frame. Without cascades on this machine the state stays empty: not analysed.
  exam::record::PictureFacts facts() const;
  const std::string& notice() const { return notice_; }

 private:
  void open();

  const vision::Accommodations accommodations_;
  const vision::ModelFiles models_;
  std::unique_ptr<vision::Pipeline> pipeline_;  // made at the first frame: a seat without a camera loads no cascade
  std::string detector_;
  std::string notice_;
  CameraSigns signs_;
  bool wasTried_ = false;
  int width_ = 0;
  int height_ = 0;
  std::int64_t lookedMs_ = -1;
  std::int64_t lostMs_ = 0;       // how long the last loss was
  std::int64_t returnedMs_ = -1;  // when the camera came back from it
};

}  // namespace vigie::camera
