#include "common/vision/FaceTrack.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/vision/Mats.hpp"

namespace vigie::vision {

namespace {

constexpr float kSearchGrowth = 1.8F;
constexpr int kSearch = 50;  // kPatch times the growth

// The part of the picture in `box`, at a fixed size; false when too little of it is inside.
bool sample(const WorkImage& image, const Box& box, int across, int down, std::uint8_t* out) {
  const cv::Rect inside = impl::rectOf(box, image.width, image.height);
  if (inside.width < 4 || inside.height < 4) return false;
  cv::Mat target(down, across, CV_8UC1, out);
  cv::resize(impl::matOf(image.view())(inside), target, target.size(), 0, 0, cv::INTER_LINEAR);
  return true;
}

float correlation(const std::uint8_t* left, const std::uint8_t* right, int count) {
  double sumLeft = 0;
  double sumRight = 0;
  for (int i = 0; i < count; ++i) {
    sumLeft += left[i];
    sumRight += right[i];
  }
  const double meanLeft = sumLeft / count;
  const double meanRight = sumRight / count;
  double both = 0;
  double squareLeft = 0;
  double squareRight = 0;
  for (int i = 0; i < count; ++i) {
    const double l = left[i] - meanLeft;
    const double r = right[i] - meanRight;
    both += l * r;
    squareLeft += l * l;
    squareRight += r * r;
  }
  const double scale = std::sqrt(squareLeft * squareRight);
  // Plain against plain has no shape to compare.
  return scale < 1 ? 0 : static_cast<float>(both / scale);
}

}  // namespace

FaceTrack::FaceTrack(const Box& box, float votes, Opinion opinion, const WorkImage& image, std::int64_t nowMs)
    : bornMs_(nowMs) {
  hit(box, votes, opinion, image, nowMs);
}

Box FaceTrack::bodyBox() const {
  return {box_.centreX() - 1.2F * box_.width, box_.bottom() + 0.3F * box_.height, 2.4F * box_.width,
          1.6F * box_.height};
}

void FaceTrack::remember(const WorkImage& image) {
  sample(image, box_, kPatch, kPatch, patch_.data());
  const Box body = bodyBox();
  const Box seen = clipped(body, image.width, image.height);
  hasBody_ = seen.area() > 0.4F * body.area() && sample(image, body, kBodyAcross, kBodyDown, body_.data());
  likeness_ = 1;
  bodyLikeness_ = hasBody_ ? 1.0F : -1.0F;
}

void FaceTrack::hit(const Box& box, float votes, Opinion opinion, const WorkImage& image, std::int64_t nowMs) {
  box_ = box;
  votes_ = votes;
  bestVotes_ = std::max(bestVotes_, votes);
  opinions_ = static_cast<std::uint8_t>(opinions_ | static_cast<std::uint8_t>(opinion));
  ++hits_;
  misses_ = 0;
  seenMs_ = nowMs;
  (opinion == Opinion::profile ? profileMs_ : frontalMs_) = nowMs;
  remember(image);
}

void FaceTrack::follow(const WorkImage& image, const Thresholds& limits) {
  const Box area = grown(box_, kSearchGrowth);
  std::array<std::uint8_t, static_cast<std::size_t>(kSearch * kSearch)> around{};
  const Box inside = clipped(area, image.width, image.height);
  // At the edge of the frame the search window would be stretched: compare in place only.
  if (inside.area() < 0.98F * area.area()) {
    std::array<std::uint8_t, static_cast<std::size_t>(kPatch * kPatch)> now{};
    const bool isSeen = sample(image, box_, kPatch, kPatch, now.data());
    likeness_ = isSeen ? correlation(now.data(), patch_.data(), kPatch * kPatch) : 0;
  } else {
    sample(image, area, kSearch, kSearch, around.data());
    const cv::Mat window(kSearch, kSearch, CV_8UC1, around.data());
    const cv::Mat patch(kPatch, kPatch, CV_8UC1, patch_.data());
    constexpr int kPlaces = kSearch - kPatch + 1;
    std::array<float, static_cast<std::size_t>(kPlaces * kPlaces)> scores{};
    cv::Mat map(kPlaces, kPlaces, CV_32FC1, scores.data());
    cv::matchTemplate(window, patch, map, cv::TM_CCOEFF_NORMED);
    const auto best = std::max_element(scores.begin(), scores.end());
    likeness_ = std::isfinite(*best) ? std::clamp(*best, -1.0F, 1.0F) : 0;
    if (likeness_ >= limits.followLikeness) {
      const auto at = static_cast<int>(best - scores.begin());
      const float step = area.width / static_cast<float>(kSearch);
      box_.x = area.x + static_cast<float>(at % kPlaces) * step;
      box_.y = area.y + static_cast<float>(at / kPlaces) * step;
    }
  }
  if (hasBody_) {
    std::array<std::uint8_t, static_cast<std::size_t>(kBodyAcross * kBodyDown)> now{};
    const bool isSeen = sample(image, bodyBox(), kBodyAcross, kBodyDown, now.data());
    bodyLikeness_ = isSeen ? correlation(now.data(), body_.data(), kBodyAcross * kBodyDown) : 0;
  }
}

bool FaceTrack::isFollowed(const Thresholds& limits) const {
  return likeness_ >= limits.followLikeness || bodyLikeness_ >= limits.bodyLikeness;
}

bool FaceTrack::agreed() const {
  const bool isHaar = (opinions_ & (static_cast<int>(Opinion::thorough) | static_cast<int>(Opinion::second))) != 0;
  const bool isOther = (opinions_ & (static_cast<int>(Opinion::quick) | static_cast<int>(Opinion::profile))) != 0;
  return isHaar && isOther;
}

bool FaceTrack::isBody(const Box& other) const {
  return std::abs(other.centreX() - box_.centreX()) < 1.4F * box_.width && other.centreY() > box_.bottom() &&
         other.width < 3 * box_.width;
}

}  // namespace vigie::vision
