// The same scene through another camera, lens or codec: what nothing was tuned on. A pure function of the pixels and
// the seed, so that frames that were exact duplicates stay so. Thread: any.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace vigie::bench {

struct Variation {
  const char* name = "as it is";
  cv::Mat (*apply)(const cv::Mat& picture, std::uint64_t seed) = [](const cv::Mat& picture, std::uint64_t) {
    return picture;
  };
  std::int64_t pauseMs = 200;  // between two frames of a stream
};

// Mirrored, cropped, coarsely compressed, darker, lighter, larger, smaller, softer, at ten frames a second.
const std::vector<Variation>& variations();

}  // namespace vigie::bench
