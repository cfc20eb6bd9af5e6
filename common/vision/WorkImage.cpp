#include "common/vision/WorkImage.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

// Not a cryptographic digest: nobody gains by a collision, who can choose the pixels can also add noise. Four lanes,
// because one multiplication waiting for the other would cost more than the rest of the frame.
std::uint64_t fingerprintOf(const FrameView& frame) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4};
  const std::size_t rowBytes = static_cast<std::size_t>(frame.width) * (frame.layout == Layout::bgr ? 3 : 1);
  for (int row = 0; row < frame.height; ++row) {
    const std::uint8_t* at = frame.pixels + row * frame.stride;
    std::size_t left = rowBytes;
    while (left >= 32) {
      std::array<std::uint64_t, 4> words;
      std::memcpy(words.data(), at, 32);
      for (std::size_t lane = 0; lane < 4; ++lane) {
        lanes[lane] = (lanes[lane] ^ words[lane]) * kOdd;
        lanes[lane] ^= lanes[lane] >> 29;
      }
      at += 32;
      left -= 32;
    }
    for (; left > 0; --left) lanes[0] = (lanes[0] ^ *at++) * kOdd;
  }
  std::uint64_t all = 0;
  for (const std::uint64_t lane : lanes) all = (all ^ lane ^ (lane >> 31)) * kOdd;
  return all;
}

}  // namespace

void WorkImage::take(const FrameView& frame) {
  scale = static_cast<float>(kWorkSide) / static_cast<float>(std::max(frame.width, frame.height));
  width = std::clamp(static_cast<int>(std::lround(static_cast<float>(frame.width) * scale)), 8, kWorkSide);
  height = std::clamp(static_cast<int>(std::lround(static_cast<float>(frame.height) * scale)), 8, kWorkSide);
  fingerprint = fingerprintOf(frame);
  const cv::Mat given = impl::matOf(frame);
  cv::Mat grayFrame = given;
  if (frame.layout == Layout::bgr) {
    grayFrame = impl::matOver(fullPixels_, frame.width, frame.height);
    cv::cvtColor(given, grayFrame, cv::COLOR_BGR2GRAY);
  }
  fullView_ = impl::viewOf(grayFrame);
  cv::Mat reduced = impl::matOver(gray, width, height);
  cv::resize(grayFrame, reduced, reduced.size(), 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  quarterWidth = std::max(width / 4, 2);
  quarterHeight = std::max(height / 4, 2);
  cv::Mat small = impl::matOver(quarter, quarterWidth, quarterHeight);
  cv::resize(reduced, small, small.size(), 0, 0, cv::INTER_AREA);
  cv::Mat coarse(kCellsDown, kCellsAcross, CV_8UC1, cells.data());
  cv::resize(small, coarse, coarse.size(), 0, 0, cv::INTER_AREA);
}

}  // namespace vigie::vision
