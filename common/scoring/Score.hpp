// From ability to what a certificate says: mesh, Pix score, level per competence; and back.
// Source: 1024pix/pix, scoring v3. Meshes are contiguous intervals [min, max[ of ability: a bound belongs to the upper
// mesh, and from the last max on the last mesh still holds. With mesh i of weight w and coefficient k (kMeshes),
//   score = min(largest, floor(w (k + (1 - (max - ability) / (max - min))))),  largest = 128 (meshes - 1) - 1
// in this order of operations (it decides 1 unit in the last place away from a bound); from the last max on, largest.
// Back: ability = (score / w - k) (max - min) + min. Competence levels are the same ability cut by each competence's
// own intervals, the lowest and the highest extended without end; they are not measured per competence.
// Ownership: values. Thread: any.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::scoring {

struct Mesh {
  std::string_view label;
  double weight;
  double coefficient;
};
extern const std::array<Mesh, 9> kMeshes;  // Pix CORE, LEVEL_PRE_BEGINNER … LEVEL_EXPERT_8

struct Bounds {
  double min = 0;  // included
  double max = 0;  // excluded
};

struct CompetenceLevel {
  std::uint32_t level = 0;
  Bounds bounds;
};

// The intervals of one version of one framework.
struct ScoringConfiguration {
  std::vector<Bounds> meshes;  // mesh 0 first
  std::vector<std::vector<CompetenceLevel>>
      competences;                    // per competence; empty for frameworks without competence marks
  std::uint32_t minimumAnswers = 20;  // below it a test gives no result
};

class ScoreScale {
 public:
  // Errors: "meshes-count" (1 to 9), "mesh-bounds" (finite, min < max, touching the next), "competence-bounds"; the
  // detail names the mesh, or the competence and level.
  static base::Result<ScoreScale> make(ScoringConfiguration configuration);

  std::optional<std::uint32_t> mesh(double ability) const;  // none below the first mesh
  std::uint32_t pixScore(double ability) const;             // 0 below the first mesh; CORE scope only
  std::uint32_t largestPixScore() const;
  // One entry per competence; none where the ability falls in a gap.
  std::vector<std::optional<std::uint32_t>> levels(double ability) const;

  struct AbilityOfScore {
    std::uint32_t mesh = 0;
    double ability = 0;
  };
  // The least ability of that score. Error "score-range" above largestPixScore().
  base::Result<AbilityOfScore> abilityOf(std::uint32_t pixScore) const;

  std::uint32_t minimumAnswers() const { return configuration_.minimumAnswers; }
  const ScoringConfiguration& configuration() const { return configuration_; }

 private:
  explicit ScoreScale(ScoringConfiguration configuration) : configuration_(std::move(configuration)) {}

  ScoringConfiguration configuration_;
};

}  // namespace vigie::scoring
