// The labelled pictures, clips and generated streams once more, through cameras, lenses and codecs that nothing was
// tuned on, with seeds of their own: are the facts the same within what chance explains?
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>

#include "common/base/File.hpp"
#include "common/vision/CascadeDetector.hpp"
#include "common/vision/PictureFile.hpp"
#include "common/vision/Pipeline.hpp"
#include "common/vision/StillPicture.hpp"
#include "tests/bench/vision/StreamRun.hpp"
#include "tests/bench/vision/Studies.hpp"
#include "tests/tools/vision-media/Mats.hpp"

namespace vigie::bench {

namespace {

constexpr std::uint64_t kOtherSeeds = 0x5EED0000;  // far from those of the other parts
constexpr std::int64_t kClipMs = 12000;
constexpr std::int64_t kLatencyMs = 2000;
constexpr double kLeastChance = 5;  // per cent

vision::State truthOf(int faces) {
  return faces == 0 ? vision::State::none : faces == 1 ? vision::State::one : vision::State::several;
}

struct Shot {
  const Label* label = nullptr;
  vision::Picture picture;
  bool isRight = false;  // as it is
};

base::Result<std::vector<Shot>> readShots(const std::vector<Label>& labels, vision::StillPicture& eye) {
  std::vector<Shot> shots;
  for (const Label& label : labels) {
    if (label.isVideo) continue;
    const auto bytes = base::readFile(label.path);
    if (!bytes) return base::fail(bytes.error());
    auto picture = vision::decodePicture(*bytes);
    if (!picture) return base::failAt(label.name, picture.error());
    const bool isRight = eye.look(picture->view()).state == truthOf(label.faces);
    shots.push_back({&label, std::move(*picture), isRight});
  }
  return shots;
}

struct Paired {
  int all = 0;
  int right = 0;
  int lost = 0;  // right as it is, wrong here
  int won = 0;

  void add(bool wasRight, bool isRight) {
    ++all;
    right += isRight ? 1 : 0;
    lost += wasRight && !isRight ? 1 : 0;
    won += !wasRight && isRight ? 1 : 0;
  }
  double share() const { return all == 0 ? 100 : 100.0 * right / all; }

