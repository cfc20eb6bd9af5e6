#include "common/vision/PictureFile.hpp"

#include <opencv2/imgcodecs.hpp>

#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

base::Result<Picture> decodePicture(base::ByteView bytes, const PictureCaps& caps) {
  const auto header = readPictureHeader(bytes, caps);
  if (!header) return base::fail(header.error());
  cv::Mat decoded;
  try {
    const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::uint8_t*>(bytes.data()));
    decoded = cv::imdecode(input, cv::IMREAD_COLOR);
  } catch (const std::exception&) {
    decoded.release();
  }
  if (decoded.empty() || decoded.type() != CV_8UC3) {
    return base::fail("picture-damaged", "The picture's header is in order but its content cannot be decoded.");
  }
  Picture picture{decoded.cols, decoded.rows, {}};
  picture.pixels.resize(decoded.total() * 3);
  cv::Mat copy(decoded.rows, decoded.cols, CV_8UC3, picture.pixels.data());
  decoded.copyTo(copy);
  return picture;
}

base::Result<base::Bytes> encodeJpeg(const FrameView& frame, int quality) {
  base::Bytes bytes;
  try {
    if (!frame.empty() && cv::imencode(".jpg", impl::matOf(frame), bytes, {cv::IMWRITE_JPEG_QUALITY, quality})) {
      return bytes;
    }
  } catch (const std::exception&) {
    bytes.clear();
  }
  return base::fail("picture-not-encoded", "The frame could not be encoded as JPEG.");
}

}  // namespace vigie::vision
