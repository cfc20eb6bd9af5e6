// A short piece of film in memory, the raw material of generated streams: a video's frames at five a second, or one
// picture. All at 640x480. Ownership: values. Thread: any.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::tools {

inline constexpr int kStreamWidth = 640;
inline constexpr int kStreamHeight = 480;

struct Clip {
  std::string name;
  std::vector<cv::Mat> frames;  // CV_8UC3, never empty once read
};

// A picture or a video. A smaller or larger one is fitted in, its border continued.
base::Result<Clip> readClip(const std::filesystem::path& path, std::size_t mostFrames = 60);

}  // namespace vigie::tools
