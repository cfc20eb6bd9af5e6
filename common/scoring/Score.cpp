#include "common/scoring/Score.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace vigie::scoring {

constexpr std::array<Mesh, 9> kMeshes = {{{"LEVEL_PRE_BEGINNER", 64, 0},
                                          {"LEVEL_BEGINNER_1", 64, 1},
                                          {"LEVEL_BEGINNER_2", 128, 1},
                                          {"LEVEL_INDEPENDENT_3", 128, 2},
                                          {"LEVEL_INDEPENDENT_4", 128, 3},
                                          {"LEVEL_ADVANCED_5", 128, 4},
                                          {"LEVEL_ADVANCED_6", 128, 5},
                                          {"LEVEL_EXPERT_7", 128, 6},
                                          {"LEVEL_EXPERT_8", 128, 7}}};

namespace {

constexpr std::uint32_t kScorePerMesh = 128;  // 16 competences of 8 pix

bool isInterval(const Bounds& bounds) {
  return std::isfinite(bounds.min) && std::isfinite(bounds.max) && bounds.min < bounds.max;
}

base::Result<void> checkMeshes(const std::vector<Bounds>& meshes) {
  if (meshes.empty() || meshes.size() > kMeshes.size()) {
    return base::fail("meshes-count", "the scoring configuration has " + std::to_string(meshes.size()) +
                                          " meshes, expected 1 to " + std::to_string(kMeshes.size()));
  }
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    const bool touchesFormer = i == 0 || meshes[i].min == meshes[i - 1].max;
    if (!isInterval(meshes[i]) || !touchesFormer) {
      return base::fail("mesh-bounds", "mesh " + std::to_string(i) +
                                           ": expected finite bounds, min below max, and min equal to the max of the "
                                           "mesh before; correct the scoring configuration");
    }
  }
  return {};
}

base::Result<void> checkLevels(std::size_t competence, const std::vector<CompetenceLevel>& levels) {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool afterFormer = i == 0 || levels[i].bounds.min >= levels[i - 1].bounds.max;
    if (!isInterval(levels[i].bounds) || !afterFormer) {
      return base::fail("competence-bounds", "competence " + std::to_string(competence) + ", level " +
                                                 std::to_string(levels[i].level) +
                                                 ": expected finite bounds, min below max, and min not below the max "
                                                 "of the level before; correct the scoring configuration");
    }
  }
  return {};
}

std::optional<std::uint32_t> levelOf(const std::vector<CompetenceLevel>& levels, double ability) {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool aboveMin = i == 0 || ability >= levels[i].bounds.min;
    const bool belowMax = i + 1 == levels.size() || ability < levels[i].bounds.max;
    if (aboveMin && belowMax) return levels[i].level;
  }
  return std::nullopt;
}

}  // namespace

base::Result<ScoreScale> ScoreScale::make(ScoringConfiguration configuration) {
  if (auto checked = checkMeshes(configuration.meshes); !checked) return base::fail(checked.error());
  for (std::size_t i = 0; i < configuration.competences.size(); ++i) {
    if (auto checked = checkLevels(i, configuration.competences[i]); !checked) return base::fail(checked.error());
  }
  return ScoreScale(std::move(configuration));
}

std::optional<std::uint32_t> ScoreScale::mesh(double ability) const {
  const auto& meshes = configuration_.meshes;
  if (!(ability >= meshes.front().min)) return std::nullopt;
  std::uint32_t mesh = 0;
  while (mesh + 1 < meshes.size() && ability >= meshes[mesh].max) ++mesh;
  return mesh;
}

std::uint32_t ScoreScale::largestPixScore() const {
  const auto top = static_cast<std::uint32_t>(configuration_.meshes.size() - 1);
  return top == 0 ? 0 : kScorePerMesh * top - 1;
}

std::uint32_t ScoreScale::pixScore(double ability) const {
  if (ability >= configuration_.meshes.back().max) return largestPixScore();
  const auto level = mesh(ability);
  if (!level) return 0;
  const auto [min, max] = configuration_.meshes[*level];
  const double progress = 1 - (max - ability) / (max - min);
  const double score = kMeshes[*level].weight * (kMeshes[*level].coefficient + progress);
  return std::min(largestPixScore(), static_cast<std::uint32_t>(score));  // never negative: truncation is the floor
}

std::vector<std::optional<std::uint32_t>> ScoreScale::levels(double ability) const {
  std::vector<std::optional<std::uint32_t>> levels;
  for (const auto& competence : configuration_.competences) levels.push_back(levelOf(competence, ability));
  return levels;
}

base::Result<ScoreScale::AbilityOfScore> ScoreScale::abilityOf(std::uint32_t pixScore) const {
  if (pixScore > largestPixScore()) {
    return base::fail("score-range", "score " + std::to_string(pixScore) + " is above the largest of this version, " +
                                         std::to_string(largestPixScore()));
  }
  std::uint32_t level = 0;
  double reached = kMeshes[0].weight;
  while (level + 1 < configuration_.meshes.size() && pixScore >= reached) reached += kMeshes[++level].weight;
  const auto [min, max] = configuration_.meshes[level];
  const double progress = pixScore / kMeshes[level].weight - kMeshes[level].coefficient;
  return AbilityOfScore{level, progress * (max - min) + min};
}

}  // namespace vigie::scoring
