#include "tests/tools/vision-streams/Clip.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "common/base/File.hpp"
#include "common/vision/PictureFile.hpp"
#include "tests/tools/vision-media/Mats.hpp"
#include "tests/tools/vision-media/VideoFile.hpp"

namespace vigie::tools {

namespace {

cv::Mat fitted(const cv::Mat& image) {
  const double scale =
      std::min(static_cast<double>(kStreamWidth) / image.cols, static_cast<double>(kStreamHeight) / image.rows);
  cv::Mat sized;
  cv::resize(image, sized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  const int left = (kStreamWidth - sized.cols) / 2;
  const int top = (kStreamHeight - sized.rows) / 2;
  cv::Mat full;
  cv::copyMakeBorder(sized, full, std::max(top, 0), std::max(kStreamHeight - sized.rows - top, 0), std::max(left, 0),
                     std::max(kStreamWidth - sized.cols - left, 0), cv::BORDER_REPLICATE);
  return full(cv::Rect(0, 0, kStreamWidth, kStreamHeight)).clone();
}

}  // namespace

base::Result<Clip> readClip(const std::filesystem::path& path, std::size_t mostFrames) {
  Clip clip{path.filename().string(), {}};
  const auto bytes = base::readFile(path);
  if (!bytes) return base::fail(bytes.error());
  if (!vision::isVideo(*bytes)) {
    const auto picture = vision::decodePicture(*bytes);
    if (!picture) return base::failAt(path.string(), picture.error());
    clip.frames.push_back(fitted(tools::matOf(picture->view())));
    return clip;
  }
  auto video = VideoFile::open(path);
  if (!video) return base::failAt(path.string(), video.error());
  VideoFrame frame;
  while (clip.frames.size() < mostFrames && video->next(frame)) {
    clip.frames.push_back(fitted(tools::matOf(frame.view)));
  }
  if (clip.frames.empty()) return base::fail("video-unreadable", path.string() + " has no frame that can be decoded.");
  return clip;
}

}  // namespace vigie::tools
