// A camera with a clock of its own: looks five times a second, and gives the pictures that are evidence as JPEG of
// 640x480 pixels, each with what was seen on it (PictureChooser says which). A read that hangs hangs one thread, which
// does nothing else; from outside it looks like a camera that failed. No camera is a state, not an error.
// Thread: one at a time (the owner's). Source of the pictures: a V4L2 device, or under a demonstration ticket a video
// or a folder of pictures, which begin again at their end.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "common/base/Bytes.hpp"
#include "common/exam/records.pb.h"
#include "common/vision/Accommodations.hpp"
#include "common/vision/Models.hpp"

namespace vigie::camera {

class Source;

// An interval up to this one is a rhythm to keep whatever happens (demonstrations); a longer one is for calm times.
inline constexpr std::chrono::milliseconds kSteadyUpTo{1'500};

struct CameraSettings {
  std::string device = "/dev/video0";
  std::filesystem::path file;  // a video or a folder in place of the device; only under a demonstration ticket
  std::chrono::milliseconds every{30'000};  // between two pictures when calm; what the centre asks for
  std::chrono::milliseconds look{200};      // between two looks; a folder has no time of its own and is read at `every`
  std::chrono::milliseconds lost{5'000};    // without a frame that long the camera counts as failed
  std::chrono::milliseconds again{2'000};   // between two tries to open it
  vision::Accommodations accommodations;  // of the workstation; those of the candidate who sits here are added
  vision::ModelFiles models;
};

enum class CameraState : std::uint8_t { opening, running, noCamera, failed };

struct Snapshot {
  base::Bytes jpeg;
  std::int64_t takenMs = 0;  // wall time
  exam::record::PictureFacts facts;
};

struct Tile {
  base::Bytes jpeg;          // 320x240
  std::int64_t takenMs = 0;  // wall time
};

class Camera {
 public:
  explicit Camera(CameraSettings settings);  // its threads start
  Camera(CameraSettings settings, std::unique_ptr<Source> source);
  ~Camera();  // stops them; one that hangs in the driver is left behind
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  std::optional<Snapshot> take();  // the oldest not taken yet, of at most a few
  CameraState state() const;
  const char* source() const;  // "device" or "file", as an announcement says it

  // A small picture for somebody who watches now, made of the next frame; never kept. At most one a second. Asking
  // again forgets one that nobody took.
  void askTile();
  std::optional<Tile> takeTile();

  // A sentence for the log when a model that was asked for cannot be used; empty before the first look and otherwise.
  std::string notice() const;

 private:
  class Reel;
  std::shared_ptr<Reel> reel_;  // shared with the thread that grabs, which may outlive us
  std::thread watcher_;
};

}  // namespace vigie::camera
