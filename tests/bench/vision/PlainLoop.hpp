// What most systems do, to compare with: one cascade over every whole frame, no memory. Thread: one at a time.
#pragma once

#include "common/base/Result.hpp"
#include "common/vision/FaceDetector.hpp"
#include "common/vision/Facts.hpp"

namespace vigie::bench {

class PlainLoop {
 public:
  static base::Result<PlainLoop> open();

  // detectMultiScale(frame at its own size, 1.1, 3, 40 px): none, one or several boxes.
  vision::State look(const vision::FrameView& frame);

 private:
  explicit PlainLoop(std::shared_ptr<vision::FaceDetector> cascade) : cascade_(std::move(cascade)) {}

  std::shared_ptr<vision::FaceDetector> cascade_;
  std::vector<vision::Detection> found_;
  std::vector<std::uint8_t> gray_;
};

// CPU time of this thread, milliseconds.
double threadCpuMs();

}  // namespace vigie::bench
