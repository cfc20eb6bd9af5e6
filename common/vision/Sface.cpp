// SFace: 128 numbers of an upright face, compared by their angle. They stay in the memory of the pipeline that asked.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "common/vision/Models.hpp"
#include "common/vision/impl/Mats.hpp"
#include "common/vision/impl/ModelFile.hpp"

namespace vigie::vision {

namespace {

constexpr int kSide = 112;
constexpr int kFeatures = 128;
constexpr float kSameCosine = 0.363F;  // of OpenCV's documentation of this model: from here on the same identity

class SfaceComparer final : public FaceComparer {
 public:
  SfaceComparer(const std::string& file, std::shared_ptr<LandmarkFinder> landmarks)
      : net_(cv::FaceRecognizerSF::create(file, "")), landmarks_(std::move(landmarks)) {}

  bool measure(const FrameView& frame, const Box& face, Features& out) override {
    Landmarks points{};
    if (frame.empty() || !landmarks_->find(frame, face, points)) return false;
    try {
      cv::Mat row(1, 15, CV_32F, cv::Scalar(0));
      auto* at = row.ptr<float>(0);
      at[0] = face.x;
      at[1] = face.y;
      at[2] = face.width;
      at[3] = face.height;
      std::copy(points.begin(), points.end(), at + 4);
      cv::Mat picture = impl::matOf(frame);
      if (frame.layout == Layout::gray) cv::cvtColor(picture, picture, cv::COLOR_GRAY2BGR);
      net_->alignCrop(picture, row, upright_);
      return run(upright_, out);
    } catch (const cv::Exception&) {
      return false;
    }
  }

  float difference(const Features& left, const Features& right) const override {
    double both = 0;
    double squareLeft = 0;
    double squareRight = 0;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
      both += static_cast<double>(left[i]) * static_cast<double>(right[i]);
      squareLeft += static_cast<double>(left[i]) * static_cast<double>(left[i]);
      squareRight += static_cast<double>(right[i]) * static_cast<double>(right[i]);
    }
    const double scale = std::sqrt(squareLeft * squareRight);
    // Nothing to compare is no difference: only what was measured may speak against anybody.
    return scale > 0 ? static_cast<float>(1 - both / scale) : 0;
  }

  float limit() const override { return 1 - kSameCosine; }
  std::string name() const override { return "sface"; }

  // Unit length, so that each picture of a sum weighs the same. Throws what OpenCV throws.
  bool run(const cv::Mat& upright, Features& out) {
    net_->feature(upright, features_);
    if (features_.total() != kFeatures || features_.type() != CV_32F) {
      CV_Error(cv::Error::StsUnmatchedSizes, "not the output of SFace");
    }
    const double length = cv::norm(features_);
    if (!std::isfinite(length) || length <= 0) return false;
    out.assign(features_.ptr<float>(0), features_.ptr<float>(0) + kFeatures);
    for (float& value : out) value = static_cast<float>(static_cast<double>(value) / length);
    return true;
  }

 private:
  cv::Ptr<cv::FaceRecognizerSF> net_;
  std::shared_ptr<LandmarkFinder> landmarks_;
  cv::Mat upright_;
  cv::Mat features_;
};

// Two pictures that no model may take for the same: a ramp across and rings.
bool tellsPicturesApart(SfaceComparer& comparer) {
  cv::Mat ramp(kSide, kSide, CV_8UC3);
  for (int column = 0; column < kSide; ++column) ramp.col(column).setTo(cv::Scalar::all(column * 2));
  cv::Mat rings(kSide, kSide, CV_8UC3, cv::Scalar::all(30));
  for (int radius = 8; radius < kSide / 2; radius += 16) cv::circle(rings, {56, 56}, radius, cv::Scalar::all(220), 4);
  FaceComparer::Features one;
  FaceComparer::Features other;
  return comparer.run(ramp, one) && comparer.run(rings, other) && comparer.difference(one, other) > 1e-4F;
}

}  // namespace

base::Result<std::shared_ptr<FaceComparer>> openSface(const std::filesystem::path& file, const std::string& sha256,
                                                      std::shared_ptr<LandmarkFinder> landmarks) {
  if (auto pinned = impl::checkPin(file, sha256); !pinned) return base::fail(pinned.error());
  try {
    auto comparer = std::make_shared<SfaceComparer>(file.string(), std::move(landmarks));
    if (tellsPicturesApart(*comparer)) return std::shared_ptr<FaceComparer>(comparer);
  } catch (const std::exception&) {
    // Told below: whatever was thrown, this file is not what it should be.
  }
  return base::fail("model-unusable", file.string() +
                                          " cannot be run by this version of OpenCV as SFace (128 features of a "
                                          "112x112 face); give the file of 2021 of OpenCV's model zoo.");
}

}  // namespace vigie::vision
