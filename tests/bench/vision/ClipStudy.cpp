// Clips as they are: states after fusion, CPU, and the plain loop on the very same frames.
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

struct Tally {
  int frames = 0;
  int ours = 0;
  int plain = 0;
  double oursMs = 0;
  double plainMs = 0;
};

double share(int part, int all) {
  return all == 0 ? 0 : 100.0 * part / all;
}

vision::State truthOf(int faces) {
  return faces == 0 ? vision::State::none : faces == 1 ? vision::State::one : vision::State::several;
}

}  // namespace

base::Result<void> studyClips(const std::vector<Label>& labels, Verdicts& verdicts) {
  auto plain = PlainLoop::open();
  if (!plain) return base::fail(plain.error());
  std::map<std::string, Tally> byPerson;
  std::map<std::string, Tally> byClip;
  Tally all;
  std::int64_t longestSeveralMs = 0;
  constexpr std::int64_t kLatencyMs = 2000;
  constexpr std::int64_t kPlayedMs = 12000;
  std::uint64_t seed = 1;
  for (const Label& label : labels) {
    if (!label.isVideo) continue;
    const auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    auto detectors = vision::openCascades();
    if (!detectors) return base::fail(detectors.error());
    vision::Pipeline pipeline(std::move(*detectors));
    // Two seconds of film are no exam: each clip is walked for twelve, with no noise and no codec added.
    tools::StreamSettings settings{
        .seed = seed++, .lengthMs = kPlayedMs, .readNoise = 0.8, .shotNoise = 0, .jpegQuality = 0};
    tools::Stream stream(settings, *clip, *clip);
    std::int64_t severalSince = -1;
    for (std::int64_t now = 0; now < kPlayedMs; now += tools::kFramePauseMs) {
      const cv::Mat& image = stream.at(now);
      const vision::FrameView frame{image.data, image.cols, image.rows, static_cast<std::ptrdiff_t>(image.step),
                                    vision::Layout::bgr};
      const double before = threadCpuMs();
      const vision::State state = pipeline.look(frame, now).state;
      const double between = threadCpuMs();
      const vision::State plainState = plain->look(frame);
      const double after = threadCpuMs();
      if (state != vision::State::several || label.faces != 1)
        severalSince = -1;
      else if (severalSince < 0)
        severalSince = now;
      if (severalSince >= 0) longestSeveralMs = std::max(longestSeveralMs, now - severalSince + tools::kFramePauseMs);
      for (Tally* tally :
           {&byClip[label.name], &byPerson[label.person.empty() ? label.category : label.person], &all}) {
        tally->oursMs += between - before;
        tally->plainMs += after - between;
        ++tally->frames;
        // Both may take their latency; the plain loop has none to take.
        const bool isEarly = now < kLatencyMs;
        tally->ours += state == truthOf(label.faces) || (isEarly && state == vision::State::unknown) ? 1 : 0;
        tally->plain += plainState == truthOf(label.faces) ? 1 : 0;
      }
    }
  }
  std::cout << "\n== Clips: state right, our pipeline | plain OpenCV loop (alt2, 640x480, 1.1, 3) on the same frames\n";
  const auto print = [](const std::string& name, const Tally& tally) {
    std::cout << "  " << std::left << std::setw(26) << name << std::right << std::fixed << std::setprecision(1)
              << std::setw(6) << share(tally.ours, tally.frames) << " % | " << std::setw(6)
              << share(tally.plain, tally.frames) << " %   CPU/frame " << std::setw(6) << tally.oursMs / tally.frames
              << " ms | " << std::setw(6) << tally.plainMs / tally.frames << " ms   (" << tally.frames << " frames)\n";
  };
  for (const auto& [name, tally] : byClip) print(name, tally);
  for (const auto& [name, tally] : byPerson) print("person " + name, tally);
  print("all", all);
  std::cout << '\n';
  Tally one;
  double worst = 100;
  for (const auto& [name, tally] : byPerson) {
    if (name == "zero" || name == "multi" || name == "turn") continue;
    one.frames += tally.frames;
    one.ours += tally.ours;
    worst = std::min(worst, share(tally.ours, tally.frames));
  }
  verdicts.add("T2 clips of one person, state right", share(one.ours, one.frames), "%", 97, true);
  verdicts.add("T2 the worst person", worst, "%", 90, true);
  verdicts.add("T2 longest false several faces", static_cast<double>(longestSeveralMs) / 1000, "s", 1, false);
  verdicts.add("plain loop's states right minus ours, all clips",
               share(all.plain, all.frames) - share(all.ours, all.frames), "points", 0, false);
  return {};
}

}  // namespace vigie::bench
