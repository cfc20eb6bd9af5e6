// A face between detections, and a second one in doubt.
#include "common/vision/FaceTrack.hpp"

#include <gtest/gtest.h>

#include "tests/unit/vision/Scene.hpp"

namespace vigie::vision::test {
namespace {

// Walks `faces` widths to the side, never seen by a detector again.
FaceTrack walked(float faces, const Thresholds& limits) {
  Scene scene;
  WorkImage image;
  const Person person;
  image.take(scene.draw({person}));
  const float side = person.side * image.scale;
  FaceTrack track({person.x * image.scale - side / 2, person.y * image.scale - side / 2, side, side}, 20,
                  Opinion::thorough, image, 0);
  constexpr int kSteps = 12;
  for (int i = 1; i <= kSteps; ++i) {
    const float moved = faces * person.side * static_cast<float>(i) / kSteps;
    image.take(scene.draw({Person{.x = person.x + moved}}));
    track.follow(image, limits);
  }
  return track;
}

TEST(FaceTrack, FollowsAPersonWhoLeansAsideWithoutADetector) {
  const Thresholds limits;
  const FaceTrack track = walked(0.9F, limits);
  EXPECT_FALSE(track.hasDrifted());
  EXPECT_TRUE(track.isFollowed(limits));
}

// A correlation alone ends on a wall as easily: it is believed only as far as a person leans, or with the body.
TEST(FaceTrack, BelievesALikenessThatHasWanderedFarOnlyWhenTheBodyWentWithIt) {
  Thresholds limits;
  const FaceTrack track = walked(1.6F, limits);
  EXPECT_GE(track.likeness(), limits.followLikeness);
  EXPECT_TRUE(track.hasDrifted());
  EXPECT_TRUE(track.isFollowed(limits)) << "the body is there: " << track.bodyLikeness();
  limits.bodyLikeness = 2;  // no body is ever enough
  EXPECT_FALSE(track.isFollowed(limits));
}

// Sees the first person always; the second one, whose centre is right of the middle, only when told to.
class Doubtful final : public FaceDetector {
 public:
  Doubtful(float votes, bool seesSecond) : seesSecond_(seesSecond), votes_(votes) {}

  void find(const FrameView& gray, float smallest, float largest, std::vector<Detection>& out) override {
    squares_.find(gray, smallest, largest, out);
    // A neighbourhood is searched by itself: the second face is the small one wherever it is cut out.
    std::erase_if(out, [&](const Detection& one) { return isSmall(one, gray) && !seesSecond_; });
    for (Detection& one : out) {
      if (isSmall(one, gray)) one.votes = votes_;
    }
  }
  std::string name() const override { return "doubtful"; }
  void see(bool seesSecond) { seesSecond_ = seesSecond; }

 private:
  // In the reduced picture the second one is 25 wide; in twice its pixels 50, like the first one in the reduced
  // picture.
  static bool isSmall(const Detection& one, const FrameView& gray) {
    const bool isCloseUp = gray.width <= 120 && gray.height <= 120 && one.box.width > 46;
    return one.box.width < 32 || isCloseUp;
  }

  BrightSquares squares_;
  bool seesSecond_;
  float votes_;
};

TEST(Pipeline, WaitsForASecondOpinionAsLongAsADoubtfulFaceIsFoundAgain) {
  Room room;
  const auto haar = std::make_shared<Doubtful>(4.0F, true);
  const auto quick = std::make_shared<Doubtful>(4.0F, false);
  room.detectors.thorough = haar;
  room.detectors.second = haar;
  room.detectors.quick = quick;
  Pipeline pipeline(room.detectors);
  const std::vector<Person> two = {Person{.x = 200, .side = 80}, Person{.x = 470, .side = 50}};
  EXPECT_EQ(room.watch(pipeline, 3400, two).state, State::one) << "one kind of detector alone is no second person";
  quick->see(true);
  room.watch(pipeline, 800, two);
  quick->see(false);
  EXPECT_EQ(room.watch(pipeline, 600, two).state, State::several);
}

}  // namespace
}  // namespace vigie::vision::test
