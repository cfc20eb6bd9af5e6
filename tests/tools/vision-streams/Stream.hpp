// Streams with exact truth: a clip, something that happens to it between two times, a sensor and a codec. Everything
// follows from the seed. A clip is played as a random walk over its frames with a slow sway, because a clip played
// round and round would itself be a replayed loop. Thread: one at a time.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <random>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/vision/Facts.hpp"
#include "tests/tools/vision-streams/Clip.hpp"

namespace vigie::tools {

enum class StreamKind { live, black, covered, dim, frozen, looped, swapped, secondPerson, emptyChair, still };
inline constexpr int kStreamKinds = 10;

std::string_view nameOf(StreamKind kind);  // "live", "second-person", …
base::Result<StreamKind> streamKindNamed(std::string_view name);

struct StreamSettings {
  StreamKind kind = StreamKind::live;
  std::uint64_t seed = 1;
  std::int64_t lengthMs = 40000;
  std::int64_t fromMs = 12000;  // of what happens
  std::int64_t toMs = 28000;
  double light = 1;         // of the whole stream; `dim` multiplies by 0.15 while it lasts
  double readNoise = 2;     // grey levels, standard deviation, at any light
  double shotNoise = 0.03;  // variance per grey level of light
  int jpegQuality = 85;     // of the codec between sensor and eye; 0 for none
};

struct Truth {
  vision::State state = vision::State::one;  // what a person would say
  vision::FlagSet flags;                     // what must be flagged now, after its latency
};

class Stream {
 public:
  // `other` is the second person or the one who takes over; may be the same clip for kinds that need none.
  Stream(const StreamSettings& settings, const Clip& clip, const Clip& other);

  // The frame for a time that only grows; valid until the next call.
  const cv::Mat& at(std::int64_t timeMs);
  Truth truth(std::int64_t timeMs) const;

 private:
  cv::Mat play(const Clip& clip);
  cv::Mat withSecondPerson(const cv::Mat& scene);
  cv::Mat emptied(const cv::Mat& scene) const;
  cv::Mat coveredLens(const cv::Mat& scene);
  cv::Mat throughSensor(const cv::Mat& scene, double light);
  bool isOn(std::int64_t timeMs) const { return timeMs >= settings_.fromMs && timeMs < settings_.toMs; }
  double uniform() { return std::uniform_real_distribution<double>(0, 1)(random_); }

  StreamSettings settings_;
  const Clip& clip_;
  const Clip& other_;
  std::mt19937_64 random_;
  cv::RNG noise_;
  int position_ = 0;
  int direction_ = 1;
  double swayX_ = 0;
  double swayY_ = 0;
  bool isRight_ = false;  // where the second person sits
  double coverTint_ = 0;
  std::vector<cv::Mat> recorded_;
  std::size_t replayed_ = 0;
  cv::Mat out_;
};

}  // namespace vigie::tools
