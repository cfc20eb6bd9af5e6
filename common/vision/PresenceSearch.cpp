// Where and with what Presence looks: the schedule that keeps a frame at a few milliseconds.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "common/vision/Presence.hpp"
#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

constexpr float kAround = 2.1F;          // the neighbourhood of a known face, in faces
constexpr std::int64_t kLonelyMs = 700;  // between whole searches while nobody is found
constexpr std::int64_t kStillMs = 2000;  // the same when nothing has changed in the picture since the last one
constexpr int kEagerSearches = 4;        // at first, one on each frame
constexpr float kSmall = 48;             // a face in doubt below this side is looked at with twice the pixels
constexpr float kCloseZoom = 2;
constexpr float kCloseVotes = 0.5F;  // twice the pixels give about twice the windows that fire

FrameView part(const FrameView& picture, const cv::Rect& where) {
  return {picture.pixels + where.y * picture.stride + where.x, where.width, where.height, picture.stride, Layout::gray};
}

}  // namespace

// Dim pictures are lifted before anything is looked for: cascades see one face in five at 0.15 of the light, and all
// but a few after it. Softened first, or the lifted noise hides the face again.
FrameView Presence::corrected(const WorkImage& image) {
  const cv::Mat gray = impl::matOf(image.view());
  cv::Mat soft = impl::matOver(softened_, image.width, image.height);
  cv::Mat lifted = impl::matOver(correctedPixels_, image.width, image.height);
  if (!isCorrected_) {
    cv::GaussianBlur(gray, soft, {3, 3}, 0.8);
    static thread_local const cv::Ptr<cv::CLAHE> equaliser = cv::createCLAHE(2.0, {8, 8});
    equaliser->apply(soft, lifted);
    isCorrected_ = true;
  }
  return impl::viewOf(lifted);
}

FrameView Presence::searchable(const WorkImage& image, const Quality& quality) {
  const bool isDim = quality.isDim(limits_, limits_.dimHighlightClear) || quality.measures.contrast < 22;
  return isDim ? corrected(image) : image.view();
}

bool Presence::check(FaceTrack& track, Opinion opinion, const FrameView& picture, const WorkImage& image,
                     std::int64_t nowMs) {
  const Box around = grown(track.box(), kAround);
  const cv::Rect where = impl::rectOf(around, picture.width, picture.height);
  const float side = track.box().width;
  detector(opinion).find(part(picture, where), side * 0.7F, side * 1.45F, found_);
  const auto best =
      std::max_element(found_.begin(), found_.end(), [](const auto& l, const auto& r) { return l.votes < r.votes; });
  if (best == found_.end()) return false;
  Box box = best->box;
  box.x += static_cast<float>(where.x);
  box.y += static_cast<float>(where.y);
  if (overlap(box, track.box()) < 0.15F) return false;
  track.hit(box, best->votes, opinion, image, nowMs);
  return true;
}

// The profile cascade knows one side: the neighbourhood is searched as it is and mirrored.
bool Presence::checkProfile(FaceTrack& track, const WorkImage& image, const FrameView& picture, std::int64_t nowMs) {
  const cv::Rect where = impl::rectOf(grown(track.box(), kAround), picture.width, picture.height);
  const float side = track.box().width;
  const FrameView straight = part(picture, where);
  for (const bool isMirrored : {false, true}) {
    FrameView searched = straight;
    if (isMirrored) {
      cv::Mat mirror = impl::matOver(mirrored_, where.width, where.height);
      cv::flip(impl::matOf(straight), mirror, 1);
      searched = impl::viewOf(mirror);
    }
    detectors_.profile->find(searched, side * 0.75F, side * 1.4F, found_);
    for (const Detection& seen : found_) {
      Box box = seen.box;
      if (isMirrored) box.x = static_cast<float>(where.width) - box.right();
      box.x += static_cast<float>(where.x);
      box.y += static_cast<float>(where.y);
      if (seen.votes < 3 || overlap(box, track.box()) < 0.2F) continue;
      track.hit(box, seen.votes, Opinion::profile, image, nowMs);
      return true;
    }
  }
  return false;
}

