// Every frame of a camera is looked at; few become evidence. Here is decided which (vision::CaptureSchedule), and they
// become JPEG with their facts; the ring of the last seconds is kept until something happens. No thread and no clock
// of its own: the same frames at the same times give the same pictures. Thread: one at a time.
#pragma once

#include <deque>

#include "candidate-client/camera/Camera.hpp"
#include "candidate-client/camera/Facts.hpp"
#include "common/base/Clock.hpp"
#include "common/vision/CaptureSchedule.hpp"

namespace vigie::camera {

vision::CaptureSettings scheduleOf(std::chrono::milliseconds every);  // see kSteadyUpTo

class PictureChooser {
 public:
  explicit PictureChooser(const CameraSettings& settings);

  void look(const cv::Mat& frame, const CameraSigns& signs, base::Moment now);
  void lose(base::Moment now);  // the camera gives nothing; what led to it is kept

  std::optional<Snapshot> take();  // what became evidence, in the order to announce it

  // 320x240 of a frame; empty when it cannot be encoded.
  static base::Bytes tileOf(const cv::Mat& frame);

  const std::string& notice() const { return observer_.notice(); }

 private:
  void choose(const cv::Mat& picture, const CameraSigns& signs, base::Moment now);
  void keepRing(std::int64_t nowMs);
  void keep(Snapshot snapshot);

  Observer observer_;
  vision::CaptureSchedule schedule_;
  vision::CaptureRing<Snapshot> ring_;
  std::deque<Snapshot> chosen_;
  cv::Mat room_;
};

}  // namespace vigie::camera
