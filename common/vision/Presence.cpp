#include "common/vision/Presence.hpp"

#include <algorithm>
#include <cmath>

namespace vigie::vision {

namespace {

constexpr int kSearchesForNobody = 3;  // of the whole frame, by detectors that err differently
// A face that was never confirmed is given up after so long, or later as long as every third look finds it again: small
// and dim ones are found by one detector now, by another seconds later.
constexpr std::int64_t kFreshMs = 2500;
constexpr std::int64_t kFreshLongestMs = 8000;
constexpr int kOtherMisses = 7;

// Two boxes for one face, or one inside the other.
bool isSameFace(const Box& left, const Box& right) {
  return overlap(left, right) > 0.25F || insideShare(left, right) > 0.6F || insideShare(right, left) > 0.6F;
}

}  // namespace

Presence::Presence(Detectors detectors, const Thresholds& limits) : detectors_(std::move(detectors)), limits_(limits) {
  tracks_.reserve(kMaxFaces + 1);
  found_.reserve(64);
}

FaceDetector& Presence::detector(Opinion opinion) {
  switch (opinion) {
    case Opinion::quick:
      return *detectors_.quick;
    case Opinion::second:
      return *detectors_.second;
    case Opinion::profile:
      return *detectors_.profile;
    case Opinion::thorough:
      break;
  }
  return *detectors_.thorough;
}

void Presence::look(const WorkImage& image, const Quality& quality, std::int64_t nowMs) {
  if (startMs_ < 0) startMs_ = nowMs;
  skipped_ = 0;
  wasChecked_ = false;
  isCorrected_ = false;
  for (FaceTrack& track : tracks_) track.follow(image, limits_);
  const FrameView picture = searchable(image, quality);
  checkFirst(image, picture, nowMs);
  checkOthers(image, picture, nowMs);
  planSearch(image, picture, nowMs);
  merge();
  confirm(nowMs);
  forget(nowMs);
  if (const FaceTrack* person = first()) lastSeenMs_ = std::max(lastSeenMs_, person->seenMs());
}

void Presence::skip(std::int64_t nowMs) {
  wasChecked_ = false;
  if (startMs_ < 0) startMs_ = nowMs;
  // After a second without a picture anybody may sit there: what comes next is looked at as new.
  constexpr int kForgetAfter = 5;
  if (++skipped_ != kForgetAfter) return;
  if (first() != nullptr) ++breaks_;
  tracks_.clear();
  lonelyMs_ = -1;
  lonelySearches_ = 0;
}

const FaceTrack* Presence::first() const {
  return !tracks_.empty() && tracks_.front().isConfirmed() ? &tracks_.front() : nullptr;
}

int Presence::visible() const {
  return static_cast<int>(std::count_if(tracks_.begin(), tracks_.end(),
                                        [](const FaceTrack& track) { return track.isConfirmed(); })) -
         (isFaceHidden() ? 1 : 0);
}

bool Presence::isFaceHidden() const {
  const FaceTrack* person = first();
  return person != nullptr && lonelyMs_ >= 0;
}

bool Presence::isTurned(std::int64_t nowMs) const {
  const FaceTrack* person = first();
  if (person == nullptr || person->profileMs() < 0) return false;
  return person->profileMs() > person->frontalMs() && nowMs - person->profileMs() <= 2 * limits_.checkMs;
}

bool Presence::knowsNobody(std::int64_t nowMs) const {
  return first() == nullptr && lonelyMs_ >= 0 && nowMs - lonelyMs_ >= limits_.missMs &&
         lonelySearches_ >= kSearchesForNobody;
}

void Presence::place(const Detection& found, Opinion opinion, const WorkImage& image, std::int64_t nowMs) {
  for (FaceTrack& track : tracks_) {
    if (!isSameFace(track.box(), found.box)) continue;
    // A window much larger or smaller than the face itself, such as one around head and shoulders, is no better place.
    const float ratio = found.box.width / track.box().width;
    if (ratio > 0.6F && ratio < 1.7F) {
      if (&track == &tracks_.front() && opinion != Opinion::profile) wasChecked_ = track.isConfirmed();
      track.hit(found.box, found.votes, opinion, image, nowMs);
    }
    return;
  }
  if (tracks_.size() >= kMaxFaces) return;
  const FaceTrack* person = first();
  if (person != nullptr && !isFaceHidden()) {
    const float ratio = found.box.width / person->box().width;
    if (person->isBody(found.box) || ratio < 0.33F || ratio > 3) return;
  }
  tracks_.emplace_back(found.box, found.votes, opinion, image, nowMs);
}

// Two tracks may end on one face: when a person leans to where another was, or takes the seat. The older one goes on,
// unless only the younger was ever believed.
void Presence::merge() {
  for (std::size_t i = 0; i + 1 < tracks_.size(); ++i) {
    for (std::size_t j = tracks_.size() - 1; j > i; --j) {
      if (!isSameFace(tracks_[i].box(), tracks_[j].box())) continue;
      if (!tracks_[i].isConfirmed() && tracks_[j].isConfirmed()) std::swap(tracks_[i], tracks_[j]);
      tracks_.erase(tracks_.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

void Presence::confirm(std::int64_t nowMs) {
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    FaceTrack& track = tracks_[i];
    if (track.isConfirmed()) continue;
    const bool isStrong = track.bestVotes() >= limits_.strongVotes;
    if (first() == nullptr || isFaceHidden()) {
      const bool isEnough = (isStrong && track.agreed()) || track.bestVotes() >= 2 * limits_.strongVotes ||
                            (track.hits() >= 2 && (isStrong || track.agreed())) || track.hits() >= 4;
      if (!isEnough) continue;
      const bool wasHidden = isFaceHidden();
      track.confirm();
      // Lost and found again: the same person, until the appearance says otherwise.
      if (lonelyMs_ >= 0 && lastSeenMs_ >= 0) ++breaks_;
      if (wasHidden) {
        tracks_.erase(tracks_.begin());
        --i;
      }
      lonelyMs_ = -1;
      lonelySearches_ = 0;
      std::swap(tracks_.front(), tracks_[i]);
      wasChecked_ = true;
      i = 0;
      continue;
    }
    // It may have been found before the person was: a print on the chest of the one who is now known.
    if (tracks_.front().isBody(track.box())) continue;
    const bool hasLasted = nowMs - track.bornMs() >= limits_.secondOnMs;
    // Believed because it was just found again, never because time went by while it was not.
    const bool isThere = track.misses() == 0;
    if (hasLasted && isThere && track.hits() >= 3 && (track.agreed() || isStrong)) track.confirm();
  }
  // The first face found may have been a print on a chest: a confirmed face above it says so.
  for (std::size_t i = 1; i < tracks_.size(); ++i) {
    if (!tracks_[i].isBody(tracks_.front().box()) || !tracks_[i].isConfirmed()) continue;
    std::swap(tracks_.front(), tracks_[i]);
    tracks_.erase(tracks_.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
}

void Presence::forget(std::int64_t nowMs) {
  const std::size_t hadFirst = first() != nullptr ? 1 : 0;
  const auto isOver = [&](const FaceTrack& track) {
    const std::int64_t unseen = nowMs - track.seenMs();
    if (!track.isConfirmed()) {
      const std::int64_t fresh = 3 * track.hits() >= track.checks() ? kFreshLongestMs : kFreshMs;
      return track.misses() >= kOtherMisses || nowMs - track.bornMs() > fresh;
    }
    return unseen > (track.likeness() >= limits_.followLikeness ? limits_.secondOffMs * 2 : limits_.secondOffMs);
  };
  tracks_.erase(std::remove_if(tracks_.begin() + static_cast<std::ptrdiff_t>(hadFirst), tracks_.end(), isOver),
                tracks_.end());
  if (hadFirst == 1) {
    const FaceTrack& person = tracks_.front();
    const std::int64_t unseen = nowMs - person.seenMs();
    const bool isLost = unseen > (person.isFollowed(limits_) ? limits_.followMs : limits_.missMs);
    if (isLost && lonelyMs_ < 0) {
      lonelyMs_ = person.seenMs();
      lonelySearches_ = 0;
    }
    if (!isLost) lonelyMs_ = -1;
    if (isLost && person.bodyLikeness() < limits_.bodyLikeness) tracks_.erase(tracks_.begin());
    // Somebody else who was confirmed is now the person the seat is about.
    const auto next = std::find_if(tracks_.begin(), tracks_.end(), [](const auto& t) { return t.isConfirmed(); });
    if (isLost && first() == nullptr && next != tracks_.end()) {
      std::iter_swap(tracks_.begin(), next);
      lonelyMs_ = -1;
      ++breaks_;
    }
  } else if (lonelyMs_ < 0) {
    lonelyMs_ = nowMs;
    lonelySearches_ = 0;
  }
}

}  // namespace vigie::vision
