#include "candidate-client/camera/Identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/TemporaryFolder.hpp"

namespace vigie::camera {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CameraIdentity, TakesSensorsForWhatTheyAre) {
  // As their drivers tell it.
  EXPECT_THAT(signsOfProgram({"uvcvideo", "HD Webcam C270", "usb-0000:00:14.0-5", 0x1, true, 30}), IsEmpty());
  EXPECT_THAT(signsOfProgram({"uvcvideo", "Integrated_Webcam_HD: Integrate", "usb-0000:00:14.0-11", 0x1, true, 30}),
              IsEmpty());
  EXPECT_THAT(signsOfProgram({"unicam", "unicam", "platform:fe801000.csi", 0x1, true, 0}), IsEmpty());
}

struct Program {
  const char* name;
  CameraIdentity identity;
  std::vector<std::string_view> signs;
};

class ProgramCamera : public testing::TestWithParam<Program> {};

TEST_P(ProgramCamera, IsRecognisedByWhatItsDriverTells) {
  EXPECT_EQ(signsOfProgram(GetParam().identity), GetParam().signs);
}

INSTANTIATE_TEST_SUITE_P(
    Known, ProgramCamera,
    testing::Values(
        Program{"loopback",
                {"v4l2 loopback", "Dummy video device (0x0000)", "platform:v4l2loopback-000", 0x3, false, 30},
                {"sign-driver", "sign-card", "sign-bus", "sign-hardware", "sign-output"}},
        Program{
            "renamedLoopback", {"uvcvideo", "HD Webcam C270", "usb-0000:00:14.0-5", 0x1, false, 30}, {"sign-hardware"}},
        Program{"writable", {"uvcvideo", "HD Webcam C270", "usb-0000:00:14.0-5", 0x3, true, 30}, {"sign-output"}},
        Program{"kernelTest", {"vivid", "vivid", "platform:vivid-000", 0x1, true, 30}, {"sign-driver", "sign-bus"}},
        Program{"phone", {"uvcvideo", "DroidCam", "usb-1", 0x1, true, 30}, {"sign-card"}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(CameraIdentity, IsAnotherCameraWithAnotherPlug) {
  const CameraIdentity one{"uvcvideo", "HD Webcam", "usb-1", 1, true, 30};
  CameraIdentity other = one;
  other.claimedRate = 15;
  EXPECT_TRUE(one.isSameCamera(other));
  other.bus = "usb-2";
  EXPECT_FALSE(one.isSameCamera(other));
}

TEST(CameraIdentity, IsNothingForWhatIsNoCamera) {
  const support::TemporaryFolder folder;
  EXPECT_FALSE(readIdentity("/dev/null"));
  EXPECT_FALSE(readIdentity(folder.path() / "video0"));
}

TEST(FrameTiming, MeasuresTheRateAndItsJitter) {
  FrameTiming timing;
  EXPECT_FALSE(timing.measures());
  for (int i = 0; i < 100; ++i) timing.add(i * 40 + (i % 2 == 0 ? 4 : 0));
  const auto measures = timing.measures();
  ASSERT_TRUE(measures);
  EXPECT_NEAR(measures->jitterMs, 4, 0.5);
  EXPECT_EQ(measures->stuck, 0);
  EXPECT_FALSE(timing.isStuck());
}

TEST(FrameTiming, IgnoresASourceWithoutAClockAndNoticesOneThatStandsOrGoesBack) {
  FrameTiming timing;
  for (int i = 0; i < 100; ++i) timing.add(-1);
  EXPECT_FALSE(timing.measures());
  for (int i = 0; i < 20; ++i) timing.add(i * 33);
  EXPECT_FALSE(timing.isStuck());
  for (int i = 0; i < 3; ++i) timing.add(19 * 33 - i);
  EXPECT_TRUE(timing.isStuck());
  timing.reset();
  EXPECT_FALSE(timing.measures());
}

}  // namespace
}  // namespace vigie::camera
