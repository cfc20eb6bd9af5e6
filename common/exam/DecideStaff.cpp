#include <algorithm>

#include "common/base/Clock.hpp"
#include "common/exam/DecideParts.hpp"
#include "common/exam/Result.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::exam {
namespace {

using Verb = record::StaffBody::VerbCase;

class StaffDecision {
 public:
  StaffDecision(const SessionState& state, const Environment& environment, const StaffCommand& command, const Instant& now)
      : state_(state), environment_(environment), command_(command), now_(now), signed_(toRecord(command.message)) {}

  Decision decide() const {
    switch (command_.body.verb_case()) {
      case Verb::kOpenSession: return open();
      case Verb::kPause: return setPaused(true);
      case Verb::kResume: return setPaused(false);
      case Verb::kEndSession: return endSession();
      case Verb::kFinalise: return finalise();
      case Verb::kAddCandidate: return addCandidate();
      case Verb::kConfirmPresence: return confirmPresence();
      case Verb::kSendMessage: return sendMessage();
      case Verb::kCredit: return credit();
      case Verb::kMove: return move();
      case Verb::kEndTest: return endTest();
      case Verb::kResolveAlert: return resolveAlert();
      default: return refuse("verb-unknown", "this command is not for a session");
    }
  }

 private:
  template <class Content>
  Decision acceptSigned(Content content) const {
    *content.mutable_command() = signed_;
    return accept(std::move(content), command_.privateHash);
  }

  // Nobody starts an exam on a clock that is plainly wrong: certificates would carry the wrong day.
  Decision open() const {
    if (state_.phase != SessionPhase::created) return refuse("session-phase", "only a session that was created can be opened");
    const std::int64_t earliest = std::max({state_.newestWallMs, command_.centreWallMs, environment_.ticketFromMs, environment_.earliestWallMs});
    if (now_.wallMs < earliest) {
      return refuse("clock-wrong", "the server's clock says " + base::formatUtc(now_.wallMs) + ", but it is at least " +
                                       base::formatUtc(earliest) + "; set the server's date and time, then open again");
    }
    if (now_.wallMs > environment_.ticketUntilMs) {
      return refuse("ticket-expired", "the ticket was valid until " + base::formatUtc(environment_.ticketUntilMs) +
                                          "; load another ticket, or correct the server's date if it is wrong");
    }
    record::SessionOpened opened;
    return acceptSigned(std::move(opened));
  }

  Decision addCandidate() const {
    if (state_.phase != SessionPhase::created && state_.phase != SessionPhase::open) {
      return refuse("session-phase", "candidates can be added only before the session ends");
    }
    const auto ref = base::CandidateRef::fromBytes(command_.body.candidate());
    if (!ref || ref->isNull()) return refuse("candidate-unknown", "the command must bring a new reference");
    if (state_.find(*ref) != nullptr) return refuse("candidate-exists", "this reference is taken");
    for (const auto& [other, candidate] : state_.candidates) {
      if (candidate.codeDigest == command_.codeDigest) return refuse("code-taken", "another candidate has this code; draw another");
    }
    const std::string& language = command_.body.add_candidate().language();
    if (language != "fr" && language != "en") return refuse("language-unknown", "the language must be fr or en");
    const std::int64_t extra = command_.body.add_candidate().extra_time_ms();
    if (extra < 0 || extra > environment_.durationMs) {
      return refuse("extra-time", "the extra time must be between 0 and the duration of the test");
    }
    record::CandidateAdded added;
    added.set_candidate(ref->bytes());
    added.set_code_digest(base::toString(command_.codeDigest));
    added.set_accessible_items_only(command_.body.add_candidate().accessible_items_only());
    added.set_extra_time_ms(extra);
    added.set_language(language);
    return acceptSigned(std::move(added));
  }

  Decision confirmPresence() const {
    const auto candidate = sitting();
    if (!candidate) return refuse(candidate.error());
    if ((*candidate)->phase < CandidatePhase::identified) {
      return refuse("identity-not-confirmed", "the candidate has not said yet that the name on the screen is theirs");
    }
    if ((*candidate)->phase > CandidatePhase::identified) {
      return refuse("already-confirmed", "this candidate's presence was confirmed before");
    }
    record::PresenceConfirmed confirmed;
    confirmed.set_candidate((*candidate)->ref.bytes());
    return acceptSigned(std::move(confirmed));
  }

