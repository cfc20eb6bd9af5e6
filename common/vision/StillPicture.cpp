#include "common/vision/StillPicture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

constexpr int kSide = 480;
constexpr float kSmallestFace = 24;
constexpr int kVoters = 8;  // four cascades, on the picture as it is and corrected

// A place that the voters agree on is a face. The numbers separate the labelled pictures with room to spare.
constexpr int kClearVoters = 3;  // of the first four
constexpr float kClearVotes = 60;
constexpr int kFaceVoters = 4;  // of all eight
constexpr float kFaceVotes = 15;
constexpr int kOtherVoters = 5;       // for any face after the first
constexpr float kOtherShare = 0.08F;  // of the first one's votes
constexpr float kProfileVotes = 25;
constexpr float kRolledVotes = 10;
constexpr double kRoll = 30;  // degrees
constexpr float kSamePlace = 0.35F;

struct Place {
  Box box;
  std::array<float, kVoters> votes{};

  int voters() const {
    return static_cast<int>(std::count_if(votes.begin(), votes.end(), [](float v) { return v > 0; }));
  }
  float total() const {
    float sum = 0;
    for (const float vote : votes) sum += vote;
    return sum;
  }
};

// A second window on the same head, a print on the chest, or something far smaller than the face it is beside.
bool belongsTo(const Place& face, const Place& other) {
  const Box& a = face.box;
  const Box& b = other.box;
  const float across = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const float down = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  const bool overlaps = across > 0.3F * std::min(a.width, b.width) && down > 0.3F * std::min(a.height, b.height);
  const bool isBody = b.centreX() > a.x - 0.5F * a.width && b.centreX() < a.right() + 0.5F * a.width &&
                      b.y > a.y + 0.6F * a.height && b.width < 1.3F * a.width;
  return overlaps || isBody || b.width < 0.35F * a.width;
}

}  // namespace

class StillPicture::Votes {
 public:
  std::vector<Place> places;

  void add(const Detection& seen, int voter) {
    Place* best = nullptr;
    float most = kSamePlace;
    for (Place& place : places) {
      if (const float both = overlap(place.box, seen.box); both > most) {
        most = both;
        best = &place;
      }
    }
    if (best == nullptr) {
      places.push_back({seen.box, {}});
      best = &places.back();
    }
    float& vote = best->votes[static_cast<std::size_t>(voter)];
    vote = std::max(vote, seen.votes);
  }
};

StillPicture::StillPicture(Detectors detectors, const Thresholds& limits)
    : detectors_(std::move(detectors)), limits_(limits), votes_(std::make_unique<Votes>()) {
  cv::setNumThreads(1);
}

StillPicture::~StillPicture() = default;

void StillPicture::ask(FaceDetector& detector, const FrameView& picture, int voter) {
  detector.find(picture, kSmallestFace, kSide, found_);
  for (const Detection& seen : found_) votes_->add(seen, voter);
}

bool StillPicture::isClear() const {
  int clear = 0;
  for (const Place& place : votes_->places) {
    const bool isSure = place.voters() >= kClearVoters && place.total() >= kClearVotes;
    if (!isSure && place.voters() >= 2) return false;
    if (isSure) ++clear;
  }
  return clear == 1;
}

void StillPicture::askAgain(const FrameView& lifted) {
  ask(*detectors_.wide, lifted, 4);
  ask(*detectors_.second, lifted, 5);
  ask(*detectors_.thorough, lifted, 6);
  ask(*detectors_.quick, lifted, 7);
}

void StillPicture::count(Facts& facts) {
  std::vector<Place>& places = votes_->places;
  std::sort(places.begin(), places.end(), [](const auto& l, const auto& r) {
    return std::tuple(-l.total(), l.box.x, l.box.y) < std::tuple(-r.total(), r.box.x, r.box.y);
  });
  std::vector<Place> kept;
  const bool wasAskedOnce = isClear();
  for (const Place& place : places) {
    const bool isFace = place.total() >= kFaceVotes && place.voters() >= (wasAskedOnce ? kClearVoters : kFaceVoters);
    if (!isFace || kept.size() == kMaxFaces) continue;
    const bool isOther = !kept.empty();
    if (isOther && (place.voters() < kOtherVoters || place.total() < kOtherShare * kept.front().total())) continue;
    if (std::any_of(kept.begin(), kept.end(), [&](const Place& face) { return belongsTo(face, place); })) continue;
    kept.push_back(place);
  }
  for (const Place& place : kept) {
    facts.faces[facts.faceCount++] = {scaled(place.box, 1 / scale_), std::min(1.0F, place.total() / 200)};
  }
}

