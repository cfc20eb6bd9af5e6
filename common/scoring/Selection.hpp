// Which item comes next. Pix's rules, in this order, each on what the former left (source: 1024pix/pix, rule engine):
//   1. one question per tube (or, without it, per skill)
//   2. passage by all competences: only competences not asked yet, as long as there is one; looks at the whole pool
//   3. between same competence: not the competences of the last n questions, unless nothing would remain
// Then the items of highest Fisher information a^2 P (1 - P) at the current ability, at most 5, best first; equal ones
// in the bank's order. One of them is drawn with pick().
// Pure functions, no allocation (about 25 KB of stack). Thread: any.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "common/scoring/Item.hpp"
#include "common/scoring/TestRules.hpp"

namespace vigie::scoring {

inline constexpr std::size_t kMostCandidates = 5;

struct Candidate {
  ItemIndex item = 0;
  double information = 0;  // Fisher information at the ability it was chosen for, per squared logit

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

enum class ChoiceKind : std::uint8_t {
  candidates,     // at least one
  ended,          // as many answers as the test has questions
  noItemLeft,     // the pool and the rules leave nothing
  tooManyAnswers  // more answers than the test has questions
};

struct Choice {
  ChoiceKind kind = ChoiceKind::noItemLeft;
  std::uint32_t available = 0;  // items left by all rules
  std::uint32_t count = 0;      // entries of best in use
  std::array<Candidate, kMostCandidates> best{};

  std::span<const Candidate> candidates() const { return {best.data(), count}; }
};

// One byte per item of the bank, not 0 = not for this candidate (alerted skill, accessibility, language, version);
// empty = the whole bank. Answered items need not be marked: the rules drop them.
using Exclusions = std::span<const std::uint8_t>;

// Marks every item that shares the skill of `item`: what a validated live alert on `item` removes.
void excludeSkillOf(const Bank& bank, ItemIndex item, std::span<std::uint8_t> exclusions);

// `answered`: the items asked and answered so far, in order. Throws std::out_of_range when an index or the size of
// `excluded` does not fit the bank: a caller's bug.
Choice chooseNext(const Bank& bank, const TestRules& rules, std::span<const ItemIndex> answered, Exclusions excluded,
                  double ability);

// The draw: the first candidate with pickPercent, else the second with pickPercent, …; the last takes the rest.
// u in [0, 1), see Draw.hpp. Precondition: at least one candidate.
const Candidate& pick(std::span<const Candidate> candidates, double pickPercent, double u);

}  // namespace vigie::scoring
