// Clips as they are: states after fusion, CPU, and the plain loop on the very same frames, in turns.
#include <algorithm>
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

constexpr std::int64_t kLatencyMs = 2000;

struct Tally {
  int frames = 0;
  int ours = 0;
  int plain = 0;
  double oursMs = 0;
  double plainMs = 0;

  void add(const Tally& one) {
    frames += one.frames;
    ours += one.ours;
    plain += one.plain;
    oursMs += one.oursMs;
    plainMs += one.plainMs;
  }
};

double share(int part, int all) {
  return all == 0 ? 0 : 100.0 * part / all;
}

vision::State truthOf(int faces) {
  return faces == 0 ? vision::State::none : faces == 1 ? vision::State::one : vision::State::several;
}

// One clip, walked to and fro for some seconds: two seconds of film are no exam. No noise and no codec is added. Both
// programs see each frame, one right after the other.
base::Result<Tally> play(const Label& label, const tools::Clip& clip, PlainLoop& plain, std::uint64_t seed,
                         std::int64_t playedMs, std::int64_t& longestSeveralMs) {
  auto detectors = vision::openCascades();
  if (!detectors) return base::fail(detectors.error());
  vision::Pipeline pipeline(std::move(*detectors));
  tools::StreamSettings settings{
      .seed = seed, .lengthMs = playedMs, .readNoise = 0.8, .shotNoise = 0, .jpegQuality = 0};
  tools::Stream stream(settings, clip, clip);
  Tally tally;
  std::int64_t severalSince = -1;
  for (std::int64_t now = 0; now < playedMs; now += tools::kFramePauseMs) {
    const cv::Mat& image = stream.at(now);
    const vision::FrameView frame{image.data, image.cols, image.rows, static_cast<std::ptrdiff_t>(image.step),
                                  vision::Layout::bgr};
    const double before = threadCpuMs();
    const vision::State state = pipeline.look(frame, now).state;
    const double between = threadCpuMs();
    const vision::State plainState = plain.look(frame);
    const double after = threadCpuMs();
    if (state != vision::State::several || label.faces != 1)
      severalSince = -1;
    else if (severalSince < 0)
      severalSince = now;
    if (severalSince >= 0) longestSeveralMs = std::max(longestSeveralMs, now - severalSince + tools::kFramePauseMs);
    tally.oursMs += between - before;
    tally.plainMs += after - between;
    ++tally.frames;
    // Both may take their latency; the plain loop has none to take.
    const bool isEarly = now < kLatencyMs;
    tally.ours += state == truthOf(label.faces) || (isEarly && state == vision::State::unknown) ? 1 : 0;
    tally.plain += plainState == truthOf(label.faces) ? 1 : 0;
  }
  return tally;
}

void print(const std::string& name, const Tally& tally) {
  std::cout << "  " << std::left << std::setw(26) << name << std::right << std::fixed << std::setprecision(1)
            << std::setw(6) << share(tally.ours, tally.frames) << " % | " << std::setw(6)
            << share(tally.plain, tally.frames) << " %   CPU/frame " << std::setw(6) << tally.oursMs / tally.frames
            << " ms | " << std::setw(6) << tally.plainMs / tally.frames << " ms   (" << tally.frames << " frames)\n";
}

void printRounds(const std::vector<Tally>& rounds) {
  std::vector<double> ours;
  std::vector<double> plain;
  std::vector<double> ratios;
  for (const Tally& round : rounds) {
    ours.push_back(round.oursMs / round.frames);
    plain.push_back(round.plainMs / round.frames);
    ratios.push_back(round.plainMs / round.oursMs);
  }
  std::cout << "  CPU per frame over " << rounds.size()
            << " rounds, each frame by both in turn: median [least, most]\n";
  for (auto& [name, values] : {std::pair{"ours, ms", &ours}, {"plain loop, ms", &plain}, {"plain / ours", &ratios}}) {
    std::sort(values->begin(), values->end());
    std::cout << "    " << std::left << std::setw(16) << name << std::right << std::setprecision(2) << std::setw(7)
              << (*values)[values->size() / 2] << " [" << values->front() << ", " << values->back() << "]\n";
  }
}

bool isOnePerson(const Label& label) {
  return label.faces == 1 && !label.person.empty();
}

struct Tallies {
  std::map<std::string, Tally> byClip;
  std::map<std::string, Tally> byHalf;
  std::map<std::string, Tally> people;
  std::map<std::string, Tally> held;  // clips of one person of the half that nothing was tuned on, by person
  std::vector<Tally> rounds;
  Tally all;

  void add(const Label& label, const Tally& played) {
    byClip[label.name].add(played);
    byHalf[isForTuning(label.name) ? "tuning half" : "held-out half"].add(played);
    all.add(played);
    rounds.back().add(played);
    if (!isOnePerson(label)) return;
    people[label.person].add(played);
    if (!isForTuning(label.name)) held[label.person].add(played);
  }
};

void judge(const std::string& what, const std::map<std::string, Tally>& people, Verdicts& verdicts) {
  Tally one;
  double worst = 100;
  for (const auto& [name, tally] : people) {
    one.add(tally);
    worst = std::min(worst, share(tally.ours, tally.frames));
  }
  if (one.frames == 0) return;
  verdicts.add("T2 clips of one person, state right" + what, share(one.ours, one.frames), "%", 97, true);
  verdicts.add("T2 the worst person" + what, worst, "%", 90, true);
}

}  // namespace

base::Result<void> studyClips(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts) {
  auto plain = PlainLoop::open();
  if (!plain) return base::fail(plain.error());
  std::vector<std::pair<const Label*, tools::Clip>> clips;
  for (const Label& label : labels) {
    if (!label.isVideo) continue;
    auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    clips.emplace_back(&label, std::move(*clip));
  }
  Tallies tallies;
  std::int64_t longestSeveralMs = 0;
  std::uint64_t seed = options.seed;
  for (int round = 0; round < options.rounds; ++round) {
    tallies.rounds.emplace_back();
    for (const auto& [label, clip] : clips) {
      const auto played = play(*label, clip, *plain, seed++, std::int64_t{options.seconds} * 1000, longestSeveralMs);
      if (!played) return base::fail(played.error());
      tallies.add(*label, *played);
    }
  }
  std::cout << "\n== Clips: state right, our pipeline | plain OpenCV loop (alt2, 640x480, 1.1, 3) on the same frames\n";
  for (const auto& [name, tally] : tallies.byClip) print(name, tally);
  for (const auto& [name, tally] : tallies.people) print("person " + name, tally);
  for (const auto& [name, tally] : tallies.byHalf) print(name, tally);
  print("all", tallies.all);
  printRounds(tallies.rounds);
  std::cout << '\n';
  judge("", tallies.people, verdicts);
  judge(", held-out half", tallies.held, verdicts);
  verdicts.add("T2 longest false several faces", static_cast<double>(longestSeveralMs) / 1000, "s", 1, false);
  verdicts.add("plain loop's states right minus ours, all clips",
               share(tallies.all.plain, tallies.all.frames) - share(tallies.all.ours, tallies.all.frames), "points", 0,
               false);
  return {};
}

}  // namespace vigie::bench
