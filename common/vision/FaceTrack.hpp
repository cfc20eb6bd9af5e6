// One face over time: where it is, when a detector last saw it, and whether what is there now still looks like it.
// A detector that misses is not an absence: between detections the face is followed by correlation with its last
// picture, which is kept in memory only and only as long as the track. Coordinates are those of the work image.
// Thread: one at a time.
#pragma once

#include <array>
#include <cstdint>

#include "common/vision/Frame.hpp"
#include "common/vision/Thresholds.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

enum class Opinion : std::uint8_t { thorough = 1, quick = 2, second = 4, profile = 8 };

class FaceTrack {
 public:
  static constexpr int kPatch = 28;       // the face as it is followed
  static constexpr int kBodyAcross = 16;  // the body below it
  static constexpr int kBodyDown = 12;

  FaceTrack(const Box& box, float votes, Opinion opinion, const WorkImage& image, std::int64_t nowMs);

  // Looks for the face near where it was; moves there when it is still like its picture.
  void follow(const WorkImage& image, const Thresholds& limits);
  void hit(const Box& box, float votes, Opinion opinion, const WorkImage& image, std::int64_t nowMs);
  void miss() {
    ++misses_;
    ++allMisses_;
  }
  void confirm() { isConfirmed_ = true; }

  const Box& box() const { return box_; }
  float votes() const { return votes_; }
  float likeness() const { return likeness_; }
  float bodyLikeness() const { return bodyLikeness_; }  // -1 when there is no body to see below the face
  bool isConfirmed() const { return isConfirmed_; }
  bool isFollowed(const Thresholds& limits) const;  // the face or the body is still where it was
  int hits() const { return hits_; }
  int misses() const { return misses_; }  // checks in a row without a detection
  int checks() const { return hits_ + allMisses_; }
  // Left the place where a detector last saw it, or the picture: what is followed now need not be a face.
  bool hasDrifted() const;
  float bestVotes() const { return bestVotes_; }
  std::int64_t bornMs() const { return bornMs_; }
  std::int64_t seenMs() const { return seenMs_; }        // last detection of any kind
  std::int64_t frontalMs() const { return frontalMs_; }  // last detection from the front; before birth when never
  std::int64_t profileMs() const { return profileMs_; }
  bool agreed() const;  // two independent kinds of detector saw it

  // Where a chest is: a face-like thing there is a print, a badge or a hand far more often than a second person.
  bool isBody(const Box& other) const;

 private:
  Box bodyBox() const;
  void remember(const WorkImage& image);

  Box box_;
  Box seenBox_;  // at the last detection
  bool isInside_ = true;
  float votes_ = 0;
  float bestVotes_ = 0;
  float likeness_ = 1;
  float bodyLikeness_ = -1;
  bool hasBody_ = false;
  bool isConfirmed_ = false;
  int hits_ = 0;
  int misses_ = 0;
  int allMisses_ = 0;
  std::uint8_t opinions_ = 0;
  std::int64_t bornMs_ = 0;
  std::int64_t seenMs_ = 0;
  std::int64_t frontalMs_ = -1;
  std::int64_t profileMs_ = -1;
  std::array<std::uint8_t, static_cast<std::size_t>(kPatch* kPatch)> patch_{};
  std::array<std::uint8_t, static_cast<std::size_t>(kBodyAcross* kBodyDown)> body_{};
};

}  // namespace vigie::vision
