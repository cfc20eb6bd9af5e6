// What is seen on a frame. Analysis comes in here: a frame in, facts out. Thread: the camera's.
#pragma once

#include <opencv2/core.hpp>

#include "common/exam/records.pb.h"

namespace vigie::camera {

exam::record::PictureFacts factsOf(const cv::Mat& frame);

}  // namespace vigie::camera
