#include "candidate-client/camera/Camera.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "common/base/File.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/tools/make-demonstration-camera/Recording.hpp"

namespace vigie::camera {
namespace {

using namespace std::chrono_literals;

Snapshot await(Camera& camera) {
  for (;;) {
    if (auto snapshot = camera.take()) return std::move(*snapshot);
    std::this_thread::yield();
  }
}

void await(const Camera& camera, CameraState state) {
  while (camera.state() != state) std::this_thread::yield();
}

class CameraTest : public ::testing::Test {
 protected:
  // A picture of a few shapes, and a recording made of it.
  std::filesystem::path record(std::uint32_t frames, std::uint64_t seed = 1) {
    cv::Mat picture(512, 512, CV_8UC3, cv::Scalar(90, 120, 150));
    cv::circle(picture, {256, 200}, 90, {40, 60, 200}, -1);
    cv::imwrite((folder_.path() / "picture.png").string(), picture);
    const std::filesystem::path out = folder_.path() / ("recording-" + std::to_string(seed));
    const auto made = tools::makeRecording(folder_.path() / "picture.png", out, frames, seed);
    EXPECT_TRUE(made) << made.error().detail;
    return out;
  }

  static CameraSettings from(const std::filesystem::path& file) {
    CameraSettings settings;
    settings.file = file;
    settings.every = 1ms;
    return settings;
  }

  support::TemporaryFolder folder_;
};

TEST_F(CameraTest, TakesJpegPicturesOf640By480WithTheirFacts) {
  Camera camera(from(record(3)));
  EXPECT_STREQ(camera.source(), "file");
  const Snapshot snapshot = await(camera);
  const cv::Mat picture = cv::imdecode(snapshot.jpeg, cv::IMREAD_COLOR);
  EXPECT_EQ(picture.cols, 640);
  EXPECT_EQ(picture.rows, 480);
  EXPECT_EQ(snapshot.facts.width(), 640U);
  EXPECT_EQ(snapshot.facts.height(), 480U);
  EXPECT_FALSE(snapshot.facts.state().empty());
  EXPECT_GE(snapshot.facts.measures_size(), 3);
  EXPECT_GT(snapshot.takenMs, 0);
  EXPECT_EQ(camera.state(), CameraState::running);
}

TEST_F(CameraTest, BeginsAFolderAgainAtItsEnd) {
  Camera camera(from(record(2)));
  const base::Bytes first = await(camera).jpeg;
  const base::Bytes second = await(camera).jpeg;
  EXPECT_NE(first, second);
  EXPECT_EQ(await(camera).jpeg, first);
}

TEST_F(CameraTest, MakesLargePicturesSmaller) {
  const std::filesystem::path folder = folder_.path() / "large";
  std::filesystem::create_directories(folder);
  cv::imwrite((folder / "a.jpg").string(), cv::Mat(1080, 1920, CV_8UC3, cv::Scalar(1, 2, 3)));
  Camera camera(from(folder));
  const cv::Mat picture = cv::imdecode(await(camera).jpeg, cv::IMREAD_COLOR);
  EXPECT_EQ(picture.cols, 640);
  EXPECT_EQ(picture.rows, 360);
}

TEST_F(CameraTest, SaysThatThereIsNoCamera) {
  CameraSettings settings;
  settings.device = (folder_.path() / "video0").string();
  Camera camera(settings);
  EXPECT_STREQ(camera.source(), "device");
  await(camera, CameraState::noCamera);
  EXPECT_FALSE(camera.take());
  Camera empty(from(folder_.path() / "nothing-here"));
  await(empty, CameraState::noCamera);
}

TEST_F(CameraTest, SaysThatAPictureCannotBeRead) {
  const std::filesystem::path folder = folder_.path() / "broken";
  std::filesystem::create_directories(folder);
  {
    std::ofstream(folder / "a.jpg") << "no picture";
  }
  Camera camera(from(folder));
  await(camera, CameraState::failed);
}

TEST_F(CameraTest, LeavesAReadThatHangsBehind) {
  const std::filesystem::path pipe = folder_.path() / "pipe.avi";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  {
    Camera camera(from(pipe));  // opening it hangs until somebody writes
    EXPECT_FALSE(camera.take());
    EXPECT_EQ(camera.state(), CameraState::opening);
  }
  // Everybody goes on; now the thread that was left behind may end.
  const int writer = ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK);
  if (writer >= 0) ::close(writer);
}

TEST_F(CameraTest, RecordsTheSameMotionFromTheSameSeed) {
  const auto read = [](const std::filesystem::path& file) {
    const auto bytes = base::readFile(file);
    EXPECT_TRUE(bytes);
    return bytes ? *bytes : base::Bytes();
  };
  const std::filesystem::path one = record(3, 7);
  const std::filesystem::path other = record(3, 8);
  const base::Bytes first = read(one / "00000.jpg");
  EXPECT_NE(first, read(one / "00001.jpg"));
  EXPECT_NE(first, read(other / "00000.jpg"));
  std::filesystem::remove_all(one);
  EXPECT_EQ(read(record(3, 7) / "00000.jpg"), first);
  EXPECT_EQ(tools::makeRecording(folder_.path() / "none.png", folder_.path() / "x", 1, 1).error().code,
            "picture-unreadable");
}

}  // namespace
}  // namespace vigie::camera
