// Chooses what to see with: the cascades of opencv-data, or the neural detector YuNet when the administrator gives its
// file; and what to compare a person with before and after a break: texture and colours, or SFace when its file is
// given too and the comparison of faces was turned on. A file is used only if its SHA-256 is the one in the
// configuration and it has run on a picture at start: a model of the wrong version throws at its first inference, not
// when it is loaded. Whatever is wrong with it, what needs no file takes over and `notice` says why.
// Sources: Wu et al. 2023, "YuNet: A Tiny Millisecond-level Face Detector"; Zhong et al. 2021, "SFace: Sigmoid-
// Constrained Hypersphere Loss"; ONNX files of OpenCV's model zoo, 2021-2022.
#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "common/vision/CascadeDetector.hpp"
#include "common/vision/FaceComparer.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

// Features of a face are biometric data even if they only live for an exam: a file alone turns nothing on.
enum class Biometrics : std::uint8_t { off, consented };

struct ModelFiles {
  std::filesystem::path cascades = kCascadeFolder;
  std::filesystem::path yunet{};  // empty: none given
  std::string yunetSha256{};      // lower-case hex; required with a file
  std::filesystem::path sface{};
  std::string sfaceSha256{};
  Biometrics biometrics = Biometrics::off;
};

// Errors: "cascade-unusable" only, since without cascades there is nothing to fall back to.
base::Result<Detectors> openDetectors(const ModelFiles& files, CascadeSettings settings = {});

// Errors: "model-unpinned", "model-other-hash", "model-unusable", and those of base::readFile.
base::Result<std::shared_ptr<FaceDetector>> openYunet(const std::filesystem::path& file, const std::string& sha256);

// Eyes (right, left), tip of the nose, corners of the mouth (right, left), as x, y in pixels of the frame.
using Landmarks = std::array<float, 10>;

class LandmarkFinder {
 public:
  virtual ~LandmarkFinder() = default;
  // Of the face at about that place. False: not found.
  virtual bool find(const FrameView& frame, const Box& face, Landmarks& out) = 0;
};

// Errors: as openYunet.
base::Result<std::shared_ptr<LandmarkFinder>> openYunetLandmarks(const std::filesystem::path& file,
                                                                 const std::string& sha256);
// SFace compares faces that were turned upright by their landmarks. Errors: as openYunet.
base::Result<std::shared_ptr<FaceComparer>> openSface(const std::filesystem::path& file, const std::string& sha256,
                                                      std::shared_ptr<LandmarkFinder> landmarks);

}  // namespace vigie::vision
