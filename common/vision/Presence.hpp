// Who is in the picture: finds faces, follows them, and decides what counts as a person. Searching the whole frame is
// dear, so it is spread: the face that is known is checked in its own neighbourhood, the whole frame is searched about
// once a second, more often while nobody is found. Thread: one at a time. Same frames, same answers.
#pragma once

#include <cstdint>
#include <vector>

#include "common/vision/FaceDetector.hpp"
#include "common/vision/FaceTrack.hpp"
#include "common/vision/Quality.hpp"
#include "common/vision/WorkImage.hpp"

namespace vigie::vision {

enum class Watch { usual, close };

class Presence {
 public:
  Presence(Detectors detectors, const Thresholds& limits);

  // `canSee`: the picture shows anything at all; otherwise nothing is searched and nothing is forgotten.
  void look(const WorkImage& image, const Quality& quality, std::int64_t nowMs);
  // The picture was not usable: what was known before the gap is known no longer once it lasts.
  void skip(std::int64_t nowMs);

  // Check the first face on every frame for a while: somebody compares it.
  void watchClosely(Watch watch) { watch_ = watch; }

  int visible() const;             // confirmed faces
  const FaceTrack* first() const;  // the person the seat is about; nullptr when none is followed
  bool isFaceHidden() const;       // the body is there, the face has not been seen for too long
  bool isTurned(std::int64_t nowMs) const;
  bool knowsNobody(std::int64_t nowMs) const;  // searched long and often enough to say that nobody is there
  std::int64_t lastSeenMs() const { return lastSeenMs_; }
  int breaks() const { return breaks_; }           // how often the person was lost and found again
  bool wasChecked() const { return wasChecked_; }  // a detector confirmed the first face in this very frame
  const std::vector<FaceTrack>& tracks() const { return tracks_; }

 private:
  FrameView searchable(const WorkImage& image, const Quality& quality);
  FrameView corrected(const WorkImage& image);
  bool check(FaceTrack& track, Opinion opinion, const FrameView& picture, const WorkImage& image, std::int64_t nowMs);
  bool checkClosely(FaceTrack& track, Opinion opinion, const WorkImage& image, std::int64_t nowMs);
  bool checkProfile(FaceTrack& track, const WorkImage& image, const FrameView& picture, std::int64_t nowMs);
  void checkFirst(const WorkImage& image, const FrameView& picture, std::int64_t nowMs);
  void checkOthers(const WorkImage& image, const FrameView& picture, std::int64_t nowMs);
  void searchWhole(Opinion opinion, const FrameView& picture, const WorkImage& image, std::int64_t nowMs);
  void searchProfiles(const FrameView& picture, const WorkImage& image, std::int64_t nowMs);
  void place(const Detection& found, Opinion opinion, const WorkImage& image, std::int64_t nowMs);
  void planSearch(const WorkImage& image, const FrameView& picture, std::int64_t nowMs);
  void merge();
  void confirm(std::int64_t nowMs);
  void forget(std::int64_t nowMs);
  bool hasChangedSinceSearch(const WorkImage& image) const;
  FaceDetector& detector(Opinion opinion);

  Detectors detectors_;
  Thresholds limits_;
  std::vector<FaceTrack> tracks_;  // the confirmed first face, when there is one, is tracks_[0]
  std::vector<Detection> found_;
  std::vector<std::uint8_t> correctedPixels_;
  std::vector<std::uint8_t> softened_;
  std::vector<std::uint8_t> mirrored_;
  std::vector<std::uint8_t> closePixels_;
  bool isCorrected_ = false;
  bool wasChecked_ = false;
  std::array<std::uint8_t, kCells> searchedCells_{};
  std::int64_t startMs_ = -1;
  std::int64_t searchedMs_ = -1;
  std::int64_t lastCheckMs_ = -1;
  std::int64_t lastSeenMs_ = -1;
  std::int64_t lonelyMs_ = -1;  // since when nobody is followed; -1 while somebody is
  int lonelySearches_ = 0;      // whole searches since then
  int turn_ = 0;                // which detector's turn it is
  int breaks_ = 0;
  int skipped_ = 0;
  Watch watch_ = Watch::usual;
};

}  // namespace vigie::vision
