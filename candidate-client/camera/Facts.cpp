#include "candidate-client/camera/Facts.hpp"

#include <cmath>
#include <string>
#include <string_view>

#include "common/vision/CascadeDetector.hpp"
#include "common/vision/Pipeline.hpp"

namespace vigie::camera {
namespace {

void addMeasure(exam::record::PictureFacts& facts, const char* name, float value) {
  if (!std::isfinite(value)) return;
  exam::record::PictureMeasure* measure = facts.add_measures();
  measure->set_name(name);
  measure->set_value(std::round(static_cast<double>(value) * 1000) / 1000);
}

// With each fact the light and sharpness of that moment, so that a cause can be shown later.
void describe(const vision::Facts& seen, exam::record::PictureFacts& facts) {
  facts.set_state(std::string(vision::nameOf(seen.state)));
  for (std::size_t i = 0; i < vision::kFlags; ++i) {
    const auto flag = static_cast<vision::Flag>(i);
    if (seen.flags.has(flag)) facts.add_flags(std::string(vision::nameOf(flag)));
  }
  addMeasure(facts, "luma", seen.quality.luma);
  addMeasure(facts, "contrast", seen.quality.contrast);
  addMeasure(facts, "detail", seen.quality.detail);
  addMeasure(facts, "faces", static_cast<float>(seen.faceCount));
}

}  // namespace

Observer::Observer() = default;
Observer::~Observer() = default;

exam::record::PictureFacts Observer::look(const cv::Mat& frame, std::int64_t nowMs) {
  exam::record::PictureFacts facts;
  facts.set_width(static_cast<std::uint32_t>(frame.cols));
  facts.set_height(static_cast<std::uint32_t>(frame.rows));
  if (!wasTried_) {
    wasTried_ = true;
    if (auto detectors = vision::openCascades()) pipeline_ = std::make_unique<vision::Pipeline>(std::move(*detectors));
  }
  const bool isKnown = frame.type() == CV_8UC3 || frame.type() == CV_8UC1;
  if (pipeline_ == nullptr || !isKnown) return facts;
  const vision::FrameView view{frame.data, frame.cols, frame.rows, static_cast<std::ptrdiff_t>(frame.step),
                               frame.type() == CV_8UC3 ? vision::Layout::bgr : vision::Layout::gray};
  describe(pipeline_->look(view, nowMs), facts);
  return facts;
}

void Observer::lose(std::int64_t nowMs) {
  if (pipeline_ != nullptr) pipeline_->cameraLost(nowMs);
}

}  // namespace vigie::camera
