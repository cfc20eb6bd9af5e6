#include "common/vision/Pipeline.hpp"

#include <algorithm>
#include <opencv2/core.hpp>

namespace vigie::vision {

namespace {
constexpr std::int64_t kChangedShownMs = 4000;
constexpr float kForget = 0.1F;
// A cut: the whole picture is another one, far beyond what this picture usually changes by.
constexpr float kCutChange = 4;
constexpr float kCutRatio = 3;
}  // namespace

Pipeline::Pipeline(Detectors detectors, Accommodations accommodations, const Thresholds& limits)
    : accommodations_(accommodations),
      limits_(accommodations.adapt(limits)),
      freshnessGauge_(limits_),
      presence_(detectors, limits_),
      appearance_(limits_, std::move(detectors.comparer)) {
  // Worker threads would spin beside the exam on a two-core workstation and gain nothing at this size.
  cv::setNumThreads(1);
}

const Facts& Pipeline::look(const FrameView& frame, std::int64_t timeMs) {
  if (frame.empty()) return cameraLost(timeMs);
  const bool isResized = lastWidth_ != 0 && (frame.width != lastWidth_ || frame.height != lastHeight_);
  if (isResized) cameraChanged(timeMs);
  lastWidth_ = frame.width;
  lastHeight_ = frame.height;
  lastFrameMs_ = timeMs;
  facts_ = Facts{};
  facts_.timeMs = timeMs;
  image_.take(frame);
  const Quality quality = qualityGauge_.measure(image_, limits_);
  const Freshness freshness = freshnessGauge_.look(image_, timeMs);
  facts_.quality = quality.measures;
  facts_.freshness = freshness.measures;
  const Seeing seeing = judgePicture(quality, freshness, timeMs);
  noteCuts(freshness);
  // A single flat frame has no face to find either, whether or not it has lasted long enough to be a fact.
  const bool isBlind = quality.isFlat || !seeing.isUsable();
  if (isBlind) {
    presence_.skip(timeMs);
    stillness_.reset();
  } else if (!freshness.isDuplicate) {
    presence_.watchClosely(appearance_.isComparing() ? Watch::close : Watch::usual);
    presence_.look(image_, quality, timeMs);
    judgePerson(frame, quality, seeing, timeMs);
  }
  setState(seeing, timeMs);
  setFlags(seeing, freshness, timeMs);
  copyFaces();
  return facts_;
}

const Facts& Pipeline::cameraLost(std::int64_t timeMs) {
  presence_.skip(timeMs);
  stillness_.reset();
  freshnessGauge_.reset();
  facts_ = Facts{};
  facts_.timeMs = timeMs;
  facts_.reason = Reason::cameraLost;
  facts_.flags.add(Flag::cameraLost);
  if (lastFrameMs_ >= 0) facts_.freshness.silenceMs = timeMs - lastFrameMs_;
  return facts_;
}

void Pipeline::cameraChanged(std::int64_t timeMs) {
  changedUntilMs_ = timeMs + kChangedShownMs;
  appearance_.noteBreak();
  freshnessGauge_.reset();
}

Pipeline::Seeing Pipeline::judgePicture(const Quality& quality, const Freshness& freshness, std::int64_t timeMs) {
  const auto latch = [&](Latch& one, bool isNow) {
    return one.update(isNow, timeMs, limits_.qualityOnMs, limits_.qualityOffMs);
  };
  Seeing seeing;
  seeing.isBlack = latch(black_, quality.isBlack(limits_));
  seeing.isCovered = latch(covered_, quality.isCovered(limits_)) && !seeing.isBlack;
  seeing.isBlurred = latch(blurred_, quality.isBlurred(limits_));
  const float dimBelow = dim_.isOn() ? limits_.dimHighlightClear : limits_.dimHighlight;
  seeing.isDim = latch(dim_, quality.isDim(limits_, dimBelow)) && !seeing.isBlack && !seeing.isCovered;
  // An even picture may repeat exactly without being frozen: there is nothing in it that could change.
  seeing.isFrozen = freshness.isFrozen && !seeing.isBlack && !seeing.isCovered && !quality.isFlat;
  if (wasUsable_ && !seeing.isUsable()) appearance_.noteBreak();
  wasUsable_ = seeing.isUsable();
  return seeing;
}

void Pipeline::noteCuts(const Freshness& freshness) {
  const float change = freshness.measures.change;
  if (freshness.isDuplicate) return;
  if (changes_ > 3 && change > kCutChange && change > kCutRatio * usualChange_) appearance_.noteBreak();
  usualChange_ = changes_ == 0 ? change : usualChange_ + kForget * (std::min(change, 10.0F) - usualChange_);
  ++changes_;
}

void Pipeline::judgePerson(const FrameView& frame, const Quality& quality, const Seeing& seeing, std::int64_t timeMs) {
  if (presence_.breaks() != breaksSeen_) {
    breaksSeen_ = presence_.breaks();
    appearance_.noteBreak();
  }
  const FaceTrack* person = presence_.first();
  if (person == nullptr || presence_.isFaceHidden()) {
    stillness_.reset();
    return;
  }
  const std::int64_t still = stillness_.look(image_, person->box(), quality.measures.noise, limits_, timeMs);
  facts_.presence.stillness = static_cast<float>(still) / 1000;
  // Textures of a dark, blurred or turned face compare light and pose, not people.
  const bool isComparable = !seeing.isDim && !seeing.isBlurred && person->bestVotes() >= limits_.strongVotes &&
                            person->votes() >= limits_.strongVotes && !presence_.isTurned(timeMs);
  if (presence_.wasChecked() && isComparable) appearance_.look(image_, frame, person->box(), timeMs);
}

void Pipeline::setState(const Seeing& seeing, std::int64_t timeMs) {
  const auto unknown = [&](Reason reason) {
    facts_.state = State::unknown;
    facts_.reason = reason;
  };
  const int faces = presence_.visible();
  const bool areSeveral = several_.update(faces >= 2, timeMs, 0, limits_.secondOffMs / 2);
  if (seeing.isBlack) return unknown(Reason::black);
  if (seeing.isCovered) return unknown(Reason::covered);
  if (seeing.isFrozen) return unknown(Reason::frozen);
  facts_.reason = Reason::none;
  if (areSeveral) {
    facts_.state = State::several;
  } else if (faces >= 1) {
    facts_.state = State::one;
  } else if (presence_.isFaceHidden()) {
    unknown(Reason::faceHidden);
  } else if (!presence_.knowsNobody(timeMs)) {
    unknown(Reason::starting);
  } else if (seeing.isBlurred) {
    unknown(Reason::blurred);
  } else if (seeing.isDim) {
    unknown(Reason::dim);
  } else {
    facts_.state = State::none;
  }
}

void Pipeline::setFlags(const Seeing& seeing, const Freshness& freshness, std::int64_t timeMs) {
  const auto flag = [&](Flag which, bool isSo) {
    if (isSo) facts_.flags.add(which);
  };
  const FaceTrack* person = presence_.first();
  flag(Flag::black, seeing.isBlack);
  flag(Flag::covered, seeing.isCovered);
  flag(Flag::frozen, seeing.isFrozen);
  flag(Flag::loop, freshness.isLoop && seeing.isUsable());
  flag(Flag::dim, seeing.isDim);
  flag(Flag::blurred, seeing.isBlurred && seeing.isUsable());
  flag(Flag::noFace, facts_.state == State::none || facts_.reason == Reason::faceHidden);
  flag(Flag::severalFaces, facts_.state == State::several);
  flag(Flag::turned, turned_.update(seeing.isUsable() && presence_.isTurned(timeMs), timeMs, limits_.turnedOnMs, 0));
  flag(Flag::staticFace, facts_.presence.stillness * 1000 >= static_cast<float>(limits_.staticOnMs));
  flag(Flag::personChanged, appearance_.hasChanged(timeMs));
  flag(Flag::cameraChanged, timeMs < changedUntilMs_);
  flag(Flag::cameraVirtual, cameraKind_ == CameraKind::program);
  if (person != nullptr) {
    facts_.presence.likeness = person->likeness();
    facts_.presence.bodyLikeness = person->bodyLikeness();
    if (person->frontalMs() >= 0) facts_.presence.sinceFrontalMs = timeMs - person->frontalMs();
  }
  if (presence_.lastSeenMs() >= 0) facts_.presence.sinceFaceMs = timeMs - presence_.lastSeenMs();
  facts_.presence.difference = appearance_.difference();
  facts_.presence.differenceLimit = appearance_.limit();
  facts_.muted = accommodations_.muted(facts_);
  for (std::size_t i = 0; i < kFlags; ++i) {
    const auto which = static_cast<Flag>(i);
    if (facts_.muted.has(which)) facts_.flags.remove(which);
  }
}

void Pipeline::copyFaces() {
  if (facts_.state == State::unknown && facts_.reason != Reason::starting) return;
  const bool isHidden = presence_.isFaceHidden();
  for (std::size_t i = isHidden ? 1 : 0; i < presence_.tracks().size(); ++i) {
    const FaceTrack& track = presence_.tracks()[i];
    if (!track.isConfirmed() || facts_.faceCount == kMaxFaces) continue;
    const float score = std::clamp(track.bestVotes() / 20, 0.05F, 1.0F);
    facts_.faces[facts_.faceCount++] = {scaled(track.box(), 1 / image_.scale), score};
  }
}

}  // namespace vigie::vision
