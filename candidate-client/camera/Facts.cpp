#include "candidate-client/camera/Facts.hpp"

namespace vigie::camera {

exam::record::PictureFacts factsOf(const cv::Mat& frame) {
  exam::record::PictureFacts facts;
  facts.set_width(static_cast<std::uint32_t>(frame.cols));
  facts.set_height(static_cast<std::uint32_t>(frame.rows));
  return facts;
}

}  // namespace vigie::camera
