#include "candidate-client/camera/Facts.hpp"

#include <algorithm>
#include <cmath>

#include "common/vision/Grounds.hpp"
#include "common/vision/Pipeline.hpp"

namespace vigie::camera {
namespace {

using exam::record::PictureFacts;

constexpr int kMostMeasures = 32;                // what the centre accepts
constexpr std::int64_t kReturnShownMs = 35'000;  // so long pictures say that the camera had been lost

void add(PictureFacts& facts, const std::string& name, double value) {
  if (!std::isfinite(value) || facts.measures_size() >= kMostMeasures) return;
  const auto isThere = [&](const auto& measure) { return measure.name() == name; };
  if (std::any_of(facts.measures().begin(), facts.measures().end(), isThere)) return;
  exam::record::PictureMeasure* measure = facts.add_measures();
  measure->set_name(name);
  measure->set_value(std::round(value * 1000) / 1000);
}

void addGround(PictureFacts& facts, vision::Flag flag, const vision::Facts& seen, const vision::Thresholds& limits) {
  const auto ground = vision::groundOf(flag, seen, limits);
  if (!ground) return;
  const std::string name(ground->measure);
  add(facts, name, static_cast<double>(ground->value));
  add(facts, name + "-limit", static_cast<double>(ground->limit));
}

// Grounds first, then what was agreed, then the light and sharpness of that moment.
void describe(const vision::Facts& seen, const vision::Thresholds& limits, PictureFacts& facts) {
  facts.set_state(std::string(vision::nameOf(seen.state)));
  for (std::size_t i = 0; i < vision::kFlags; ++i) {
    const auto flag = static_cast<vision::Flag>(i);
    const std::string name(vision::nameOf(flag));
    if (seen.flags.has(flag)) facts.add_flags(name);
    if (seen.muted.has(flag)) add(facts, "muted-" + name, 1);
    if (seen.flags.has(flag) || seen.muted.has(flag)) addGround(facts, flag, seen, limits);
  }
  if (seen.state == vision::State::unknown && seen.reason != vision::Reason::none) {
    add(facts, "unknown-" + std::string(vision::nameOf(seen.reason)), 1);
  }
}

void describeLight(const vision::Facts& seen, PictureFacts& facts) {
  add(facts, "luma", static_cast<double>(seen.quality.luma));
  add(facts, "contrast", static_cast<double>(seen.quality.contrast));
  add(facts, "detail", static_cast<double>(seen.quality.detail));
  add(facts, "sharpness", static_cast<double>(seen.quality.sharpness));
  add(facts, "faces", static_cast<double>(seen.faceCount));
  if (seen.faceCount > 0) add(facts, "face-pixels", static_cast<double>(seen.faces[0].box.width));
}

void describeCamera(const CameraSigns& camera, PictureFacts& facts) {
  for (const std::string_view sign : camera.signs) add(facts, std::string(sign), 1);
  if (!camera.timing) return;
  add(facts, "frame-rate", static_cast<double>(camera.timing->rate));
  add(facts, "frame-jitter", static_cast<double>(camera.timing->jitterMs));
  if (camera.claimedRate > 0) add(facts, "frame-rate-claimed", camera.claimedRate);
}

}  // namespace

Observer::Observer(vision::Accommodations accommodations, vision::ModelFiles models)
    : accommodations_(accommodations), models_(std::move(models)) {}
Observer::~Observer() = default;

void Observer::open() {
  wasTried_ = true;
  auto detectors = vision::openDetectors(models_);
  if (!detectors) {
    notice_ = detectors.error().detail + " Pictures are taken and not analysed.";
    return;
  }
  notice_ = detectors->notice;
  detector_ = detectors->thorough->name() == "yunet" ? "detector-yunet" : "detector-cascade";
  pipeline_ = std::make_unique<vision::Pipeline>(std::move(*detectors), accommodations_);
}

vision::FlagSet Observer::look(const cv::Mat& frame, const CameraSigns& signs, std::int64_t nowMs) {
  if (!wasTried_) open();
  width_ = frame.cols;
  height_ = frame.rows;
  signs_ = signs;
  const bool isKnown = frame.type() == CV_8UC3 || frame.type() == CV_8UC1;
  if (pipeline_ == nullptr || !isKnown) return {};
  if (pipeline_->facts().flags.has(vision::Flag::cameraLost)) {
    lostMs_ = nowMs - lookedMs_;
    returnedMs_ = nowMs;
  }
  lookedMs_ = nowMs;
  if (signs.isAnother) pipeline_->cameraChanged(nowMs);
  if (signs.isKnown) {
    pipeline_->cameraIs(signs.signs.empty() ? vision::CameraKind::sensor : vision::CameraKind::program);
  }
  const vision::FrameView view{frame.data, frame.cols, frame.rows, static_cast<std::ptrdiff_t>(frame.step),
                               frame.type() == CV_8UC3 ? vision::Layout::bgr : vision::Layout::gray};
  return pipeline_->look(view, nowMs).flags;
}

vision::FlagSet Observer::lose(std::int64_t nowMs) {
  if (pipeline_ == nullptr || lookedMs_ < 0) return {};
  return pipeline_->cameraLost(nowMs).flags;
}

PictureFacts Observer::facts() const {
  PictureFacts facts;
  facts.set_width(static_cast<std::uint32_t>(width_));
  facts.set_height(static_cast<std::uint32_t>(height_));
  if (pipeline_ == nullptr || lookedMs_ < 0) return facts;
  const vision::Facts& seen = pipeline_->facts();
  describe(seen, pipeline_->limits(), facts);
  // Announcements are recorded in clear, for ever: how much was agreed and what it muted, never what it is about. Staff
  // see the names, which can be erased.
  int agreed = 0;
  for (std::size_t i = 0; i < vision::kAccommodations; ++i)
    agreed += accommodations_.has(static_cast<vision::Accommodation>(i)) ? 1 : 0;
  if (agreed > 0) add(facts, "agreed", agreed);
  if (returnedMs_ >= 0 && seen.timeMs - returnedMs_ <= kReturnShownMs) {
    add(facts, "camera-was-lost", static_cast<double>(lostMs_) / 1000);
  }
  describeLight(seen, facts);
  describeCamera(signs_, facts);
  add(facts, detector_, 1);
  return facts;
}

}  // namespace vigie::camera
