#include "common/vision/Models.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "common/base/File.hpp"
#include "common/crypto/Digest.hpp"
#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

constexpr float kLeastConfidence = 0.6F;
constexpr float kVotesOfCertainty = 20;  // so that confidence and votes share their thresholds
constexpr int kColumns = 15;             // x, y, width, height, five landmarks, confidence

class YunetDetector final : public FaceDetector {
 public:
  explicit YunetDetector(cv::Ptr<cv::FaceDetectorYN> net) : net_(std::move(net)) {}

  void find(const FrameView& gray, float smallest, float largest, std::vector<Detection>& out) override {
    out.clear();
    if (gray.empty()) return;
    try {
      search(gray);
    } catch (const cv::Exception&) {
      return;
    }
    for (int row = 0; row < faces_.rows; ++row) {
      const float* face = faces_.ptr<float>(row);
      const Box box{face[0], face[1], face[2], face[3]};
      // Its boxes are taller than wide; a cascade's are squares of about the same width.
      const bool isFitting = box.width >= smallest * 0.8F && box.width <= largest * 1.2F;
      if (!isFitting || !std::isfinite(face[14])) continue;
      const Box square{box.x, box.centreY() - box.width / 2, box.width, box.width};
      out.push_back({square, face[14] * kVotesOfCertainty});
    }
  }

  // Throws what OpenCV throws.
  void search(const FrameView& gray) {
    cv::cvtColor(impl::matOf(gray), colour_, cv::COLOR_GRAY2BGR);
    net_->setInputSize(colour_.size());
    net_->detect(colour_, faces_);
    if (!faces_.empty() && (faces_.cols < kColumns || faces_.type() != CV_32F)) {
      CV_Error(cv::Error::StsUnmatchedSizes, "not the output of YuNet");
    }
  }

  std::string name() const override { return "yunet"; }

 private:
  cv::Ptr<cv::FaceDetectorYN> net_;
  cv::Mat colour_;
  cv::Mat faces_;
};

}  // namespace

base::Result<std::shared_ptr<FaceDetector>> openYunet(const std::filesystem::path& file, const std::string& sha256) {
  if (sha256.empty()) {
    return base::fail("model-unpinned", file.string() +
                                            " is given without its SHA-256; a detector decides what staff "
                                            "see, so name the hash of the file you mean.");
  }
  const auto bytes = base::readFile(file);
  if (!bytes) return base::fail(bytes.error());
  const auto digest = crypto::sha256(*bytes);
  if (const std::string found = base::toHex(digest); found != sha256) {
    return base::fail("model-other-hash",
                      file.string() + " has SHA-256 " + found + "; the configuration names " + sha256 + ".");
  }
  try {
    auto detector = std::make_shared<YunetDetector>(
        cv::FaceDetectorYN::create(file.string(), "", {kWorkSide, kWorkSide * 3 / 4}, kLeastConfidence));
    cv::Mat ramp(kWorkSide * 3 / 4, kWorkSide, CV_8UC1);
    for (int column = 0; column < ramp.cols; ++column) ramp.col(column).setTo(column * 255 / ramp.cols);
    detector->search(impl::viewOf(ramp));
    detector->search(impl::viewOf(ramp(cv::Rect(0, 0, 96, 112))));
    return std::shared_ptr<FaceDetector>(detector);
  } catch (const std::exception&) {
    return base::fail("model-unusable", file.string() +
                                            " cannot be run by this version of OpenCV as YuNet; give a "
                                            "file of 2021 or 2022 with a fixed input size.");
  }
}

base::Result<Detectors> openDetectors(const ModelFiles& files, CascadeSettings settings) {
  auto detectors = openCascades(files.cascades, settings);
  if (!detectors || files.yunet.empty()) return detectors;
  auto yunet = openYunet(files.yunet, files.yunetSha256);
  if (!yunet) {
    detectors->notice = yunet.error().detail + " The cascades are used instead.";
    return detectors;
  }
  // It sees turned faces too; the cascades stay as the independent opinion.
  detectors->thorough = *yunet;
  detectors->second = *yunet;
  detectors->profile = std::move(*yunet);
  return detectors;
}

}  // namespace vigie::vision
