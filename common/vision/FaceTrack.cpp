#include "common/vision/FaceTrack.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::vision {

namespace {

constexpr int kReach = 11;  // steps of a twenty-eighth of the face that it may have moved between two frames
constexpr int kSearch = FaceTrack::kPatch + 2 * kReach;
constexpr int kPlaces = 2 * kReach + 1;
constexpr float kDrift = 1.2F;  // faces

// The part of the picture in `box` at a fixed size, between pixels where need be: whole pixels would let a followed
// face creep away by half a pixel a frame. Outside the picture its border goes on. False when too little is inside.
bool sample(const WorkImage& image, const Box& box, int across, int down, std::uint8_t* out) {
  const Box inside = clipped(box, image.width, image.height);
  if (inside.width < 4 || inside.height < 4) return false;
  const float stepX = box.width / static_cast<float>(across);
  const float stepY = box.height / static_cast<float>(down);
  const float lastX = static_cast<float>(image.width) - 1.001F;
  const float lastY = static_cast<float>(image.height) - 1.001F;
  for (int row = 0; row < down; ++row) {
    const float y = std::clamp(box.y + (static_cast<float>(row) + 0.5F) * stepY - 0.5F, 0.0F, lastY);
    const auto top = static_cast<int>(y);
    const float lower = y - static_cast<float>(top);
    const std::uint8_t* line = image.gray.data() + static_cast<std::ptrdiff_t>(top) * image.width;
    for (int column = 0; column < across; ++column) {
      const float x = std::clamp(box.x + (static_cast<float>(column) + 0.5F) * stepX - 0.5F, 0.0F, lastX);
      const auto left = static_cast<int>(x);
      const float right = x - static_cast<float>(left);
      const std::uint8_t* at = line + left;
      const float above = static_cast<float>(at[0]) * (1 - right) + static_cast<float>(at[1]) * right;
      const float below =
          static_cast<float>(at[image.width]) * (1 - right) + static_cast<float>(at[image.width + 1]) * right;
      *out++ = static_cast<std::uint8_t>(above * (1 - lower) + below * lower + 0.5F);
    }
  }
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

// Normalised correlation of the patch with the window at one place.
class Matcher {
 public:
  explicit Matcher(const std::uint8_t* patch) : patch_(patch) {
    for (int i = 0; i < kCount; ++i) {
      sum_ += patch[i];
      squares_ += patch[i] * patch[i];
    }
  }

  float at(const std::uint8_t* window, int column, int row) const {
    std::int32_t sum = 0;
    std::int32_t squares = 0;
    std::int32_t both = 0;
    for (int y = 0; y < FaceTrack::kPatch; ++y) {
      const std::uint8_t* left = window + (row + y) * kSearch + column;
      const std::uint8_t* right = patch_ + y * FaceTrack::kPatch;
      for (int x = 0; x < FaceTrack::kPatch; ++x) {
        sum += left[x];
        squares += left[x] * left[x];
        both += left[x] * right[x];
      }
    }
    const double n = kCount;
    const double spread =
        (squares - static_cast<double>(sum) * sum / n) * (squares_ - static_cast<double>(sum_) * sum_ / n);
    if (spread < 1) return 0;
    return static_cast<float>((both - static_cast<double>(sum) * sum_ / n) / std::sqrt(spread));
  }

 private:
  static constexpr int kCount = FaceTrack::kPatch * FaceTrack::kPatch;
  const std::uint8_t* patch_;
  std::int32_t sum_ = 0;
  std::int32_t squares_ = 0;
};

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
  seenBox_ = box;
  isInside_ = true;
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
  const float step = box_.width / static_cast<float>(kPatch);
  const Box area{box_.x - kReach * step, box_.y - kReach * step, kSearch * step, kSearch * step};
  std::array<std::uint8_t, static_cast<std::size_t>(kSearch * kSearch)> window{};
  likeness_ = 0;
  if (sample(image, area, kSearch, kSearch, window.data())) {
    const Matcher matcher(patch_.data());
    int bestColumn = kReach;
    int bestRow = kReach;
    likeness_ = matcher.at(window.data(), kReach, kReach);
    for (int row = 0; row < kPlaces; ++row) {
      for (int column = 0; column < kPlaces; ++column) {
        const float here = matcher.at(window.data(), column, row);
        if (here <= likeness_) continue;
        likeness_ = here;
        bestColumn = column;
        bestRow = row;
      }
    }
    if (likeness_ >= limits.followLikeness) {
      box_.x += static_cast<float>(bestColumn - kReach) * step;
      box_.y += static_cast<float>(bestRow - kReach) * step;
    }
  }
  isInside_ = clipped(box_, image.width, image.height).area() > 0.6F * box_.area();
  if (hasBody_) {
    std::array<std::uint8_t, static_cast<std::size_t>(kBodyAcross * kBodyDown)> now{};
    const bool isSeen = sample(image, bodyBox(), kBodyAcross, kBodyDown, now.data());
    bodyLikeness_ = isSeen ? correlation(now.data(), body_.data(), kBodyAcross * kBodyDown) : 0;
  }
}

bool FaceTrack::hasDrifted() const {
  const float away =
      std::max(std::abs(box_.centreX() - seenBox_.centreX()), std::abs(box_.centreY() - seenBox_.centreY()));
  return !isInside_ || away > kDrift * seenBox_.width;
}

// A correlation that wanders off from frame to frame ends on a wall as easily as on the face; a body that moved with it
// says that it was the person.
bool FaceTrack::isFollowed(const Thresholds& limits) const {
  const bool isFace = likeness_ >= limits.followLikeness && !hasDrifted();
  return isFace || bodyLikeness_ >= limits.bodyLikeness;
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
