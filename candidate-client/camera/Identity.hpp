// Who the camera is, as far as its driver tells, and what speaks for frames that come from a program instead of a
// sensor. Facts for a person to look at: a driver can lie, and somebody may have a good reason for such a camera.
// Source of the idea that what is reported about frames tells more than their pixels: arXiv 2512.10653.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::camera {

struct CameraIdentity {
  std::string driver;              // V4L2: "uvcvideo", "v4l2 loopback"…
  std::string card;                // "HD Webcam C270"…
  std::string bus;                 // "usb-0000:00:14.0-5"…
  std::uint32_t capabilities = 0;  // V4L2_CAP_*
  bool hasHardware = true;         // the kernel knows a device behind it
  double claimedRate = 0;          // frames a second; 0: it claims none

  // The same camera as far as one can tell; rates and capabilities may be set anew.
  bool isSameCamera(const CameraIdentity& other) const {
    return driver == other.driver && card == other.card && bus == other.bus;
  }
};

// Of a V4L2 device; nothing when it does not answer as one. May hang with its driver.
std::optional<CameraIdentity> readIdentity(const std::filesystem::path& device);

// Words such as "sign-driver", "sign-card", "sign-bus", "sign-hardware", "sign-output".
std::vector<std::string_view> signsOfProgram(const CameraIdentity& identity);

// The driver's time stamps of frames, the newest 64 of them.
class FrameTiming {
 public:
  struct Measures {
    float rate = 0;      // frames a second
    float jitterMs = 0;  // mean distance of an interval from the median one
    int stuck = 0;       // stamps that did not move on: a sensor's clock always does
  };

  void add(double stampMs);  // negative: none; ignored
  void reset() { *this = FrameTiming(); }
  std::optional<Measures> measures() const;  // nothing before 16 intervals
  bool isStuck() const;                      // often enough to be no accident

 private:
  static constexpr std::size_t kKept = 64;
  std::array<float, kKept> intervals_{};
  std::size_t counted_ = 0;
  double lastMs_ = -1;
};

}  // namespace vigie::camera
