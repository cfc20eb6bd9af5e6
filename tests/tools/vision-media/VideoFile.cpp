#include "tests/tools/vision-media/VideoFile.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <opencv2/videoio.hpp>

#include "common/vision/PictureFile.hpp"
#include "tests/tools/vision-media/Mats.hpp"

namespace vigie::tools {

namespace {

constexpr double kUsualRate = 25;
constexpr double kFastestRate = 240;
constexpr double kSlowestRate = 0.2;
constexpr double kLargestSide = 8192;
constexpr double kLargestPixels = 40e6;
constexpr std::int64_t kMostFrames = 4 * 3600 * 60;  // four hours at 60 a second: an endless file ends here
constexpr double kLongestGapMs = 10000;              // a jump beyond it is a broken clock, not a pause
constexpr int kMostStuck = 12;                       // frames; reordering explains fewer

bool isJpeg(int code) {
  return code == cv::VideoWriter::fourcc('M', 'J', 'P', 'G') || code == cv::VideoWriter::fourcc('m', 'j', 'p', 'g');
}

}  // namespace

class VideoFile::Player {
 public:
  cv::VideoCapture capture;
  cv::Mat image;
  double rate = kUsualRate;
  std::int64_t promised = 0;
  std::int64_t decoded = 0;
  std::int64_t clockMs = 0;   // of the frame grabbed last
  std::int64_t givenMs = -1;  // of the frame given last
  double originMs = 0;
  double reckonedMs = 0;
  int stuck = 0;
  bool keepsTime = true;
  cv::VideoCapture packets;  // of a film of JPEG pictures, beside the player, which keeps the time
  vision::Picture picture;
  std::string notice;

  bool grab() {
    try {
      return decoded < kMostFrames && capture.grab() && (!packets.isOpened() || packets.grab());
    } catch (const cv::Exception&) {
      return false;
    }
  }

  // OpenCV 4.6 converts every frame in the size and colour format of the first one: where a film of JPEG pictures,
  // which are free to differ, changes them it reads past their end and mixes what it finds (its issues 27116 and
  // 29699).
  bool decode() {
    if (!packets.retrieve(image) || image.empty() || !image.isContinuous()) return false;
    auto read = vision::decodePicture(base::ByteView(image.data, image.total() * image.elemSize()));
    if (!read) return false;
    picture = std::move(*read);
    image = tools::matOf(picture.view());
    return true;
  }

  bool retrieve() {
    try {
      if (packets.isOpened()) return decode();
      return capture.retrieve(image) && image.type() == CV_8UC3 && image.cols <= kLargestSide &&
             image.rows <= kLargestSide;
    } catch (const cv::Exception&) {
      return false;
    }
  }

  // The largest of the file's own time stamps so far: players give some of them early and out of order. Where they
  // stand still or leap, the rate reckons.
  void tick() {
    const double own = capture.get(cv::CAP_PROP_POS_MSEC) - (decoded == 0 ? 0 : originMs);
    if (decoded == 0) {
      originMs = std::isfinite(own) ? own : 0;
    } else if (keepsTime) {
      const bool isAhead = std::isfinite(own) && own > static_cast<double>(clockMs);
      const bool isLeap = !std::isfinite(own) || std::abs(own - static_cast<double>(clockMs)) > kLongestGapMs;
      stuck = isAhead ? 0 : stuck + 1;
      if (isAhead && !isLeap) clockMs = static_cast<std::int64_t>(std::llround(own));
      if (isLeap || stuck > kMostStuck) {
        keepsTime = false;
        notice = "Its time stamps stand still or leap; times are reckoned from its rate.";
      }
    } else {
      reckonedMs += 1000 / rate;
      clockMs = std::max(clockMs, static_cast<std::int64_t>(std::llround(reckonedMs)));
    }
    if (keepsTime) reckonedMs = static_cast<double>(clockMs);
    ++decoded;
  }
};

VideoFile::VideoFile(std::unique_ptr<Player> player) : player_(std::move(player)) {}
VideoFile::~VideoFile() = default;
VideoFile::VideoFile(VideoFile&&) noexcept = default;
VideoFile& VideoFile::operator=(VideoFile&&) noexcept = default;

base::Result<VideoFile> VideoFile::open(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 512> start{};
  file.read(start.data(), start.size());
  const std::string_view read(start.data(), static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  if (!vision::isVideo(base::bytesOf(read))) {
    return base::fail("video-format",
                      "The content is no picture (JPEG, PNG, BMP, WebP) and no video (Matroska, "
                      "MP4, AVI, GIF, MPEG), whatever its name says.");
  }
  auto player = std::make_unique<Player>();
  bool isOpen = false;
  try {
    // FFmpeg and nothing else: other back ends take a name such as img_001 for a sequence of files.
    isOpen = player->capture.open(path.string(), cv::CAP_FFMPEG);
    if (isOpen && isJpeg(static_cast<int>(player->capture.get(cv::CAP_PROP_FOURCC)))) {
      isOpen = player->packets.open(path.string(), cv::CAP_FFMPEG) && player->packets.set(cv::CAP_PROP_FORMAT, -1);
    }
  } catch (const cv::Exception&) {
    isOpen = false;
  }
  if (!isOpen) return base::fail("video-unreadable", "It begins as a video but cannot be played: damaged or cut.");
  const double width = player->capture.get(cv::CAP_PROP_FRAME_WIDTH);
  const double height = player->capture.get(cv::CAP_PROP_FRAME_HEIGHT);
  if (width > kLargestSide || height > kLargestSide || width * height > kLargestPixels) {
    return base::fail("video-too-large", "Its frames are larger than 40 million pixels or 8192 a side.");
  }
  const double rate = player->capture.get(cv::CAP_PROP_FPS);
  if (std::isfinite(rate) && rate >= kSlowestRate && rate <= kFastestRate) {
    player->rate = rate;
  } else {
    player->notice = "It claims an impossible rate; 25 frames per second are assumed where it has no time stamps.";
  }
  const double count = player->capture.get(cv::CAP_PROP_FRAME_COUNT);
  if (std::isfinite(count) && count > 0 && count < 1e9) player->promised = static_cast<std::int64_t>(count);
  return VideoFile(std::move(player));
}

bool VideoFile::next(VideoFrame& out) {
  while (player_->grab()) {
    player_->tick();
    if (player_->givenMs >= 0 && player_->clockMs / kFramePauseMs == player_->givenMs / kFramePauseMs) continue;
    if (!player_->retrieve()) continue;
    player_->givenMs = player_->clockMs;
    out = {tools::viewOf(player_->image), player_->decoded - 1, player_->clockMs};
    return true;
  }
  return false;
}

std::int64_t VideoFile::promised() const {
  return player_->promised;
}
std::int64_t VideoFile::decoded() const {
  return player_->decoded;
}
double VideoFile::rate() const {
  return player_->rate;
}
const std::string& VideoFile::notice() const {
  return player_->notice;
}

}  // namespace vigie::tools
