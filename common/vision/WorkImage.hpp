// The reduced grey picture that all measures are taken on: long side 320, so that a frame costs the same whatever the
// camera gives. Buffers are kept from frame to frame. Thread: one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "common/vision/Frame.hpp"

namespace vigie::vision {

inline constexpr int kWorkSide = 320;
inline constexpr int kCellsAcross = 32;
inline constexpr int kCellsDown = 24;
inline constexpr std::size_t kCells = std::size_t{kCellsAcross} * kCellsDown;

struct WorkImage {
  int width = 0;
  int height = 0;
  float scale = 1;                 // frame pixels to work pixels
  std::vector<std::uint8_t> gray;  // width x height
  int quarterWidth = 0;
  int quarterHeight = 0;
  std::vector<std::uint8_t> quarter;         // 4x4 means of gray
  std::array<std::uint8_t, kCells> cells{};  // means over a 32x24 grid
  std::uint64_t fingerprint = 0;             // of every pixel of the frame as given: equal only for exact duplicates

  // Takes the frame in. Precondition: not empty.
  void take(const FrameView& frame);

  FrameView view() const { return {gray.data(), width, height, width, Layout::gray}; }
  const FrameView& full() const { return fullView_; }  // the grey frame in its own size; valid until the next one

 private:
  std::vector<std::uint8_t> fullPixels_;
  FrameView fullView_;
};

}  // namespace vigie::vision