  // McNemar's exact test, one-sided, in per cent: how often a fair coin loses as many or more of those that changed.
  double chance() const {
    const int changed = lost + won;
    double sum = 0;
    double ways = 1;
    for (int k = 0; k <= changed; ++k) {
      if (k >= lost) sum += ways;
      ways = ways * (changed - k) / (k + 1);
    }
    return 100 * sum / std::pow(2.0, changed);
  }
};

struct Both {
  Paired portraits;
  Paired others;
};

Both lookAgain(const std::vector<Shot>& shots, const Variation& variation, vision::StillPicture& eye,
               std::uint64_t& seed) {
  Both both;
  for (const Shot& shot : shots) {
    const cv::Mat varied = variation.apply(tools::matOf(shot.picture.view()), seed++);
    const bool isRight = eye.look(tools::viewOf(varied)).state == truthOf(shot.label->faces);
    (shot.label->isPortrait() ? both.portraits : both.others).add(shot.isRight, isRight);
  }
  return both;
}

struct Share {
  int right = 0;
  int frames = 0;
  double share() const { return frames == 0 ? 100 : 100.0 * right / frames; }
};

base::Result<void> playClip(const Label& label, const tools::Clip& clip, const Variation& variation, std::uint64_t seed,
                            Share& share) {
  auto detectors = vision::openCascades();
  if (!detectors) return base::fail(detectors.error());
  vision::Pipeline pipeline(std::move(*detectors));
  tools::Stream stream({.seed = seed, .lengthMs = kClipMs, .readNoise = 1.2, .shotNoise = 0.01}, clip, clip);
  for (std::int64_t now = 0; now < kClipMs; now += variation.pauseMs) {
    const cv::Mat image = variation.apply(stream.at(now), seed);
    const vision::State state = pipeline.look(tools::viewOf(image), now).state;
    ++share.frames;
    const bool isEarly = now < kLatencyMs && state == vision::State::unknown;
    share.right += isEarly || state == truthOf(label.faces) ? 1 : 0;
  }
  return {};
}

using Shares = std::map<std::string, Share>;  // by person, or by clip where nobody is named

base::Result<Shares> playAll(const std::vector<Label>& labels, const Variation& variation, std::uint64_t& seed) {
  Shares shares;
  for (const Label& label : labels) {
    if (!label.isVideo) continue;
    const auto clip = tools::readClip(label.path);
    if (!clip) return base::fail(clip.error());
    Share& share = shares[label.person.empty() ? label.name : "person " + label.person];
    if (auto done = playClip(label, *clip, variation, seed++, share); !done) return base::fail(done.error());
  }
  return shares;
}

base::Result<Outcome> runKinds(const std::vector<PersonClip>& clips, const Variation& variation, int turn,
                               std::uint64_t& seed, Costs& costs) {
  Outcome all;
  for (int k = 0; k < tools::kStreamKinds; ++k) {
    const auto kind = static_cast<tools::StreamKind>(k);
    const Pair pair = pairOf(clips, kind, turn);
    const auto outcome = runStream(settingsOf(kind, seed++), pair.first.clip, pair.second.clip, variation, costs);
    if (!outcome) return outcome;
    all.add(*outcome);
  }
  return all;
}

void printShares(const Variation& variation, const Shares& shares) {
  std::cout << "  " << std::left << std::setw(20) << variation.name << std::right << " clips right";
  for (const auto& [name, share] : shares)
    std::cout << "  " << name << ' ' << std::fixed << std::setprecision(1) << share.share() << " %";
  std::cout << '\n';
}

base::Result<void> varyPictures(const std::vector<Label>& labels, std::uint64_t& seed, Verdicts& verdicts) {
  auto detectors = vision::openCascades(vision::kCascadeFolder, {.step = 1.1F, .fewestVotes = 2});
  if (!detectors) return base::fail(detectors.error());
  vision::StillPicture eye(std::move(*detectors));
  const auto shots = readShots(labels, eye);
  if (!shots) return base::fail(shots.error());
  std::cout << "\n== Pictures through other cameras: right here, and which changed from the picture as it is\n";
  for (const Variation& variation : variations()) {
    if (variation.pauseMs != Variation{}.pauseMs) continue;  // a rate is nothing to a picture
    const Both both = lookAgain(*shots, variation, eye, seed);
    for (const auto& [name, paired] : {std::pair{"portraits", both.portraits}, {"others", both.others}}) {
      const Interval interval = wilson(paired.right, paired.all);
      std::cout << "  " << std::left << std::setw(20) << variation.name << std::setw(10) << name << std::right
                << std::setw(3) << paired.right << " of " << std::setw(3) << paired.all << std::fixed
                << std::setprecision(1) << "  [" << interval.low << ", " << interval.high << "]  lost " << paired.lost
                << ", won " << paired.won << '\n';
      verdicts.add(std::string(variation.name) + ", " + name + ": chance of losing as many", paired.chance(), "%",
                   kLeastChance, true);
    }
  }
  return {};
}

base::Result<void> varyFilms(const std::vector<Label>& labels, std::uint64_t& seed, Verdicts& verdicts) {
  const auto people = readPersonClips(labels);
  if (!people) return base::fail(people.error());
  std::cout << "\n== Clips and streams through other cameras, seeds of their own\n";
  Outcome all;
  Costs costs;
  int turn = 0;
  for (const Variation& variation : variations()) {
    const auto shares = playAll(labels, variation, seed);
    if (!shares) return base::fail(shares.error());
    printShares(variation, *shares);
    Share one;
    double worst = 100;
    for (const auto& [name, share] : *shares) {
      if (!name.starts_with("person ")) continue;
      one.right += share.right;
      one.frames += share.frames;
      worst = std::min(worst, share.share());
    }
    const auto outcome = runKinds(*people, variation, turn++, seed, costs);
    if (!outcome) return base::fail(outcome.error());
    print(variation.name, *outcome);
    all.add(*outcome);
    verdicts.add(std::string("T2 ") + variation.name + ", clips of one person", one.share(), "%", 97, true);
    verdicts.add(std::string("T2 ") + variation.name + ", the worst person", worst, "%", 90, true);
  }
  verdicts.add("T3 streams through other cameras, noticed", all.noticedShare(), "%", 95, true);
  verdicts.add("T3 false events per hour of all of them", all.falseEventsAnHour(), "", 1, false);
  return {};
}

}  // namespace

base::Result<void> studyVariations(const std::vector<Label>& labels, const ReportOptions& options, Verdicts& verdicts) {
  std::uint64_t seed = options.seed + kOtherSeeds;
  if (auto done = varyPictures(labels, seed, verdicts); !done) return done;
  return varyFilms(labels, seed, verdicts);
}

}  // namespace vigie::bench
