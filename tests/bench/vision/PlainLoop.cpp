#include "tests/bench/vision/PlainLoop.hpp"

#include <algorithm>
#include <ctime>
#include <opencv2/imgproc.hpp>

#include "common/vision/CascadeDetector.hpp"
#include "tests/tools/vision-media/Mats.hpp"

namespace vigie::bench {

base::Result<PlainLoop> PlainLoop::open() {
  const auto file = std::filesystem::path(vision::kCascadeFolder) / "haarcascades/haarcascade_frontalface_alt2.xml";
  auto cascade = vision::openCascade(file, {.step = 1.1F, .fewestVotes = 3});
  if (!cascade) return base::fail(cascade.error());
  return PlainLoop(std::move(*cascade));
}

vision::State PlainLoop::look(const vision::FrameView& frame) {
  cv::Mat gray = tools::matOver(gray_, frame.width, frame.height);
  cv::cvtColor(tools::matOf(frame), gray, cv::COLOR_BGR2GRAY);
  cascade_->find(tools::viewOf(gray), 40, static_cast<float>(std::max(frame.width, frame.height)), found_);
  if (found_.empty()) return vision::State::none;
  return found_.size() == 1 ? vision::State::one : vision::State::several;
}

double threadCpuMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace vigie::bench