  Decision setPaused(bool paused) const {
    if (state_.phase != SessionPhase::open) return refuse("session-not-open", "the session is not open");
    std::string ref;
    bool isPaused = state_.paused;
    if (!command_.body.candidate().empty()) {
      const auto candidate = known();
      if (!candidate) return refuse(candidate.error());
      if ((*candidate)->phase == CandidatePhase::ended) return refuse("test-ended", "this candidate's test has ended");
      ref = (*candidate)->ref.bytes();
      isPaused = (*candidate)->paused;
    }
    if (isPaused == paused) return refuse(paused ? "already-paused" : "not-paused", paused ? "it is paused already" : "it is not paused");
    if (paused) {
      record::Paused content;
      content.set_candidate(ref);
      return acceptSigned(std::move(content));
    }
    record::Resumed content;
    content.set_candidate(ref);
    return acceptSigned(std::move(content));
  }

  Decision sendMessage() const {
    if (state_.phase != SessionPhase::open) return refuse("session-not-open", "the session is not open");
    if (!command_.body.candidate().empty()) {
      if (const auto candidate = known(); !candidate) return refuse(candidate.error());
    }
    record::MessageSent sent;
    sent.set_candidate(command_.body.candidate());
    return acceptSigned(std::move(sent));
  }

  Decision credit() const {
    const auto candidate = sitting();
    if (!candidate) return refuse(candidate.error());
    const std::int64_t ms = command_.body.credit().ms();
    if (ms <= 0 || ms > environment_.durationMs) {
      return refuse("credit-range", "a credit is more than 0 and at most the duration of the test");
    }
    record::TimeCredited credited;
    credited.set_candidate((*candidate)->ref.bytes());
    credited.set_ms(ms);
    return acceptSigned(std::move(credited));
  }

  Decision move() const {
    const auto candidate = sitting();
    if (!candidate) return refuse(candidate.error());
    const auto workstation = base::WorkstationId::fromBytes(command_.body.move().workstation());
    if (!workstation || !command_.workstationEnrolled) {
      return refuse("workstation-unknown", "there is no enrolled workstation with this id");
    }
    if (const Candidate* other = state_.findByLease(*workstation)) {
      if (other->ref == (*candidate)->ref) return refuse("same-workstation", "the candidate sits at this workstation already");
      return refuse("workstation-taken", "another candidate sits at this workstation");
    }
    record::CandidateMoved moved;
    moved.set_candidate((*candidate)->ref.bytes());
    moved.set_workstation(workstation->bytes());
    moved.set_lease((*candidate)->lease->number + 1);
    return acceptSigned(std::move(moved));
  }

  Decision endTest() const {
    const auto candidate = known();
    if (!candidate) return refuse(candidate.error());
    if ((*candidate)->phase != CandidatePhase::running) return refuse("test-not-running", "this candidate's test is not running");
    const std::string& reason = command_.body.end_test().reason();
    if (reason != "candidate" && reason != "technical") {
      return refuse("reason-unknown", "the reason must be candidate or technical");
    }
    record::TestEnded ended;
    ended.set_candidate((*candidate)->ref.bytes());
    ended.set_reason(reason);
    return acceptSigned(std::move(ended));
  }

  Decision resolveAlert() const {
    const record::ResolveAlert& resolve = command_.body.resolve_alert();
    const auto alert = std::find_if(state_.alerts.begin(), state_.alerts.end(),
                                    [&](const Alert& one) { return one.number == resolve.alert(); });
    if (alert == state_.alerts.end()) return refuse("alert-unknown", "there is no alert with this number");
    if (!alert->open) return refuse("alert-resolved", "this alert was resolved before");
    if (resolve.outcome() != "replace" && resolve.outcome() != "keep") {
      return refuse("outcome-unknown", "the outcome must be replace or keep");
    }
    if (resolve.outcome() == "replace" && alert->question == 0) {
      return refuse("alert-without-question", "this alert is about no question, so there is none to replace; keep it instead");
    }
    const Candidate* candidate = state_.find(alert->candidate);
    record::AlertResolved resolved;
    resolved.set_alert(alert->number);
    resolved.set_outcome(resolve.outcome());
    Decision decision = acceptSigned(std::move(resolved));
    if (resolve.outcome() != "replace" || candidate == nullptr || !candidate->hasOpen(alert->question) ||
        candidate->phase != CandidatePhase::running) {
      return decision;
    }
    std::vector<std::uint8_t> excluded = candidate->excluded;
    scoring::excludeSkillOf(environment_.bank, candidate->questions.back().item, excluded);
    decision.records.push_back(
        draftNextQuestion(environment_, *candidate, {candidate->answered, excluded, *candidate->estimate}));
    return decision;
  }

