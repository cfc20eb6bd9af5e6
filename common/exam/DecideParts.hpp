// The parts of decide(), one file for each kind of asker. Internal to common/exam.
#pragma once

#include <utility>

#include "common/exam/Choice.hpp"
#include "common/exam/Decide.hpp"

namespace vigie::exam {

inline Decision refuse(base::Error error) {
  Decision decision;
  decision.refusal = std::move(error);
  return decision;
}

inline Decision refuse(std::string code, std::string detail) { return refuse(base::Error{std::move(code), std::move(detail)}); }

template <class Content>
Decision accept(Content content, crypto::Digest privateHash = {}) {
  Decision decision;
  decision.records.push_back({std::move(content), privateHash});
  return decision;
}

// QuestionAsked, or TestEnded when the test is complete or no item is left.
Draft draftNextQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress);

Decision decideSeat(const SessionState& state, const Environment& environment, const CheckIn& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const ConfirmIdentity& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const BeginTest& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const SubmitAnswer& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const RaiseAlert& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const AnnouncePicture& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const SeatLinked& command);
Decision decideSeat(const SessionState& state, const Environment& environment, const SeatUnlinked& command);

Decision decideStaff(const SessionState& state, const Environment& environment, const StaffCommand& command,
                     const Instant& now);
Decision decideCertificate(const SessionState& state, const AddCertificate& command);

Decision decidePictures(const SessionState& state, const AddPictures& command);
std::vector<Draft> draftMissingPictures(const SessionState& state);

Decision decideTime(const SessionState& state, const Environment& environment, const Instant& now);

}  // namespace vigie::exam
