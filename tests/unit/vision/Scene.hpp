// A drawn room with drawn people in it, and a detector that knows them: no data needed, every pixel known.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "common/vision/FaceDetector.hpp"
#include "common/vision/Pipeline.hpp"

namespace vigie::vision::test {

inline constexpr int kWidth = 640;
inline constexpr int kHeight = 480;

struct Person {
  float x = 320;  // centre of the face
  float y = 150;
  float side = 90;
};

struct SceneSettings {
  double light = 1;
  double noise = 1.5;
  bool isCovered = false;
};

class Scene {
 public:
  explicit Scene(std::uint64_t seed = 1) : random_(seed), pixels_(static_cast<std::size_t>(kWidth) * kHeight) {}

  FrameView draw(const std::vector<Person>& people, const SceneSettings& settings = {}) {
    for (int y = 0; y < kHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        double level = settings.isCovered ? 60 + 0.05 * x : room(x, y);
        if (!settings.isCovered) {
          for (const Person& person : people) level = drawn(person, x, y, level);
        }
        level = level * settings.light + settings.noise * grain();
        pixels_[static_cast<std::size_t>(y) * kWidth + static_cast<std::size_t>(x)] =
            static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
      }
    }
    return view();
  }

  FrameView view() const { return {pixels_.data(), kWidth, kHeight, kWidth, Layout::gray}; }

 private:
  // Shelves and a window: edges everywhere, nothing as bright as a face.
  static double room(int x, int y) {
    double level = 70 + 0.05 * y;
    if ((x / 40 + y / 60) % 3 == 0) level += 50;
    if (x > 500 && y < 200) level += 60;
    return level;
  }

  static double drawn(const Person& person, int x, int y, double level) {
    const double dx = (x - static_cast<double>(person.x)) / static_cast<double>(person.side);
    const double dy = (y - static_cast<double>(person.y)) / static_cast<double>(person.side);
    if (std::abs(dx) < 0.5 && std::abs(dy) < 0.5) {
      const bool isEye = std::abs(std::abs(dx) - 0.2) < 0.08 && std::abs(dy + 0.1) < 0.06;
      return isEye ? 40 : 250;
    }
    if (dy >= 0.6 && std::abs(dx) < 1.1) return 30 + 25 * std::abs(std::sin(7 * dx + 3 * dy));  // clothes
    return level;
  }

  // Cheap, seeded and good enough: the sum of three bytes is nearly normal.
  double grain() {
    if (left_ == 0) {
      bits_ = random_();
      left_ = 2;
    }
    const double sum = static_cast<double>((bits_ & 0xFFU) + ((bits_ >> 8) & 0xFFU) + ((bits_ >> 16) & 0xFFU));
    bits_ >>= 24;
    --left_;
    return (sum - 382.5) / 128;
  }

  std::mt19937_64 random_;
  std::uint64_t bits_ = 0;
  int left_ = 0;
  std::vector<std::uint8_t> pixels_;
};

// Finds the bright squares that Scene draws: columns with bright pixels, grouped.
class BrightSquares final : public FaceDetector {
 public:
  void find(const FrameView& gray, float smallest, float largest, std::vector<Detection>& out) override {
    ++calls;
    out.clear();
    if (isBlind) return;
    int begin = -1;
    for (int x = 0; x <= gray.width; ++x) {
      const bool isBright = x < gray.width && static_cast<float>(brightIn(gray, x)) >= smallest / 2;
      if (isBright && begin < 0) begin = x;
      if (isBright || begin < 0) continue;
      take(gray, begin, x, smallest, largest, out);
      begin = -1;
    }
  }
  std::string name() const override { return "bright-squares"; }

  bool isBlind = false;
  int calls = 0;
  float votes = 20;

 private:
  static int brightIn(const FrameView& gray, int x) {
    int count = 0;
    for (int y = 0; y < gray.height; ++y) count += gray.pixels[y * gray.stride + x] > 215 ? 1 : 0;
    return count;
  }

  void take(const FrameView& gray, int begin, int end, float smallest, float largest,
            std::vector<Detection>& out) const {
    const auto side = static_cast<float>(end - begin);
    if (side < smallest * 0.8F || side > largest * 1.2F) return;
    int top = 0;
    const int middle = begin + (end - begin) / 2;
    while (top < gray.height && gray.pixels[top * gray.stride + middle] <= 215) ++top;
    out.push_back({{static_cast<float>(begin), static_cast<float>(top), side, side}, votes});
  }
};

struct Room {
  std::shared_ptr<BrightSquares> detector = std::make_shared<BrightSquares>();
  Detectors detectors{detector, detector, detector, detector, std::make_shared<BrightSquares>(), nullptr, ""};
  Scene scene;
  std::int64_t nowMs = 0;

  Room() { static_cast<BrightSquares&>(*detectors.profile).isBlind = true; }

  // The scene for so long at five frames a second; the last facts.
  Facts watch(Pipeline& pipeline, std::int64_t forMs, const std::vector<Person>& people,
              const SceneSettings& settings = {}) {
    Facts facts;
    for (const std::int64_t end = nowMs + forMs; nowMs < end; nowMs += 200) {
      facts = pipeline.look(scene.draw(people, settings), nowMs);
    }
    return facts;
  }
};

}  // namespace vigie::vision::test
