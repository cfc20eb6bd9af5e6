// With the cascades of opencv-data, and with the labelled set when it is there.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include "common/base/File.hpp"
#include "common/vision/CascadeDetector.hpp"
#include "common/vision/PictureFile.hpp"
#include "common/vision/StillPicture.hpp"
#include "tests/tools/vision-streams/Stream.hpp"
#include "tests/unit/vision/Scene.hpp"

namespace vigie::vision::test {
namespace {

const std::filesystem::path kFaces = std::filesystem::path(VIGIE_SHARED_DIR) / "data/faces";

bool isThere() {
  if (std::filesystem::exists(kFaces / "labels.csv")) return true;
  std::cout << "The labelled pictures are not beside this checkout: this test is left out.\n";
  return false;
}

TEST(Cascades, SaysWhichFileIsMissing) {
  const auto opened = openCascades("/nowhere");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "cascade-unusable");
  EXPECT_NE(opened.error().detail.find("/nowhere"), std::string::npos);
}

TEST(Cascades, FindNobodyInADrawnRoom) {
  auto detectors = openCascades(kCascadeFolder, {.step = 1.1F, .fewestVotes = 2});
  ASSERT_TRUE(detectors) << detectors.error().detail;
  Scene scene;
  StillPicture eye(*detectors);
  const Facts facts = eye.look(scene.draw({}));
  EXPECT_EQ(facts.state, State::none);
  EXPECT_TRUE(facts.flags.has(Flag::noFace));
  EXPECT_EQ(eye.look(scene.draw({}, {.light = 0})).reason, Reason::black);
}

TEST(Cascades, SeePortraitsInFullAndInLittleLight) {
  if (!isThere()) GTEST_SKIP();
  auto detectors = openCascades(kCascadeFolder, {.step = 1.1F, .fewestVotes = 2});
  ASSERT_TRUE(detectors);
  StillPicture eye(*detectors);
  int seen = 0;
  int asked = 0;
  for (const char* name : {"single_005.jpg", "single_023.jpg", "single_041.jpg", "single_085.jpg"}) {
    const auto bytes = base::readFile(kFaces / "img" / name);
    if (!bytes) continue;
    auto picture = decodePicture(*bytes);
    ASSERT_TRUE(picture);
    EXPECT_EQ(eye.look(picture->view()).state, State::one) << name;
    std::mt19937_64 random(3);
    for (std::uint8_t& pixel : picture->pixels) {
      pixel = static_cast<std::uint8_t>(std::clamp(pixel * 0.15 + static_cast<double>(random() % 7) - 3, 0.0, 255.0));
    }
    const Facts dim = eye.look(picture->view());
    EXPECT_TRUE(dim.flags.has(Flag::dim)) << name;
    seen += dim.faceCount > 0 ? 1 : 0;
    ++asked;
  }
  EXPECT_GE(seen + 1, asked);
}

struct Happening {
  tools::StreamKind kind;
  Flag flag;
};

class RealStream : public testing::TestWithParam<Happening> {};

TEST_P(RealStream, NoticesWhatHappensWithinFiveSeconds) {
  if (!isThere()) GTEST_SKIP();
  const auto clip = tools::readClip(kFaces / "video/clip_help.mkv");
  const auto other = tools::readClip(kFaces / "video/clip_milk.mkv");
  ASSERT_TRUE(clip);
  ASSERT_TRUE(other);
  auto detectors = openCascades();
  ASSERT_TRUE(detectors);
  Pipeline pipeline(*detectors);
  const tools::StreamSettings settings{
      .kind = GetParam().kind, .seed = 11, .lengthMs = 14000, .fromMs = 7000, .toMs = 14000};
  tools::Stream stream(settings, *clip, *other);
  bool isNoticed = false;
  for (std::int64_t now = 0; now < 12200; now += 200) {
    const cv::Mat& image = stream.at(now);
    const Facts& facts =
        pipeline.look({image.data, image.cols, image.rows, static_cast<std::ptrdiff_t>(image.step), Layout::bgr}, now);
    if (now < settings.fromMs) {
      EXPECT_FALSE(facts.flags.has(GetParam().flag)) << now;
    }
    isNoticed = isNoticed || facts.flags.has(GetParam().flag);
  }
  EXPECT_TRUE(isNoticed);
}

INSTANTIATE_TEST_SUITE_P(Kinds, RealStream,
                         testing::Values(Happening{tools::StreamKind::black, Flag::black},
                                         Happening{tools::StreamKind::covered, Flag::covered},
                                         Happening{tools::StreamKind::dim, Flag::dim},
                                         Happening{tools::StreamKind::frozen, Flag::frozen},
                                         Happening{tools::StreamKind::emptyChair, Flag::noFace},
                                         Happening{tools::StreamKind::secondPerson, Flag::severalFaces},
                                         Happening{tools::StreamKind::swapped, Flag::personChanged}));

}  // namespace
}  // namespace vigie::vision::test
