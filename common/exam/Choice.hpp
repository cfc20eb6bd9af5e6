// Which question comes next, and how it is shown: everything follows from the ticket's seed, the seat's nonce, the
// bank and the answers, so that anybody who has them decides the same. Pure.
#pragma once

#include <optional>

#include "common/exam/Session.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::exam {

struct NextQuestion {
  scoring::Choice choice;
  std::uint32_t number = 0;
  scoring::ItemIndex item = 0;  // meaningful when the choice has candidates
  double draw = 0;
};

// What the next question rests on, as it will be when the records of a decision are applied: a few numbers of the
// candidate's, so that no answer costs a copy of every question so far.
struct Progress {
  const std::vector<scoring::ItemIndex>& answered;
  const std::vector<std::uint8_t>& excluded;
  double ability = 0;
};

NextQuestion nextQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress);

// The record that asks it. Precondition: next.choice has candidates.
record::QuestionAsked askQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress,
                                  const NextQuestion& next);

}  // namespace vigie::exam
