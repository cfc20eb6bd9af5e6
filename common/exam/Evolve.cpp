#include <algorithm>

#include "common/exam/Choice.hpp"
#include "common/exam/Session.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::exam {
namespace {

constexpr std::size_t kNotFound = static_cast<std::size_t>(-1);

std::size_t indexOf(const Environment& environment, const std::string& id) {
  const auto found = std::find_if(environment.items.begin(), environment.items.end(),
                                  [&](const ExamItem& item) { return item.id == id; });
  return found == environment.items.end() ? kNotFound : static_cast<std::size_t>(found - environment.items.begin());
}

// One overload for each record. `clockless` records change no hold and need no settling.
class Evolution {
 public:
  Evolution(SessionState& state, const Environment& environment, const Instant& at)
      : state_(state), environment_(environment), at_(at) {}

  void operator()(const std::monostate&) {}

  void operator()(const record::SessionCreated& content) {
    if (const auto id = base::SessionId::fromBytes(content.session())) state_.id = *id;
    state_.created = content;
    state_.phase = SessionPhase::created;
    remember(content.command());
  }

  void operator()(const record::SessionOpened& content) {
    state_.phase = SessionPhase::open;
    remember(content.command());
  }

  void operator()(const record::CandidateAdded& content) {
    const auto ref = base::CandidateRef::fromBytes(content.candidate());
    if (!ref || content.extra_time_ms() < 0 || content.extra_time_ms() > environment_.durationMs) return;
    Candidate candidate;
    candidate.ref = *ref;
    crypto::toDigest(content.code_digest(), candidate.codeDigest);
    candidate.language = content.language();
    candidate.clock.allow(environment_.durationMs + content.extra_time_ms());
    candidate.excluded.resize(environment_.items.size());
    for (std::size_t i = 0; i < environment_.items.size(); ++i) {
      const ExamItem& item = environment_.items[i];
      const bool spoken = std::find(item.languages.begin(), item.languages.end(), content.language()) != item.languages.end();
      candidate.excluded[i] = !item.admitted || !spoken || (content.accessible_items_only() && !item.accessible);
    }
    state_.candidates.emplace(*ref, std::move(candidate));
    remember(content.command());
  }

  void operator()(const record::CheckInRefused&) {}

  void operator()(const record::CandidateSeated& content) {
    Candidate* candidate = find(content.candidate());
    const auto workstation = base::WorkstationId::fromBytes(content.workstation());
    if (candidate == nullptr || !workstation) return;
    settle(*candidate);
    candidate->lease = Lease{*workstation, content.lease()};
    candidate->seatKeys.push_back(base::toBytes(content.seat_key()));
    if (!content.nonce().empty()) candidate->nonce = base::toBytes(content.nonce());
    candidate->linked = true;
    if (candidate->phase == CandidatePhase::added) candidate->phase = CandidatePhase::seated;
  }

  void operator()(const record::IdentityConfirmed& content) { advance(content.candidate(), CandidatePhase::identified); }

  void operator()(const record::PresenceConfirmed& content) {
    advance(content.candidate(), CandidatePhase::ready);
    remember(content.command());
  }

  void operator()(const record::TestStarted& content) {
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    candidate->phase = CandidatePhase::running;
    candidate->estimate.emplace(environment_);
    candidate->clock.start(at_);
  }

  void operator()(const record::QuestionAsked& content) {
    Candidate* candidate = find(content.candidate());
    const std::size_t item = indexOf(environment_, content.item());
    if (candidate == nullptr || item == kNotFound) return;
    Question question;
    question.number = content.number();
    question.item = static_cast<scoring::ItemIndex>(item);
    crypto::toDigest(content.shown(), question.shown);
    question.language = content.language();
    question.order.assign(content.order().begin(), content.order().end());
    if (candidate->estimate) {
      question.refused = refusedItems(environment_, *candidate,
                                      {candidate->answered, candidate->excluded, *candidate->estimate}, content.draw());
    }
    candidate->questions.push_back(std::move(question));
  }

  void operator()(const record::AnswerAccepted& content) {
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr || candidate->openQuestion() == nullptr || !candidate->estimate) return;
    Question& question = candidate->questions.back();
    AnswerGiven given;
    crypto::toDigest(content.answer_digest(), given.answerDigest);
    if (const auto message = fromRecord(content.answer())) given.signedDigest = message->digest();
    given.correct = content.correct();
    candidate->newestSigned = given.signedDigest;
    question.answer = given;
    candidate->answered.push_back(question.item);
    for (const scoring::ItemIndex refused : question.refused) candidate->excluded[refused] = 1;
    candidate->estimate->answer(environment_, question.item,
                                given.correct ? scoring::Outcome::succeeded : scoring::Outcome::failed);
  }

