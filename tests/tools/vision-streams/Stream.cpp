#include "tests/tools/vision-streams/Stream.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace vigie::tools {

namespace {

constexpr std::array<std::string_view, kStreamKinds> kNames = {
    "live", "black", "covered", "dim", "frozen", "looped", "swapped", "second-person", "empty-chair", "still"};
constexpr double kTurnBack = 0.2;  // chance to walk the other way at a frame
constexpr double kDim = 0.15;
constexpr std::size_t kLoopFrames = 30;
constexpr std::int64_t kStillAllowedMs = 60000;  // a photograph may pass as a person for so long

}  // namespace

std::string_view nameOf(StreamKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

base::Result<StreamKind> streamKindNamed(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<StreamKind>(i);
  }
  std::string all;
  for (const std::string_view one : kNames) all += (all.empty() ? "" : ", ") + std::string(one);
  return base::fail("stream-kind-unknown",
                    "\"" + std::string(name) + "\" is no kind of stream; expected one of " + all + ".");
}

Stream::Stream(const StreamSettings& settings, const Clip& clip, const Clip& other)
    : settings_(settings), clip_(clip), other_(other), random_(settings.seed), noise_(settings.seed * 2 + 1) {
  position_ = static_cast<int>(uniform() * static_cast<double>(clip.frames.size()));
  isRight_ = uniform() < 0.5;
  coverTint_ = uniform();
}

