#include "common/exam/DecideParts.hpp"

namespace vigie::exam {
namespace {

template <class... Arms>
struct Match : Arms... {
  using Arms::operator()...;
};

}  // namespace

Decision decideTime(const SessionState& state, const Environment&, const Instant& now) {
  Decision decision;
  if (!state.anybodyRunning()) return decision;
  decision.records.push_back({record::Ticked(), {}});
  for (const auto& [ref, candidate] : state.candidates) {
    if (candidate.phase != CandidatePhase::running) continue;
    ExamClock clock = candidate.clock;
    clock.settle(now, holdsOf(state, candidate));
    if (clock.remainingMs() > 0) continue;
    record::TestEnded ended;
    ended.set_candidate(ref.bytes());
    ended.set_reason("time-out");
    decision.records.push_back({std::move(ended), {}});
  }
  return decision;
}

Decision createSession(const SessionState& state, record::SessionCreated binding) {
  if (state.phase != SessionPhase::none) return refuse("session-exists", "there is a session with this id already");
  return accept(std::move(binding));
}

Decision decide(const SessionState& state, const Environment& environment, const Command& command, const Instant& now) {
  return std::visit(
      Match{[&](const StaffCommand& staff) { return decideStaff(state, environment, staff, now); },
            [&](const AddCertificate& certificate) { return decideCertificate(state, certificate); },
            [&](const TimePassed&) { return decideTime(state, environment, now); },
            [&](const CentreStarted& started) {
              record::CentreRestarted restarted;
              restarted.set_program(started.program);
              return accept(std::move(restarted));
            },
            [&](const AddCheckpoint& checkpoint) { return accept(checkpoint.checkpoint); },
            [&](const AddCountersignature& countersigned) { return accept(countersigned.countersignature); },
            [&](const AddAnchor& anchored) {
              if (state.anchored) return Decision{.records = {}, .refusal = {}, .repeated = true};
              if (state.phase != SessionPhase::finalised) return refuse("session-phase", "only a finalised session is anchored");
              return accept(anchored.anchor);
            },
            [&](const AddPictures& pictures) { return decidePictures(state, pictures); },
            [&](const AddIncident& incident) { return accept(incident.incident); },
            [&](const auto& seat) { return decideSeat(state, environment, seat); }},
      command);
}

}  // namespace vigie::exam
