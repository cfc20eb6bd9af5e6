// Generated streams with exact truth: what is noticed, how soon, what is cried for nothing, and what it costs.
#include <algorithm>
#include <iomanip>
#include <map>

#include "tests/bench/vision/StreamRun.hpp"
#include "tests/bench/vision/Studies.hpp"

namespace vigie::bench {

namespace {

using tools::StreamKind;
// Nothing seen in so many hours is a rate below 3 / hours, at 95 % (the rule of three).
constexpr double kRuleOfThree = 3;

struct Seen {
  std::map<StreamKind, Outcome> byKind;
  std::map<std::string, Outcome> byHalf;
  Outcome posters;
  Costs costs;

  Outcome sum(const std::vector<StreamKind>& kinds) {
    Outcome all;
    for (const StreamKind kind : kinds) all.add(byKind[kind]);
    return all;
  }
};

base::Result<void> runAll(const std::vector<PersonClip>& clips, const ReportOptions& options, std::uint64_t& seed,
                          Seen& seen) {
  for (int k = 0; k < tools::kStreamKinds; ++k) {
    const auto kind = static_cast<StreamKind>(k);
    const int count = kind == StreamKind::live ? options.streamsPerKind * 2 : options.streamsPerKind;
    for (int n = 0; n < count; ++n) {
      const Pair pair = pairOf(clips, kind, n);
      const auto outcome =
          runStream(settingsOf(kind, seed++), pair.first.clip, pair.second.clip, Variation{}, seen.costs);
      if (!outcome) return base::fail(outcome.error());
      seen.byKind[kind].add(*outcome);
      seen.byHalf[pair.first.isForTuning ? "tuning half" : "held-out half"].add(*outcome);
    }
  }
  return {};
}

// A poster in front of an empty chair, from the first frame on.
base::Result<void> runPosters(const std::vector<Label>& labels, std::uint64_t& seed, Seen& seen) {
  for (const Label& label : labels) {
    if (label.category != "poster") continue;
    const auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    tools::StreamSettings settings = settingsOf(StreamKind::still, seed++);
    settings.fromMs = 0;
    const auto outcome = runStream(settings, *clip, *clip, Variation{}, seen.costs);
    if (!outcome) return base::fail(outcome.error());
    seen.posters.add(*outcome);
  }
  return {};
}

void judgeCosts(std::vector<double>& frames, Verdicts& verdicts) {
  std::sort(frames.begin(), frames.end());
  double sum = 0;
  for (const double cost : frames) sum += cost;
  verdicts.add("T1 mean CPU per analysed frame", sum / static_cast<double>(frames.size()), "ms", 5, false);
  verdicts.add("T1 95th percentile", frames[frames.size() * 95 / 100], "ms", 25, false);
}

void judge(Seen& seen, Verdicts& verdicts) {
  judgeCosts(seen.costs.frames, verdicts);
  const Outcome timed = seen.sum({StreamKind::black, StreamKind::covered, StreamKind::dim, StreamKind::frozen,
                                  StreamKind::swapped, StreamKind::secondPerson, StreamKind::emptyChair});
  verdicts.add("T3 noticed within 5 s (black, covered, frozen, dim, no face, second, swap)", timed.noticedShare(), "%",
               95, true);
  verdicts.add("T3 replayed loops noticed within 5 s", seen.byKind[StreamKind::looped].noticedShare(), "%", 95, true);
  const Outcome& live = seen.byKind[StreamKind::live];
  std::cout << "        (live streams of " << std::setprecision(2) << static_cast<double>(live.lengthMs) / 3.6e6
            << " h: without a false event the rate is below "
            << kRuleOfThree * 3.6e6 / static_cast<double>(std::max<std::int64_t>(1, live.lengthMs))
            << " an hour at 95 %)\n";
  verdicts.add("T3 false events per hour of live streams", live.falseEventsAnHour(), "", 1, false);
  const Outcome motionless = seen.byKind[StreamKind::still];
  verdicts.add("T3 motionless but live: called frozen or a loop",
               motionless.falseOf(vision::Flag::frozen) + motionless.falseOf(vision::Flag::loop), "times", 0, false);
  verdicts.add("T4 state one at x0.15, streams", 100.0 * seen.costs.dimSeen / std::max(1, seen.costs.dimFrames), "%",
               90, true);
  verdicts.add("T5 photographs flagged within 60 s", motionless.noticedShare(), "%", 100, true);
  verdicts.add("T5 posters from the first frame on, flagged within 60 s", seen.posters.noticedShare(), "%", 100, true);
}

}  // namespace

base::Result<void> studyStreams(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts) {
  const auto clips = readPersonClips(labels);
  if (!clips) return base::fail(clips.error());
  Seen seen;
  std::uint64_t seed = options.seed;
  if (auto done = runAll(*clips, options, seed, seen); !done) return done;
  if (auto done = runPosters(labels, seed, seen); !done) return done;
  std::cout << "\n== Generated streams (sensor noise, JPEG 85, seeded): noticed within 5 s, and false events\n";
  for (const auto& [kind, outcome] : seen.byKind) print(std::string(nameOf(kind)), outcome);
  print("poster", seen.posters);
  for (const auto& [half, outcome] : seen.byHalf) print(half, outcome);
  std::cout << '\n';
  judge(seen, verdicts);
  return {};
}

}  // namespace vigie::bench
