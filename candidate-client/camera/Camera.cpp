#include "candidate-client/camera/Camera.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "candidate-client/camera/PictureChooser.hpp"
#include "candidate-client/camera/Source.hpp"
#include "common/base/Clock.hpp"

namespace vigie::camera {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostWaiting = 32;
constexpr std::chrono::milliseconds kLeave{500};  // what the destructor waits for the thread that grabs
constexpr std::chrono::seconds kTilePause{1};

}  // namespace

// What two threads and their owner share. One grabs: it alone meets the driver, and may hang there for ever. The other
// watches: it has its own clock, looks at what was grabbed, and says so when nothing comes.
class Camera::Reel {
 public:
  Reel(CameraSettings settings, std::unique_ptr<Source> source)
      : settings_(std::move(settings)), source_(std::move(source)) {}

  const char* source() const { return settings_.file.empty() ? "device" : "file"; }
  void grab();
  void watch();
  bool stop();  // false: the thread that grabs hangs

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
    return stateNow();
  }

  void askTile() {
    const std::lock_guard lock(mutex_);
    isTileAsked_ = true;
    tile_.reset();
  }

  std::optional<Tile> takeTile() {
    const std::lock_guard lock(mutex_);
    return std::exchange(tile_, std::nullopt);
  }

  std::string notice() const {
    const std::lock_guard lock(mutex_);
    return notice_;
  }

 private:
  CameraState stateNow() const { return SteadyClock::now() - heard_ > settings_.lost ? CameraState::failed : state_; }
  static bool isLost(CameraState state) { return state == CameraState::failed || state == CameraState::noCamera; }
  bool isStopping() const {
    const std::lock_guard lock(mutex_);
    return isStopping_;
  }
  void waitUntil(SteadyClock::time_point moment) {
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, moment, [this] { return isStopping_; });
  }

  // The thread that grabs.
  Read shoot(SteadyClock::time_point& due, std::chrono::milliseconds pace);
  void tell(Read read);
  void meet(const std::optional<CameraIdentity>& identity);

  // The thread that watches.
  void publish(PictureChooser& chooser, Tile tile);

  const CameraSettings settings_;
  std::unique_ptr<Source> source_;  // the grabbing thread's; made by it unless it was given
  std::optional<CameraIdentity> identity_;
  FrameTiming timing_;
  cv::Mat image_;

  mutable std::mutex mutex_;  // for all below
  std::condition_variable wake_;
  cv::Mat slot_;  // the newest frame not looked at yet; buffers go round, nothing is copied
  bool isSlotFull_ = false;
  bool wasLost_ = false;  // before that frame: the thread that watches may have slept through the loss
  CameraSigns signs_;
  std::deque<Snapshot> waiting_;
  std::optional<Tile> tile_;
  bool isTileAsked_ = false;
  std::string notice_;
  SteadyClock::time_point heard_ = SteadyClock::now();
  CameraState state_ = CameraState::opening;
  bool isStopping_ = false;
  bool hasLeft_ = false;  // the thread that grabs
};

void Camera::Reel::grab() {
  cv::setNumThreads(1);  // the exam's program shares this machine
  if (!source_) source_ = openSource(settings_);
  std::error_code error;
  // Pictures in a folder have no time of their own: each is one of those that somebody asked for.
  const bool isTimeless = !settings_.file.empty() && std::filesystem::is_directory(settings_.file, error);
  const auto pace = isTimeless ? settings_.every : settings_.look;
  auto due = SteadyClock::now();
  while (!isStopping()) {
    const Read read = shoot(due, pace);
    tell(read);
    if (read != Read::frame)
      waitUntil(SteadyClock::now() + settings_.again);
    else if (!settings_.file.empty())
      waitUntil(std::min(due, SteadyClock::now() + std::chrono::seconds(1)));
  }
  const std::lock_guard lock(mutex_);
  hasLeft_ = true;
  wake_.notify_all();
}

