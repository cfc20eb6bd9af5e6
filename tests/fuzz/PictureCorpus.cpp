#include "tests/fuzz/PictureCorpus.hpp"

#include <opencv2/imgcodecs.hpp>

namespace vigie::fuzz {
namespace {

enum : std::uint8_t { kPicture, kHeader, kVideo, kFrames };

base::Bytes as(std::uint8_t what, const base::Bytes& bytes) {
  base::Bytes input{what};
  base::append(input, bytes);
  return input;
}

cv::Mat shapes() {
  cv::Mat picture(48, 64, CV_8UC3, cv::Scalar(90, 120, 150));
  for (int row = 0; row < picture.rows; ++row) {
    for (int column = row % 7; column < picture.cols; column += 5)
      picture.at<cv::Vec3b>(row, column) = {static_cast<std::uint8_t>(row * 5), 20,
                                            static_cast<std::uint8_t>(column * 3)};
  }
  return picture;
}

void addEncoded(std::vector<base::Bytes>& inputs, const char* kind, const std::vector<int>& settings) {
  base::Bytes bytes;
  if (!cv::imencode(kind, shapes(), bytes, settings)) return;
  inputs.push_back(as(kPicture, bytes));
  inputs.push_back(as(kHeader, bytes));
  inputs.push_back(
      as(kPicture, base::Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2))));
}

// A header that promises more than anybody should allocate.
base::Bytes bomb() {
  base::Bytes bytes = base::toBytes("\x89PNG\r\n\x1A\n");
  base::appendBigEndian32(bytes, 13);
  base::append(bytes, base::bytesOf("IHDR"));
  base::appendBigEndian32(bytes, 100'000);
  base::appendBigEndian32(bytes, 100'000);
  base::append(bytes, base::Bytes{8, 2, 0, 0, 0, 0, 0, 0, 0});
  base::appendBigEndian32(bytes, 0);
  base::append(bytes, base::bytesOf("IEND"));
  base::appendBigEndian32(bytes, 0xAE426082);
  return bytes;
}

}  // namespace

std::vector<base::Bytes> pictureInputs() {
  std::vector<base::Bytes> inputs;
  addEncoded(inputs, ".jpg", {cv::IMWRITE_JPEG_QUALITY, 70});
  addEncoded(inputs, ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  addEncoded(inputs, ".png", {cv::IMWRITE_PNG_COMPRESSION, 6});
  addEncoded(inputs, ".bmp", {});
  addEncoded(inputs, ".webp", {cv::IMWRITE_WEBP_QUALITY, 60});
  addEncoded(inputs, ".webp", {cv::IMWRITE_WEBP_QUALITY, 101});
  inputs.push_back(as(kPicture, bomb()));
  for (const char* start : {"GIF89a", "\x1A\x45\xDF\xA3", "RIFF....AVI LIST", "....ftypisom", "#EXTM3U\n"})
    inputs.push_back(as(kVideo, base::toBytes(start)));
  base::Bytes frames{39, 29, 1};
  for (int i = 0; i < 3000; ++i) frames.push_back(static_cast<std::uint8_t>(i * i / 7 + 1));
  inputs.push_back(as(kFrames, frames));
  return inputs;
}

}  // namespace vigie::fuzz
