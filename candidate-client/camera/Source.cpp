#include "candidate-client/camera/Source.hpp"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <vector>

namespace vigie::camera {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 480;

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

 private:
  bool open() {
    std::error_code error;
    if (!std::filesystem::exists(device_, error)) return false;
    if (!capture_.open(device_, cv::CAP_V4L2)) return false;
    capture_.set(cv::CAP_PROP_FRAME_WIDTH, kWidth);
    capture_.set(cv::CAP_PROP_FRAME_HEIGHT, kHeight);
    return true;
  }
  Read lose() {
    capture_.release();  // opened again at the next read: a camera that was unplugged may come back
    return Read::failed;
  }

  std::string device_;
  cv::VideoCapture capture_;
};

class Video final : public Source {
 public:
  explicit Video(std::filesystem::path file) : file_(std::move(file)) {}

  Read follow() override { return Read::frame; }

  Read next(cv::Mat& frame) override {
    for (int turn = 0; turn < 2; ++turn) {
      std::error_code error;
      if (!capture_.isOpened() && !std::filesystem::exists(file_, error)) return Read::noCamera;
      if (!capture_.isOpened() && !capture_.open(file_.string())) return Read::noCamera;
      if (capture_.read(frame) && !frame.empty()) return Read::frame;
      capture_.release();  // at its end: once more from the beginning
    }
    return Read::failed;
  }

 private:
  std::filesystem::path file_;
  cv::VideoCapture capture_;
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
    source = std::make_unique<Video>(settings.file);
  return std::make_unique<Guarded>(std::move(source));
}

}  // namespace vigie::camera
