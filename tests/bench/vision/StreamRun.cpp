#include "tests/bench/vision/StreamRun.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>

#include "common/vision/CascadeDetector.hpp"
#include "common/vision/Pipeline.hpp"
#include "tests/bench/vision/PlainLoop.hpp"
#include "tests/tools/vision-media/Mats.hpp"

namespace vigie::bench {

namespace {

using tools::StreamKind;
constexpr std::int64_t kLatencyMs = 5000;
constexpr std::int64_t kClearMs = 3000;  // a flag may stay on for so long after its cause
constexpr double kHourMs = 3'600'000;

// Flags that a kind may raise beside its own without being wrong.
vision::FlagSet besides(StreamKind kind) {
  vision::FlagSet set;
  if (kind == StreamKind::dim) set.add(vision::Flag::dim);
  if (kind == StreamKind::still) set.add(vision::Flag::staticFace);
  return set;
}

// Truth against facts, flag by flag, frame after frame.
class Judge {
 public:
  explicit Judge(StreamKind kind) : kind_(kind) {
    since_.fill(-1);
    until_.fill(-1'000'000);
  }

  void look(const vision::Facts& facts, const tools::Truth& truth, std::int64_t now) {
    for (std::size_t i = 0; i < vision::kFlags; ++i) {
      const auto flag = static_cast<vision::Flag>(i);
      if (truth.flags.has(flag)) expect(i, facts.flags.has(flag), now);
      const bool isExcused = truth.flags.has(flag) || now - until_[i] <= kClearMs || besides(kind_).has(flag);
      const bool isFalse = facts.flags.has(flag) && !isExcused;
      if (isFalse && !crying_[i]) {
        ++outcome_.falseEvents;
        ++outcome_.falseByFlag[std::string(nameOf(kind_)) + "/" + std::string(nameOf(flag))];
      }
      crying_[i] = isFalse;
    }
  }

  Outcome outcome(std::int64_t lengthMs) {
    outcome_.lengthMs = lengthMs;
    return outcome_;
  }

 private:
  void expect(std::size_t i, bool isThere, std::int64_t now) {
    if (since_[i] < 0) {
      since_[i] = now;
      ++outcome_.events;
    }
    until_[i] = now;
    // A photograph's minute is already in its truth.
    const std::int64_t latencyMs = static_cast<vision::Flag>(i) == vision::Flag::staticFace ? 0 : kLatencyMs;
    if (noticed_[i] || !isThere || now - since_[i] > latencyMs) return;
    noticed_[i] = true;
    ++outcome_.noticed;
    outcome_.slowestMs = std::max(outcome_.slowestMs, now - since_[i]);
  }

  StreamKind kind_;
  Outcome outcome_;
  std::array<std::int64_t, vision::kFlags> since_;  // truth on since
  std::array<std::int64_t, vision::kFlags> until_;  // truth last on
  std::array<bool, vision::kFlags> noticed_{};
  std::array<bool, vision::kFlags> crying_{};
};

}  // namespace

void Outcome::add(const Outcome& one) {
  events += one.events;
  noticed += one.noticed;
  slowestMs = std::max(slowestMs, one.slowestMs);
  falseEvents += one.falseEvents;
  lengthMs += one.lengthMs;
  for (const auto& [what, count] : one.falseByFlag) falseByFlag[what] += count;
}

double Outcome::noticedShare() const {
  return events == 0 ? 100 : 100.0 * noticed / events;
}

double Outcome::falseEventsAnHour() const {
  return lengthMs == 0 ? 0 : falseEvents * kHourMs / static_cast<double>(lengthMs);
}

int Outcome::falseOf(vision::Flag flag) const {
  const std::string end = "/" + std::string(nameOf(flag));
  int count = 0;
  for (const auto& [what, times] : falseByFlag) count += what.ends_with(end) ? times : 0;
  return count;
}

base::Result<Outcome> runStream(const tools::StreamSettings& settings, const tools::Clip& clip,
                                const tools::Clip& other, const Variation& variation, Costs& costs) {
  auto detectors = vision::openCascades();
  if (!detectors) return base::fail(detectors.error());
  vision::Pipeline pipeline(std::move(*detectors));
  tools::Stream stream(settings, clip, other);
  Judge judge(settings.kind);
  for (std::int64_t now = 0; now < settings.lengthMs; now += variation.pauseMs) {
    const cv::Mat image = variation.apply(stream.at(now), settings.seed);
    const double before = threadCpuMs();
    const vision::Facts& facts = pipeline.look(tools::viewOf(image), now);
    costs.frames.push_back(threadCpuMs() - before);
    const tools::Truth truth = stream.truth(now);
    if (truth.flags.has(vision::Flag::dim) && now - settings.fromMs > 2000) {
      ++costs.dimFrames;
      costs.dimSeen += facts.state == vision::State::one ? 1 : 0;
    }
    judge.look(facts, truth, now);
  }
  return judge.outcome(settings.lengthMs);
}

void print(const std::string& name, const Outcome& outcome) {
  std::cout << "  " << std::left << std::setw(16) << name << " noticed " << std::right << std::setw(3)
            << outcome.noticed << " of " << std::setw(3) << outcome.events << "  slowest " << std::fixed
            << std::setprecision(1) << static_cast<double>(outcome.slowestMs) / 1000 << " s  false events "
            << outcome.falseEvents << " in " << static_cast<double>(outcome.lengthMs) / 60000 << " min";
  for (const auto& [what, count] : outcome.falseByFlag) std::cout << "  " << what << " x" << count;
  std::cout << '\n';
}

base::Result<std::vector<PersonClip>> readPersonClips(const std::vector<Label>& labels) {
  std::vector<PersonClip> clips;
  for (const Label& label : labels) {
    if (!label.isVideo || label.faces != 1 || label.person.empty()) continue;
    auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    clips.push_back({std::move(*clip), label.person, isForTuning(label.name)});
  }
  if (clips.empty())
    return base::fail("labels-unreadable", "The labelled set has no clip of one person to start from.");
  return clips;
}

Pair pairOf(const std::vector<PersonClip>& clips, StreamKind kind, int turn) {
  const std::size_t first = (static_cast<std::size_t>(turn) * 3 + static_cast<std::size_t>(kind)) % clips.size();
  std::size_t second = first;
  for (std::size_t i = 0; i < clips.size() && clips[second].person == clips[first].person; ++i)
    second = (first + i + 1) % clips.size();
  return {clips[first], clips[second]};
}

tools::StreamSettings settingsOf(StreamKind kind, std::uint64_t seed) {
  tools::StreamSettings settings{.kind = kind, .seed = seed};
  if (kind == StreamKind::still) {
    settings.lengthMs = 80000;
    settings.fromMs = 6000;
    settings.toMs = 80000;
  }
  return settings;
}

}  // namespace vigie::bench
