#include "common/vision/Pipeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "common/vision/Grounds.hpp"
#include "tests/unit/vision/Scene.hpp"

namespace vigie::vision::test {
namespace {

TEST(Pipeline, SaysOneForOnePersonAndWhereTheFaceIs) {
  Room room;
  Pipeline pipeline(room.detectors);
  const Facts facts = room.watch(pipeline, 2000, {Person{}});
  EXPECT_EQ(facts.state, State::one);
  EXPECT_EQ(facts.reason, Reason::none);
  ASSERT_EQ(facts.faceCount, 1U);
  EXPECT_NEAR(facts.faces[0].box.centreX(), 320, 12);
  EXPECT_NEAR(facts.faces[0].box.centreY(), 150, 12);
  EXPECT_TRUE(facts.flags.empty());
}

TEST(Pipeline, IsUnknownBeforeItHasSearchedAndNeverCallsThatAbsence) {
  Room room;
  Pipeline pipeline(room.detectors);
  const Facts first = room.watch(pipeline, 200, {});
  EXPECT_EQ(first.state, State::unknown);
  EXPECT_EQ(first.reason, Reason::starting);
  const Facts later = room.watch(pipeline, 3000, {});
  EXPECT_EQ(later.state, State::none);
  EXPECT_TRUE(later.flags.has(Flag::noFace));
}

TEST(Pipeline, KeepsThePersonWhileTheDetectorMisses) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 2000, {Person{}});
  room.detector->isBlind = true;
  const Facts facts = room.watch(pipeline, 3000, {Person{}});
  EXPECT_EQ(facts.state, State::one);
  EXPECT_GT(facts.presence.likeness, 0.5F);
}

TEST(Pipeline, SaysThatTheFaceIsHiddenWhenTheBodyStays) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 2000, {Person{}});
  room.detector->isBlind = true;
  const Facts facts = room.watch(pipeline, 8000, {Person{}});
  EXPECT_EQ(facts.state, State::unknown);
  EXPECT_EQ(facts.reason, Reason::faceHidden);
  EXPECT_TRUE(facts.flags.has(Flag::noFace));
}

TEST(Pipeline, NoticesTheEmptyChairWithinFiveSeconds) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 3000, {Person{}});
  const Facts facts = room.watch(pipeline, 5000, {});
  EXPECT_EQ(facts.state, State::none);
  EXPECT_TRUE(facts.flags.has(Flag::noFace));
}

struct Unusable {
  const char* name;
  SceneSettings settings;
  Flag flag;
  Reason reason;
};

class PipelineUnusable : public testing::TestWithParam<Unusable> {};

TEST_P(PipelineUnusable, IsUnknownForItsReasonAndNotAbsence) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 2000, {Person{}});
  const Facts facts = room.watch(pipeline, 4000, {}, GetParam().settings);
  EXPECT_EQ(facts.state, State::unknown);
  EXPECT_EQ(facts.reason, GetParam().reason);
  EXPECT_TRUE(facts.flags.has(GetParam().flag));
  EXPECT_FALSE(facts.flags.has(Flag::noFace));
  EXPECT_FALSE(facts.flags.has(Flag::frozen));
}

INSTANTIATE_TEST_SUITE_P(Scenes, PipelineUnusable,
                         testing::Values(Unusable{"black", {.light = 0}, Flag::black, Reason::black},
                                         Unusable{"exactBlack", {.light = 0, .noise = 0}, Flag::black, Reason::black},
                                         Unusable{"covered", {.isCovered = true}, Flag::covered, Reason::covered},
                                         Unusable{"dim", {.light = 0.15}, Flag::dim, Reason::dim}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Pipeline, CallsTheSamePictureAgainAndAgainFrozenAndNotAPerson) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 2000, {Person{}});
  const FrameView stuck = room.scene.draw({Person{}});
  Facts facts;
  for (int i = 0; i < 25; ++i, room.nowMs += 200) facts = pipeline.look(stuck, room.nowMs);
  EXPECT_EQ(facts.state, State::unknown);
  EXPECT_EQ(facts.reason, Reason::frozen);
  EXPECT_TRUE(facts.flags.has(Flag::frozen));
}

