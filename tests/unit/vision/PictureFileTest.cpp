#include "common/vision/PictureFile.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/vision/Scene.hpp"

namespace vigie::vision::test {
namespace {

using base::Bytes;

Bytes jpeg() {
  Scene scene;
  auto bytes = encodeJpeg(scene.draw({Person{}}), 80);
  return bytes ? *bytes : Bytes{};
}

std::string codeOf(const base::Result<Picture>& result) {
  return result ? "read" : result.error().code;
}

// A header with these sides and nothing behind it: what a decoder would allocate for.
Bytes pngHeader(std::uint32_t width, std::uint32_t height) {
  Bytes bytes = base::toBytes("\x89PNG\r\n\x1A\n");
  base::appendBigEndian32(bytes, 13);
  base::append(bytes, base::bytesOf("IHDR"));
  base::appendBigEndian32(bytes, width);
  base::appendBigEndian32(bytes, height);
  base::append(bytes, base::Bytes{8, 2, 0, 0, 0, 0, 0, 0, 0});
  base::appendBigEndian32(bytes, 0);
  base::append(bytes, base::bytesOf("IEND"));
  base::appendBigEndian32(bytes, 0xAE426082);
  return bytes;
}

TEST(PictureFile, ReadsBackWhatItEncoded) {
  const Bytes bytes = jpeg();
  const auto header = readPictureHeader(bytes);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->kind, PictureKind::jpeg);
  EXPECT_EQ(header->width, kWidth);
  EXPECT_EQ(header->height, kHeight);
  const auto picture = decodePicture(bytes);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, kWidth);
  EXPECT_EQ(picture->pixels.size(), static_cast<std::size_t>(kWidth) * kHeight * 3);
}

TEST(PictureFile, RefusesCutPicturesInsteadOfMakingUpTheirRest) {
  const Bytes whole = jpeg();
  for (const std::size_t left : {std::size_t{3}, std::size_t{40}, whole.size() / 2, whole.size() - 2}) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(left));
    EXPECT_EQ(codeOf(decodePicture(cut)), "picture-truncated") << left;
  }
}

TEST(PictureFile, RefusesBombsBeforeDecoding) {
  EXPECT_EQ(codeOf(decodePicture(pngHeader(60000, 60000))), "picture-too-large");
  EXPECT_EQ(codeOf(decodePicture(pngHeader(11000, 11000))), "picture-too-large");
  EXPECT_EQ(codeOf(decodePicture(pngHeader(0xFFFFFFFF, 1))), "picture-damaged");
  EXPECT_EQ(codeOf(decodePicture(pngHeader(0, 10))), "picture-damaged");
  PictureCaps small;
  small.bytes = 1000;
  EXPECT_EQ(codeOf(decodePicture(jpeg(), small)), "picture-too-large");
}

TEST(PictureFile, JudgesTheContentAndNotTheName) {
  EXPECT_EQ(codeOf(decodePicture(base::toBytes("just some text"))), "picture-format");
  EXPECT_EQ(codeOf(decodePicture(Bytes{})), "picture-format");
  EXPECT_FALSE(isVideo(base::bytesOf("#EXTM3U\nhttp://example.org/a.ts\n")));
  EXPECT_FALSE(isVideo(jpeg()));
  EXPECT_TRUE(isVideo(base::bytesOf("GIF89a......")));
}

// What a header promises and the content does not hold.
TEST(PictureFile, RefusesAHeaderWithoutAPicture) {
  EXPECT_EQ(codeOf(decodePicture(pngHeader(100, 100))), "picture-damaged");
}

// Every outcome is a picture within the caps or an error with a code: never a crash, whatever the bytes.
TEST(PictureFile, SurvivesDamagedBytes) {
  const std::vector<Bytes> seeds = {jpeg(), pngHeader(64, 64), base::toBytes("BM"), base::toBytes("RIFF....WEBPVP8X")};
  std::mt19937_64 random(20261121);
  for (int round = 0; round < 1500; ++round) {
    Bytes bytes = seeds[random() % seeds.size()];
    if (bytes.size() < 64) bytes.resize(64 + random() % 64);
    const std::size_t reach = round % 2 == 0 ? std::min<std::size_t>(bytes.size(), 700) : bytes.size();
    for (std::size_t k = 0; k <= random() % 8; ++k) bytes[random() % reach] = static_cast<std::uint8_t>(random());
    if (random() % 4 == 0) bytes.resize(random() % bytes.size());
    PictureCaps caps;
    caps.pixels = 1'000'000;
    const auto picture = decodePicture(bytes, caps);
    if (!picture) {
      EXPECT_FALSE(picture.error().code.empty());
      continue;
    }
    EXPECT_EQ(picture->pixels.size(),
              static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height) * 3);
    EXPECT_LE(std::int64_t{picture->width} * picture->height, caps.pixels);
  }
}

}  // namespace
}  // namespace vigie::vision::test
