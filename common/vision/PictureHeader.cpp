// The part of PictureFile that parses: every read is checked against what is left.
#include <algorithm>
#include <string>

#include "common/vision/PictureFile.hpp"

namespace vigie::vision {

namespace {

using base::ByteView;
using base::Result;

bool startsWith(ByteView bytes, std::string_view text, std::size_t at = 0) {
  return bytes.size() >= at + text.size() && base::textOf(bytes.subspan(at, text.size())) == text;
}

std::uint32_t little(ByteView bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value |= std::uint32_t{bytes[at + i]} << (8 * i);
  return value;
}

std::unexpected<base::Error> truncated(std::string_view kind) {
  return base::fail("picture-truncated", "The " + std::string(kind) + " ends before its picture does; take it again.");
}

std::unexpected<base::Error> damaged(std::string_view kind, std::string_view what) {
  return base::fail("picture-damaged", "The " + std::string(kind) + " is not well formed: " + std::string(what) + ".");
}

bool isFrameMarker(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Whether the end-of-image marker follows: a cut file would decode to a picture whose lower part is made up.
bool hasJpegEnd(ByteView bytes) {
  for (std::size_t i = bytes.size(); i >= 2; --i) {
    if (bytes[i - 2] == 0xFF && bytes[i - 1] == 0xD9) return true;
    if (bytes.size() - i > 65536) break;
  }
  return false;
}

Result<PictureHeader> readJpeg(ByteView bytes) {
  PictureHeader header{PictureKind::jpeg, 0, 0};
  std::size_t at = 2;
  while (at + 4 <= bytes.size()) {
    if (bytes[at] != 0xFF) return damaged("JPEG", "a marker was expected");
    const std::uint8_t marker = bytes[at + 1];
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
      at += 2;
      continue;
    }
    const std::size_t length = base::readBigEndian16(bytes.subspan(at + 2));
    if (length < 2) return damaged("JPEG", "a segment is shorter than its length field");
    if (at + 2 + length > bytes.size()) return truncated("JPEG");
    if (isFrameMarker(marker)) {
      if (length < 8) return damaged("JPEG", "the frame header is too short");
      if (header.width != 0) return damaged("JPEG", "it has two frame headers");
      header.height = base::readBigEndian16(bytes.subspan(at + 5));
      header.width = base::readBigEndian16(bytes.subspan(at + 7));
    }
    if (marker == 0xDA) {
      if (header.width == 0) return damaged("JPEG", "its scan comes before its frame header");
      if (!hasJpegEnd(bytes.subspan(at))) return truncated("JPEG");
      return header;
    }
    at += 2 + length;
  }
  return truncated("JPEG");
}

Result<PictureHeader> readPng(ByteView bytes) {
  if (bytes.size() < 33) return truncated("PNG");
  if (!startsWith(bytes, "IHDR", 12)) return damaged("PNG", "it does not begin with its header");
  const std::uint32_t width = base::readBigEndian32(bytes.subspan(16));
  const std::uint32_t height = base::readBigEndian32(bytes.subspan(20));
  if (width > 0x7FFFFFFF || height > 0x7FFFFFFF) return damaged("PNG", "its size is out of range");
  std::size_t at = 8;
  while (at + 12 <= bytes.size()) {
    const std::size_t length = base::readBigEndian32(bytes.subspan(at));
    if (length > bytes.size() - at - 12) return truncated("PNG");
    if (startsWith(bytes, "IEND", at + 4)) {
      return PictureHeader{PictureKind::png, static_cast<int>(width), static_cast<int>(height)};
    }
    at += 12 + length;
  }
  return truncated("PNG");
}

Result<PictureHeader> readBmp(ByteView bytes) {
  if (bytes.size() < 26) return truncated("BMP");
  const std::uint32_t infoSize = little(bytes, 14, 4);
  if (infoSize == 12) {
    return PictureHeader{PictureKind::bmp, static_cast<int>(little(bytes, 18, 2)),
                         static_cast<int>(little(bytes, 20, 2))};
  }
  if (infoSize < 40 || infoSize > 1024) return damaged("BMP", "its header has no known size");
  if (bytes.size() < 30) return truncated("BMP");
  const std::int64_t width = static_cast<std::int32_t>(little(bytes, 18, 4));
  const std::int64_t height = static_cast<std::int32_t>(little(bytes, 22, 4));
  const std::int64_t rows = std::abs(height);
  if (width <= 0 || rows > 0x7FFFFFFF) return damaged("BMP", "its size is out of range");
  const std::uint32_t bits = little(bytes, 28, 2);
  const bool isPlain = bytes.size() >= 34 && little(bytes, 30, 4) == 0;
  const auto rowBytes = static_cast<std::uint64_t>((width * bits + 31) / 32 * 4);
  const std::uint64_t offset = little(bytes, 10, 4);
  if (isPlain && rows < 100000 && width < 100000 &&
      offset + rowBytes * static_cast<std::uint64_t>(rows) > bytes.size()) {
    return truncated("BMP");
  }
  return PictureHeader{PictureKind::bmp, static_cast<int>(width), static_cast<int>(rows)};
}

Result<PictureHeader> readWebp(ByteView bytes) {
  if (bytes.size() < 30) return truncated("WebP");
  if (std::uint64_t{little(bytes, 4, 4)} + 8 > bytes.size()) return truncated("WebP");
  PictureHeader header{PictureKind::webp, 0, 0};
  std::size_t at = 12;
  // The canvas and each frame in it have sizes of their own; the largest is what a decoder may allocate.
  while (at + 18 <= bytes.size()) {
    const ByteView data = bytes.subspan(at + 8);
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    if (startsWith(bytes, "VP8X", at)) {
      width = little(data, 4, 3) + 1;
      height = little(data, 7, 3) + 1;
    } else if (startsWith(bytes, "VP8 ", at)) {
      width = little(data, 6, 2) & 0x3FFFU;
      height = little(data, 8, 2) & 0x3FFFU;
    } else if (startsWith(bytes, "VP8L", at)) {
      const std::uint32_t packed = little(data, 1, 4);
      width = (packed & 0x3FFFU) + 1;
      height = ((packed >> 14) & 0x3FFFU) + 1;
    }
    header.width = std::max(header.width, static_cast<int>(width));
    header.height = std::max(header.height, static_cast<int>(height));
    const std::uint64_t next = at + 8 + (std::uint64_t{little(bytes, at + 4, 4)} + 1) / 2 * 2;
    if (next > bytes.size()) break;
    at = static_cast<std::size_t>(next);
  }
  if (header.width == 0) return damaged("WebP", "it holds no picture");
  return header;
}

Result<PictureHeader> readAny(ByteView bytes) {
  if (startsWith(bytes, "\xFF\xD8")) return readJpeg(bytes);
  if (startsWith(bytes, "\x89PNG\r\n\x1A\n")) return readPng(bytes);
  if (startsWith(bytes, "BM")) return readBmp(bytes);
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return readWebp(bytes);
  return base::fail("picture-format", "The content is no JPEG, PNG, BMP or WebP picture, whatever its name says.");
}

}  // namespace

Result<PictureHeader> readPictureHeader(ByteView bytes, const PictureCaps& caps) {
  if (bytes.size() > caps.bytes) {
    return base::fail("picture-too-large", "The file has " + std::to_string(bytes.size()) + " bytes; at most " +
                                               std::to_string(caps.bytes) + " are accepted.");
  }
  auto header = readAny(bytes);
  if (!header) return header;
  if (header->width == 0 || header->height == 0) return damaged("picture", "it has no pixels");
  const std::int64_t pixels = std::int64_t{header->width} * header->height;
  if (header->width > caps.side || header->height > caps.side || pixels > caps.pixels) {
    return base::fail("picture-too-large", "The picture is " + std::to_string(header->width) + " by " +
                                               std::to_string(header->height) + " pixels; at most " +
                                               std::to_string(caps.side) + " a side and " +
                                               std::to_string(caps.pixels) + " in all are accepted.");
  }
  return header;
}

bool isVideo(ByteView bytes) {
  constexpr std::uint8_t kTransportSync = 0x47;
  const bool isTransport =
      bytes.size() > 376 && bytes[0] == kTransportSync && bytes[188] == kTransportSync && bytes[376] == kTransportSync;
  return startsWith(bytes, "\x1A\x45\xDF\xA3") || startsWith(bytes, "ftyp", 4) || startsWith(bytes, "GIF87a") ||
         startsWith(bytes, "GIF89a") || (startsWith(bytes, "RIFF") && startsWith(bytes, "AVI ", 8)) || isTransport ||
         startsWith(bytes, std::string_view("\0\0\1\xBA", 4)) || startsWith(bytes, std::string_view("\0\0\1\xB3", 4));
}

}  // namespace vigie::vision
