// Our buffers as OpenCV sees them: headers over the same memory, nothing copied.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "common/vision/Frame.hpp"

namespace vigie::vision::impl {

inline cv::Mat matOf(const FrameView& view) {
  // OpenCV has no read-only Mat; nobody writes to one made here.
  return {view.height, view.width, view.layout == Layout::bgr ? CV_8UC3 : CV_8UC1,
          const_cast<std::uint8_t*>(view.pixels), static_cast<std::size_t>(view.stride)};
}

inline cv::Mat matOver(std::vector<std::uint8_t>& buffer, int width, int height) {
  buffer.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  return {height, width, CV_8UC1, buffer.data()};
}

inline FrameView viewOf(const cv::Mat& mat) {
  return {mat.data, mat.cols, mat.rows, static_cast<std::ptrdiff_t>(mat.step),
          mat.channels() == 3 ? Layout::bgr : Layout::gray};
}

inline cv::Rect rectOf(const Box& box, int width, int height) {
  const Box inside = clipped(box, width, height);
  const int left = static_cast<int>(inside.x);
  const int top = static_cast<int>(inside.y);
  return {left, top, std::min(static_cast<int>(inside.width), width - left),
          std::min(static_cast<int>(inside.height), height - top)};
}

}  // namespace vigie::vision::impl
