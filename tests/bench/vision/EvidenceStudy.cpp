// What an hour of one candidate costs: the candidate client's own PictureChooser on generated streams, its bytes and
// its CPU, by what happens in that hour. The clock is the stream's, so an hour takes a few minutes.
#include <algorithm>
#include <iomanip>
#include <optional>

#include "candidate-client/camera/PictureChooser.hpp"
#include "tests/bench/vision/PlainLoop.hpp"
#include "tests/bench/vision/Studies.hpp"
#include "tests/tools/vision-media/VideoFile.hpp"
#include "tests/tools/vision-streams/Stream.hpp"

namespace vigie::bench {

namespace {

constexpr double kHourMs = 3'600'000;
constexpr double kMegabyte = 1e6;

struct Hour {
  const char* name;
  std::int64_t eventEveryMs;  // 0: none
  std::int64_t eventMs;
  int fewestMinutes;  // a budget of an hour shows after an hour
};

struct Cost {
  std::int64_t lengthMs = 0;
  std::size_t pictures = 0;
  std::size_t bytes = 0;
  std::size_t frames = 0;
  double cpuMs = 0;
  std::int64_t longestGapMs = 0;  // between two pictures
};

// What happens, in turn, on clips in turn.
tools::StreamSettings settingsOf(const Hour& hour, int turn, std::uint64_t seed, std::int64_t lengthMs) {
  constexpr tools::StreamKind kKinds[] = {tools::StreamKind::emptyChair, tools::StreamKind::covered,
                                          tools::StreamKind::secondPerson, tools::StreamKind::dim};
  tools::StreamSettings settings{.seed = seed + static_cast<std::uint64_t>(turn), .lengthMs = lengthMs};
  if (hour.eventEveryMs == 0) return settings;
  settings.kind = kKinds[static_cast<std::size_t>(turn) % std::size(kKinds)];
  settings.fromMs = lengthMs / 2;
  settings.toMs = settings.fromMs + hour.eventMs;
  return settings;
}

Cost live(const Hour& hour, const std::vector<tools::Clip>& clips, const ReportOptions& options) {
  camera::PictureChooser chooser(camera::CameraSettings{});
  const camera::CameraSigns signs;
  const std::int64_t all = std::int64_t{std::max(options.minutes, hour.fewestMinutes)} * 60'000;
  const std::int64_t segment = hour.eventEveryMs == 0 ? 60'000 : hour.eventEveryMs;
  Cost cost;
  std::int64_t now = 0;
  std::int64_t lastMs = 0;
  for (int turn = 0; now < all; ++turn) {
    // The same room all the time, but for what happens in it: a cut would be an event of its own.
    const tools::Clip& clip = clips.front();
    tools::Stream stream(settingsOf(hour, turn, options.seed, segment), clip, clips[1 % clips.size()]);
    for (std::int64_t at = 0; at < segment && now < all; at += tools::kFramePauseMs, now += tools::kFramePauseMs) {
      const cv::Mat& image = stream.at(at);
      const double before = threadCpuMs();
      chooser.look(image, signs, {now, now});
      cost.cpuMs += threadCpuMs() - before;
      ++cost.frames;
      while (const auto snapshot = chooser.take()) {
        ++cost.pictures;
        cost.bytes += snapshot->jpeg.size();
        cost.longestGapMs = std::max(cost.longestGapMs, snapshot->takenMs - lastMs);
        lastMs = std::max(lastMs, snapshot->takenMs);
      }
    }
  }
  cost.lengthMs = now;
  return cost;
}

}  // namespace

base::Result<void> studyEvidence(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts) {
  std::vector<tools::Clip> clips;
  for (const Label& label : labels) {
    if (!label.isVideo || label.faces != 1 || label.person.empty() || clips.size() == 2) continue;
    auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    clips.push_back(std::move(*clip));
  }
  if (clips.empty()) return base::fail("labels-unreadable", "The labelled set has no clip of one person.");
  constexpr Hour kHours[] = {{"nothing happens", 0, 0, 0},
                             {"something every 5 min", 300'000, 12'000, 0},
                             {"something every 10 s", 10'000, 4'000, 60}};
  std::cout << "\n== Evidence: bytes and CPU of a candidate-hour, at 5 looks a second\n";
  for (const Hour& hour : kHours) {
    const Cost cost = live(hour, clips, options);
    const double hours = static_cast<double>(cost.lengthMs) / kHourMs;
    const double megabytes = static_cast<double>(cost.bytes) / kMegabyte / hours;
    std::cout << "  " << std::left << std::setw(24) << hour.name << std::right << std::fixed << std::setprecision(1)
              << std::setw(6) << static_cast<double>(cost.pictures) / hours << " pictures/h " << std::setw(6)
              << megabytes << " MB/h  " << std::setw(6) << cost.cpuMs / 1000 / hours << " s CPU/h ("
              << std::setprecision(2) << cost.cpuMs / static_cast<double>(cost.lengthMs) * 100 << " % of a core, "
              << cost.cpuMs / static_cast<double>(cost.frames) << " ms a look)  longest gap " << std::setprecision(1)
              << static_cast<double>(cost.longestGapMs) / 1000 << " s  (" << cost.lengthMs / 60'000 << " min)\n";
    verdicts.add(std::string("T6 evidence when ") + hour.name, megabytes, "MB/h", 20, false);
    verdicts.add(std::string("T6 longest time without a picture when ") + hour.name,
                 static_cast<double>(cost.longestGapMs) / 1000, "s", 30.3, false);
    verdicts.add(std::string("T1 CPU of looking, choosing and encoding when ") + hour.name,
                 cost.cpuMs / static_cast<double>(cost.lengthMs) * 100, "% of a core", 2.5, false);
  }
  return {};
}

}  // namespace vigie::bench
