// YuNet as a detector and as what finds landmarks: the two uses of one model file.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "common/vision/Models.hpp"
#include "common/vision/impl/Mats.hpp"
#include "common/vision/impl/ModelFile.hpp"

namespace vigie::vision {

namespace {

constexpr float kLeastConfidence = 0.6F;
constexpr float kVotesOfCertainty = 20;  // so that confidence and votes share their thresholds
constexpr int kColumns = 15;             // x, y, width, height, five landmarks, confidence
constexpr int kConfidence = 14;
constexpr int kFirstLandmark = 4;
constexpr float kAround = 2;        // the neighbourhood that is searched for landmarks, in faces
constexpr int kLandmarkSide = 160;  // it is brought to that size

// Throws what OpenCV throws.
class Net {
 public:
  explicit Net(const std::string& file)
      : net_(cv::FaceDetectorYN::create(file, "", {kWorkSide, kWorkSide * 3 / 4}, kLeastConfidence)) {}

  const cv::Mat& search(const cv::Mat& colour) {
    net_->setInputSize(colour.size());
    net_->detect(colour, faces_);
    if (!faces_.empty() && (faces_.cols < kColumns || faces_.type() != CV_32F)) {
      CV_Error(cv::Error::StsUnmatchedSizes, "not the output of YuNet");
    }
    return faces_;
  }

 private:
  cv::Ptr<cv::FaceDetectorYN> net_;
  cv::Mat faces_;
};

class YunetDetector final : public FaceDetector {
 public:
  explicit YunetDetector(const std::string& file) : net_(file) {}

  void find(const FrameView& gray, float smallest, float largest, std::vector<Detection>& out) override {
    out.clear();
    if (gray.empty()) return;
    try {
      cv::cvtColor(impl::matOf(gray), colour_, cv::COLOR_GRAY2BGR);
      take(net_.search(colour_), smallest, largest, out);
    } catch (const cv::Exception&) {
      out.clear();
    }
  }

  std::string name() const override { return "yunet"; }

 private:
  static void take(const cv::Mat& faces, float smallest, float largest, std::vector<Detection>& out) {
    for (int row = 0; row < faces.rows; ++row) {
      const float* face = faces.ptr<float>(row);
      const Box box{face[0], face[1], face[2], face[3]};
      // Its boxes are taller than wide; a cascade's are squares of about the same width.
      const bool isFitting = box.width >= smallest * 0.8F && box.width <= largest * 1.2F;
      if (!isFitting || !std::isfinite(face[kConfidence])) continue;
      const Box square{box.x, box.centreY() - box.width / 2, box.width, box.width};
      out.push_back({square, face[kConfidence] * kVotesOfCertainty});
    }
  }

  Net net_;
  cv::Mat colour_;
};

class YunetLandmarks final : public LandmarkFinder {
 public:
  explicit YunetLandmarks(const std::string& file) : net_(file) {}

  bool find(const FrameView& frame, const Box& face, Landmarks& out) override {
    const cv::Rect where = impl::rectOf(grown(face, kAround), frame.width, frame.height);
    if (where.width < 16 || where.height < 16) return false;
    try {
      const float scale = static_cast<float>(kLandmarkSide) / static_cast<float>(std::max(where.width, where.height));
      cv::Mat part = impl::matOf(frame)(where);
      if (frame.layout == Layout::gray) cv::cvtColor(part, part, cv::COLOR_GRAY2BGR);
      cv::resize(part, sized_, {}, static_cast<double>(scale), static_cast<double>(scale), cv::INTER_AREA);
      return take(net_.search(sized_), scale, where, out);
    } catch (const cv::Exception&) {
      return false;
    }
  }

 private:
  static bool take(const cv::Mat& faces, float scale, const cv::Rect& where, Landmarks& out) {
    const float* best = nullptr;
    for (int row = 0; row < faces.rows; ++row) {
      const float* face = faces.ptr<float>(row);
      if (best == nullptr || face[kConfidence] > best[kConfidence]) best = face;
    }
    if (best == nullptr) return false;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const int origin = i % 2 == 0 ? where.x : where.y;
      out[i] = best[kFirstLandmark + i] / scale + static_cast<float>(origin);
    }
    return std::all_of(out.begin(), out.end(), [](float value) { return std::isfinite(value); });
  }

  Net net_;
  cv::Mat sized_;
};

// Loads it and runs it on a picture, in two sizes.
template <class Use, class As>
base::Result<std::shared_ptr<As>> open(const std::filesystem::path& file, const std::string& sha256) {
  if (auto pinned = impl::checkPin(file, sha256); !pinned) return base::fail(pinned.error());
  try {
    Net trial(file.string());
    cv::Mat ramp(kWorkSide * 3 / 4, kWorkSide, CV_8UC3);
    for (int column = 0; column < ramp.cols; ++column)
      ramp.col(column).setTo(cv::Scalar::all(column * 255 / ramp.cols));
    trial.search(ramp);
    trial.search(ramp(cv::Rect(0, 0, 96, 112)).clone());
    return std::shared_ptr<As>(std::make_shared<Use>(file.string()));
  } catch (const std::exception&) {
    return base::fail("model-unusable", file.string() +
                                            " cannot be run by this version of OpenCV as YuNet; give a file of "
                                            "2021 or 2022 with a fixed input size.");
  }
}

}  // namespace

base::Result<std::shared_ptr<FaceDetector>> openYunet(const std::filesystem::path& file, const std::string& sha256) {
  return open<YunetDetector, FaceDetector>(file, sha256);
}

base::Result<std::shared_ptr<LandmarkFinder>> openYunetLandmarks(const std::filesystem::path& file,
                                                                 const std::string& sha256) {
  return open<YunetLandmarks, LandmarkFinder>(file, sha256);
}

}  // namespace vigie::vision
