#include "tests/tools/vision-media/VideoFile.hpp"

#include <gtest/gtest.h>

#include <opencv2/videoio.hpp>

#include "common/base/File.hpp"
#include "common/vision/PictureFile.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/tools/vision-media/FactsJson.hpp"
#include "tests/tools/vision-media/Mats.hpp"
#include "tests/unit/vision/Scene.hpp"

namespace vigie::tools {
namespace {

using vision::test::Scene;

void appendLittle(std::string& out, std::initializer_list<std::uint32_t> values) {
  for (const std::uint32_t value : values) {
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((value >> shift) & 0xFFU);
  }
}

std::string chunk(const std::string& tag, const std::string& content) {
  std::string out = tag;
  appendLittle(out, {static_cast<std::uint32_t>(content.size())});
  return out + content + std::string(content.size() % 2, '\0');
}

// An AVI of JPEG pictures at five a second, whatever their sizes (Microsoft's AVI RIFF file reference). Its header says
// 640 by 480.
std::string aviOf(const std::vector<base::Bytes>& pictures) {
  const auto count = static_cast<std::uint32_t>(pictures.size());
  std::string main;
  appendLittle(main, {200'000, 0, 0, 0, count, 0, 1, 1U << 20U, 640, 480, 0, 0, 0, 0});
  std::string stream = "vidsMJPG";
  appendLittle(stream, {0, 0, 0, 1, 5, 0, count, 1U << 20U, 0xFFFFFFFF, 0, 0, 640 | 480U << 16U});
  std::string format;
  appendLittle(format, {40, 640, 480, 1 | 24U << 16U});
  format += "MJPG";
  appendLittle(format, {640 * 480 * 3, 0, 0, 0, 0});
  std::string frames = "movi";
  for (const base::Bytes& picture : pictures) frames += chunk("00dc", std::string(base::textOf(picture)));
  const std::string list = chunk("LIST", "strl" + chunk("strh", stream) + chunk("strf", format));
  return chunk("RIFF", "AVI " + chunk("LIST", "hdrl" + chunk("avih", main) + list) + chunk("LIST", frames));
}

class VideoFiles : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& content) {
    const auto path = folder_.path() / name;
    EXPECT_TRUE(base::writeFileDurably(path, base::bytesOf(content)));
    return path;
  }

  std::filesystem::path film(int frames, double rate) {
    const auto path = folder_.path() / "film.avi";
    cv::VideoWriter writer(path.string(), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), rate, {640, 480}, false);
    Scene scene;
    for (int i = 0; i < frames; ++i) writer.write(tools::matOf(scene.draw({})));
    writer.release();
    return path;
  }

  static std::vector<std::int64_t> timesOf(VideoFile& file) {
    std::vector<std::int64_t> times;
    VideoFrame frame;
    while (file.next(frame)) times.push_back(frame.timeMs);
    return times;
  }

