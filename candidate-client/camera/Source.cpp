#include "candidate-client/camera/Source.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <vector>

#include "common/vision/PictureFile.hpp"

namespace vigie::camera {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 480;
constexpr double kUsualRate = 25;
constexpr double kFastestRate = 240;

class Device final : public Source {
 public:
  explicit Device(const std::string& device) : device_(device) {}

  Read follow() override {
    if (!capture_.isOpened() && !open()) return Read::noCamera;
    return capture_.grab() ? Read::frame : lose();
  }

  Read next(cv::Mat& frame) override {
    if (!capture_.isOpened()) return Read::noCamera;
    return capture_.retrieve(frame) && !frame.empty() ? Read::frame : lose();
  }

  std::optional<CameraIdentity> identity() const override { return identity_; }
  double stampMs() const override { return capture_.get(cv::CAP_PROP_POS_MSEC); }

 private:
  bool open() {
    std::error_code error;
    if (!std::filesystem::exists(device_, error)) return false;
    identity_ = readIdentity(device_);
    if (!capture_.open(device_, cv::CAP_V4L2)) return false;
    capture_.set(cv::CAP_PROP_FRAME_WIDTH, kWidth);
    capture_.set(cv::CAP_PROP_FRAME_HEIGHT, kHeight);
    const double rate = capture_.get(cv::CAP_PROP_FPS);
    if (identity_ && std::isfinite(rate) && rate > 0) identity_->claimedRate = rate;
    return true;
  }
  Read lose() {
    capture_.release();  // opened again at the next read: a camera that was unplugged may come back
    return Read::failed;
  }

  std::string device_;
  std::optional<CameraIdentity> identity_;
  cv::VideoCapture capture_;
};

// Played at its own pace, from the beginning again at its end. Only containers known by their first bytes reach the
// player: play lists would open other files and machines.
class Video final : public Source {
 public:
  Video(std::filesystem::path file, std::chrono::milliseconds look) : file_(std::move(file)), look_(look) {}

  Read follow() override { return Read::frame; }

  Read next(cv::Mat& frame) override {
    for (int turn = 0; turn < 2; ++turn) {
      std::error_code error;
      if (!capture_.isOpened() && !std::filesystem::exists(file_, error)) return Read::noCamera;
      if (!capture_.isOpened() && !open()) return Read::failed;
      if (advance() && capture_.retrieve(frame) && !frame.empty()) return Read::frame;
      capture_.release();
    }
    return Read::failed;
  }

 private:
  bool open() {
    std::array<char, 512> start{};
    std::ifstream file(file_, std::ios::binary);
    file.read(start.data(), start.size());
    const std::string_view read(start.data(), static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (!vision::isVideo(base::bytesOf(read)) || !capture_.open(file_.string(), cv::CAP_FFMPEG)) return false;
    const double rate = capture_.get(cv::CAP_PROP_FPS);
    const bool isSane = std::isfinite(rate) && rate > 0 && rate <= kFastestRate;
    step_ = std::max(
        1, static_cast<int>(std::lround((isSane ? rate : kUsualRate) * static_cast<double>(look_.count()) / 1000)));
    return true;
  }

  bool advance() {
    for (int i = 0; i < step_; ++i) {
      if (!capture_.grab()) return false;
    }
    return true;
  }

  std::filesystem::path file_;
  std::chrono::milliseconds look_;
  cv::VideoCapture capture_;
  int step_ = 1;
};

class Folder final : public Source {
 public:
  explicit Folder(const std::filesystem::path& folder) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      if (entry.is_regular_file(error)) files_.push_back(entry.path());
    }
    std::sort(files_.begin(), files_.end());
  }

  Read follow() override { return Read::frame; }

  Read next(cv::Mat& frame) override {
    if (files_.empty()) return Read::noCamera;
    frame = cv::imread(files_[next_++ % files_.size()].string(), cv::IMREAD_COLOR);
    return frame.empty() ? Read::failed : Read::frame;
  }

 private:
  std::vector<std::filesystem::path> files_;
  std::size_t next_ = 0;
};

// The one boundary with OpenCV's exceptions.
class Guarded final : public Source {
 public:
  explicit Guarded(std::unique_ptr<Source> source) : source_(std::move(source)) {}
  Read follow() override {
    return guard([this] { return source_->follow(); });
  }
  Read next(cv::Mat& frame) override {
    return guard([&] { return source_->next(frame); });
  }
  std::optional<CameraIdentity> identity() const override { return source_->identity(); }
  double stampMs() const override {
    try {
      return source_->stampMs();
    } catch (const cv::Exception&) {
      return -1;
    }
  }

 private:
  template <class Action>
  static Read guard(const Action& action) {
    try {
      return action();
    } catch (const cv::Exception&) {
      return Read::failed;
    }
  }
  std::unique_ptr<Source> source_;
};

}  // namespace

std::unique_ptr<Source> openSource(const CameraSettings& settings) {
  std::unique_ptr<Source> source;
  if (settings.file.empty())
    source = std::make_unique<Device>(settings.device);
  else if (std::filesystem::is_directory(settings.file))
    source = std::make_unique<Folder>(settings.file);
  else
    source = std::make_unique<Video>(settings.file, settings.look);
  return std::make_unique<Guarded>(std::move(source));
}

}  // namespace vigie::camera
