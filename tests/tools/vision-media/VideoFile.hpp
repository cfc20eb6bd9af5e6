// A video played at the pipeline's pace: five frames for each second of its own time, whatever rate it claims or
// keeps. Only containers we know by their first bytes are handed to the player. Thread: one at a time.
// Errors: "video-format" (none of the containers), "video-unreadable", "video-too-large", "file-unreadable".
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "common/base/Result.hpp"
#include "common/vision/Frame.hpp"

namespace vigie::tools {

inline constexpr std::int64_t kFramePauseMs = 200;

struct VideoFrame {
  vision::FrameView view;   // valid until the next call
  std::int64_t number = 0;  // among all frames of the file, from 0
  std::int64_t timeMs = 0;  // of the video's own time, from 0
};

class VideoFile {
 public:
  static base::Result<VideoFile> open(const std::filesystem::path& path);
  ~VideoFile();
  VideoFile(VideoFile&&) noexcept;
  VideoFile& operator=(VideoFile&&) noexcept;

  // The next frame at least 200 ms after the last one given; false at the end of what can be decoded.
  bool next(VideoFrame& out);

  std::int64_t promised() const;  // frames that the container claims, 0 when it does not
  std::int64_t decoded() const;
  double rate() const;                // frames per second that the times are reckoned with when the file has none
  const std::string& notice() const;  // what is odd about the file, in a sentence; empty when nothing is

 private:
  class Player;
  explicit VideoFile(std::unique_ptr<Player> player);
  std::unique_ptr<Player> player_;
};

}  // namespace vigie::tools