void Presence::checkFirst(const WorkImage& image, const FrameView& picture, std::int64_t nowMs) {
  if (first() == nullptr) return;
  FaceTrack& person = tracks_.front();
  const bool isWorried = person.misses() > 0 || person.likeness() < limits_.followLikeness;
  const std::int64_t pause = isWorried ? limits_.checkMs / 3 : limits_.checkMs;
  if (watch_ == Watch::usual && lastCheckMs_ >= 0 && nowMs - lastCheckMs_ < pause && nowMs > lastCheckMs_) return;
  lastCheckMs_ = nowMs;
  // Each miss asks another way: the other detector, the lifted picture, the side of the face.
  bool isSeen = false;
  switch (person.misses() % 4) {
    case 0:
      isSeen = check(person, Opinion::quick, picture, image, nowMs);
      break;
    case 1:
      isSeen = check(person, Opinion::thorough, picture, image, nowMs);
      break;
    case 2:
      isSeen = check(person, Opinion::thorough, corrected(image), image, nowMs);
      break;
    default:
      break;
  }
  wasChecked_ = isSeen;
  if (!isSeen && person.misses() > 0) isSeen = checkProfile(person, image, picture, nowMs);
  if (!isSeen) person.miss();
}

// A face in doubt and small, in the frame's own pixels: what is too coarse in the reduced picture may be clear there.
bool Presence::checkClosely(FaceTrack& track, Opinion opinion, const WorkImage& image, std::int64_t nowMs) {
  const FrameView& full = image.full();
  const Box around = scaled(grown(track.box(), kAround), 1 / image.scale);
  const cv::Rect where = impl::rectOf(around, full.width, full.height);
  if (where.width < 8 || where.height < 8) return false;
  const float zoom = std::min(kCloseZoom, 1 / image.scale);
  const float shrink = zoom * image.scale;  // of the frame's own pixels
  const int width = std::max(1, static_cast<int>(std::lround(static_cast<float>(where.width) * shrink)));
  const int height = std::max(1, static_cast<int>(std::lround(static_cast<float>(where.height) * shrink)));
  cv::Mat close = impl::matOver(closePixels_, width, height);
  cv::resize(impl::matOf(part(full, where)), close, close.size(), 0, 0, cv::INTER_AREA);
  const float side = track.box().width * zoom;
  detector(opinion).find(impl::viewOf(close), side * 0.7F, side * 1.45F, found_);
  const auto best =
      std::max_element(found_.begin(), found_.end(), [](const auto& l, const auto& r) { return l.votes < r.votes; });
  if (best == found_.end()) return false;
  Box box = scaled(best->box, 1 / shrink);
  box.x += static_cast<float>(where.x);
  box.y += static_cast<float>(where.y);
  box = scaled(box, image.scale);
  if (overlap(box, track.box()) < 0.15F) return false;
  track.hit(box, best->votes * kCloseVotes, opinion, image, nowMs);
  return true;
}

void Presence::checkOthers(const WorkImage& image, const FrameView& picture, std::int64_t nowMs) {
  static constexpr Opinion kTurns[] = {Opinion::quick, Opinion::thorough, Opinion::second};
  // One a frame, whoever has waited longest: a crowd must not cost more than a person.
  FaceTrack* waiting = nullptr;
  for (std::size_t i = first() != nullptr ? 1 : 0; i < tracks_.size(); ++i) {
    FaceTrack& track = tracks_[i];
    const std::int64_t since = nowMs - track.seenMs();
    if (track.isConfirmed() && since < limits_.checkMs) continue;
    if (since > 0 && (waiting == nullptr || track.seenMs() < waiting->seenMs())) waiting = &track;
  }
  if (waiting == nullptr) return;
  const Opinion opinion = kTurns[static_cast<std::size_t>(waiting->checks()) % std::size(kTurns)];
  const bool isFine = picture.pixels == image.gray.data() && image.scale < 0.8F;
  const bool isClose = isFine && !waiting->isConfirmed() && waiting->box().width < kSmall && waiting->checks() % 2 != 0;
  const bool isSeen =
      isClose ? checkClosely(*waiting, opinion, image, nowMs) : check(*waiting, opinion, picture, image, nowMs);
  if (!isSeen) waiting->miss();
}

