#include "common/vision/Models.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/crypto/Digest.hpp"
#include "common/vision/Accommodations.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/unit/vision/TinyOnnx.hpp"

namespace vigie::vision::test {
namespace {

struct Given {
  support::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "model.onnx";
  base::Bytes bytes;

  explicit Given(base::Bytes content = base::toBytes("not a network at all")) : bytes(std::move(content)) {
    EXPECT_TRUE(base::writeFileDurably(file, bytes));
  }
  std::string hash() const { return base::toHex(crypto::sha256(bytes)); }
};

TEST(Models, UsesCascadesWhenNoFileIsGiven) {
  const auto detectors = openDetectors({});
  ASSERT_TRUE(detectors) << detectors.error().detail;
  EXPECT_TRUE(detectors->notice.empty());
  EXPECT_NE(detectors->thorough, nullptr);
}

TEST(Models, RefusesAFileWithoutItsHashOrWithAnother) {
  const Given given;
  EXPECT_EQ(openYunet(given.file, "").error().code, "model-unpinned");
  EXPECT_EQ(openYunet(given.file, std::string(64, '0')).error().code, "model-other-hash");
  EXPECT_EQ(openYunet(given.folder.path() / "none.onnx", given.hash()).error().code, "file-missing");
}

TEST(Models, FallsBackToCascadesWithAMessageWhenTheFileCannotRun) {
  const Given given;
  EXPECT_EQ(openYunet(given.file, given.hash()).error().code, "model-unusable");
  const auto detectors = openDetectors({.yunet = given.file, .yunetSha256 = given.hash()});
  ASSERT_TRUE(detectors);
  EXPECT_NE(detectors->notice.find("cascades are used instead"), std::string::npos) << detectors->notice;
  EXPECT_NE(detectors->thorough->name(), "yunet");
}

// A network that loads and is another one: OpenCV throws at its first inference, not before.
TEST(Models, RefusesANetworkOfAnotherKindOrVersion) {
  const Given other(tinyNetwork(2));
  const auto yunet = openYunet(other.file, other.hash());
  ASSERT_FALSE(yunet);
  EXPECT_EQ(yunet.error().code, "model-unusable");
  EXPECT_NE(yunet.error().detail.find("2021 or 2022"), std::string::npos);
  const Given larger(tinyNetwork(3));
  const auto sface = openSface(larger.file, larger.hash(), nullptr);
  ASSERT_FALSE(sface);
  EXPECT_EQ(sface.error().code, "model-unusable");
  EXPECT_NE(sface.error().detail.find("128 features"), std::string::npos);
}

TEST(Models, RefusesACutNetwork) {
  const base::Bytes whole = tinyNetwork(2);
  for (const std::size_t left : {std::size_t{0}, std::size_t{20}, whole.size() / 2, whole.size() - 1}) {
    const Given cut(base::Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(left)));
    EXPECT_EQ(openSface(cut.file, cut.hash(), nullptr).error().code, "model-unusable") << left;
  }
}

// Landmarks where the test says.
class GivenLandmarks final : public LandmarkFinder {
 public:
  bool find(const FrameView&, const Box& face, Landmarks& out) override {
    if (isBlind) return false;
    // Where a face of SFace's training has them, in a square of 112.
    constexpr Landmarks kUpright = {38.3F, 51.7F, 73.5F, 51.5F, 56, 71.7F, 41.5F, 92.4F, 70.7F, 92.2F};
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = kUpright[i] * face.width / 112 + (i % 2 == 0 ? face.x : face.y);
    return true;
  }
  bool isBlind = false;
};

struct Portrait {
  std::vector<std::uint8_t> pixels = std::vector<std::uint8_t>(std::size_t{200} * 200 * 3);

  explicit Portrait(bool isStriped, int noise) {
    for (int y = 0; y < 200; ++y) {
      for (int x = 0; x < 200; ++x) {
        const int level = (isStriped ? 60 + y / 10 % 2 * 120 : 40 + x) + (x * 7 + y * 13) % (noise + 1);
        for (int channel = 0; channel < 3; ++channel)
          pixels[static_cast<std::size_t>((y * 200 + x) * 3 + channel)] = static_cast<std::uint8_t>(level);
      }
    }
  }
  FrameView view() const { return {pixels.data(), 200, 200, 600, Layout::bgr}; }
};

TEST(Models, RunsAModelOfTheRightShapeAndComparesWithIt) {
  const Given model(tinyNetwork(2));
  const auto landmarks = std::make_shared<GivenLandmarks>();
  const auto comparer = openSface(model.file, model.hash(), landmarks);
  ASSERT_TRUE(comparer) << comparer.error().detail;
  const Box face{40, 40, 112, 112};
  FaceComparer::Features one;
  FaceComparer::Features again;
  FaceComparer::Features other;
  ASSERT_TRUE((*comparer)->measure(Portrait(false, 0).view(), face, one));
  ASSERT_TRUE((*comparer)->measure(Portrait(false, 4).view(), face, again));
  ASSERT_TRUE((*comparer)->measure(Portrait(true, 0).view(), face, other));
  EXPECT_EQ(one.size(), 128U);
  EXPECT_LT((*comparer)->difference(one, again), 0.1F);
  EXPECT_GT((*comparer)->difference(one, other), (*comparer)->limit());
  EXPECT_EQ((*comparer)->difference(one, {}), 0) << "nothing to compare speaks against nobody";
  landmarks->isBlind = true;
  EXPECT_FALSE((*comparer)->measure(Portrait(false, 0).view(), face, one));
}

// A bright square in the dark, 640x480.
struct BrightSquare {
  std::vector<std::uint8_t> pixels = std::vector<std::uint8_t>(std::size_t{640} * 480 * 3);

