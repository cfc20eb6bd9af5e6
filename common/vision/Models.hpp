// Chooses what to see with: the cascades of opencv-data, or the neural detector YuNet when the administrator gives its
// file. A file is used only if its SHA-256 is the one in the configuration and it has run on a picture at start: a
// model of the wrong version throws at its first inference, not when it is loaded. Whatever is wrong with it, the
// cascades take over and `notice` says why.
// Source: Wu et al. 2023, "YuNet: A Tiny Millisecond-level Face Detector"; ONNX files of OpenCV's model zoo, 2021-2022.
#pragma once

#include <filesystem>
#include <string>

#include "common/vision/CascadeDetector.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

struct ModelFiles {
  std::filesystem::path cascades = kCascadeFolder;
  std::filesystem::path yunet;  // empty: none given
  std::string yunetSha256;      // lower-case hex; required with a file
};

// Errors: "cascade-unusable" only, since without cascades there is nothing to fall back to.
base::Result<Detectors> openDetectors(const ModelFiles& files, CascadeSettings settings = {});

// Errors: "model-unpinned", "model-other-hash", "model-unusable", and those of base::readFile.
base::Result<std::shared_ptr<FaceDetector>> openYunet(const std::filesystem::path& file, const std::string& sha256);

}  // namespace vigie::vision
