#include "common/vision/Quality.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace vigie::vision {

namespace {

float percentile(std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

struct Moments {
  float mean = 0;
  float deviation = 0;
};

template <class Values>
Moments momentsOf(const Values& values) {
  std::uint64_t sum = 0;
  std::uint64_t squares = 0;
  for (const std::uint8_t value : values) {
    sum += value;
    squares += static_cast<std::uint64_t>(value) * value;
  }
  const double count = static_cast<double>(values.size());
  const double mean = static_cast<double>(sum) / count;
  const double variance = std::max(0.0, static_cast<double>(squares) / count - mean * mean);
  return {static_cast<float>(mean), static_cast<float>(std::sqrt(variance))};
}

// The mask 1 -2 1 twice, which any plane and any straight edge leave at 0.
int secondDifference(const std::uint8_t* at, int stride) {
  const int above = at[-stride - 1] - 2 * at[-stride] + at[-stride + 1];
  const int middle = at[-1] - 2 * at[0] + at[1];
  const int below = at[stride - 1] - 2 * at[stride] + at[stride + 1];
  return above - 2 * middle + below;
}

// Immerkaer, "Fast Noise Variance Estimation", 1996; the median instead of the mean, because half of the pixels of a
// picture are plain and the other half are not noise. Every second row and column is enough.
float noiseOf(const WorkImage& image) {
  std::array<int, 512> histogram{};
  int count = 0;
  for (int row = 1; row + 1 < image.height; row += 2) {
    const std::uint8_t* line = image.gray.data() + static_cast<std::ptrdiff_t>(row) * image.width;
    for (int column = 1; column + 1 < image.width; column += 2) {
      const int size = std::abs(secondDifference(line + column, image.width));
      ++histogram[static_cast<std::size_t>(std::min(size, 511))];
      ++count;
    }
  }
  int below = 0;
  std::size_t median = 0;
  while (median < 511 && (below += histogram[median]) * 2 < count) ++median;
  // The mask's own deviation is 6 times the noise's; a normal variable's median size is 0.6745 of its deviation.
  return static_cast<float>(median) / (6 * 0.6745F);
}

}  // namespace

Quality QualityGauge::measure(const WorkImage& image, const Thresholds& limits) {
  Quality quality;
  const Moments pixels = momentsOf(image.gray);
  quality.measures.luma = pixels.mean;
  quality.measures.contrast = pixels.deviation;
  quality.measures.structure = momentsOf(image.cells).deviation;
  quality.measures.noise = noiseOf(image);
  std::array<std::uint8_t, kCells> sorted = image.cells;
  const auto ninetieth = sorted.begin() + static_cast<std::ptrdiff_t>(kCells * 9 / 10);
  std::nth_element(sorted.begin(), ninetieth, sorted.end());
  quality.measures.highlight = *ninetieth;

  gradients_.clear();
  seconds_.clear();
  const int stride = image.quarterWidth;
  for (int row = 1; row + 1 < image.quarterHeight; ++row) {
    const std::uint8_t* line = image.quarter.data() + static_cast<std::ptrdiff_t>(row) * stride;
    for (int column = 1; column + 1 < stride; ++column) {
      const std::uint8_t* at = line + column;
      gradients_.push_back(static_cast<float>(std::abs(at[1] - at[0]) + std::abs(at[stride] - at[0])));
      seconds_.push_back(static_cast<float>(std::abs(secondDifference(at, stride))));
    }
  }
  const float steepest = percentile(gradients_, 0.99);
  const float sharpest = percentile(seconds_, 0.99);
  // What noise alone would give at this reduction (measured on even grey), taken out as variances are.
  const float noise = 2.5F * quality.measures.noise;
  quality.measures.detail = std::sqrt(std::max(0.0F, steepest * steepest - noise * noise));
  quality.measures.sharpness = sharpest / (steepest + 1);
  quality.isFlat = quality.measures.detail < limits.flatDetail ||
                   quality.measures.detail < limits.flatRelief * (quality.measures.structure + 1);
  return quality;
}

}  // namespace vigie::vision
