// The boosted cascades of Debian's opencv-data (Viola and Jones 2001; Lienhart 2002; Liao 2007 for the LBP one).
#pragma once

#include <filesystem>

#include "common/vision/FaceDetector.hpp"

namespace vigie::vision {

inline constexpr const char* kCascadeFolder = "/usr/share/opencv4";

struct CascadeSettings {
  float step = 1.15F;  // ratio of one searched size to the next
  int fewestVotes = 2;
};

// Error "cascade-unusable": the file is missing or is no cascade.
base::Result<std::shared_ptr<FaceDetector>> openCascade(const std::filesystem::path& file, CascadeSettings settings);

// The five of them, from a folder laid out as opencv-data is.
base::Result<Detectors> openCascades(const std::filesystem::path& folder = kCascadeFolder,
                                     CascadeSettings settings = {});

}  // namespace vigie::vision
