#include "common/vision/Quality.hpp"

#include <gtest/gtest.h>

#include "common/vision/Freshness.hpp"
#include "tests/unit/vision/Scene.hpp"

namespace vigie::vision::test {
namespace {

Quality measured(const FrameView& frame) {
  WorkImage image;
  image.take(frame);
  return QualityGauge().measure(image, Thresholds{});
}

TEST(Quality, TellsLightFromDarkFromNothing) {
  const Thresholds limits;
  Scene scene;
  const Quality ordinary = measured(scene.draw({Person{}}));
  EXPECT_FALSE(ordinary.isFlat);
  EXPECT_FALSE(ordinary.isDim(limits, limits.dimHighlight));
  EXPECT_FALSE(ordinary.isBlurred(limits));
  const Quality dim = measured(scene.draw({Person{}}, {.light = 0.15, .noise = 3}));
  EXPECT_FALSE(dim.isFlat);
  EXPECT_TRUE(dim.isDim(limits, limits.dimHighlight));
  const Quality black = measured(scene.draw({Person{}}, {.light = 0, .noise = 3}));
  EXPECT_TRUE(black.isBlack(limits));
  const Quality covered = measured(scene.draw({}, {.noise = 4, .isCovered = true}));
  EXPECT_TRUE(covered.isCovered(limits));
  EXPECT_FALSE(covered.isDim(limits, limits.dimHighlight));
}

TEST(Quality, MeasuresNoiseOfTheReducedPicture) {
  Scene scene;
  const Quality quiet = measured(scene.draw({}, {.noise = 0}));
  const Quality noisy = measured(scene.draw({}, {.noise = 6}));
  EXPECT_LT(quiet.measures.noise, 0.3F);
  // Four pixels make one of the reduced picture: half of the deviation is left.
  EXPECT_NEAR(noisy.measures.noise, 3, 1);
}

TEST(Quality, TakesPicturesOfAnyShape) {
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 900}, {900, 3}, {17, 19}, {1921, 1081}}) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 90);
    const Quality quality = measured({pixels.data(), width, height, std::ptrdiff_t{width} * 3, Layout::bgr});
    EXPECT_TRUE(quality.isFlat) << width << "x" << height;
    EXPECT_NEAR(quality.measures.luma, 90, 1);
  }
}

class Watching {
 public:
  Freshness look(const FrameView& frame) {
    image_.take(frame);
    return gauge_.look(image_, now_ += 200);
  }

 private:
  WorkImage image_;
  FreshnessGauge gauge_{Thresholds{}};
  std::int64_t now_ = 0;
};

TEST(Freshness, CallsDuplicatesFrozenOnlyAfterThreeSeconds) {
  Scene scene;
  Watching eye;
  const FrameView frame = scene.draw({Person{}});
  for (int i = 0; i <= 14; ++i) EXPECT_FALSE(eye.look(frame).isFrozen) << i;
  EXPECT_TRUE(eye.look(frame).isFrozen);
  EXPECT_FALSE(eye.look(scene.draw({Person{}})).isFrozen);
}

float walk(int step) {
  return 320 + 60 * static_cast<float>(std::sin(step * 0.7) + std::sin(step * 0.31));
}

TEST(Freshness, FindsAReplayAndItsPeriod) {
  for (const double noise : {0.0, 1.5}) {  // the same bytes again, and the same again with fresh noise on top
    Scene scene;
    Watching eye;
    std::int64_t found = 0;
    for (int i = 0; i < 120; ++i) {
      found =
          std::max(found, eye.look(scene.draw({Person{.x = walk(i % 20)}}, {.noise = noise})).measures.loopPeriodMs);
    }
    EXPECT_EQ(found % 4000, 0) << noise;
    EXPECT_GT(found, 0) << noise;
  }
}

TEST(Freshness, TakesMovementThatDoesNotRepeatAsLive) {
  Scene scene;
  Watching eye;
  std::mt19937_64 random(5);
  float x = 320;
  for (int i = 0; i < 200; ++i) {
    x = std::clamp(x + static_cast<float>(static_cast<int>(random() % 41) - 20), 200.0F, 440.0F);
    const Freshness fresh = eye.look(scene.draw({Person{.x = x}}));
    ASSERT_FALSE(fresh.isLoop) << i;
    ASSERT_FALSE(fresh.isFrozen) << i;
  }
}

}  // namespace
}  // namespace vigie::vision::test
