// Which pictures become evidence and what they say, on drawn frames at times that the test gives.
#include "candidate-client/camera/PictureChooser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "common/exam/Accommodations.hpp"

namespace vigie::camera {
namespace {

struct Watch {
  PictureChooser chooser;
  cv::RNG random{5};
  base::Moment now{1'800'000'000'000, 1000};
  CameraSigns signs;
  std::vector<Snapshot> taken;

  explicit Watch(const CameraSettings& settings = {}) : chooser(settings) {}

  cv::Mat scene(double light) {
    cv::Mat room(480, 640, CV_8UC3, cv::Scalar(90, 120, 150));
    for (int x = 0; x < 640; x += 80) cv::rectangle(room, {x, 0, 30, 480}, {140, 170, 190}, -1);
    room.convertTo(room, -1, light);
    cv::Mat noise(room.size(), CV_16SC3);
    random.fill(noise, cv::RNG::NORMAL, 0, 2);
    cv::add(room, noise, room, cv::noArray(), CV_8UC3);
    return room;
  }

  void pass(std::int64_t forMs, double light = 1) {
    step(forMs, [&] { chooser.look(scene(light), signs, now); });
  }
  void loseFor(std::int64_t forMs) {
    step(forMs, [&] { chooser.lose(now); });
  }
  template <class Look>
  void step(std::int64_t forMs, const Look& look) {
    for (const std::int64_t end = now.runMs + forMs; now.runMs < end; now.runMs += 200, now.wallMs += 200) {
      look();
      while (auto snapshot = chooser.take()) taken.push_back(std::move(*snapshot));
    }
  }
  std::int64_t at(std::size_t i) const { return taken[i].takenMs - 1'800'000'000'000; }
};

bool hasFlag(const Snapshot& snapshot, const std::string& flag) {
  const auto& flags = snapshot.facts.flags();
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

std::optional<double> measure(const Snapshot& snapshot, const std::string& name) {
  for (const auto& one : snapshot.facts.measures()) {
    if (one.name() == name) return one.value();
  }
  return std::nullopt;
}

TEST(PictureChooser, TakesOnePictureEachHalfMinuteOnceItIsCalm) {
  Watch watch;
  watch.pass(20'000);  // the empty room is an event of its own
  const std::size_t before = watch.taken.size();
  watch.pass(95'000);
  ASSERT_EQ(watch.taken.size() - before, 3U);
  EXPECT_EQ(watch.at(before + 1) - watch.at(before), 30'000);
}

TEST(PictureChooser, ShowsTheSecondsBeforeAnEventAndLooksCloselyAroundIt) {
  Watch watch;
  watch.pass(40'000);
  const std::size_t before = watch.taken.size();
  const std::int64_t darkFrom = 40'000;
  watch.pass(10'000, 0);
  ASSERT_GE(watch.taken.size() - before, 9U);
  EXPECT_GE(watch.at(before), darkFrom - 5'000);
  EXPECT_LE(watch.at(before), darkFrom - 3'000);
  EXPECT_FALSE(hasFlag(watch.taken[before], "black")) << "as it was seen then";
  EXPECT_GT(*measure(watch.taken[before], "luma"), 50);
  const Snapshot& last = watch.taken.back();
  EXPECT_TRUE(hasFlag(last, "black"));
  EXPECT_LT(*measure(last, "luma"), *measure(last, "luma-limit"));
  EXPECT_EQ(last.facts.state(), "unknown");
  EXPECT_EQ(measure(last, "unknown-black"), 1);
  EXPECT_FALSE(hasFlag(last, "no-face"));
}

TEST(PictureChooser, KeepsWhatLedToTheLossOfTheCameraAndSaysHowLongItWas) {
  Watch watch;
  watch.pass(40'000);
  const std::size_t before = watch.taken.size();
  watch.loseFor(8'000);
  EXPECT_GE(watch.taken.size() - before, 4U);
  const std::size_t lost = watch.taken.size();
  watch.pass(3'000);
  ASSERT_GT(watch.taken.size(), lost);
  EXPECT_NEAR(*measure(watch.taken[lost], "camera-was-lost"), 8.2, 0.3);
}

TEST(PictureChooser, SaysNothingOfACameraThatNeverGaveAFrame) {
  Watch watch;
  watch.loseFor(10'000);
  EXPECT_TRUE(watch.taken.empty());
}

TEST(PictureChooser, KeepsTheRhythmOfADemonstration) {
  CameraSettings settings;
  settings.every = std::chrono::milliseconds(1000);
  Watch watch(settings);
  watch.pass(5'000);
  watch.pass(5'000, 0);
  EXPECT_EQ(watch.taken.size(), 10U);
}

TEST(PictureChooser, MakesNoPictureDearerThanItsBudgetOfPureNoise) {
  PictureChooser chooser{CameraSettings{}};
  cv::Mat noise(480, 640, CV_8UC3);
  cv::RNG(3).fill(noise, cv::RNG::UNIFORM, 0, 256);
  chooser.look(noise, {}, {1'800'000'000'000, 1'000});
  const auto taken = chooser.take();
  ASSERT_TRUE(taken);
  EXPECT_LE(taken->jpeg.size(), vision::kLargestPicture);
  const cv::Mat back = cv::imdecode(taken->jpeg, cv::IMREAD_COLOR);
  EXPECT_EQ(back.cols, 640);
}

TEST(PictureChooser, ShowsThatSomethingWasAgreedAndNeverWhat) {
  CameraSettings settings;
  settings.accommodations.add(vision::Accommodation::looksDown);
  Watch watch(settings);
  watch.pass(400);
  ASSERT_EQ(watch.taken.size(), 1U);
  EXPECT_EQ(measure(watch.taken[0], "agreed"), 1);
  for (const auto& one : watch.taken[0].facts.measures()) {
    for (std::size_t i = 0; i < vision::kAccommodations; ++i) {
      const std::string_view name = vision::nameOf(static_cast<vision::Accommodation>(i));
      EXPECT_EQ(one.name().find(name), std::string::npos) << "recorded in clear, for ever: " << one.name();
    }
  }
}

// The session's list and the analysis speak of the same things.
TEST(PictureChooser, KnowsEveryAccommodationOfTheCameraByTheNameThatStaffUse) {
  std::size_t count = 0;
  for (const exam::KnownAccommodation& one : exam::knownAccommodations()) {
    const bool isOurs = one.kind == exam::AccommodationKind::camera;
    EXPECT_EQ(vision::accommodationNamed(one.name).has_value(), isOurs) << one.name;
    count += isOurs ? 1 : 0;
  }
  EXPECT_EQ(count, vision::kAccommodations);
}

// The rules of the centre (exam/DecidePictures.cpp): words of letters and dashes, at most 16 flags and 32 measures.
TEST(PictureChooser, SaysItsFactsInWordsThatTheCentreTakes) {
  CameraSettings settings;
  for (std::size_t i = 0; i < vision::kAccommodations; ++i)
    settings.accommodations.add(static_cast<vision::Accommodation>(i));
  Watch watch(settings);
  watch.signs = {true,
                 true,
                 {"sign-driver", "sign-card", "sign-bus", "sign-hardware", "sign-output", "sign-clock"},
                 FrameTiming::Measures{30, 1, 0},
                 30};
  watch.pass(15'000, 0.2);
  watch.pass(15'000, 0);
  ASSERT_FALSE(watch.taken.empty());
  for (const Snapshot& snapshot : watch.taken) {
    EXPECT_LE(snapshot.facts.flags_size(), 16);
    EXPECT_LE(snapshot.facts.measures_size(), 32);
    const auto isWord = [](const std::string& word) {
      return !word.empty() && word.size() <= 40 && std::all_of(word.begin(), word.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || letter == '-';
      });
    };
    for (const auto& one : snapshot.facts.measures()) EXPECT_TRUE(isWord(one.name())) << one.name();
    for (const auto& flag : snapshot.facts.flags()) EXPECT_TRUE(isWord(flag)) << flag;
  }
}

TEST(PictureChooser, TakesPicturesWithoutCascadesAndSaysThatNothingWasAnalysed) {
  CameraSettings settings;
  settings.models.cascades = "/nowhere";
  Watch watch(settings);
  watch.pass(1'000);
  ASSERT_EQ(watch.taken.size(), 1U);
  EXPECT_TRUE(watch.taken[0].facts.state().empty());
  EXPECT_NE(watch.chooser.notice().find("not analysed"), std::string::npos);
}

TEST(PictureChooser, SurvivesFramesOfAnySize) {
  Watch watch;
  for (const cv::Size size :
       {cv::Size(1, 1), cv::Size(1, 480), cv::Size(4000, 2), cv::Size(1920, 1080), cv::Size(8, 8)}) {
    watch.step(400,
               [&] { watch.chooser.look(cv::Mat(size, CV_8UC3, cv::Scalar(40, 50, 60)), watch.signs, watch.now); });
  }
  watch.step(200, [&] { watch.chooser.look(cv::Mat(), watch.signs, watch.now); });
  EXPECT_FALSE(watch.taken.empty());
}

}  // namespace
}  // namespace vigie::camera
