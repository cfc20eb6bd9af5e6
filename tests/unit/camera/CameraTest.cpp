#include "candidate-client/camera/Camera.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <thread>

#include "candidate-client/camera/Source.hpp"
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
  const std::unique_ptr<Source> source = openSource(from(record(2)));
  cv::Mat first;
  cv::Mat second;
  cv::Mat third;
  ASSERT_EQ(source->next(first), Read::frame);
  ASSERT_EQ(source->next(second), Read::frame);
  ASSERT_EQ(source->next(third), Read::frame);
  EXPECT_GT(cv::norm(first, second), 0);
  EXPECT_EQ(cv::norm(first, third), 0);
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

TEST_F(CameraTest, PlaysAVideoAtItsOwnPaceAndBeginsItAgain) {
  const std::filesystem::path file = folder_.path() / "film.avi";
  cv::VideoWriter writer(file.string(), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 30, {640, 480});
  for (int i = 0; i < 18; ++i) writer.write(cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(i * 10)));
  writer.release();
  CameraSettings settings = from(file);
  std::unique_ptr<Source> source = openSource(settings);  // looks 200 ms apart: each sixth frame
  cv::Mat frame;
  std::vector<int> levels;
  for (int i = 0; i < 6; ++i) {
    ASSERT_EQ(source->next(frame), Read::frame) << i;
    levels.push_back(frame.at<cv::Vec3b>(240, 320)[0]);
  }
  EXPECT_NEAR(levels[1] - levels[0], 60, 6);
  EXPECT_NEAR(levels[2] - levels[1], 60, 6);
  EXPECT_EQ(levels[3], levels[0]);
  EXPECT_FALSE(source->identity());
}

