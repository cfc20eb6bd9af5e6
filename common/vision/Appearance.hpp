// Does the person after a break look like the one before it? Texture of the face (local binary patterns, Ahonen 2006)
// and colours of the clothes, or an administrator's model in their place; compared in memory, dropped with the
// pipeline: no template leaves this object, none is stored, and it tells nobody who a person is. Only a break (absence,
// covered lens, a cut in the picture) makes it compare: a person who was followed all the time cannot have been
// exchanged. Thread: one at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "common/vision/FaceComparer.hpp"
#include "common/vision/Thresholds.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

class Appearance {
 public:
  static constexpr std::size_t kBlocks = 16;    // 4x4 parts of the face
  static constexpr std::size_t kPatterns = 59;  // 58 uniform ones, and the rest
  static constexpr std::size_t kColours = 42;   // 12 hues x 3 saturations, 6 greys

  explicit Appearance(const Thresholds& limits, std::shared_ptr<FaceComparer> comparer = nullptr)
      : limits_(limits), comparer_(std::move(comparer)) {}

  // A detector has just confirmed the face `face` (work coordinates).
  void look(const WorkImage& image, const FrameView& frame, const Box& face, std::int64_t nowMs);
  void noteBreak();  // from now on what is seen is compared with what was seen before

  bool hasChanged(std::int64_t nowMs) const;        // for some seconds after it was noticed
  float difference() const { return difference_; }  // at the last comparison
  float limit() const { return comparer_ ? comparer_->limit() : limits_.changedDifference; }  // above: changed
  bool isComparing() const { return isAfterBreak_; }

 private:
  struct Sum {
    std::array<float, kBlocks * kPatterns> texture{};
    std::array<float, kColours> colours{};
    int faces = 0;
    int bodies = 0;
    FaceComparer::Features features;  // of the model, summed
  };

  void add(Sum& sum, const WorkImage& image, const FrameView& frame, const Box& face);
  float differenceOf(const Sum& left, const Sum& right) const;

  Thresholds limits_;
  std::shared_ptr<FaceComparer> comparer_;
  FaceComparer::Features measured_;
  Sum reference_;
  Sum recent_;
  bool hasReference_ = false;
  bool isAfterBreak_ = false;
  float difference_ = 0;
  std::int64_t changedMs_ = -1;
};

}  // namespace vigie::vision