  support::TemporaryFolder folder_;
};

TEST_F(VideoFiles, GivesFiveFramesForEachSecondOfTheVideo) {
  auto file = VideoFile::open(film(60, 30));
  ASSERT_TRUE(file) << file.error().detail;
  const auto times = timesOf(*file);
  ASSERT_EQ(times.size(), 10U);
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_NEAR(static_cast<double>(times[i]), 200.0 * static_cast<double>(i), 40);
}

TEST_F(VideoFiles, GivesEveryFrameOfASlowVideo) {
  auto file = VideoFile::open(film(6, 2));
  ASSERT_TRUE(file);
  EXPECT_EQ(timesOf(*file).size(), 6U);
}

TEST_F(VideoFiles, ReadsWhatACutVideoStillHolds) {
  const auto path = film(60, 30);
  auto bytes = base::readFile(path);
  ASSERT_TRUE(bytes);
  bytes->resize(bytes->size() / 2);
  ASSERT_TRUE(base::writeFileDurably(path, *bytes));
  auto file = VideoFile::open(path);
  if (!file) {
    EXPECT_EQ(file.error().code, "video-unreadable");
    return;
  }
  EXPECT_LT(timesOf(*file).size(), 10U);
}

// The rate in the container's header is a claim: no time goes back, nothing is endless, and what is odd is said.
TEST_F(VideoFiles, DoesNotBelieveAnImpossibleRate) {
  constexpr std::size_t kScaleAt = 28;  // from the tag of an AVI's stream header; the rate follows
  for (const auto& [scale, rate] : {std::pair{1U, 1'000'000'000U}, {1'000'000U, 1U}, {0U, 0U}}) {
    const auto path = film(30, 30);
    auto bytes = base::readFile(path);
    ASSERT_TRUE(bytes);
    const std::size_t header = std::string(bytes->begin(), bytes->end()).find("strh");
    ASSERT_NE(header, std::string::npos);
    for (std::size_t i = 0; i < 4; ++i) {
      (*bytes)[header + kScaleAt + i] = static_cast<std::uint8_t>(scale >> (8 * i));
      (*bytes)[header + kScaleAt + 4 + i] = static_cast<std::uint8_t>(rate >> (8 * i));
    }
    ASSERT_TRUE(base::writeFileDurably(path, *bytes));
    auto file = VideoFile::open(path);
    if (!file) {
      EXPECT_EQ(file.error().code, "video-unreadable");
      continue;
    }
    const auto times = timesOf(*file);
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
    EXPECT_LE(times.size(), 30U);
    EXPECT_GE(times.size(), 1U);
    EXPECT_GE(file->rate(), 0.2);
    EXPECT_LE(file->rate(), 240);
  }
}

// OpenCV's player would read past the end of the smaller ones and mix them with what was there before.
TEST_F(VideoFiles, GivesEachPictureOfAVideoThatChangesItsSizeAsItIs) {
  Scene scene;
  const std::vector<std::uint8_t> light(std::size_t{320} * 180, 200);
  const auto large = vision::encodeJpeg(scene.draw({}), 90);
  const auto small = vision::encodeJpeg({light.data(), 320, 180, 320, vision::Layout::gray}, 90);
  ASSERT_TRUE(large && small);
  auto file = VideoFile::open(write("sizes.avi", aviOf({*large, *large, *small, *small, *large})));
  ASSERT_TRUE(file) << file.error().detail;
  std::vector<double> lights;
  std::vector<int> widths;
  VideoFrame frame;
  while (file->next(frame)) {
    widths.push_back(frame.view.width);
    lights.push_back(cv::mean(tools::matOf(frame.view))[0]);
  }
  EXPECT_EQ(widths, (std::vector{640, 640, 320, 320, 640}));
  ASSERT_EQ(lights.size(), 5U);
  EXPECT_LT(lights[1], 150);
  EXPECT_NEAR(lights[2], 200, 3);
  EXPECT_LT(lights[4], 150);
}

TEST_F(VideoFiles, HandsNothingButVideosToThePlayer) {
  const std::pair<const char*, const char*> strangers[] = {{"list.mp4", "#EXTM3U\n#EXTINF:1,\nfilm.avi\n"},
                                                           {"concat.mkv", "ffconcat version 1.0\nfile film.avi\n"},
                                                           {"text.avi", "hello"},
                                                           {"empty.mkv", ""}};
  for (const auto& [name, content] : strangers) {
    const auto file = VideoFile::open(write(name, content));
    ASSERT_FALSE(file) << name;
    EXPECT_EQ(file.error().code, "video-format") << name;
  }
}

TEST_F(VideoFiles, SaysSoWhenAVideoBeginsWellAndHoldsNothing) {
  const auto file = VideoFile::open(write("hollow.mkv", std::string("\x1A\x45\xDF\xA3") + std::string(600, 'x')));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, "video-unreadable");
}

TEST(Events, BeginAndEndWithTheirFlag) {
  EventList list;
  for (int i = 0; i < 10; ++i) {
    vision::Facts facts;
    facts.timeMs = i * 200;
    if (i >= 2 && i < 5) facts.flags.add(vision::Flag::dim);
    if (i >= 8) facts.flags.add(vision::Flag::black);
    list.add(facts);
  }
  const auto events = list.events();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].flag, vision::Flag::dim);
  EXPECT_EQ(events[0].fromMs, 400);
  EXPECT_EQ(events[0].toMs, 800);
  EXPECT_EQ(events[1].flag, vision::Flag::black);
  EXPECT_EQ(events[1].toMs, 1800);
}

TEST(FactsJson, HasTheFieldsThatScriptsReadAndOnlyFlagsOfTheContract) {
  vision::Facts facts;
  facts.timeMs = 1400;
  facts.state = vision::State::one;
  facts.reason = vision::Reason::none;
  facts.faces[0] = {{10.4F, 20, 30, 30}, 0.5F};
  facts.faceCount = 1;
  facts.flags.add(vision::Flag::severalFaces);
  const auto json = factsJson("a.mkv", 42, facts);
  EXPECT_EQ(json["file"], "a.mkv");
  EXPECT_EQ(json["frame"], 42);
  EXPECT_EQ(json["t"], 1.4);
  EXPECT_EQ(json["state"], "one");
  EXPECT_EQ(json["faces"][0]["x"], 10);
  EXPECT_EQ(json["flags"], nlohmann::ordered_json::array({"several-faces"}));
  EXPECT_TRUE(json["measures"].contains("luma"));
  EXPECT_FALSE(json.contains("muted"));
}

}  // namespace
}  // namespace vigie::tools
