// Pictures one by one, and who is missed in which light: the fairness table.
#include <array>
#include <cstdio>
#include <iomanip>
#include <map>
#include <opencv2/core.hpp>

#include "common/base/File.hpp"
#include "common/vision/CascadeDetector.hpp"
#include "common/vision/PictureFile.hpp"
#include "common/vision/StillPicture.hpp"
#include "tests/bench/vision/Studies.hpp"
#include "tests/tools/vision-media/Mats.hpp"

namespace vigie::bench {

namespace {

struct Count {
  int right = 0;
  int all = 0;

  void add(bool isRight) {
    right += isRight ? 1 : 0;
    ++all;
  }
  double share() const { return all == 0 ? 0 : 100.0 * right / all; }
};

std::string shown(const Count& count) {
  const Interval interval = wilson(count.right, count.all);
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), "%3d of %3d  %5.1f %% [%5.1f, %5.1f]", count.right, count.all, count.share(),
                interval.low, interval.high);
  return text.data();
}

// As a webcam gives it in a room with so much of the light: scaled, with sensor noise, seeded by the name.
vision::Picture inLight(const vision::Picture& picture, double light, const std::string& name) {
  if (light == 1) return picture;
  vision::Picture darker = picture;
  cv::Mat pixels(darker.height, darker.width, CV_8UC3, darker.pixels.data());
  cv::Mat exposed;
  pixels.convertTo(exposed, CV_32FC3, light);
  std::uint64_t seed = 7;
  for (const char letter : name) seed = seed * 31 + static_cast<std::uint8_t>(letter);
  cv::Mat grain(exposed.size(), CV_32FC3);
  cv::RNG(seed).fill(grain, cv::RNG::NORMAL, 0, 3);
  exposed += grain;
  exposed.convertTo(pixels, CV_8UC3);
  return darker;
}

using Fairness = std::map<double, std::map<std::string, Count>>;  // light, tone

void printFairness(const Fairness& seen) {
  for (const auto& [light, tones] : seen) {
    for (const auto& [tone, count] : tones) {
      std::cout << "  light x" << std::left << std::setw(5) << light << ' ' << std::setw(8) << tone << " found "
                << shown(count) << "  missed " << count.all - count.right << '\n';
    }
  }
}

vision::State truthOf(const Label& label) {
  if (label.faces == 0) return vision::State::none;
  return label.faces == 1 ? vision::State::one : vision::State::several;
}

}  // namespace

base::Result<void> studyPictures(const std::vector<Label>& labels, Verdicts& verdicts) {
  auto detectors = vision::openCascades(vision::kCascadeFolder, {.step = 1.1F, .fewestVotes = 2});
  if (!detectors) return base::fail(detectors.error());
  vision::StillPicture eye(std::move(*detectors));
  std::map<std::string, Count> byCategory;
  std::map<std::string, Count> byHalf;
  Fairness seen;
  Fairness held;  // of the half that nothing was tuned on
  Count heldPortraits;
  Count heldOthers;
  Count portraits;
  Count others;
  Count dimRaised;
  for (const Label& label : labels) {
    if (label.isVideo) continue;
    const auto bytes = base::readFile(label.path);
    if (!bytes) return base::fail(bytes.error());
    const auto picture = vision::decodePicture(*bytes);
    if (!picture) return base::failAt(label.name, picture.error());
    const bool hasTone = label.isPortrait() && !label.tone.empty();
    for (const double light : {1.0, 0.3, 0.15}) {
      if (light != 1 && !hasTone) continue;
      const vision::Picture shownPicture = inLight(*picture, light, label.name);
      const vision::Facts facts = eye.look(shownPicture.view());
      const bool isRight = facts.state == truthOf(label);
      if (hasTone) seen[light][label.tone].add(facts.faceCount > 0);
      if (hasTone && !isForTuning(label.name)) held[light][label.tone].add(facts.faceCount > 0);
      if (light == 0.15) dimRaised.add(facts.flags.has(vision::Flag::dim));
      if (light != 1) continue;
      byCategory[label.category].add(isRight);
      (label.isPortrait() ? portraits : others).add(isRight);
      if (!isForTuning(label.name)) (label.isPortrait() ? heldPortraits : heldOthers).add(isRight);
      byHalf[std::string(label.isPortrait() ? "portraits" : "others   ") +
             (isForTuning(label.name) ? ", tuning half " : ", held-out half")]
          .add(isRight);
    }
  }
  std::cout << "\n== Pictures one by one (state 0, 1, 2+ right; 95 % Wilson interval)\n";
  for (const auto& [category, count] : byCategory)
    std::cout << "  " << std::left << std::setw(26) << category << shown(count) << '\n';
  for (const auto& [half, count] : byHalf)
    std::cout << "  " << std::left << std::setw(26) << half << shown(count) << '\n';
  std::cout
      << "\n== Fairness: portraits whose face is found, by apparent luminance of the skin in the picture and light\n";
  printFairness(seen);
  std::cout << "\n== The same on the held-out half alone\n";
  printFairness(held);
  std::cout << '\n';
  verdicts.add("pictures: exactly one on portraits", portraits.share(), "%", 98, true);
  verdicts.add("pictures: right among 0, 1, 2+ on the others", others.share(), "%", 60, true);
  verdicts.add("pictures: exactly one on portraits, held-out half", heldPortraits.share(), "%", 98, true);
  verdicts.add("pictures: right among 0, 1, 2+ on the others, held-out half", heldOthers.share(), "%", 60, true);
  for (const double light : {1.0, 0.15}) {
    const double gap = seen[light]["light"].share() - seen[light]["dark"].share();
    verdicts.add("T4 dark against light, miss gap at x" + std::string(light == 1 ? "1" : "0.15"), gap, "points", 3,
                 false);
  }
  Count dim;
  for (const auto& [tone, count] : seen[0.15]) {
    dim.right += count.right;
    dim.all += count.all;
  }
  verdicts.add("T4 faces seen at x0.15, pictures", dim.share(), "%", 90, true);
  verdicts.add("T4 low light raised at x0.15, pictures", dimRaised.share(), "%", 90, true);
  return {};
}

}  // namespace vigie::bench
