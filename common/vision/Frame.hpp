// A picture in memory as the pipeline takes it: nobody owns it here, nothing is copied until it is looked at.
// Thread: any. Units: pixels, bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace vigie::vision {

enum class Layout { gray, bgr };  // 8 bits per sample; bgr is what cameras and OpenCV give

// Rows of `width` pixels, `stride` bytes apart. Valid as long as its owner's pixels are.
struct FrameView {
  const std::uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;
  Layout layout = Layout::gray;

  bool empty() const { return pixels == nullptr || width <= 0 || height <= 0; }
};

// A rectangle in pixels of the picture it is said to be in; may stick out of it.
struct Box {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;

  float right() const { return x + width; }
  float bottom() const { return y + height; }
  float centreX() const { return x + width / 2; }
  float centreY() const { return y + height / 2; }
  float area() const { return width * height; }
};

float overlap(const Box& left, const Box& right);       // intersection over union, 0 to 1
float insideShare(const Box& inner, const Box& outer);  // share of inner's area that is in outer, 0 to 1
Box scaled(const Box& box, float factor);               // the same place in a picture `factor` times as large
Box grown(const Box& box, float factor);                // same centre, sides times factor
Box clipped(const Box& box, int width, int height);     // the part inside a picture

}  // namespace vigie::vision