  void operator()(const record::Ticked&) { settleAll(); }

  void operator()(const record::TimeCredited& content) {
    remember(content.command());
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr || content.ms() <= 0 || content.ms() > environment_.durationMs) return;
    candidate->clock.credit(CreditReason::decision, content.ms());
  }

  void operator()(const record::AlertRaised& content) {
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    settle(*candidate);
    state_.alerts.push_back({content.alert(), candidate->ref, content.question(), content.category(), true, {}});
  }

  void operator()(const record::AlertResolved& content) {
    remember(content.command());
    for (Alert& alert : state_.alerts) {
      if (alert.number != content.alert() || !alert.open) continue;
      Candidate& candidate = state_.candidates.at(alert.candidate);
      settle(candidate);
      alert.open = false;
      alert.outcome = content.outcome();
      if (content.outcome() == "replace" && candidate.hasOpen(alert.question)) replaceQuestion(candidate);
    }
  }

  void operator()(const record::Paused& content) { setPaused(content.candidate(), true, content.command()); }
  void operator()(const record::Resumed& content) { setPaused(content.candidate(), false, content.command()); }

  void operator()(const record::LinkLost& content) {
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    settle(*candidate);
    candidate->linked = false;
    candidate->clock.linkLost();
  }

  void operator()(const record::LinkRestored& content) {
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    settle(*candidate);
    candidate->linked = true;
  }

  void operator()(const record::MessageSent& content) { remember(content.command()); }

  void operator()(const record::CandidateMoved& content) {
    Candidate* candidate = find(content.candidate());
    const auto workstation = base::WorkstationId::fromBytes(content.workstation());
    remember(content.command());
    if (candidate == nullptr || !workstation) return;
    settle(*candidate);
    candidate->lease = Lease{*workstation, content.lease()};
    candidate->linked = false;
    candidate->clock.linkLost();
  }

  void operator()(const record::TestEnded& content) {
    remember(content.command());
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    candidate->clock.stop(at_, holdsOf(state_, *candidate));
    candidate->phase = CandidatePhase::ended;
    candidate->endReason = content.reason();
  }

  void operator()(const record::SessionEnded& content) {
    state_.phase = SessionPhase::ended;
    remember(content.command());
  }

  void operator()(const record::SessionFinalised& content) {
    state_.phase = SessionPhase::finalised;
    remember(content.command());
  }

  void operator()(const record::ResultDecided& content) {
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    Result result;
    result.ability = content.ability();
    result.errorRate = content.error_rate();
    result.status = content.status();
    result.comment = content.comment();
    if (content.has_score()) {
      result.score = content.score();
      result.mesh = content.mesh();
    }
    for (const std::int32_t level : content.levels()) {
      result.levels.push_back(level < 0 ? std::nullopt : std::optional<std::uint32_t>(static_cast<std::uint32_t>(level)));
    }
    result.answers = content.answers();
    result.downgraded = content.downgraded();
    candidate->result = std::move(result);
  }

  void operator()(const record::CertificateIssued& content) {
    remember(content.command());
    Candidate* candidate = find(content.candidate());
    if (candidate == nullptr) return;
    candidate->certificateCode = content.code();
    crypto::toDigest(content.jws_digest(), candidate->certificateDigest);
    state_.issued.push_back(candidate->ref);
  }

  void operator()(const record::CheckpointSigned& content) {
    state_.checkpointPosition = content.position();
    state_.checkpointAt = at_;
  }

  void operator()(const record::CheckpointCountersigned&) {}
  void operator()(const record::SessionAnchored&) { state_.anchored = true; }
  void operator()(const record::IncidentRecorded&) { ++state_.incidents; }

  void operator()(const record::PictureAnnounced& content) {
    if (const Candidate* candidate = find(content.candidate())) state_.evidence[candidate->ref].announced(content);
  }

  void operator()(const record::CaptureStated& content) {
    if (const Candidate* candidate = find(content.candidate())) state_.evidence[candidate->ref].stated(content);
  }

  void operator()(const record::PicturesStored& content) {
    state_.vaultEnds[content.segment()] = content.offset() + content.size();
    for (const record::StoredPicture& picture : content.pictures()) {
      if (const Candidate* candidate = find(picture.candidate())) {
        state_.evidence[candidate->ref].stored(picture, content.segment());
      }
    }
  }

  void operator()(const record::PicturesMissing& content) {
    if (const Candidate* candidate = find(content.candidate())) state_.evidence[candidate->ref].missed(content);
  }

  void operator()(const record::CentreRestarted&) {
    // No seat is linked until it says so; the silence since the last tick is the centre's, settled and credited here.
    settleAll();
    for (auto& [ref, candidate] : state_.candidates) {
      if (!candidate.lease || candidate.phase == CandidatePhase::ended) continue;
      candidate.linked = false;
      candidate.clock.linkLost();
    }
  }

 private:
  Candidate* find(const std::string& bytes) {
    const auto ref = base::CandidateRef::fromBytes(bytes);
    if (!ref) return nullptr;
    const auto found = state_.candidates.find(*ref);
    return found == state_.candidates.end() ? nullptr : &found->second;
  }

  void settle(Candidate& candidate) { candidate.clock.settle(at_, holdsOf(state_, candidate)); }

  void settleAll() {
    for (auto& [ref, candidate] : state_.candidates) settle(candidate);
  }

  void advance(const std::string& bytes, CandidatePhase phase) {
    if (Candidate* candidate = find(bytes)) candidate->phase = std::max(candidate->phase, phase);
  }

  void setPaused(const std::string& bytes, bool paused, const record::SignedBytes& command) {
    remember(command);
    if (bytes.empty()) {
      settleAll();
      state_.paused = paused;
    } else if (Candidate* candidate = find(bytes)) {
      settle(*candidate);
      candidate->paused = paused;
    }
  }

  void replaceQuestion(Candidate& candidate) {
    Question& question = candidate.questions.back();
    question.replaced = true;
    scoring::excludeSkillOf(environment_.bank, question.item, candidate.excluded);
  }

  // The command's id and digest, so that its repeat is recognised and a forged repeat refused.
  void remember(const record::SignedBytes& command) {
    if (command.body().empty()) return;
    record::StaffBody body;
    const auto message = fromRecord(command);
    if (!message || !body.ParseFromString(command.body())) return;
    if (const auto id = base::CommandId::fromBytes(body.command())) state_.commands.emplace(*id, message->digest());
  }

  SessionState& state_;
  const Environment& environment_;
  const Instant& at_;
};

}  // namespace

