// Where frames come from. Thread: the camera's. OpenCV's exceptions end here.
#pragma once

#include <memory>
#include <opencv2/core.hpp>

#include "candidate-client/camera/Camera.hpp"

namespace vigie::camera {

enum class Read : std::uint8_t { frame, noCamera, failed };

class Source {
 public:
  virtual ~Source() = default;
  // Makes the newest frame of a device ready and throws older ones away; may hang with its driver.
  virtual Read follow() = 0;
  // The frame to keep now.
  virtual Read next(cv::Mat& frame) = 0;
};

std::unique_ptr<Source> openSource(const CameraSettings& settings);

}  // namespace vigie::camera
