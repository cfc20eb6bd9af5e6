// Options that older versions of Pix's algorithm had and the present one has not: kept so that an old test can be
// replayed. Source: 1024pix/pix, older FlashAssessmentAlgorithm and flash.js.
//   pairs    answers of index below doubleMeasuresUntil are taken two by two, the factor being (P1 + P2) / 2
//   limit    the step limit applies only to answers of index <= variationPercentUntil (a pair's first index)
//   sort     items whose success probability reaches minimalSuccessRate come before all others, then by information
// Ownership: values. Thread: any.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "common/scoring/Ability.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::scoring {

struct LegacyRules {
  double startAbility = 0;
  std::uint32_t doubleMeasuresUntil = 0;
  double variationPercent = 0;              // 0 = no limit
  std::uint32_t variationPercentUntil = 0;  // index of an answer, from 0
};

struct LegacyMeasure {
  std::uint32_t answered = 0;  // answers up to and with this measure
  double ability = 0;
  double errorRate = 0;
  EstimateFlags flags;
};

// One entry per measure. Throws std::out_of_range for an item that the bank does not have: a caller's bug.
std::vector<LegacyMeasure> legacyEstimate(const Bank& bank, const LegacyRules& rules, std::span<const Answer> answers);

// The best 5 of the items not yet asked, without other rules; equal ones in the bank's order.
std::vector<Candidate> legacyCandidates(const Bank& bank, std::span<const Answer> answers, double ability,
                                        double minimalSuccessRate);

}  // namespace vigie::scoring