bool Presence::hasChangedSinceSearch(const WorkImage& image) const {
  constexpr int kCellChange = 10;
  constexpr int kCellsChanged = 8;
  int changed = 0;
  for (std::size_t i = 0; i < kCells; ++i) {
    if (std::abs(int{image.cells[i]} - int{searchedCells_[i]}) >= kCellChange) ++changed;
  }
  return changed >= kCellsChanged;
}

void Presence::planSearch(const WorkImage& image, const FrameView& picture, std::int64_t nowMs) {
  const bool isLonely = first() == nullptr || isFaceHidden();
  const std::int64_t since = searchedMs_ < 0 ? kStillMs : nowMs - searchedMs_;
  std::int64_t pause = limits_.fullSearchMs;
  if (isLonely && lonelySearches_ < kEagerSearches) {
    pause = 0;
  } else if (!hasChangedSinceSearch(image)) {
    pause = kStillMs;
  } else if (isLonely) {
    pause = kLonelyMs;
  }
  if (since < pause) return;
  static constexpr Opinion kLonelyTurns[] = {Opinion::thorough, Opinion::quick, Opinion::quick, Opinion::profile};
  // One whole search in three is the dear one: about one frame in twenty.
  static constexpr Opinion kTurns[] = {Opinion::quick, Opinion::thorough, Opinion::quick};
  const auto turn = static_cast<std::size_t>(turn_++);
  const Opinion opinion = isLonely ? kLonelyTurns[static_cast<std::size_t>(lonelySearches_) % std::size(kLonelyTurns)]
                                   : kTurns[turn % std::size(kTurns)];
  if (opinion == Opinion::profile) {
    searchProfiles(picture, image, nowMs);
  } else {
    searchWhole(opinion, picture, image, nowMs);
  }
  searchedMs_ = nowMs;
  searchedCells_ = image.cells;
  ++lonelySearches_;
}

void Presence::searchWhole(Opinion opinion, const FrameView& picture, const WorkImage& image, std::int64_t nowMs) {
  const float side = static_cast<float>(std::max(picture.width, picture.height));
  const float largest = static_cast<float>(std::min(picture.width, picture.height));
  detector(opinion).find(picture, side * limits_.smallestFace, largest, found_);
  std::sort(found_.begin(), found_.end(), [](const auto& l, const auto& r) { return l.votes > r.votes; });
  for (const Detection& seen : found_) place(seen, opinion, image, nowMs);
}

void Presence::searchProfiles(const FrameView& picture, const WorkImage& image, std::int64_t nowMs) {
  const float side = static_cast<float>(std::max(picture.width, picture.height));
  const float largest = static_cast<float>(std::min(picture.width, picture.height));
  constexpr float kClearVotes = 5;
  cv::Mat mirror = impl::matOver(mirrored_, picture.width, picture.height);
  cv::flip(impl::matOf(picture), mirror, 1);
  // One side a turn: both at once would be the dearest frame of all.
  const bool isMirrored = (turn_ & 1) != 0;
  detectors_.profile->find(isMirrored ? impl::viewOf(mirror) : picture, side * 0.14F, largest, found_);
  for (Detection& seen : found_) {
    if (isMirrored) seen.box.x = static_cast<float>(picture.width) - seen.box.right();
    if (seen.votes >= kClearVotes) place(seen, Opinion::profile, image, nowMs);
  }
}

}  // namespace vigie::vision
