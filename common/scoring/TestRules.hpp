// The rules of one Pix v3 test ("flash" configuration): how long, from where, and which items may follow which.
// Source: 1024pix/pix, certification configuration; defaults are Pix's.
#pragma once

#include <cstdint>

#include "common/base/Result.hpp"

namespace vigie::scoring {

struct TestRules {
  std::uint32_t maximumLength = 32;         // questions
  std::uint32_t betweenSameCompetence = 2;  // questions before a competence may come again; 0 = no such rule
  bool oneQuestionPerTube = true;           // false: one question per skill instead
  bool passageByAllCompetences = true;      // every competence once before any comes twice
  double variationPercent = 0.5;            // largest step of the ability as a fraction (0.5 = half); 0 = no limit
  double startAbility = -3;                 // logits
  double pickPercent = 51;                  // chance in percent that the best candidate is taken, then the next…
};

// Errors: "rules-maximum-length" (1 to 1000), "rules-between-same-competence" (at most 1000),
// "rules-variation-percent" (0 to 1), "rules-start-ability" (-9 to 9), "rules-pick-percent" (above 0, at most 100).
base::Result<void> check(const TestRules& rules);

}  // namespace vigie::scoring