TEST(Pipeline, NeverCallsAMotionlessPersonFrozen) {
  Room room;
  Pipeline pipeline(room.detectors);
  for (int i = 0; i < 100; ++i) {
    const Facts facts = room.watch(pipeline, 200, {Person{}}, {.noise = 0.8});
    ASSERT_FALSE(facts.flags.has(Flag::frozen)) << "frame " << i;
    ASSERT_FALSE(facts.flags.has(Flag::loop)) << "frame " << i;
  }
}

TEST(Pipeline, IndicatesAFaceThatNeverMovesAndForgetsItWhenItMoves) {
  Room room;
  Pipeline pipeline(room.detectors);
  EXPECT_FALSE(room.watch(pipeline, 30000, {Person{}}).flags.has(Flag::staticFace));
  EXPECT_TRUE(room.watch(pipeline, 20000, {Person{}}).flags.has(Flag::staticFace));
  EXPECT_FALSE(room.watch(pipeline, 1000, {Person{.x = 328}}).flags.has(Flag::staticFace));
}

TEST(Pipeline, CountsASecondFaceThatLasts) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 3000, {Person{}});
  const Facts facts = room.watch(pipeline, 5000, {Person{}, Person{.x = 520, .y = 160, .side = 80}});
  EXPECT_EQ(facts.state, State::several);
  EXPECT_TRUE(facts.flags.has(Flag::severalFaces));
  EXPECT_EQ(facts.faceCount, 2U);
}

// Whoever leans over to where somebody else sat is one face, however many are remembered.
TEST(Pipeline, CountsTwoFacesThatBecameOneAsOne) {
  Room room;
  Pipeline pipeline(room.detectors);
  EXPECT_EQ(room.watch(pipeline, 3000, {Person{.x = 240}, Person{.x = 400}}).state, State::several);
  for (float x = 240; x < 400; x += 20) room.watch(pipeline, 200, {Person{.x = x}});
  EXPECT_EQ(room.watch(pipeline, 1400, {Person{.x = 400}}).state, State::one);
}

TEST(Pipeline, DoesNotCountASecondFaceThatFlickers) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 3000, {Person{}});
  for (int i = 0; i < 20; ++i) {
    const Facts shown = room.watch(pipeline, 200, {Person{}, Person{.x = 520, .y = 160, .side = 80}});
    EXPECT_NE(shown.state, State::several) << i;
    const Facts gone = room.watch(pipeline, 1800, {Person{}});
    EXPECT_NE(gone.state, State::several) << i;
  }
}

TEST(Pipeline, TellsALostCameraFromAnAbsentPerson) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 3000, {Person{}});
  Facts facts;
  for (int i = 0; i < 50; ++i, room.nowMs += 200) facts = pipeline.cameraLost(room.nowMs);
  EXPECT_EQ(facts.state, State::unknown);
  EXPECT_EQ(facts.reason, Reason::cameraLost);
  EXPECT_TRUE(facts.flags.has(Flag::cameraLost));
  EXPECT_FALSE(facts.flags.has(Flag::noFace));
  EXPECT_EQ(room.watch(pipeline, 2000, {Person{}}).state, State::one);
}

TEST(Pipeline, FlagsAFrameOfAnotherSizeAsAnotherCamera) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 1000, {Person{}});
  FrameView smaller = room.scene.view();
  smaller.height = 240;
  EXPECT_TRUE(pipeline.look(smaller, room.nowMs).flags.has(Flag::cameraChanged));
}

TEST(Pipeline, TakesAnEmptyFrameAsALostCamera) {
  Room room;
  Pipeline pipeline(room.detectors);
  EXPECT_TRUE(pipeline.look(FrameView{}, 0).flags.has(Flag::cameraLost));
}

TEST(Pipeline, MutesWhatWasAgreedAndShowsThatItDid) {
  Room room;
  Accommodations accommodations;
  accommodations.add(Accommodation::helperPresent);
  Pipeline pipeline(room.detectors, accommodations);
  room.watch(pipeline, 3000, {Person{}});
  const Facts facts = room.watch(pipeline, 5000, {Person{}, Person{.x = 520, .y = 160, .side = 80}});
  EXPECT_EQ(facts.state, State::several);
  EXPECT_FALSE(facts.flags.has(Flag::severalFaces));
  EXPECT_TRUE(facts.muted.has(Flag::severalFaces));
}

