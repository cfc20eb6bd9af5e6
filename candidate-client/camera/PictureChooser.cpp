#include "candidate-client/camera/PictureChooser.hpp"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace vigie::camera {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 480;
constexpr int kTileWidth = 320;
constexpr int kTileHeight = 240;
constexpr int kQuality = 70;  // about 22 KB a picture (reference measurements of webcam pictures)
constexpr int kCoarseQuality = 35;
constexpr int kTileQuality = 60;
constexpr std::size_t kMostWaiting = 32;  // a ring and what follows it; the owner takes ten times a second

// The whole picture, its proportions kept, in at most that size; in `room` when it has to be made smaller.
const cv::Mat& fitted(const cv::Mat& frame, int width, int height, cv::Mat& room) {
  const double scale =
      std::min({1.0, static_cast<double>(width) / frame.cols, static_cast<double>(height) / frame.rows});
  if (scale == 1.0) return frame;
  cv::resize(frame, room, {}, scale, scale, cv::INTER_AREA);
  return room;
}

base::Bytes encoded(const cv::Mat& picture, int quality) {
  base::Bytes jpeg;
  try {
    if (!cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality})) jpeg.clear();
  } catch (const cv::Exception&) {
    jpeg.clear();
  }
  return jpeg;
}

base::Bytes encodedWithinBudget(const cv::Mat& picture) {
  base::Bytes jpeg = encoded(picture, kQuality);
  return jpeg.size() <= vision::kLargestPicture ? jpeg : encoded(picture, kCoarseQuality);
}

}  // namespace

vision::CaptureSettings scheduleOf(std::chrono::milliseconds every) {
  vision::CaptureSettings settings;
  if (every <= kSteadyUpTo)
    settings.fixedMs = std::max<std::int64_t>(every.count(), 1);
  else
    settings.calmMs = every.count();
  return settings;
}

PictureChooser::PictureChooser(const CameraSettings& settings)
    : observer_(settings.accommodations, settings.models),
      schedule_(scheduleOf(settings.every)),
      ring_(scheduleOf(settings.every).ringMs) {}

void PictureChooser::look(const cv::Mat& frame, const CameraSigns& signs, base::Moment now) {
  if (frame.empty()) return lose(now);
  // A size that OpenCV cannot reduce is a frame that says nothing.
  try {
    choose(fitted(frame, kWidth, kHeight, room_), signs, now);
  } catch (const cv::Exception&) {
    lose(now);
  }
}

void PictureChooser::choose(const cv::Mat& picture, const CameraSigns& signs, base::Moment now) {
  const auto wish = schedule_.look(observer_.look(picture, signs, now.runMs), now.runMs);
  keepRing(now.runMs);
  if (wish == vision::CaptureSchedule::Wish::nothing) return;
  Snapshot snapshot{encodedWithinBudget(picture), now.wallMs, observer_.facts()};
  if (snapshot.jpeg.empty()) return;
  if (wish == vision::CaptureSchedule::Wish::keep)
    keep(std::move(snapshot));
  else
    ring_.add(std::move(snapshot), now.runMs);
}

void PictureChooser::lose(base::Moment now) {
  schedule_.note(observer_.lose(now.runMs), now.runMs);
  keepRing(now.runMs);
}

void PictureChooser::keepRing(std::int64_t nowMs) {
  if (!schedule_.takeRing()) return;
  for (Snapshot& snapshot : ring_.takeAll(nowMs)) keep(std::move(snapshot));
}

void PictureChooser::keep(Snapshot snapshot) {
  schedule_.spend(snapshot.jpeg.size());
  chosen_.push_back(std::move(snapshot));
  if (chosen_.size() > kMostWaiting) chosen_.pop_front();
}

std::optional<Snapshot> PictureChooser::take() {
  if (chosen_.empty()) return std::nullopt;
  Snapshot snapshot = std::move(chosen_.front());
  chosen_.pop_front();
  return snapshot;
}

base::Bytes PictureChooser::tileOf(const cv::Mat& frame) {
  if (frame.empty()) return {};
  try {
    cv::Mat room;
    return encoded(fitted(frame, kTileWidth, kTileHeight, room), kTileQuality);
  } catch (const cv::Exception&) {
    return {};
  }
}

}  // namespace vigie::camera
