// Where frames come from. Thread: the one that grabs, which may hang. OpenCV's exceptions end here.
#pragma once

#include <memory>
#include <opencv2/core.hpp>

#include "candidate-client/camera/Camera.hpp"
#include "candidate-client/camera/Identity.hpp"

namespace vigie::camera {

enum class Read : std::uint8_t { frame, noCamera, failed };

class Source {
 public:
  virtual ~Source() = default;
  // Makes the newest frame ready and throws older ones away; may hang with its driver.
  virtual Read follow() = 0;
  // The frame to look at now. `frame`: its memory may be used again.
  virtual Read next(cv::Mat& frame) = 0;
  // Of the device that is open, as its driver tells it; files have none.
  virtual std::optional<CameraIdentity> identity() const { return std::nullopt; }
  // The driver's own time of the frame that follow() made ready, milliseconds; negative: it has none.
  virtual double stampMs() const { return -1; }
};

std::unique_ptr<Source> openSource(const CameraSettings& settings);

}  // namespace vigie::camera
