// Whatever bytes a stranger hands in as a picture or a video, and whatever pixels a camera gives. The first byte says
// as what.
#include <cmath>

#include "Target.hpp"
#include "common/vision/PictureFile.hpp"
#include "common/vision/Pipeline.hpp"

using namespace vigie;

namespace {

// Small ones, so that a second of fuzzing decodes many.
constexpr vision::PictureCaps kCaps{.bytes = std::size_t{1} << 20, .side = 2000, .pixels = 100'000};

void readPicture(base::ByteView bytes) {
  const auto header = vision::readPictureHeader(bytes, kCaps);
  const auto picture = vision::decodePicture(bytes, kCaps);
  if (!header) return fuzz::expect(!picture, "what the header refuses is never decoded");
  fuzz::expect(std::int64_t{header->width} * header->height <= kCaps.pixels, "a header within the caps");
  if (!picture) return;
  const auto area = static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height);
  fuzz::expect(std::int64_t{picture->width} * picture->height <= kCaps.pixels, "a picture within the caps");
  fuzz::expect(picture->pixels.size() == area * 3, "as many pixels as its size says");
}

void readHeader(base::ByteView bytes) {
  const auto header = vision::readPictureHeader(bytes);
  if (!header) return fuzz::expect(!header.error().code.empty(), "a refusal has a code");
  fuzz::expect(header->width > 0 && header->height > 0, "a picture has pixels");
  fuzz::expect(header->width <= 12000 && header->height <= 12000, "no side beyond its cap");
}

void readVideo(base::ByteView bytes) {
  static_cast<void>(vision::isVideo(bytes));
}

// Finds a face wherever two bytes say, so that tracks are born, followed and lost.
class Anywhere final : public vision::FaceDetector {
 public:
  void find(const vision::FrameView& gray, float smallest, float largest,
            std::vector<vision::Detection>& out) override {
    out.clear();
    if (gray.empty() || (gray.pixels[0] & 1U) == 0) return;
    const float side = std::min(largest, smallest + static_cast<float>(gray.pixels[0]));
    out.push_back({{static_cast<float>(gray.pixels[gray.width - 1]), 0, side, side}, 20});
  }
  std::string name() const override { return "anywhere"; }
};

// Frames of one size: width, height and layout, then pixels, repeated as long as there are any.
void lookAtFrames(base::ByteView bytes) {
  if (bytes.size() < 4) return;
  const int width = bytes[0] + 1;
  const int height = bytes[1] + 1;
  const bool isColour = (bytes[2] & 1U) != 0;
  const auto size = static_cast<std::size_t>(width * height * (isColour ? 3 : 1));
  const auto detector = std::make_shared<Anywhere>();
  vision::Pipeline pipeline({detector, detector, detector, detector, detector, nullptr, ""});
  std::int64_t now = 0;
  std::vector<std::uint8_t> frame(size);
  for (std::size_t at = 3; at < bytes.size() && now < 8 * 200; at += size / 4 + 1, now += 200) {
    for (std::size_t i = 0; i < size; ++i) frame[i] = bytes[3 + (at + i) % (bytes.size() - 3)];
    const vision::Facts& facts = pipeline.look({frame.data(), width, height, width * (isColour ? 3 : 1),
                                                isColour ? vision::Layout::bgr : vision::Layout::gray},
                                               now);
    fuzz::expect(std::isfinite(facts.quality.detail) && std::isfinite(facts.quality.sharpness), "measures are numbers");
    fuzz::expect(facts.faceCount <= vision::kMaxFaces, "faces within their cap");
    fuzz::expect(facts.state != vision::State::none || !facts.flags.has(vision::Flag::black),
                 "the dark is not an absence");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr void (*kReaders[])(base::ByteView) = {readPicture, readHeader, readVideo, lookAtFrames};
  kReaders[data[0] % std::size(kReaders)]({data + 1, size - 1});
  return 0;
}
