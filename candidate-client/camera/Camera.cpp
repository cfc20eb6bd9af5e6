#include "candidate-client/camera/Camera.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "candidate-client/camera/Facts.hpp"
#include "candidate-client/camera/Source.hpp"
#include "common/base/Clock.hpp"

namespace vigie::camera {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kWidth = 640;
constexpr int kHeight = 480;
constexpr int kQuality = 70;  // about 22 KB a picture (reference measurements of webcam pictures)
constexpr std::size_t kMostWaiting = 8;
constexpr std::chrono::seconds kHangs{5};         // without a frame that long the camera counts as failed
constexpr std::chrono::seconds kAgain{2};         // between two tries to open it
constexpr std::chrono::milliseconds kLeave{500};  // what the destructor waits for the thread

// Whole picture, its proportions kept, in at most 640x480.
cv::Mat fitted(const cv::Mat& frame) {
  const double scale =
      std::min({1.0, static_cast<double>(kWidth) / frame.cols, static_cast<double>(kHeight) / frame.rows});
  if (scale == 1.0) return frame;
  cv::Mat small;
  cv::resize(frame, small, {}, scale, scale, cv::INTER_AREA);
  return small;
}

std::int64_t runMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now().time_since_epoch()).count();
}

std::optional<Snapshot> snapshotOf(const cv::Mat& frame, Observer& observer) {
  try {
    const cv::Mat picture = fitted(frame);
    Snapshot snapshot;
    if (!cv::imencode(".jpg", picture, snapshot.jpeg, {cv::IMWRITE_JPEG_QUALITY, kQuality})) return std::nullopt;
    snapshot.takenMs = base::SystemClock().now().wallMs;
    snapshot.facts = observer.look(picture, runMs());
    return snapshot;
  } catch (const cv::Exception&) {
    return std::nullopt;
  }
}

}  // namespace

// What the thread and its owner share.
class Camera::Reel {
 public:
  explicit Reel(CameraSettings settings) : settings_(std::move(settings)) {}

  static void run(const std::shared_ptr<Reel>& self) { self->film(); }

  const char* source() const { return settings_.file.empty() ? "device" : "file"; }

  std::optional<Snapshot> take() {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return std::nullopt;
    Snapshot snapshot = std::move(waiting_.front());
    waiting_.pop_front();
    return snapshot;
  }

  // A thread that hangs in the driver tells nothing: its silence does.
  CameraState state() const {
    const std::lock_guard lock(mutex_);
    const bool silent = SteadyClock::now() - heard_ > kHangs;
    return silent ? CameraState::failed : state_;
  }

  bool stop() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
    return ended_.wait_for(lock, kLeave, [this] { return over_; });
  }

 private:
  void film() {
    cv::setNumThreads(1);  // the exam's program shares this machine
    const std::unique_ptr<Source> source = openSource(settings_);
    Observer observer;
    auto due = SteadyClock::now();
    while (!isStopping()) {
      Read read = source->follow();
      if (read == Read::frame && SteadyClock::now() >= due) {
        cv::Mat frame;
        read = source->next(frame);
        due = std::max(due + settings_.every, SteadyClock::now());
        if (read == Read::frame) keep(snapshotOf(frame, observer));
      }
      tell(read);
      if (read != Read::frame) observer.lose(runMs());
      if (read != Read::frame)
        waitUntil(SteadyClock::now() + kAgain);
      else if (!settings_.file.empty())
        waitUntil(std::min(due, SteadyClock::now() + std::chrono::seconds(1)));
    }
    const std::lock_guard lock(mutex_);
    over_ = true;
    ended_.notify_all();
  }

  bool isStopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  void keep(std::optional<Snapshot> snapshot) {
    if (!snapshot) return;
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(*snapshot));
    if (waiting_.size() > kMostWaiting) waiting_.pop_front();
  }

  void tell(Read read) {
    const std::lock_guard lock(mutex_);
    heard_ = SteadyClock::now();
    state_ = read == Read::frame      ? CameraState::running
             : read == Read::noCamera ? CameraState::noCamera
                                      : CameraState::failed;
  }

  void waitUntil(SteadyClock::time_point moment) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, moment, [this] { return stopping_; });
  }

  const CameraSettings settings_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<Snapshot> waiting_;
  SteadyClock::time_point heard_ = SteadyClock::now();
  CameraState state_ = CameraState::opening;
  bool stopping_ = false;
  bool over_ = false;
};

// Detached: the thread keeps what it uses, and nobody ever waits for a driver that does not answer.
Camera::Camera(CameraSettings settings) : reel_(std::make_shared<Reel>(std::move(settings))) {
  std::thread([reel = reel_] { Reel::run(reel); }).detach();
}

Camera::~Camera() {
  reel_->stop();
}

std::optional<Snapshot> Camera::take() {
  return reel_->take();
}
CameraState Camera::state() const {
  return reel_->state();
}
const char* Camera::source() const {
  return reel_->source();
}

}  // namespace vigie::camera