  BrightSquare() {
    for (int y = 192; y < 288; ++y) {
      for (int x = 320 * 3; x < 416 * 3; ++x) pixels[static_cast<std::size_t>(y * 640 * 3 + x)] = 250;
    }
  }
  FrameView view() const { return {pixels.data(), 640, 480, 640 * 3, Layout::bgr}; }
};

TEST(Models, SeesWithYunetWhenItsFileIsAsItShouldBe) {
  const Given model(BrightYunet::bytes());
  const auto yunet = openYunet(model.file, model.hash());
  ASSERT_TRUE(yunet) << yunet.error().detail;
  EXPECT_EQ((*yunet)->name(), "yunet");
  WorkImage image;
  const BrightSquare square;
  image.take(square.view());
  std::vector<Detection> found;
  (*yunet)->find(image.view(), 27, 240, found);
  ASSERT_FALSE(found.empty());
  for (const Detection& one : found) {
    EXPECT_NEAR(one.box.centreX(), 184, 30);
    EXPECT_NEAR(one.box.centreY(), 120, 30);
    EXPECT_GE(one.votes, 12);
  }
  const auto landmarks = openYunetLandmarks(model.file, model.hash());
  ASSERT_TRUE(landmarks);
  Landmarks points{};
  ASSERT_TRUE((*landmarks)->find(square.view(), {320, 192, 96, 96}, points));
  for (std::size_t i = 0; i < points.size(); ++i) EXPECT_NEAR(points[i], i % 2 == 0 ? 368 : 240, 60) << i;
  EXPECT_FALSE((*landmarks)->find(square.view(), {0, 0, 96, 96}, points)) << "nothing is bright there";
}

TEST(Models, UsesBothModelsWithoutANoticeWhenAllIsGiven) {
  const Given yunet(BrightYunet::bytes());
  const Given sface(tinyNetwork(2));
  const auto detectors = openDetectors({.yunet = yunet.file,
                                        .yunetSha256 = yunet.hash(),
                                        .sface = sface.file,
                                        .sfaceSha256 = sface.hash(),
                                        .biometrics = Biometrics::consented});
  ASSERT_TRUE(detectors);
  EXPECT_EQ(detectors->notice, "");
  EXPECT_EQ(detectors->thorough->name(), "yunet");
  EXPECT_NE(detectors->quick->name(), "yunet");
  ASSERT_NE(detectors->comparer, nullptr);
  FaceComparer::Features features;
  EXPECT_TRUE(detectors->comparer->measure(BrightSquare().view(), {320, 192, 96, 96}, features));
  EXPECT_EQ(features.size(), 128U);
}

TEST(Models, ComparesFacesOnlyWhenThatWasTurnedOn) {
  const Given model(tinyNetwork(2));
  ModelFiles files{.sface = model.file, .sfaceSha256 = model.hash()};
  const auto off = openDetectors(files);
  ASSERT_TRUE(off);
  EXPECT_EQ(off->comparer, nullptr);
  EXPECT_NE(off->notice.find("not turned on"), std::string::npos) << off->notice;
  files.biometrics = Biometrics::consented;
  const auto alone = openDetectors(files);
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->comparer, nullptr);
  EXPECT_NE(alone->notice.find("landmarks"), std::string::npos) << alone->notice;
}

TEST(Accommodations, AreNamedAsPeopleWriteThem) {
  for (const char* name : {"veil", "sunglasses", "tics", "looks-down", "helper-present"}) {
    const auto one = accommodationNamed(name);
    ASSERT_TRUE(one) << name;
    EXPECT_EQ(nameOf(*one), name);
  }
  const auto other = accommodationNamed("hat");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "accommodation-unknown");
}

struct Muted {
  Accommodation because;
  std::vector<Flag> flags;
};

TEST(Accommodations, MuteTheRulesTheyAreAboutAndNoOther) {
  const Muted cases[] = {
      {Accommodation::veil, {Flag::personChanged}},
      {Accommodation::sunglasses, {Flag::turned, Flag::personChanged}},
      {Accommodation::tics, {Flag::turned}},
      {Accommodation::looksDown, {Flag::noFace, Flag::turned}},
      {Accommodation::helperPresent, {Flag::severalFaces, Flag::personChanged}},
  };
  Facts facts;
  facts.state = State::unknown;
  facts.reason = Reason::faceHidden;
  for (std::size_t i = 0; i < kFlags; ++i) facts.flags.add(static_cast<Flag>(i));
  for (const Muted& one : cases) {
    Accommodations accommodations;
    accommodations.add(one.because);
    FlagSet expected;
    for (const Flag flag : one.flags) expected.add(flag);
    EXPECT_EQ(accommodations.muted(facts), expected) << nameOf(one.because);
  }
}

TEST(Accommodations, LengthenPatienceAndNeverShortenIt) {
  for (std::size_t i = 0; i < kAccommodations; ++i) {
    Accommodations accommodations;
    accommodations.add(static_cast<Accommodation>(i));
    const Thresholds usual;
    const Thresholds adapted = accommodations.adapt(usual);
    EXPECT_GE(adapted.followMs, usual.followMs);
    EXPECT_GE(adapted.missMs, usual.missMs);
    EXPECT_LE(adapted.strongVotes, usual.strongVotes);
  }
}

}  // namespace
}  // namespace vigie::vision::test
