#include "common/vision/Frame.hpp"

#include <algorithm>

namespace vigie::vision {

namespace {
float shared(const Box& left, const Box& right) {
  const float width = std::min(left.right(), right.right()) - std::max(left.x, right.x);
  const float height = std::min(left.bottom(), right.bottom()) - std::max(left.y, right.y);
  return width > 0 && height > 0 ? width * height : 0;
}
}  // namespace

float overlap(const Box& left, const Box& right) {
  const float both = shared(left, right);
  const float all = left.area() + right.area() - both;
  return all > 0 ? both / all : 0;
}

float insideShare(const Box& inner, const Box& outer) {
  return inner.area() > 0 ? shared(inner, outer) / inner.area() : 0;
}

Box scaled(const Box& box, float factor) {
  return {box.x * factor, box.y * factor, box.width * factor, box.height * factor};
}

Box grown(const Box& box, float factor) {
  return {box.centreX() - box.width * factor / 2, box.centreY() - box.height * factor / 2, box.width * factor,
          box.height * factor};
}

Box clipped(const Box& box, int width, int height) {
  const float left = std::clamp(box.x, 0.0F, static_cast<float>(width));
  const float top = std::clamp(box.y, 0.0F, static_cast<float>(height));
  const float right = std::clamp(box.right(), left, static_cast<float>(width));
  const float bottom = std::clamp(box.bottom(), top, static_cast<float>(height));
  return {left, top, right - left, bottom - top};
}

}  // namespace vigie::vision