Read Camera::Reel::shoot(SteadyClock::time_point& due, std::chrono::milliseconds pace) {
  Read read = source_->follow();
  if (read != Read::frame) return read;
  timing_.add(source_->stampMs());
  if (SteadyClock::now() < due) return read;
  read = source_->next(image_);
  due = std::max(due + pace, SteadyClock::now());
  if (read != Read::frame) return read;
  const std::lock_guard lock(mutex_);
  wasLost_ = wasLost_ || isLost(stateNow());
  meet(source_->identity());
  cv::swap(slot_, image_);
  isSlotFull_ = true;
  wake_.notify_all();
  return read;
}

// Under the lock. That the camera is another one stays true until somebody has looked.
void Camera::Reel::meet(const std::optional<CameraIdentity>& identity) {
  if (!identity) return;
  signs_.isKnown = true;
  signs_.isAnother = signs_.isAnother || (identity_ && !identity_->isSameCamera(*identity));
  if (!identity_ || signs_.isAnother) signs_.signs = signsOfProgram(*identity);
  signs_.claimedRate = identity->claimedRate;
  signs_.timing = timing_.measures();
  identity_ = identity;
  const bool isListed = !signs_.signs.empty() && signs_.signs.back() == std::string_view("sign-clock");
  if (timing_.isStuck() && !isListed) signs_.signs.push_back("sign-clock");
}

void Camera::Reel::tell(Read read) {
  if (read != Read::frame) timing_.reset();  // what it missed is no interval
  const std::lock_guard lock(mutex_);
  heard_ = SteadyClock::now();
  state_ = read == Read::frame      ? CameraState::running
           : read == Read::noCamera ? CameraState::noCamera
                                    : CameraState::failed;
}

void Camera::Reel::watch() {
  PictureChooser chooser(settings_);
  const base::SystemClock clock;
  cv::Mat frame;
  auto tileAfter = SteadyClock::now();
  std::unique_lock lock(mutex_);
  while (!isStopping_) {
    wake_.wait_for(lock, settings_.look, [this] { return isSlotFull_ || isStopping_; });
    if (isStopping_) break;
    const bool isFrame = std::exchange(isSlotFull_, false);
    const bool isGone = isFrame ? std::exchange(wasLost_, false) : isLost(stateNow());
    const bool isTileDue = isFrame && isTileAsked_ && SteadyClock::now() >= tileAfter;
    if (isTileDue) tileAfter = SteadyClock::now() + kTilePause;
    CameraSigns signs;
    if (isFrame) {
      cv::swap(slot_, frame);
      signs = signs_;
      signs_.isAnother = false;
    }
    lock.unlock();
    if (isGone) chooser.lose(clock.now());
    if (isFrame) chooser.look(frame, signs, clock.now());
    publish(chooser, isTileDue ? Tile{PictureChooser::tileOf(frame), clock.now().wallMs} : Tile{});
    lock.lock();
  }
}

void Camera::Reel::publish(PictureChooser& chooser, Tile tile) {
  const std::lock_guard lock(mutex_);
  notice_ = chooser.notice();
  if (!tile.jpeg.empty()) {
    tile_ = std::move(tile);
    isTileAsked_ = false;
  }
  while (auto snapshot = chooser.take()) waiting_.push_back(std::move(*snapshot));
  while (waiting_.size() > kMostWaiting) waiting_.pop_front();
}

bool Camera::Reel::stop() {
  std::unique_lock lock(mutex_);
  isStopping_ = true;
  wake_.notify_all();
  return wake_.wait_for(lock, kLeave, [this] { return hasLeft_; });
}

Camera::Camera(CameraSettings settings) : Camera(std::move(settings), nullptr) {}

// The thread that grabs is detached: it keeps what it uses, and nobody ever waits for a driver that does not answer.
Camera::Camera(CameraSettings settings, std::unique_ptr<Source> source)
    : reel_(std::make_shared<Reel>(std::move(settings), std::move(source))) {
  std::thread([reel = reel_] { reel->grab(); }).detach();
  watcher_ = std::thread([reel = reel_] { reel->watch(); });
}

Camera::~Camera() {
  static_cast<void>(reel_->stop());
  watcher_.join();
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
void Camera::askTile() {
  reel_->askTile();
}
std::optional<Tile> Camera::takeTile() {
  return reel_->takeTile();
}
std::string Camera::notice() const {
  return reel_->notice();
}

}  // namespace vigie::camera