// Nobody from the front: perhaps from the side, or with the head rolled.
bool StillPicture::askSideways(const FrameView& lifted, Facts& facts) {
  const cv::Mat picture = impl::matOf(lifted);
  Detection best;
  const auto take = [&](Box box, float votes) {
    if (votes > best.votes) best = {box, votes};
  };
  cv::Mat turned;
  cv::flip(picture, turned, 1);
  for (const bool isMirrored : {false, true}) {
    detectors_.profile->find(isMirrored ? impl::viewOf(turned) : lifted, kSmallestFace, kSide, found_);
    for (Detection& seen : found_) {
      if (isMirrored) seen.box.x = static_cast<float>(lifted.width) - seen.box.right();
      if (seen.votes >= kProfileVotes) take(seen.box, seen.votes);
    }
  }
  const bool isTurned = best.votes > 0;
  for (const double angle : {-kRoll, kRoll}) {
    const cv::Point2f middle(static_cast<float>(lifted.width) / 2, static_cast<float>(lifted.height) / 2);
    const cv::Mat roll = cv::getRotationMatrix2D(middle, angle, 1);
    cv::warpAffine(picture, turned, roll, picture.size());
    detectors_.thorough->find(impl::viewOf(turned), 30, kSide, found_);
    cv::Mat back;
    cv::invertAffineTransform(roll, back);
    for (const Detection& seen : found_) {
      if (seen.votes < kRolledVotes) continue;
      const double x = seen.box.centreX();
      const double y = seen.box.centreY();
      const auto cx = static_cast<float>(back.at<double>(0, 0) * x + back.at<double>(0, 1) * y + back.at<double>(0, 2));
      const auto cy = static_cast<float>(back.at<double>(1, 0) * x + back.at<double>(1, 1) * y + back.at<double>(1, 2));
      take({cx - seen.box.width / 2, cy - seen.box.height / 2, seen.box.width, seen.box.height}, seen.votes);
    }
  }
  if (best.votes <= 0) return false;
  facts.faces[facts.faceCount++] = {scaled(best.box, 1 / scale_), std::min(1.0F, best.votes / 100)};
  if (isTurned) facts.flags.add(Flag::turned);
  return true;
}

Facts StillPicture::look(const FrameView& picture) {
  Facts facts;
  work_.take(picture);
  const Quality quality = gauge_.measure(work_, limits_);
  facts.quality = quality.measures;
  const auto unknown = [&](Reason reason, Flag flag) {
    facts.reason = reason;
    facts.flags.add(flag);
    return facts;
  };
  if (quality.isBlack(limits_)) return unknown(Reason::black, Flag::black);
  if (quality.isCovered(limits_)) return unknown(Reason::covered, Flag::covered);
  const bool isDim = quality.isDim(limits_, limits_.dimHighlight);
  if (isDim) facts.flags.add(Flag::dim);
  if (quality.isBlurred(limits_)) facts.flags.add(Flag::blurred);

  const FrameView gray = work_.full();
  scale_ = static_cast<float>(kSide) / static_cast<float>(std::max(gray.width, gray.height));
  cv::Mat sized;
  cv::resize(impl::matOf(gray), sized, {}, scale_, scale_, scale_ < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::Mat soft;
  cv::Mat lifted;
  cv::GaussianBlur(sized, soft, {3, 3}, 0.8);
  cv::createCLAHE(2.0, {8, 8})->apply(isDim ? soft : sized, lifted);
  const cv::Mat& first = isDim ? lifted : sized;

  votes_->places.clear();
  ask(*detectors_.wide, impl::viewOf(first), 0);
  ask(*detectors_.second, impl::viewOf(first), 1);
  ask(*detectors_.thorough, impl::viewOf(first), 2);
  ask(*detectors_.quick, impl::viewOf(first), 3);
  if (!isClear()) {
    if (isDim) cv::createCLAHE(3.0, {4, 4})->apply(soft, lifted);
    askAgain(impl::viewOf(lifted));
  }
  count(facts);
  if (facts.faceCount == 0) askSideways(impl::viewOf(lifted), facts);

  facts.reason = Reason::none;
  if (facts.faceCount >= 2) {
    facts.state = State::several;
    facts.flags.add(Flag::severalFaces);
  } else if (facts.faceCount == 1) {
    facts.state = State::one;
  } else if (isDim || facts.flags.has(Flag::blurred)) {
    facts.reason = isDim ? Reason::dim : Reason::blurred;
  } else {
    facts.state = State::none;
    facts.flags.add(Flag::noFace);
  }
  return facts;
}

}  // namespace vigie::vision
