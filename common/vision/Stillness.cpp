#include "common/vision/Stillness.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

template <class Cells>
bool cellsOf(const WorkImage& image, const Box& box, int side, Cells& out) {
  const cv::Rect where = impl::rectOf(box, image.width, image.height);
  if (where.width < side || where.height < side) return false;
  cv::Mat target(side, side, CV_8UC1, out.data());
  cv::resize(impl::matOf(image.view())(where), target, target.size(), 0, 0, cv::INTER_AREA);
  return true;
}

}  // namespace

void Stillness::restart(const WorkImage& image, const Box& face, std::int64_t nowMs) {
  anchor_ = face;
  sinceMs_ = cellsOf(image, anchor_, kSide, reference_) ? nowMs : -1;
}

std::int64_t Stillness::look(const WorkImage& image, const Box& face, float noise, const Thresholds& limits,
                             std::int64_t nowMs) {
  Cells now{};
  if (sinceMs_ < 0 || overlap(anchor_, face) < 0.5F || !cellsOf(image, anchor_, kSide, now)) {
    restart(image, face, nowMs);
    return 0;
  }
  float drift = 0;  // light that changes evenly is not movement
  for (std::size_t i = 0; i < now.size(); ++i) drift += static_cast<float>(now[i]) - static_cast<float>(reference_[i]);
  drift /= static_cast<float>(now.size());
  float largest = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const float change = static_cast<float>(now[i]) - static_cast<float>(reference_[i]) - drift;
    largest = std::max(largest, std::abs(change));
  }
  if (largest > limits.staticChange + noise) {
    restart(image, face, nowMs);
    return 0;
  }
  return nowMs - sinceMs_;
}

}  // namespace vigie::vision