TEST(Pipeline, LooksDownIsGivenTimeButAnEmptyChairStaysAFact) {
  Accommodations accommodations;
  accommodations.add(Accommodation::looksDown);
  Room room;
  Pipeline pipeline(room.detectors, accommodations);
  room.watch(pipeline, 2000, {Person{}});
  room.detector->isBlind = true;
  EXPECT_EQ(room.watch(pipeline, 8000, {Person{}}).state, State::one);
  const Facts hidden = room.watch(pipeline, 8000, {Person{}});
  EXPECT_TRUE(hidden.muted.has(Flag::noFace));
  EXPECT_FALSE(hidden.flags.has(Flag::noFace));
  EXPECT_TRUE(room.watch(pipeline, 5000, {}).flags.has(Flag::noFace));
}

// Says that faces differ by what the test sets, and how often it was asked.
class ScriptedComparer final : public FaceComparer {
 public:
  bool measure(const FrameView&, const Box&, Features& out) override {
    ++calls;
    out = {who};
    return true;
  }
  float difference(const Features& left, const Features& right) const override {
    // Sums of as many pictures each.
    return left[0] == right[0] ? 0.1F : 0.9F;
  }
  float limit() const override { return 0.6F; }
  std::string name() const override { return "scripted"; }

  float who = 1;
  int calls = 0;
};

bool isChangedAfterAbsence(float who, Facts& seen) {
  Room room;
  const auto comparer = std::make_shared<ScriptedComparer>();
  room.detectors.comparer = comparer;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 8000, {Person{}});
  const int before = comparer->calls;
  room.watch(pipeline, 4000, {Person{}});
  EXPECT_EQ(comparer->calls, before) << "who is followed all the time is not measured";
  room.watch(pipeline, 6000, {});
  comparer->who = who;
  bool isChanged = false;
  for (int i = 0; i < 40; ++i) {
    const Facts facts = room.watch(pipeline, 200, {Person{}});
    if (!facts.flags.has(Flag::personChanged)) continue;
    isChanged = true;
    seen = facts;
  }
  return isChanged;
}

TEST(Pipeline, ComparesThePersonAfterAnAbsenceWithTheOneBefore) {
  Facts seen;
  EXPECT_FALSE(isChangedAfterAbsence(1, seen));
  ASSERT_TRUE(isChangedAfterAbsence(2, seen));
  const auto ground = groundOf(Flag::personChanged, seen, Thresholds{});
  ASSERT_TRUE(ground);
  EXPECT_FLOAT_EQ(ground->value, 0.9F);
  EXPECT_FLOAT_EQ(ground->limit, 0.6F);
}

// Each flag that rests on a measure stands on the right side of its limit, whatever happens.
TEST(Pipeline, GivesForEachFlagAMeasureBeyondItsLimit) {
  Room room;
  Pipeline pipeline(room.detectors);
  FlagSet met;
  const auto check = [&](const Facts& facts) {
    for (const Flag flag : {Flag::black, Flag::dim, Flag::noFace, Flag::severalFaces, Flag::staticFace, Flag::frozen}) {
      if (!facts.flags.has(flag)) continue;
      const auto ground = groundOf(flag, facts, pipeline.limits());
      ASSERT_TRUE(ground) << nameOf(flag);
      met.add(flag);
      // Latches hold a flag a little longer than its cause: only the first frames are asked.
      const bool isBelow = flag == Flag::black || flag == Flag::dim;
      EXPECT_TRUE(isBelow ? ground->value < ground->limit : ground->value >= ground->limit)
          << nameOf(flag) << ' ' << ground->value << ' ' << ground->limit;
    }
  };
  room.watch(pipeline, 3000, {Person{}});
  check(room.watch(pipeline, 3000, {}, {.light = 0}));
  room.watch(pipeline, 3000, {Person{}});
  check(room.watch(pipeline, 3000, {Person{}}, {.light = 0.15}));
  check(room.watch(pipeline, 6000, {}));
  check(room.watch(pipeline, 50000, {Person{}}));
  check(room.watch(pipeline, 4000, {Person{}, Person{.x = 520, .y = 160, .side = 80}}));
  const FrameView stuck = room.scene.draw({Person{}});
  for (int i = 0; i < 25; ++i, room.nowMs += 200) pipeline.look(stuck, room.nowMs);
  check(pipeline.facts());
  for (const Flag flag : {Flag::black, Flag::dim, Flag::noFace, Flag::severalFaces, Flag::staticFace, Flag::frozen}) {
    EXPECT_TRUE(met.has(flag)) << nameOf(flag);
  }
}