std::string_view phaseName(CandidatePhase phase) {
  switch (phase) {
    case CandidatePhase::added: return "added";
    case CandidatePhase::seated: return "seated";
    case CandidatePhase::identified: return "identified";
    case CandidatePhase::ready: return "ready";
    case CandidatePhase::running: return "running";
    case CandidatePhase::ended: return "ended";
  }
  return "unknown";
}

std::string_view phaseName(SessionPhase phase) {
  switch (phase) {
    case SessionPhase::none: return "none";
    case SessionPhase::created: return "created";
    case SessionPhase::open: return "open";
    case SessionPhase::ended: return "ended";
    case SessionPhase::finalised: return "finalised";
  }
  return "unknown";
}

const Candidate* SessionState::find(const base::CandidateRef& ref) const {
  const auto found = candidates.find(ref);
  return found == candidates.end() ? nullptr : &found->second;
}

const Candidate* SessionState::findByLease(const base::WorkstationId& workstation) const {
  for (const auto& [ref, candidate] : candidates) {
    if (candidate.lease && candidate.lease->workstation == workstation && candidate.phase != CandidatePhase::ended) {
      return &candidate;
    }
  }
  return nullptr;
}

const Evidence& SessionState::evidenceOf(const base::CandidateRef& ref) const {
  static const Evidence nothing;
  const auto found = evidence.find(ref);
  return found == evidence.end() ? nothing : found->second;
}

const Alert* SessionState::openAlertOf(const base::CandidateRef& ref) const {
  for (const Alert& alert : alerts) {
    if (alert.open && alert.candidate == ref) return &alert;
  }
  return nullptr;
}

bool SessionState::anybodyRunning() const {
  return std::any_of(candidates.begin(), candidates.end(),
                     [](const auto& entry) { return entry.second.phase == CandidatePhase::running; });
}

Holds holdsOf(const SessionState& state, const Candidate& candidate) {
  return {.paused = state.paused || candidate.paused,
          .alert = state.openAlertOf(candidate.ref) != nullptr,
          .linkLost = !candidate.linked};
}

void evolve(SessionState& state, const Environment& environment, const Instant& at, const SessionRecord& content) {
  state.newestWallMs = std::max(state.newestWallMs, at.wallMs);
  std::visit(Evolution(state, environment, at), content);
}

}  // namespace vigie::exam
