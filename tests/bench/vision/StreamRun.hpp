// One generated stream through the pipeline: what is noticed, how soon, what is cried for nothing, and what it costs.
// Thread: any.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "tests/bench/vision/Labels.hpp"
#include "tests/bench/vision/Variation.hpp"
#include "tests/tools/vision-streams/Stream.hpp"

namespace vigie::bench {

struct Outcome {
  int events = 0;
  int noticed = 0;  // within 5 s
  std::int64_t slowestMs = 0;
  int falseEvents = 0;
  std::int64_t lengthMs = 0;
  std::map<std::string, int> falseByFlag;  // "kind/flag"

  void add(const Outcome& one);
  double noticedShare() const;  // per cent; 100 when there is nothing to notice
  double falseEventsAnHour() const;
  int falseOf(vision::Flag flag) const;
};

struct Costs {
  std::vector<double> frames;  // CPU, ms
  int dimSeen = 0;             // frames of streams at 0.15 of the light that say "one"
  int dimFrames = 0;
};

base::Result<Outcome> runStream(const tools::StreamSettings& settings, const tools::Clip& clip,
                                const tools::Clip& other, const Variation& variation, Costs& costs);

void print(const std::string& name, const Outcome& outcome);

// The clips of one person each, in the order of the labels; never empty.
struct PersonClip {
  tools::Clip clip;
  std::string person;
  bool isForTuning = false;
};
base::Result<std::vector<PersonClip>> readPersonClips(const std::vector<Label>& labels);

// The `turn`-th pair of clips of two people for a kind.
struct Pair {
  const PersonClip& first;
  const PersonClip& second;
};
Pair pairOf(const std::vector<PersonClip>& clips, tools::StreamKind kind, int turn);

// A photograph has to stay for a minute before anything is expected.
tools::StreamSettings settingsOf(tools::StreamKind kind, std::uint64_t seed);

}  // namespace vigie::bench
