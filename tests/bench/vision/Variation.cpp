#include "tests/bench/vision/Variation.hpp"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace vigie::bench {

namespace {

cv::Mat mirrored(const cv::Mat& picture, std::uint64_t /*seed*/) {
  cv::Mat result;
  cv::flip(picture, result, 1);
  return result;
}

// Up to a tenth off each side.
cv::Mat cropped(const cv::Mat& picture, std::uint64_t seed) {
  cv::RNG random(seed);
  const int left = random.uniform(0, picture.cols / 10 + 1);
  const int top = random.uniform(0, picture.rows / 10 + 1);
  const int right = random.uniform(0, picture.cols / 10 + 1);
  const int bottom = random.uniform(0, picture.rows / 10 + 1);
  return picture(cv::Rect(left, top, picture.cols - left - right, picture.rows - top - bottom)).clone();
}

cv::Mat coarse(const cv::Mat& picture, std::uint64_t /*seed*/) {
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, 30});
  return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

cv::Mat inLight(const cv::Mat& picture, double light) {
  cv::Mat result;
  picture.convertTo(result, CV_8UC3, light);
  return result;
}
cv::Mat darker(const cv::Mat& picture, std::uint64_t /*seed*/) {
  return inLight(picture, 0.6);
}
cv::Mat lighter(const cv::Mat& picture, std::uint64_t /*seed*/) {
  return inLight(picture, 1.4);
}

cv::Mat within(const cv::Mat& picture, int width, int height) {
  const double scale = std::min(static_cast<double>(width) / picture.cols, static_cast<double>(height) / picture.rows);
  cv::Mat sized;
  cv::resize(picture, sized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  cv::Mat full;
  const int left = (width - sized.cols) / 2;
  const int top = (height - sized.rows) / 2;
  cv::copyMakeBorder(sized, full, top, height - sized.rows - top, left, width - sized.cols - left,
                     cv::BORDER_REPLICATE);
  return full;
}
// A wide camera: the scene in the middle, its border continued; an edge of our making would be one in a covered lens
// too.
cv::Mat large(const cv::Mat& picture, std::uint64_t /*seed*/) {
  return within(picture, 1280, 720);
}
cv::Mat small(const cv::Mat& picture, std::uint64_t /*seed*/) {
  return within(picture, 320, 240);
}

// A lens that nobody has wiped.
cv::Mat softer(const cv::Mat& picture, std::uint64_t /*seed*/) {
  cv::Mat result;
  const double sigma = std::max(picture.cols, picture.rows) / 640.0;
  cv::GaussianBlur(picture, result, {}, sigma);
  return result;
}

}  // namespace

const std::vector<Variation>& variations() {
  static const std::vector<Variation> kAll = {
      {"mirrored", mirrored}, {"cropped", cropped},    {"JPEG 30", coarse},
      {"light x0.6", darker}, {"light x1.4", lighter}, {"1280x720", large},
      {"320x240", small},     {"soft lens", softer},   {.name = "10 frames a second", .pauseMs = 100},
  };
  return kAll;
}

}  // namespace vigie::bench