cv::Mat Stream::play(const Clip& clip) {
  const int last = static_cast<int>(clip.frames.size()) - 1;
  if (uniform() < kTurnBack) direction_ = -direction_;
  if (position_ + direction_ < 0 || position_ + direction_ > last) direction_ = -direction_;
  position_ = std::clamp(position_ + direction_, 0, last);
  // A few pixels of sway, as a seated person or a desk has; a picture alone would not move at all.
  swayX_ = std::clamp(swayX_ + (uniform() - 0.5) * 2.5, -8.0, 8.0);
  swayY_ = std::clamp(swayY_ + (uniform() - 0.5) * 1.5, -5.0, 5.0);
  cv::Mat moved;
  const cv::Mat shift = (cv::Mat_<double>(2, 3) << 1, 0, swayX_, 0, 1, swayY_);
  cv::warpAffine(clip.frames[static_cast<std::size_t>(position_)], moved, shift, {kStreamWidth, kStreamHeight},
                 cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return moved;
}

// The middle third of the other clip at the side of the scene, feathered: somebody who leans in.
cv::Mat Stream::withSecondPerson(const cv::Mat& scene) {
  constexpr int kAcross = 220;
  const cv::Mat person = play(other_)(cv::Rect((kStreamWidth - kAcross) / 2, 0, kAcross, kStreamHeight));
  cv::Mat mask(kStreamHeight, kAcross, CV_32FC1);
  for (int column = 0; column < kAcross; ++column) {
    const double edge = std::min(column, kAcross - 1 - column) / 24.0;
    mask.col(column).setTo(std::min(1.0, edge));
  }
  cv::Mat result = scene.clone();
  cv::Mat place = result(cv::Rect(isRight_ ? kStreamWidth - kAcross : 0, 0, kAcross, kStreamHeight));
  for (int row = 0; row < kStreamHeight; ++row) {
    for (int column = 0; column < kAcross; ++column) {
      const float share = mask.at<float>(row, column);
      for (int channel = 0; channel < 3; ++channel) {
        auto& pixel = place.at<cv::Vec3b>(row, column)[channel];
        const float mixed = share * static_cast<float>(person.at<cv::Vec3b>(row, column)[channel]) +
                            (1 - share) * static_cast<float>(pixel);
        pixel = static_cast<std::uint8_t>(mixed);
      }
    }
  }
  return result;
}

// The background at both sides drawn together over where the person was.
cv::Mat Stream::emptied(const cv::Mat& scene) const {
  constexpr int kLeft = kStreamWidth / 6;
  constexpr int kRight = kStreamWidth * 5 / 6;
  cv::Mat result = scene.clone();
  for (int row = 0; row < kStreamHeight; ++row) {
    const cv::Vec3b left = scene.at<cv::Vec3b>(row, kLeft);
    const cv::Vec3b right = scene.at<cv::Vec3b>(row, kRight);
    for (int column = kLeft; column < kRight; ++column) {
      const double share = static_cast<double>(column - kLeft) / (kRight - kLeft);
      for (int channel = 0; channel < 3; ++channel) {
        result.at<cv::Vec3b>(row, column)[channel] =
            cv::saturate_cast<std::uint8_t>(left[channel] * (1 - share) + right[channel] * share);
      }
    }
  }
  return result;
}

// A finger or a piece of tape: some colour, uneven, with a rest of the scene so blurred that nothing is left of it.
cv::Mat Stream::coveredLens(const cv::Mat& scene) {
  cv::Mat small;
  cv::resize(scene, small, {16, 12}, 0, 0, cv::INTER_AREA);
  cv::Mat haze;
  cv::resize(small, haze, scene.size(), 0, 0, cv::INTER_CUBIC);
  cv::Mat shade(scene.size(), CV_8UC3);
  const double side = isRight_ ? 1 : 0;
  for (int column = 0; column < kStreamWidth; ++column) {
    const double level = 25 + 50 * std::abs(side - static_cast<double>(column) / kStreamWidth);
    shade.col(column).setTo(
        cv::Scalar(level * 0.5, level * (0.6 + 0.3 * coverTint_), level * (1.3 - 0.4 * coverTint_)));
  }
  cv::Mat result;
  cv::addWeighted(haze, 0.08, shade, 1, 0, result);
  return result;
}

cv::Mat Stream::throughSensor(const cv::Mat& scene, double light) {
  cv::Mat exposed;
  scene.convertTo(exposed, CV_32FC3, light);
  cv::Mat grain(scene.size(), CV_32FC3);
  noise_.fill(grain, cv::RNG::NORMAL, 0, 1);
  cv::Mat variance = exposed * settings_.shotNoise + cv::Scalar::all(settings_.readNoise * settings_.readNoise);
  cv::Mat deviation;
  cv::sqrt(variance, deviation);
  exposed += grain.mul(deviation);
  cv::Mat seen;
  exposed.convertTo(seen, CV_8UC3);
  if (settings_.jpegQuality <= 0) return seen;
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", seen, bytes, {cv::IMWRITE_JPEG_QUALITY, settings_.jpegQuality});
  return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

const cv::Mat& Stream::at(std::int64_t timeMs) {
  const StreamKind kind = settings_.kind;
  const bool isNow = isOn(timeMs);
  if (kind == StreamKind::frozen && isNow && !out_.empty()) return out_;
  if (kind == StreamKind::looped && isNow && !recorded_.empty()) {
    out_ = recorded_[replayed_++ % recorded_.size()];
    return out_;
  }
  const bool isOther = kind == StreamKind::swapped && timeMs >= settings_.fromMs;
  cv::Mat scene =
      kind == StreamKind::still && timeMs >= settings_.fromMs ? clip_.frames.front() : play(isOther ? other_ : clip_);
  double light = settings_.light;
  if (isNow && kind == StreamKind::secondPerson) scene = withSecondPerson(scene);
  if (isNow && kind == StreamKind::emptyChair) scene = emptied(scene);
  if (isNow && kind == StreamKind::covered) scene = coveredLens(scene);
  if (isNow && kind == StreamKind::dim) light *= kDim;
  if (isNow && kind == StreamKind::black) light = 0;
  out_ = throughSensor(scene, light);
  if (kind == StreamKind::looped) {
    recorded_.push_back(out_);
    if (recorded_.size() > kLoopFrames) recorded_.erase(recorded_.begin());
  }
  return out_;
}

Truth Stream::truth(std::int64_t timeMs) const {
  using vision::Flag;
  using vision::State;
  Truth truth;
  const bool isNow = isOn(timeMs);
  const auto during = [&](StreamKind kind, State state, Flag flag) {
    if (settings_.kind != kind || !isNow) return;
    truth.state = state;
    truth.flags.add(flag);
  };
  during(StreamKind::black, State::unknown, Flag::black);
  during(StreamKind::covered, State::unknown, Flag::covered);
  during(StreamKind::dim, State::one, Flag::dim);
  during(StreamKind::frozen, State::unknown, Flag::frozen);
  during(StreamKind::looped, State::one, Flag::loop);
  during(StreamKind::secondPerson, State::several, Flag::severalFaces);
  during(StreamKind::emptyChair, State::none, Flag::noFace);
  if (settings_.kind == StreamKind::swapped && timeMs >= settings_.fromMs) truth.flags.add(Flag::personChanged);
  if (settings_.kind == StreamKind::still && timeMs >= settings_.fromMs + kStillAllowedMs) {
    truth.flags.add(Flag::staticFace);
  }
  return truth;
}

}  // namespace vigie::tools
