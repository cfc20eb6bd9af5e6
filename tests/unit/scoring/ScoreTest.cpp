#include "common/scoring/Score.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace vigie::scoring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

ScoringConfiguration pixConfiguration() {
  return {.meshes = {{-8, -1.4}, {-1.4, -0.519}, {-0.519, 0.6}, {0.6, 1.5}, {1.5, 2.25}, {2.25, 3.1}, {3.1, 4}, {4, 8}},
          .competences = {{{0, {-6, -2}}, {1, {-2, 0.5}}, {3, {1, 8}}}}};
}

ScoreScale pixScale() {
  return ScoreScale::make(pixConfiguration()).value();
}

TEST(ScoreScale, GivesEachMeshItsFirstScoreAtItsLowerBound) {
  const ScoreScale scale = pixScale();
  const std::uint32_t firstScores[] = {0, 64, 128, 256, 384, 512, 640, 768};
  for (std::uint32_t i = 0; i < 8; ++i) {
    const double bound = scale.configuration().meshes[i].min;
    EXPECT_EQ(scale.mesh(bound), i);
    EXPECT_EQ(scale.pixScore(bound), firstScores[i]) << bound;
  }
}

TEST(ScoreScale, MeetsItsEnds) {
  const ScoreScale scale = pixScale();
  EXPECT_EQ(scale.largestPixScore(), 895U);
  EXPECT_EQ(scale.mesh(-8.1), std::nullopt);
  EXPECT_EQ(scale.pixScore(-8.1), 0U);
  EXPECT_EQ(scale.mesh(8), 7U);
  EXPECT_EQ(scale.pixScore(8), 895U);
  EXPECT_EQ(scale.mesh(100), 7U);
  EXPECT_EQ(scale.pixScore(std::nextafter(8.0, 0.0)), 895U);
  EXPECT_EQ(scale.mesh(kNaN), std::nullopt);
  EXPECT_EQ(scale.pixScore(kNaN), 0U);
}

// 1 - 1.3e-16 rounds to 1 - 1.1e-16, and 1 more than that to 2: Pix gives the upper mesh's score, and so must we.
TEST(ScoreScale, KeepsPixOrderOfOperationsOneUnitBelowABound) {
  const double below = std::nextafter(-0.519, -1.0);
  EXPECT_EQ(pixScale().mesh(below), 1U);
  EXPECT_EQ(pixScale().pixScore(below), 128U);
}

TEST(ScoreScale, CutsCompetenceLevelsWithOpenEndsAndGaps) {
  const ScoreScale scale = pixScale();
  EXPECT_THAT(scale.levels(-50), ElementsAre(0U));
  EXPECT_THAT(scale.levels(-2), ElementsAre(1U));
  EXPECT_THAT(scale.levels(0.7), ElementsAre(std::nullopt));
  EXPECT_THAT(scale.levels(1), ElementsAre(3U));
  EXPECT_THAT(scale.levels(50), ElementsAre(3U));
}

TEST(ScoreScale, FindsTheAbilityOfEveryScore) {
  const ScoreScale scale = pixScale();
  for (std::uint32_t score = 0; score <= 895; ++score) {
    const auto back = scale.abilityOf(score);
    ASSERT_TRUE(back);
    // A score's least ability may round to just below it.
    const std::uint32_t again = scale.pixScore(back->ability + 1e-12);
    EXPECT_EQ(again, score);
  }
  const auto above = scale.abilityOf(896);
  ASSERT_FALSE(above);
  EXPECT_EQ(above.error().code, "score-range");
}

TEST(ScoreScale, HasNoPixScoreWithOneMesh) {
  const auto scale = ScoreScale::make({.meshes = {{3, 8}}, .competences = {}});
  ASSERT_TRUE(scale);
  EXPECT_EQ(scale->largestPixScore(), 0U);
  EXPECT_EQ(scale->mesh(2.9), std::nullopt);
  EXPECT_EQ(scale->mesh(3), 0U);
}

TEST(ScoreScale, RefusesBadIntervalsAndNamesThem) {
  struct Case {
    const char* code;
    const char* place;
    void (*spoil)(ScoringConfiguration&);
  };
  const Case cases[] = {
      {"meshes-count", "0 meshes", [](auto& c) { c.meshes.clear(); }},
      {"meshes-count", "10 meshes", [](auto& c) { c.meshes.assign(10, Bounds{0, 1}); }},
      {"mesh-bounds", "mesh 3", [](auto& c) { c.meshes[3].min = 0.7; }},
      {"mesh-bounds", "mesh 2", [](auto& c) { c.meshes[2].max = -2; }},
      {"mesh-bounds", "mesh 7", [](auto& c) { c.meshes[7].max = kInfinity; }},
      {"mesh-bounds", "mesh 0", [](auto& c) { c.meshes[0].min = kNaN; }},
      {"competence-bounds", "competence 0, level 1", [](auto& c) { c.competences[0][1].bounds.min = -3; }},
      {"competence-bounds", "competence 0, level 3", [](auto& c) { c.competences[0][2].bounds.max = 1; }},
  };
  for (const auto& [code, place, spoil] : cases) {
    ScoringConfiguration configuration = pixConfiguration();
    spoil(configuration);
    const auto scale = ScoreScale::make(configuration);
    ASSERT_FALSE(scale) << place;
    EXPECT_EQ(scale.error().code, code);
    EXPECT_THAT(scale.error().detail, HasSubstr(place));
  }
}

}  // namespace
}  // namespace vigie::scoring