TEST(Pipeline, GivesTheCountOfFacesWhereNobodyWasSeenSinceTheStart) {
  Room room;
  Pipeline pipeline(room.detectors);
  const Facts facts = room.watch(pipeline, 8000, {});
  ASSERT_TRUE(facts.flags.has(Flag::noFace));
  const auto ground = groundOf(Flag::noFace, facts, pipeline.limits());
  ASSERT_TRUE(ground);
  EXPECT_EQ(ground->measure, "faces");
  EXPECT_LT(ground->value, ground->limit);
}

TEST(Pipeline, SaysAllTheTimeThatTheCameraIsAProgram) {
  Room room;
  Pipeline pipeline(room.detectors);
  pipeline.cameraIs(CameraKind::program);
  EXPECT_TRUE(room.watch(pipeline, 3000, {Person{}}).flags.has(Flag::cameraVirtual));
  pipeline.cameraIs(CameraKind::sensor);
  EXPECT_FALSE(room.watch(pipeline, 200, {Person{}}).flags.has(Flag::cameraVirtual));
}

TEST(Pipeline, GivesTheSameFactsForTheSameFrames) {
  Room left;
  Room right;
  Pipeline one(left.detectors);
  Pipeline two(right.detectors);
  for (int i = 0; i < 40; ++i) {
    const std::vector<Person> people(i % 13 == 0 ? 0U : 1U, Person{.x = 320.0F + static_cast<float>(i % 7)});
    const Facts l = left.watch(one, 200, people);
    const Facts r = right.watch(two, 200, people);
    ASSERT_EQ(l.state, r.state) << i;
    ASSERT_EQ(l.flags, r.flags) << i;
    ASSERT_EQ(l.faceCount, r.faceCount) << i;
    ASSERT_EQ(l.faces[0].box.x, r.faces[0].box.x) << i;
    ASSERT_EQ(l.quality.detail, r.quality.detail) << i;
    ASSERT_EQ(l.presence.likeness, r.presence.likeness) << i;
  }
}

TEST(Pipeline, UsesOneThreadOfOpenCv) {
  Room room;
  Pipeline pipeline(room.detectors);
  EXPECT_EQ(cv::getNumThreads(), 1);
}

// Image buffers are what costs; OpenCV's allocator is asked for every one of them, its own and ours.
class CountingAllocator final : public cv::MatAllocator {
 public:
  explicit CountingAllocator(const cv::MatAllocator* real) : real_(real) {}
  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, size_t* step, cv::AccessFlag flags,
                         cv::UMatUsageFlags usage) const override {
    if (data == nullptr) ++count;
    return real_->allocate(dims, sizes, type, data, step, flags, usage);
  }
  bool allocate(cv::UMatData* data, cv::AccessFlag flags, cv::UMatUsageFlags usage) const override {
    return real_->allocate(data, flags, usage);
  }
  void deallocate(cv::UMatData* data) const override { real_->deallocate(data); }

  mutable int count = 0;

 private:
  const cv::MatAllocator* real_;
};

TEST(Pipeline, AllocatesNoImageAfterWarmUp) {
  Room room;
  Pipeline pipeline(room.detectors);
  room.watch(pipeline, 4000, {Person{}});
  std::vector<std::vector<std::uint8_t>> frames;
  for (int i = 0; i < 10; ++i) {
    const FrameView view = room.scene.draw({Person{}});
    frames.emplace_back(view.pixels, view.pixels + static_cast<std::ptrdiff_t>(kWidth) * kHeight);
  }
  CountingAllocator counting(cv::Mat::getDefaultAllocator());
  cv::MatAllocator* before = cv::Mat::getDefaultAllocator();
  cv::Mat::setDefaultAllocator(&counting);
  for (const auto& pixels : frames) {
    pipeline.look({pixels.data(), kWidth, kHeight, kWidth, Layout::gray}, room.nowMs);
    room.nowMs += 200;
  }
  cv::Mat::setDefaultAllocator(before);
  EXPECT_EQ(counting.count, 0);
}

}  // namespace
}  // namespace vigie::vision::test
