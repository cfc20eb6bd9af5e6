// What is seen on the frames of one camera: a frame in, facts out, as an announcement carries them. Thread: the
// camera's.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>

#include "common/exam/records.pb.h"

namespace vigie::vision {
class Pipeline;
}

namespace vigie::camera {

class Observer {
 public:
  Observer();
  ~Observer();
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  // `nowMs` only grows. Frames are 8-bit blue-green-red or grey. Without cascades on this machine the state stays
  // empty: not analysed.
  exam::record::PictureFacts look(const cv::Mat& frame, std::int64_t nowMs);
  // The camera gave nothing: what was known of the person is known no longer.
  void lose(std::int64_t nowMs);

 private:
  std::unique_ptr<vision::Pipeline> pipeline_;  // made at the first frame: a seat without a camera loads no cascade
  bool wasTried_ = false;
};

}  // namespace vigie::camera
