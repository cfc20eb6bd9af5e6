// The candidate client's own way from frames to announced pictures, on clips of people when they are there.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "candidate-client/camera/PictureChooser.hpp"
#include "tests/tools/vision-streams/Stream.hpp"

namespace vigie::camera {
namespace {

const std::filesystem::path kFaces = std::filesystem::path(VIGIE_SHARED_DIR) / "data/faces";

bool isThere() {
  if (std::filesystem::exists(kFaces / "labels.csv")) return true;
  std::cout << "The labelled clips are not beside this checkout: this test is left out.\n";
  return false;
}

std::vector<Snapshot> evidenceOf(tools::StreamKind kind, const CameraSettings& settings) {
  const auto clip = tools::readClip(kFaces / "video/clip_help.mkv");
  const auto other = tools::readClip(kFaces / "video/clip_milk.mkv");
  EXPECT_TRUE(clip && other);
  tools::Stream stream({.kind = kind, .seed = 11, .lengthMs = 34000, .fromMs = 20000, .toMs = 34000}, *clip, *other);
  PictureChooser chooser(settings);
  std::vector<Snapshot> taken;
  for (std::int64_t now = 0; now < 34000; now += 200) {
    chooser.look(stream.at(now), {}, {now, now});
    while (auto snapshot = chooser.take()) taken.push_back(std::move(*snapshot));
  }
  return taken;
}

bool hasFlag(const Snapshot& snapshot, const std::string& flag) {
  const auto& flags = snapshot.facts.flags();
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

double measure(const Snapshot& snapshot, const std::string& name) {
  for (const auto& one : snapshot.facts.measures()) {
    if (one.name() == name) return one.value();
  }
  return -1;
}

int countOf(const std::vector<Snapshot>& taken, const std::string& flag) {
  return static_cast<int>(
      std::count_if(taken.begin(), taken.end(), [&](const auto& one) { return hasFlag(one, flag); }));
}

TEST(RealStream, ShowsAnEmptyChairWithThePicturesBeforeIt) {
  if (!isThere()) GTEST_SKIP();
  const auto taken = evidenceOf(tools::StreamKind::emptyChair, {});
  EXPECT_GE(countOf(taken, "no-face"), 4);
  const auto before = std::count_if(taken.begin(), taken.end(), [](const Snapshot& one) {
    return one.takenMs > 14000 && one.takenMs < 20000 && one.facts.state() == "one";
  });
  EXPECT_GE(before, 1) << "somebody sat there seconds before";
  for (const Snapshot& one : taken) {
    if (!hasFlag(one, "no-face")) continue;
    EXPECT_GE(one.takenMs, 20000);
    EXPECT_GE(measure(one, "since-face"), measure(one, "since-face-limit"));
    EXPECT_GT(measure(one, "luma"), 0);
  }
}

TEST(RealStream, MutesASecondFaceWhereAHelperWasAgreedAndSaysSo) {
  if (!isThere()) GTEST_SKIP();
  EXPECT_GE(countOf(evidenceOf(tools::StreamKind::secondPerson, {}), "several-faces"), 3);
  CameraSettings helped;
  helped.every = std::chrono::milliseconds(1000);  // what is muted is no event: only a rhythm shows it here
  helped.accommodations.add(vision::Accommodation::helperPresent);
  const auto taken = evidenceOf(tools::StreamKind::secondPerson, helped);
  EXPECT_EQ(countOf(taken, "several-faces"), 0);
  const auto muted = std::count_if(taken.begin(), taken.end(), [](const Snapshot& one) {
    return measure(one, "muted-several-faces") == 1 && measure(one, "agreed") == 1 &&
           one.facts.state() == "several";
  });
  EXPECT_GE(muted, 3);
}

}  // namespace
}  // namespace vigie::camera
