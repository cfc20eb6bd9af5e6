#include "common/exam/DecideParts.hpp"

namespace vigie::exam {
namespace {

// The candidate who holds this lease, or why there is none. A seat that lost its lease must not go on answering.
base::Result<const Candidate*> holderOf(const SessionState& state, const base::WorkstationId& workstation,
                                        std::uint32_t lease) {
  const Candidate* candidate = state.findByLease(workstation);
  if (candidate == nullptr) return base::fail("no-lease", "nobody sits at this workstation in this session");
  if (candidate->lease->number != lease) {
    return base::fail("lease-stale", "this candidate continues elsewhere, or in a newer start of the program");
  }
  return candidate;
}

record::IncidentRecorded incident(const Candidate& candidate, const base::WorkstationId& workstation, const char* kind) {
  record::IncidentRecorded out;
  out.set_candidate(candidate.ref.bytes());
  out.set_workstation(workstation.bytes());
  out.set_kind(kind);
  return out;
}

const Candidate* findByCode(const SessionState& state, const crypto::Digest& codeDigest) {
  for (const auto& [ref, candidate] : state.candidates) {
    if (base::equalConstantTime(candidate.codeDigest, codeDigest)) return &candidate;
  }
  return nullptr;
}

}  // namespace

Draft draftNextQuestion(const Environment& environment, const Candidate& candidate, const Progress& progress) {
  const NextQuestion next = nextQuestion(environment, candidate, progress);
  if (next.kind == scoring::ChoiceKind::candidates) {
    return {askQuestion(environment, candidate, progress, next), {}};
  }
  record::TestEnded ended;
  ended.set_candidate(candidate.ref.bytes());
  ended.set_reason(next.kind == scoring::ChoiceKind::noItemLeft ? "no-item-left" : "completed");
  return {std::move(ended), {}};
}

Decision decideSeat(const SessionState& state, const Environment& environment, const CheckIn& command) {
  if (state.phase != SessionPhase::open) return refuse("session-not-open", "the session is not open");
  if (command.simulated && environment.kind != SessionKind::demonstration) {
    return refuse("simulated-seat", "a simulated seat is accepted only under a demonstration ticket");
  }
  const Candidate* holder = state.findByLease(command.workstation);
  const Candidate* candidate = command.codeDigest ? findByCode(state, *command.codeDigest) : holder;
  if (candidate == nullptr) {
    if (!command.codeDigest) return refuse("no-lease", "nobody sits at this workstation; a code is needed");
    record::CheckInRefused refused;
    refused.set_workstation(command.workstation.bytes());
    refused.set_reason("code-unknown");
    Decision decision = refuse("code-unknown", "no candidate of this session has this code; look at the slip again");
    decision.records.push_back({std::move(refused), {}});
    return decision;
  }
  if (candidate->phase == CandidatePhase::ended) return refuse("test-ended", "this candidate's test has ended");
  if (holder != nullptr && holder != candidate) {
    return refuse("workstation-taken", "another candidate sits at this workstation");
  }
  // A code that was read over a shoulder must not open a second seat: only an invigilator moves a candidate.
  if (candidate->lease && candidate->lease->workstation != command.workstation) {
    Decision decision = refuse("code-in-use", "this candidate sits at another workstation; an invigilator can move them");
    decision.records.push_back({incident(*candidate, command.workstation, "code-in-use"), {}});
    return decision;
  }
  if (candidate->nonce.empty() && command.nonce.size() != 32) {
    return refuse("nonce-wrong", "the seat must bring 32 random bytes at the first check-in");
  }
  record::CandidateSeated seated;
  seated.set_candidate(candidate->ref.bytes());
  seated.set_workstation(command.workstation.bytes());
  seated.set_lease(candidate->lease ? candidate->lease->number + 1 : 1);
  seated.set_seat_key(base::toString(command.seatKey));
  *seated.mutable_certified() = toRecord(command.certified);
  // The first nonce stays: a seat that could bring another would draw its questions again.
  if (candidate->nonce.empty()) seated.set_nonce(base::toString(command.nonce));
  seated.set_simulated(command.simulated);
  return accept(std::move(seated));
}

Decision decideSeat(const SessionState& state, const Environment&, const ConfirmIdentity& command) {
  const auto candidate = holderOf(state, command.workstation, command.lease);
  if (!candidate) return refuse(candidate.error());
  if ((*candidate)->phase != CandidatePhase::seated) return {.records = {}, .refusal = {}, .repeated = true};
  record::IdentityConfirmed confirmed;
  confirmed.set_candidate((*candidate)->ref.bytes());
  return accept(std::move(confirmed));
}

Decision decideSeat(const SessionState& state, const Environment& environment, const BeginTest& command) {
  const auto candidate = holderOf(state, command.workstation, command.lease);
  if (!candidate) return refuse(candidate.error());
  if ((*candidate)->phase == CandidatePhase::running) return {.records = {}, .refusal = {}, .repeated = true};
  if ((*candidate)->phase != CandidatePhase::ready) {
    return refuse("presence-not-confirmed", "the invigilator has not confirmed yet that this candidate is here");
  }
  if (state.paused) return refuse("session-paused", "the session is paused");
  record::TestStarted started;
  started.set_candidate((*candidate)->ref.bytes());
  const Measurement measured(environment);
  Decision decision = accept(std::move(started));
  decision.records.push_back(
      draftNextQuestion(environment, **candidate, {(*candidate)->answered, (*candidate)->excluded, measured}));
  return decision;
}

Decision decideSeat(const SessionState& state, const Environment& environment, const SubmitAnswer& command) {
  const Candidate* sitting = state.findByLease(command.workstation);
  const auto holder = holderOf(state, command.workstation, command.lease);
  if (!holder) {
    // An answer of a test that has just ended may still be a repeat whose acknowledgement was lost.
    if (sitting != nullptr) return refuse(holder.error());
  }
  const auto ref = base::CandidateRef::fromBytes(command.body.candidate());
  const Candidate* candidate = holder ? *holder : ref ? state.find(*ref) : nullptr;
  if (candidate == nullptr || !ref || *ref != candidate->ref || command.body.session() != state.id.bytes() ||
      !candidate->lease || candidate->lease->workstation != command.workstation) {
    return refuse("no-lease", "this answer belongs to a candidate who does not sit at this workstation");
  }
  for (const Question& question : candidate->questions) {
    if (question.number != command.body.number() || !question.answer) continue;
    if (question.answer->signedDigest == command.message.digest()) return {.records = {}, .refusal = {}, .repeated = true};
    Decision decision = refuse("answer-conflict", "this question has another answer already, and the first one counts");
    decision.records.push_back({incident(*candidate, command.workstation, "answer-conflict"), {}});
    return decision;
  }
  if (candidate->phase != CandidatePhase::running) return refuse("test-ended", "the test is not running");
  // An answer that overtook a pause counts; but the question of an open alert is hidden and may be replaced.
  if (state.openAlertOf(candidate->ref) != nullptr) return refuse("alert-open", "the alert waits for an invigilator's decision");
  const Question* question = candidate->openQuestion();
  if (question == nullptr || question->number != command.body.number()) {
    return refuse("question-not-open", "this question is not waiting for an answer");
  }
  const ExamItem& item = environment.items[question->item];
  // The seat signs what it showed: another text, another order of choices or an older head is somebody's forgery.
  if (command.body.item() != item.id || command.body.item_version() != item.version ||
      command.body.shown() != base::textOf(question->shown) ||
      command.body.answer_digest() != base::textOf(command.privateHash)) {
    Decision decision = refuse("answer-mismatch", "the answer does not belong to the question as it was sent");
    decision.records.push_back({incident(*candidate, command.workstation, "answer-mismatch"), {}});
    return decision;
  }
  const bool first = candidate->newestSigned == crypto::Digest{};
  if (command.body.previous() != (first ? std::string_view() : base::textOf(candidate->newestSigned))) {
    Decision decision = refuse("answer-chain", "the answer does not follow this candidate's previous one");
    decision.records.push_back({incident(*candidate, command.workstation, "answer-chain"), {}});
    return decision;
  }
  record::AnswerAccepted accepted;
  accepted.set_candidate(candidate->ref.bytes());
  accepted.set_number(question->number);
  *accepted.mutable_answer() = toRecord(command.message);
  accepted.set_answer_digest(base::toString(command.privateHash));
  accepted.set_correct(command.correct);
  accepted.set_item(item.id);

  // What follows is decided on the state as it will be, so both records land in one commit.
  std::vector<scoring::ItemIndex> answered = candidate->answered;
  answered.push_back(question->item);
  Measurement measured = *candidate->estimate;
  measured.answer(environment, question->item,
                  command.correct ? scoring::Outcome::succeeded : scoring::Outcome::failed);
  std::vector<std::uint8_t> excluded = candidate->excluded;
  for (const scoring::ItemIndex refused : question->refused) excluded[refused] = 1;
  Decision decision;
  decision.records.push_back({std::move(accepted), command.privateHash});
  decision.records.push_back(draftNextQuestion(environment, *candidate, {answered, excluded, measured}));
  return decision;
}

Decision decideSeat(const SessionState& state, const Environment&, const RaiseAlert& command) {
  const auto candidate = holderOf(state, command.workstation, command.lease);
  if (!candidate) return refuse(candidate.error());
  if ((*candidate)->phase != CandidatePhase::running) return refuse("test-not-running", "the test is not running");
  if (state.openAlertOf((*candidate)->ref) != nullptr) return {.records = {}, .refusal = {}, .repeated = true};
  const Question* question = (*candidate)->openQuestion();
  if (command.question != 0 && (question == nullptr || question->number != command.question)) {
    return refuse("question-not-open", "this question is not on the screen any more");
  }
  record::AlertRaised raised;
  raised.set_candidate((*candidate)->ref.bytes());
  raised.set_alert(static_cast<std::uint32_t>(state.alerts.size()) + 1);
  raised.set_question(command.question);
  raised.set_category(command.category);
  Decision decision;
  decision.records.push_back({std::move(raised), command.privateHash});
  return decision;
}

Decision decideSeat(const SessionState& state, const Environment&, const SeatLinked& command) {
  const Candidate* candidate = state.findByLease(command.workstation);
  if (candidate == nullptr || candidate->linked) return {};
  record::LinkRestored restored;
  restored.set_candidate(candidate->ref.bytes());
  return accept(std::move(restored));
}

Decision decideSeat(const SessionState& state, const Environment&, const SeatUnlinked& command) {
  const Candidate* candidate = state.findByLease(command.workstation);
  if (candidate == nullptr || !candidate->linked) return {};
  record::LinkLost lost;
  lost.set_candidate(candidate->ref.bytes());
  return accept(std::move(lost));
}

}  // namespace vigie::exam
