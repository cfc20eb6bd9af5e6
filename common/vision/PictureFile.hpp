// Pictures from bytes that a stranger may have made. The header is read first, by us: kind, width and height are known
// and capped before a decoder sees a byte or allocates a row; what the name claims does not matter.
// Formats: JPEG (ITU T.81), PNG (ISO 15948), BMP, WebP (RFC 9649). Thread: any.
// Errors: "picture-format" (none of these), "picture-truncated", "picture-too-large", "picture-damaged".
#pragma once

#include <cstdint>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/vision/Frame.hpp"

namespace vigie::vision {

enum class PictureKind { jpeg, png, bmp, webp };

struct PictureHeader {
  PictureKind kind = PictureKind::jpeg;
  int width = 0;
  int height = 0;
};

struct PictureCaps {
  std::size_t bytes = std::size_t{32} << 20;
  int side = 12000;                  // pixels
  std::int64_t pixels = 40'000'000;  // 120 MB decoded
};

// What the bytes say they are; checks the caps. Reads nothing but `bytes`.
base::Result<PictureHeader> readPictureHeader(base::ByteView bytes, const PictureCaps& caps = {});

// A decoded picture, blue-green-red, rows without gaps.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;

  FrameView view() const { return {pixels.data(), width, height, static_cast<std::ptrdiff_t>(width) * 3, Layout::bgr}; }
};

base::Result<Picture> decodePicture(base::ByteView bytes, const PictureCaps& caps = {});

// JPEG bytes of a frame; `quality` 1 to 100. Error "picture-not-encoded".
base::Result<base::Bytes> encodeJpeg(const FrameView& frame, int quality);

// True when the bytes begin as a moving picture we play: Matroska or WebM, ISO media (mp4), AVI, GIF, MPEG. Anything
// else is not handed to a player, which would also follow play lists to other files and machines.
bool isVideo(base::ByteView bytes);

}  // namespace vigie::vision