TEST_F(CameraTest, HandsNoPlayListToThePlayer) {
  const std::filesystem::path file = folder_.path() / "list.mp4";
  {
    std::ofstream(file) << "#EXTM3U\nhttp://127.0.0.1:1/film.avi\n";
  }
  cv::Mat frame;
  EXPECT_EQ(openSource(from(file))->next(frame), Read::failed);
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

bool hasFlag(const Snapshot& snapshot, const char* flag) {
  const auto& flags = snapshot.facts.flags();
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

double measure(const Snapshot& snapshot, const char* name) {
  for (const auto& one : snapshot.facts.measures()) {
    if (one.name() == name) return one.value();
  }
  return -1;
}

// What a scripted camera does now; the test changes it while the camera's thread reads.
struct Script {
  std::mutex mutex;
  std::condition_variable changed;
  Read read = Read::frame;
  bool hangs = false;
  CameraIdentity identity{"uvcvideo", "HD Webcam", "usb-0000:00:14.0-5", 0x1, true, 30};
  cv::Mat frame = cv::Mat(480, 640, CV_8UC3, cv::Scalar(90, 120, 150));
  std::atomic<int> hung = 0;
  double clockMs = 0;
  double stepMs = 33;
};

class Scripted final : public Source {
 public:
  explicit Scripted(std::shared_ptr<Script> script) : script_(std::move(script)) {
    cv::circle(script_->frame, {320, 200}, 90, {40, 60, 200}, -1);
  }

  Read follow() override {
    std::unique_lock lock(script_->mutex);
    if (script_->hangs) ++script_->hung;
    script_->changed.wait(lock, [this] { return !script_->hangs; });
    script_->clockMs += script_->stepMs;
    return script_->read;
  }
  Read next(cv::Mat& frame) override {
    const std::lock_guard lock(script_->mutex);
    cv::Mat noise(script_->frame.size(), CV_16SC3);
    random_.fill(noise, cv::RNG::NORMAL, 0, 3);
    cv::add(script_->frame, noise, frame, cv::noArray(), CV_8UC3);
    return Read::frame;
  }
  std::optional<CameraIdentity> identity() const override {
    const std::lock_guard lock(script_->mutex);
    return script_->identity;
  }
  double stampMs() const override { return script_->clockMs; }

 private:
  std::shared_ptr<Script> script_;
  cv::RNG random_{7};
};

class ScriptedCamera : public ::testing::Test {
 protected:
  static CameraSettings quick() {
    CameraSettings settings;
    settings.every = 1ms;
    settings.look = 1ms;
    settings.lost = 500ms;
    settings.again = 1ms;
    return settings;
  }
  template <class Change>
  void change(const Change& action) {
    const std::lock_guard lock(script_->mutex);
    action(*script_);
    script_->changed.notify_all();
  }
  // The first picture for which this holds; older ones may still lie in the queue.
  template <class Condition>
  Snapshot awaitPicture(Camera& camera, const Condition& holds) {
    for (;;) {
      Snapshot snapshot = await(camera);
      if (holds(snapshot)) return snapshot;
    }
  }

  std::shared_ptr<Script> script_ = std::make_shared<Script>();
};

TEST_F(ScriptedCamera, TellsAReadThatHangsFromAnAbsentPersonAndHangsNobody) {
  Camera camera(quick(), std::make_unique<Scripted>(script_));
  EXPECT_EQ(measure(await(camera), "camera-was-lost"), -1);
  change([](Script& script) { script.hangs = true; });
  while (script_->hung == 0) std::this_thread::yield();
  await(camera, CameraState::failed);
  while (camera.take()) {
  }
  change([](Script& script) { script.hangs = false; });
  await(camera, CameraState::running);
  const Snapshot back = awaitPicture(camera, [](const Snapshot& one) { return measure(one, "camera-was-lost") > 0; });
  EXPECT_FALSE(hasFlag(back, "no-face"));
  EXPECT_GE(measure(back, "camera-was-lost"), 0.4);
}

TEST_F(ScriptedCamera, IsLeftBehindWhileItHangs) {
  {
    Camera camera(quick(), std::make_unique<Scripted>(script_));
    await(camera);
    change([](Script& script) { script.hangs = true; });
    while (script_->hung == 0) std::this_thread::yield();
  }
  change([](Script& script) { script.hangs = false; });  // the thread that was left behind may end
}

TEST_F(ScriptedCamera, TellsACameraThatVanishesFromOneThatFails) {
  Camera camera(quick(), std::make_unique<Scripted>(script_));
  await(camera);
  change([](Script& script) { script.read = Read::failed; });
  await(camera, CameraState::failed);
  change([](Script& script) { script.read = Read::noCamera; });
  await(camera, CameraState::noCamera);
  change([](Script& script) { script.read = Read::frame; });
  await(camera, CameraState::running);
}

TEST_F(ScriptedCamera, SaysThatAnotherCameraIsThere) {
  Camera camera(quick(), std::make_unique<Scripted>(script_));
  EXPECT_FALSE(hasFlag(await(camera), "camera-changed"));
  change([](Script& script) { script.identity.card = "Another Webcam"; });
  const Snapshot other = awaitPicture(camera, [](const Snapshot& one) { return hasFlag(one, "camera-changed"); });
  EXPECT_FALSE(hasFlag(other, "camera-virtual"));
}

TEST_F(ScriptedCamera, SaysThatFramesComeFromAProgramAndWhy) {
  script_->identity = {"v4l2 loopback", "OBS Virtual Camera", "platform:v4l2loopback-000", 0x3, false, 30};
  Camera camera(quick(), std::make_unique<Scripted>(script_));
  const Snapshot snapshot = await(camera);
  EXPECT_TRUE(hasFlag(snapshot, "camera-virtual"));
  for (const char* sign : {"sign-driver", "sign-card", "sign-bus", "sign-hardware", "sign-output"}) {
    EXPECT_EQ(measure(snapshot, sign), 1) << sign;
  }
}

TEST_F(ScriptedCamera, GivesTheRateAndJitterOfTheDriversClockAndNoticesOneThatStands) {
  Camera camera(quick(), std::make_unique<Scripted>(script_));
  const Snapshot steady = awaitPicture(camera, [](const Snapshot& one) { return measure(one, "frame-rate") > 0; });
  EXPECT_NEAR(measure(steady, "frame-rate"), 30.3, 0.1);
  EXPECT_NEAR(measure(steady, "frame-jitter"), 0, 0.01);
  EXPECT_EQ(measure(steady, "frame-rate-claimed"), 30);
  EXPECT_FALSE(hasFlag(steady, "camera-virtual"));
  change([](Script& script) { script.stepMs = 0; });
  const Snapshot stuck = awaitPicture(camera, [](const Snapshot& one) { return measure(one, "sign-clock") > 0; });
  EXPECT_TRUE(hasFlag(stuck, "camera-virtual"));
}

TEST_F(ScriptedCamera, MakesASmallPictureOnlyForWhoAsks) {
  Camera camera(quick(), std::make_unique<Scripted>(script_));
  await(camera);
  EXPECT_FALSE(camera.takeTile());
  camera.askTile();
  std::optional<Tile> tile;
  while (!(tile = camera.takeTile())) std::this_thread::yield();
  const cv::Mat picture = cv::imdecode(tile->jpeg, cv::IMREAD_COLOR);
  EXPECT_EQ(picture.cols, 320);
  EXPECT_EQ(picture.rows, 240);
  EXPECT_GT(tile->takenMs, 0);
  await(camera);
  EXPECT_FALSE(camera.takeTile()) << "once";
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
