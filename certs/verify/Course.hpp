// The course of the session, decided again: from the commands that the records rest on, decide() must lead to exactly
// these records, with the same next questions, clocks and results. No second state machine: exam::decide and
// exam::evolve are the centre's own. Thread: any.
#pragma once

#include <span>

#include "certs/verify/Binding.hpp"

namespace vigie::verify {

class Course {
 public:
  Course(const Binding& binding, const CentreHistory& history, const Stream<exam::SessionRecord>& stream,
         Findings& findings)
      : binding_(binding), history_(history), stream_(stream), findings_(findings) {}

  // Before the record of this index is applied. False when what follows cannot be judged any more.
  bool decideAgain(std::size_t index);
  void apply(std::size_t index);

  const exam::SessionState& state() const { return state_; }

 private:
  bool compare(std::size_t index, const exam::Decision& decision);
  void compareQuestion(const Place& place, const exam::record::QuestionAsked& decided,
                       const exam::record::QuestionAsked& recorded);
  void checkOpening(const SessionEntry& entry);
  bool seatEnrolled(const SessionEntry& entry) const;

  const Binding& binding_;
  const CentreHistory& history_;
  const Stream<exam::SessionRecord>& stream_;
  Findings& findings_;
  exam::SessionState state_;
  std::size_t decidedUntil_ = 0;  // records before this index were decided with an earlier one
};

}  // namespace vigie::verify
