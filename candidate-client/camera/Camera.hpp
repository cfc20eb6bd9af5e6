// A camera on a thread of its own, with a clock of its own: a picture every so often, as JPEG of 640x480 pixels. A read
// that hangs hangs that thread alone; from outside it looks like a camera that failed. No camera is a state, not an
// error. Thread: one at a time (the owner's). Source of the pictures: a V4L2 device, or under a demonstration ticket a
// video or a folder of pictures, which begin again at their end.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "common/base/Bytes.hpp"
#include "common/exam/records.pb.h"

namespace vigie::camera {

struct CameraSettings {
  std::string device = "/dev/video0";
  std::filesystem::path file;  // a video or a folder in place of the device; only under a demonstration ticket
  std::chrono::milliseconds every{10'000};
};

enum class CameraState : std::uint8_t { opening, running, noCamera, failed };

struct Snapshot {
  base::Bytes jpeg;
  std::int64_t takenMs = 0;  // wall time
  exam::record::PictureFacts facts;
};

class Camera {
 public:
  explicit Camera(CameraSettings settings);  // its thread starts
  ~Camera();                                 // stops it; one that hangs in the driver is left behind
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  std::optional<Snapshot> take();  // the oldest not taken yet, of at most a few
  CameraState state() const;
  const char* source() const;  // "device" or "file", as an announcement says it

 private:
  class Reel;
  std::shared_ptr<Reel> reel_;  // shared with the thread, which may outlive us
};

}  // namespace vigie::camera
