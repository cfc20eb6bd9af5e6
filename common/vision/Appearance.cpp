#include "common/vision/Appearance.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

constexpr int kSide = 64;
constexpr int kBlockSide = 16;
constexpr std::int64_t kShownMs = 4000;
// The mean differences of the same person's halves of labelled clips stay below, those of two people above.
constexpr float kTextureScale = 0.115F;
constexpr float kColourScale = 0.23F;
constexpr float kTextureWeight = 0.7F;

// Eight neighbours brighter or darker; a pattern with more than two changes around the circle is noise, class 58.
const std::array<std::uint8_t, 256>& uniformPatterns() {
  static const auto table = [] {
    std::array<std::uint8_t, 256> classes{};
    std::uint8_t next = 0;
    for (unsigned code = 0; code < 256; ++code) {
      const unsigned turned = ((code << 1) | (code >> 7)) & 0xFFU;
      classes[code] = std::popcount(code ^ turned) <= 2 ? next++ : std::uint8_t{58};
    }
    return classes;
  }();
  return table;
}

// 12 hues in 3 saturations, or 6 greys where there is hardly a colour.
std::size_t colourOf(int blue, int green, int red) {
  const int value = std::max({blue, green, red});
  const int chroma = value - std::min({blue, green, red});
  const int saturation = value == 0 ? 0 : chroma * 255 / value;
  if (saturation < 40 || value < 40) return 36 + static_cast<std::size_t>(std::min(5, value / 43));
  int sixth = 0;  // 0 to 360 degrees
  if (value == red) {
    sixth = 60 * (green - blue) / chroma;
  } else if (value == green) {
    sixth = 120 + 60 * (blue - red) / chroma;
  } else {
    sixth = 240 + 60 * (red - green) / chroma;
  }
  const int hue = ((sixth + 360) % 360) / 30;
  return static_cast<std::size_t>(hue) * 3 + static_cast<std::size_t>(std::min(2, (saturation - 40) / 72));
}

template <class Histogram>
void addTexture(const FrameView& gray, const Box& face, Histogram& sums) {
  const Box narrow{face.x + 0.1F * face.width, face.y, 0.8F * face.width, face.height};
  const cv::Rect where = impl::rectOf(narrow, gray.width, gray.height);
  if (where.width < 8 || where.height < 8) return;
  constexpr int kPadded = kSide + 2;
  std::array<std::uint8_t, static_cast<std::size_t>(kPadded * kPadded)> pixels{};
  cv::Mat crop(kPadded, kPadded, CV_8UC1, pixels.data());
  cv::resize(impl::matOf(gray)(where), crop, crop.size(), 0, 0, cv::INTER_AREA);
  constexpr std::array<int, 8> kAround = {-kPadded - 1, -kPadded, -kPadded + 1, 1,
                                          kPadded + 1,  kPadded,  kPadded - 1,  -1};
  for (int row = 0; row < kSide; ++row) {
    for (int column = 0; column < kSide; ++column) {
      const std::uint8_t* at = pixels.data() + (row + 1) * kPadded + column + 1;
      unsigned code = 0;
      for (std::size_t k = 0; k < kAround.size(); ++k) code |= (at[kAround[k]] >= *at ? 1U : 0U) << k;
      const auto block = static_cast<std::size_t>((row / kBlockSide) * 4 + column / kBlockSide);
      sums[block * Appearance::kPatterns + uniformPatterns()[code]] += 1.0F / (kBlockSide * kBlockSide);
    }
  }
}

template <class Histogram>
bool addColours(const FrameView& frame, const Box& face, Histogram& sums) {
  if (frame.layout != Layout::bgr) return false;
  const Box chest{face.x - 0.5F * face.width, face.y + 1.3F * face.height, 2 * face.width, 1.3F * face.height};
  const cv::Rect where = impl::rectOf(chest, frame.width, frame.height);
  if (static_cast<float>(where.height) < 0.5F * face.height || where.width < 16) return false;
  constexpr int kAcross = 32;
  constexpr int kDown = 24;
  std::array<std::uint8_t, static_cast<std::size_t>(kAcross * kDown) * 3> pixels{};
  cv::Mat crop(kDown, kAcross, CV_8UC3, pixels.data());
  cv::resize(impl::matOf(frame)(where), crop, crop.size(), 0, 0, cv::INTER_AREA);
  for (std::size_t i = 0; i < pixels.size(); i += 3) {
    sums[colourOf(pixels[i], pixels[i + 1], pixels[i + 2])] += 1.0F / (kAcross * kDown);
  }
  return true;
}

}  // namespace

void Appearance::add(Sum& sum, const WorkImage& image, const FrameView& frame, const Box& face) {
  const Box whole = scaled(face, 1 / image.scale);
  if (comparer_) {
    if (!comparer_->measure(frame, whole, measured_)) return;
    sum.features.resize(measured_.size(), 0.0F);
    for (std::size_t i = 0; i < measured_.size(); ++i) sum.features[i] += measured_[i];
    ++sum.faces;
    return;
  }
  addTexture(image.full(), whole, sum.texture);
  ++sum.faces;
  if (addColours(frame, whole, sum.colours)) ++sum.bodies;
}

float Appearance::differenceOf(const Sum& left, const Sum& right) const {
  if (comparer_) return comparer_->difference(left.features, right.features);
  float texture = 0;
  for (std::size_t i = 0; i < left.texture.size(); ++i) {
    const float l = left.texture[i] / static_cast<float>(left.faces);
    const float r = right.texture[i] / static_cast<float>(right.faces);
    if (l + r > 0) texture += 0.5F * (l - r) * (l - r) / (l + r);
  }
  texture /= static_cast<float>(kBlocks) * kTextureScale;
  if (left.bodies == 0 || right.bodies == 0) return texture;
  float colours = 0;
  for (std::size_t i = 0; i < left.colours.size(); ++i) {
    const float l = left.colours[i] / static_cast<float>(left.bodies);
    const float r = right.colours[i] / static_cast<float>(right.bodies);
    colours += 0.5F * std::abs(l - r);
  }
  return kTextureWeight * texture + (1 - kTextureWeight) * colours / kColourScale;
}

void Appearance::look(const WorkImage& image, const FrameView& frame, const Box& face, std::int64_t nowMs) {
  if (!hasReference_) {
    add(reference_, image, frame, face);
    hasReference_ = reference_.faces >= limits_.changedFrames;
    return;
  }
  if (!isAfterBreak_) return;
  add(recent_, image, frame, face);
  if (recent_.faces < limits_.changedFrames) return;
  difference_ = differenceOf(reference_, recent_);
  if (difference_ > limit()) {
    changedMs_ = nowMs;
    reference_ = recent_;  // so that the way back is noticed too
  }
  isAfterBreak_ = false;
  recent_ = Sum{};
}

void Appearance::noteBreak() {
  isAfterBreak_ = hasReference_;
  recent_ = Sum{};
}

bool Appearance::hasChanged(std::int64_t nowMs) const {
  return changedMs_ >= 0 && nowMs - changedMs_ <= kShownMs;
}

}  // namespace vigie::vision
