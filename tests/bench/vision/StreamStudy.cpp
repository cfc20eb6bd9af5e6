// Generated streams with exact truth: what is noticed, how soon, what is cried for nothing, and what it costs.
#include <algorithm>
#include <array>
#include <iomanip>
#include <map>

#include "common/vision/CascadeDetector.hpp"
#include "common/vision/Pipeline.hpp"
#include "tests/bench/vision/PlainLoop.hpp"
#include "tests/bench/vision/Studies.hpp"
#include "tests/tools/vision-media/VideoFile.hpp"
#include "tests/tools/vision-streams/Stream.hpp"

namespace vigie::bench {

namespace {

using tools::StreamKind;
constexpr std::int64_t kLatencyMs = 5000;
constexpr std::int64_t kClearMs = 3000;  // a flag may stay on for so long after its cause

struct Outcome {
  int events = 0;
  int noticed = 0;
  std::int64_t slowestMs = 0;
  int falseEvents = 0;
  std::int64_t lengthMs = 0;
  std::map<std::string, int> falseByFlag;

  void add(const Outcome& one) {
    events += one.events;
    noticed += one.noticed;
    slowestMs = std::max(slowestMs, one.slowestMs);
    falseEvents += one.falseEvents;
    lengthMs += one.lengthMs;
    for (const auto& [what, count] : one.falseByFlag) falseByFlag[what] += count;
  }
};

struct Costs {
  std::vector<double> frames;
  int dimSeen = 0;
  int dimFrames = 0;
  int staticFalse = 0;
};

// Flags that a kind may raise beside its own without being wrong.
vision::FlagSet besides(StreamKind kind) {
  vision::FlagSet set;
  if (kind == StreamKind::dim) set.add(vision::Flag::dim);
  if (kind == StreamKind::still) set.add(vision::Flag::staticFace);
  return set;
}

void run(const tools::StreamSettings& settings, const tools::Clip& clip, const tools::Clip& other, Outcome& outcome,
         Costs& costs) {
  auto detectors = vision::openCascades();
  if (!detectors) return;
  vision::Pipeline pipeline(std::move(*detectors));
  tools::Stream stream(settings, clip, other);
  std::array<std::int64_t, vision::kFlags> since;  // truth on since
  std::array<std::int64_t, vision::kFlags> until;  // truth last on
  std::array<bool, vision::kFlags> noticed{};
  std::array<bool, vision::kFlags> crying{};
  since.fill(-1);
  until.fill(-1'000'000);
  for (std::int64_t now = 0; now < settings.lengthMs; now += tools::kFramePauseMs) {
    const cv::Mat& image = stream.at(now);
    const vision::FrameView frame{image.data, image.cols, image.rows, static_cast<std::ptrdiff_t>(image.step),
                                  vision::Layout::bgr};
    const double before = threadCpuMs();
    const vision::Facts& facts = pipeline.look(frame, now);
    costs.frames.push_back(threadCpuMs() - before);
    const tools::Truth truth = stream.truth(now);
    if (truth.flags.has(vision::Flag::dim) && now - settings.fromMs > 2000) {
      ++costs.dimFrames;
      costs.dimSeen += facts.state == vision::State::one ? 1 : 0;
    }
    for (std::size_t i = 0; i < vision::kFlags; ++i) {
      const auto flag = static_cast<vision::Flag>(i);
      if (truth.flags.has(flag)) {
        if (since[i] < 0) {
          since[i] = now;
          ++outcome.events;
        }
        until[i] = now;
        if (!noticed[i] && facts.flags.has(flag) && now - since[i] <= kLatencyMs) {
          noticed[i] = true;
          ++outcome.noticed;
          outcome.slowestMs = std::max(outcome.slowestMs, now - since[i]);
        }
      }
      const bool isExcused = truth.flags.has(flag) || now - until[i] <= kClearMs || besides(settings.kind).has(flag);
      const bool isFalse = facts.flags.has(flag) && !isExcused;
      if (isFalse && !crying[i]) {
        ++outcome.falseEvents;
        ++outcome.falseByFlag[std::string(nameOf(settings.kind)) + "/" + std::string(nameOf(flag))];
      }
      crying[i] = isFalse;
    }
  }
  outcome.lengthMs += settings.lengthMs;
}

void printOutcome(const std::string& name, const Outcome& outcome) {
  std::cout << "  " << std::left << std::setw(16) << name << " noticed " << std::right << std::setw(3)
            << outcome.noticed << " of " << std::setw(3) << outcome.events << "  slowest " << std::fixed
            << std::setprecision(1) << static_cast<double>(outcome.slowestMs) / 1000 << " s  false events "
            << outcome.falseEvents << " in " << static_cast<double>(outcome.lengthMs) / 60000 << " min";
  for (const auto& [what, count] : outcome.falseByFlag) std::cout << "  " << what << " x" << count;
  std::cout << '\n';
}

}  // namespace

base::Result<void> studyStreams(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts) {
  std::vector<tools::Clip> clips;
  std::vector<std::string> people;
  std::vector<bool> areForTuning;
  for (const Label& label : labels) {
    if (!label.isVideo || label.faces != 1 || label.person.empty()) continue;
    auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    clips.push_back(std::move(*clip));
    people.push_back(label.person);
    areForTuning.push_back(isForTuning(label.name));
  }
  if (clips.empty())
    return base::fail("labels-unreadable", "The labelled set has no clip of one person to start from.");
  std::map<StreamKind, Outcome> byKind;
  std::map<std::string, Outcome> byHalf;
  Costs costs;
  std::uint64_t seed = options.seed;
  for (int k = 0; k < tools::kStreamKinds; ++k) {
    const auto kind = static_cast<StreamKind>(k);
    const int count = kind == StreamKind::live ? options.streamsPerKind * 2 : options.streamsPerKind;
    for (int n = 0; n < count; ++n) {
      const std::size_t first = (static_cast<std::size_t>(n) * 3 + static_cast<std::size_t>(k)) % clips.size();
      std::size_t second = first;
      for (std::size_t i = 0; i < clips.size() && people[second] == people[first]; ++i)
        second = (first + i + 1) % clips.size();
      tools::StreamSettings settings{.kind = kind, .seed = seed++};
      if (kind == StreamKind::still) {
        settings.lengthMs = 80000;
        settings.fromMs = 6000;
        settings.toMs = 80000;
      }
      Outcome outcome;
      run(settings, clips[first], clips[second], outcome, costs);
      byKind[kind].add(outcome);
      byHalf[areForTuning[first] ? "tuning half" : "held-out half"].add(outcome);
    }
  }
  std::cout << "\n== Generated streams (sensor noise, JPEG 85, seeded): noticed within 5 s, and false events\n";
  Outcome all;
  Outcome timed;
  for (const auto& [kind, outcome] : byKind) {
    printOutcome(std::string(nameOf(kind)), outcome);
    all.falseEvents += outcome.falseEvents;
    all.lengthMs += outcome.lengthMs;
    if (kind == StreamKind::live || kind == StreamKind::still || kind == StreamKind::looped) continue;
    timed.events += outcome.events;
    timed.noticed += outcome.noticed;
  }
  for (const auto& [half, outcome] : byHalf) printOutcome(half, outcome);
  std::sort(costs.frames.begin(), costs.frames.end());
  double sum = 0;
  for (const double cost : costs.frames) sum += cost;
  const double mean = sum / static_cast<double>(costs.frames.size());
  std::cout << '\n';
  verdicts.add("T1 mean CPU per analysed frame", mean, "ms", 5, false);
  verdicts.add("T1 95th percentile", costs.frames[costs.frames.size() * 95 / 100], "ms", 25, false);
  verdicts.add("T3 noticed within 5 s (black, covered, frozen, dim, no face, second, swap)",
               100.0 * timed.noticed / std::max(1, timed.events), "%", 95, true);
  const Outcome& live = byKind[StreamKind::live];
  verdicts.add("T3 false events per hour of live streams",
               live.falseEvents * 3600000.0 / static_cast<double>(std::max<std::int64_t>(1, live.lengthMs)), "", 1,
               false);
  verdicts.add("T3 replayed loops noticed",
               100.0 * byKind[StreamKind::looped].noticed / std::max(1, byKind[StreamKind::looped].events), "%", 0,
               true);
  verdicts.add("T4 state one at x0.15, streams", 100.0 * costs.dimSeen / std::max(1, costs.dimFrames), "%", 90, true);
  const Outcome& still = byKind[StreamKind::still];
  verdicts.add("T5 photographs flagged within 60 s", 100.0 * still.noticed / std::max(1, still.events), "%", 100, true);
  return {};
}

}  // namespace vigie::bench