  Decision endSession() const {
    if (state_.phase != SessionPhase::open) return refuse("session-not-open", "the session is not open");
    Decision decision;
    for (const auto& [ref, candidate] : state_.candidates) {
      if (candidate.phase != CandidatePhase::running) continue;
      record::TestEnded ended;
      ended.set_candidate(ref.bytes());
      ended.set_reason("session-ended");
      decision.records.push_back({std::move(ended), {}});
    }
    record::SessionEnded ended;
    *ended.mutable_command() = signed_;
    decision.records.push_back({std::move(ended), command_.privateHash});
    return decision;
  }

  Decision finalise() const {
    if (state_.phase != SessionPhase::ended) return refuse("session-phase", "only a session that has ended can be finalised");
    for (const Alert& alert : state_.alerts) {
      if (alert.open) return refuse("alert-open", "alert " + std::to_string(alert.number) + " waits for a decision; resolve it first");
    }
    Decision decision;
    decision.records = draftMissingPictures(state_);
    for (const auto& [ref, candidate] : state_.candidates) {
      if (candidate.phase == CandidatePhase::ended) decision.records.push_back({decideResult(environment_, candidate), {}});
    }
    record::SessionFinalised finalised;
    *finalised.mutable_command() = signed_;
    decision.records.push_back({std::move(finalised), command_.privateHash});
    return decision;
  }

  base::Result<const Candidate*> known() const {
    const auto ref = base::CandidateRef::fromBytes(command_.body.candidate());
    const Candidate* candidate = ref ? state_.find(*ref) : nullptr;
    if (candidate == nullptr) return base::fail("candidate-unknown", "there is no candidate with this reference in this session");
    return candidate;
  }

  base::Result<const Candidate*> sitting() const {
    if (state_.phase != SessionPhase::open) return base::fail("session-not-open", "the session is not open");
    const auto candidate = known();
    if (!candidate) return candidate;
    if (!(*candidate)->lease) return base::fail("not-seated", "this candidate has not checked in");
    if ((*candidate)->phase == CandidatePhase::ended) return base::fail("test-ended", "this candidate's test has ended");
    return candidate;
  }

  const SessionState& state_;
  const Environment& environment_;
  const StaffCommand& command_;
  const Instant& now_;
  record::SignedBytes signed_;
};

// The same id with the same bytes is a repeat; with other bytes somebody plays a second command behind the first.
std::optional<Decision> ifSeenBefore(const SessionState& state, const StaffCommand& command) {
  const auto id = base::CommandId::fromBytes(command.body.command());
  if (!id || id->isNull()) return refuse("command-id", "the command must bring a 128-bit id");
  const auto seen = state.commands.find(*id);
  if (seen == state.commands.end()) return std::nullopt;
  if (seen->second == command.message.digest()) return Decision{.records = {}, .refusal = {}, .repeated = true};
  record::IncidentRecorded incident;
  incident.set_kind("command-reused");
  incident.set_facts("command " + id->hex());
  Decision decision = refuse("command-reused", "a command with this id but other content was carried out before");
  decision.records.push_back({std::move(incident), {}});
  return decision;
}

}  // namespace

Decision decideStaff(const SessionState& state, const Environment& environment, const StaffCommand& command,
                     const Instant& now) {
  if (auto seen = ifSeenBefore(state, command)) return std::move(*seen);
  return StaffDecision(state, environment, command, now).decide();
}

Decision decideCertificate(const SessionState& state, const AddCertificate& command) {
  if (state.phase != SessionPhase::finalised) return refuse("session-phase", "certificates follow the finalisation");
  const Candidate* candidate = state.find(command.candidate);
  if (candidate == nullptr || !candidate->result || candidate->result->status != "validated") {
    return refuse("no-result", "only a validated result leads to a certificate");
  }
  if (!candidate->certificateCode.empty()) return {.records = {}, .refusal = {}, .repeated = true};
  record::CertificateIssued issued;
  issued.set_candidate(command.candidate.bytes());
  issued.set_code(command.code);
  issued.set_jws_digest(base::toString(command.jwsDigest));
  *issued.mutable_command() = toRecord(command.command.message);
  return accept(std::move(issued), command.privateHash);
}

}  // namespace vigie::exam
