// Which question comes next, and how it is shown: everything follows from the ticket's seed, the seat's nonce, the
// bank and the answers, so that anybody who has them decides the same. By Pix's rules (scoring/Selection.hpp), or by
// the plan of the session (scoring/PlanChoice.hpp). Pure.
#pragma once

#include <vector>

#include "common/exam/Session.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::exam {

struct NextQuestion {
  scoring::ChoiceKind kind = scoring::ChoiceKind::noItemLeft;
  std::uint32_t available = 0;  // items that the rules left
  std::uint32_t number = 0;
  scoring::ItemIndex item = 0;  // meaningful when there are candidates
  double draw = 0;
};

// What the next question rests on, as it will be when the records of a decision are applied: a few numbers of the
// candidate's, so that no answer costs a copy of every question so far.
struct Progress {
  const std::vector<scoring::ItemIndex>& answered;
  const std::vector<std::uint8_t>& excluded;
  const Measurement& measured;
};

NextQuestion nextQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress);

// The record that asks it. Precondition: next.kind is candidates.
record::QuestionAsked askQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress,
                                  const NextQuestion& next);

// The better items that the plan's exposure control did not let through with this draw: out of the candidate's test
// once the question is answered. Empty in the Pix mode and for plans that refuse none.
std::vector<scoring::ItemIndex> refusedItems(const Environment& environment, const Candidate& candidate,
                                             const Progress& progress, double draw);

// Which items are eligible for this candidate (scoring::Exposure::eligibility): draw 0, which no question has.
double eligibilityDraw(const Environment& environment, const Candidate& candidate);

}  // namespace vigie::exam
