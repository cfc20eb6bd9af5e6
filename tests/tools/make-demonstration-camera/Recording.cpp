#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/tools/make-demonstration-camera/Recording.hpp"

namespace vigie::tools {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 480;

// A slow wander around the middle, as of somebody who shifts on a chair, with the light's flicker and a sensor's noise.
cv::Mat frameOf(const cv::Mat& picture, std::uint32_t number, double phase, cv::RNG& random) {
  const double t = static_cast<double>(number);
  const double scale =
      1.06 * std::max(static_cast<double>(kWidth) / picture.cols, static_cast<double>(kHeight) / picture.rows);
  const double angle = 2.0 * std::sin(0.31 * t + phase);
  cv::Mat turn = cv::getRotationMatrix2D({static_cast<float>(picture.cols) / 2, static_cast<float>(picture.rows) / 2},
                                         angle, scale);
  turn.at<double>(0, 2) += (kWidth - picture.cols) / 2.0 + 9.0 * std::sin(0.23 * t + 2 * phase);
  turn.at<double>(1, 2) += (kHeight - picture.rows) / 2.0 + 70.0 + 6.0 * std::cos(0.17 * t + phase);
  cv::Mat frame;
  cv::warpAffine(picture, frame, turn, {kWidth, kHeight}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  frame.convertTo(frame, -1, 1.0 + 0.04 * std::sin(0.11 * t + phase), 2.0 * std::sin(0.41 * t));
  cv::Mat noise(frame.size(), CV_16SC3);
  random.fill(noise, cv::RNG::NORMAL, 0, 3);
  cv::add(frame, noise, frame, cv::noArray(), CV_8UC3);
  return frame;
}

}  // namespace

base::Result<void> makeRecording(const std::filesystem::path& picture, const std::filesystem::path& folder,
                                 std::uint32_t frames, std::uint64_t seed) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  try {
    const cv::Mat still = cv::imread(picture.string(), cv::IMREAD_COLOR);
    if (still.empty()) return base::fail("picture-unreadable", picture.string() + " is no picture that can be read");
    cv::RNG random(seed + 1);
    const double phase = random.uniform(0.0, 6.28);
    for (std::uint32_t number = 0; number < frames; ++number) {
      char name[32];
      std::snprintf(name, sizeof name, "%05u.jpg", number);
      if (!cv::imwrite((folder / name).string(), frameOf(still, number, phase, random),
                       {cv::IMWRITE_JPEG_QUALITY, 92})) {
        return base::fail("file-unwritable", "cannot write " + (folder / name).string());
      }
    }
  } catch (const cv::Exception& failure) {
    return base::fail("file-unwritable", folder.string() + ": " + failure.what());
  }
  return {};
}

}  // namespace vigie::tools
