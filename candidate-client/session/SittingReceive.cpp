// What the centre says, one handler for each message.
#include <algorithm>
#include <array>
#include <limits>

#include "candidate-client/session/Sitting.hpp"

namespace vigie::session {
namespace {

namespace message = protocol::message;

// The seat has no place any more: its candidate continues elsewhere, or the test is over.
bool endsLease(const std::string& code) {
  return code == "no-lease" || code == "lease-stale";
}

// The centre has judged this very answer: sending it again would bring the same refusal.
bool isFinal(const std::string& code) {
  constexpr std::array<std::string_view, 6> kFinal = {"answer-conflict",   "answer-mismatch", "answer-chain",
                                                      "question-not-open", "alert-open",      "test-ended"};
  return std::find(kFinal.begin(), kFinal.end(), code) != kFinal.end();
}

// The question went on at another seat, or was replaced: the person answers again where it stands now.
bool isOvertaken(const std::string& code) {
  return code == "question-not-open" || code == "alert-open";
}

const Standing* standingIn(const message::Welcome& welcome) {
  return welcome.has_sitting() && welcome.sitting().has_standing() ? &welcome.sitting().standing() : nullptr;
}

template <class Content>
const Standing* standingIn(const Content& content) {
  if constexpr (requires { content.has_standing(); }) {
    if (content.has_standing()) return &content.standing();
  }
  return nullptr;
}

}  // namespace

void Sitting::receive(const protocol::Message& message, base::Moment now) {
  arrive(now);
  lastFrameMs_ = nowMs_;
  const bool isWelcome = std::holds_alternative<message::Welcome>(message);
  if (!isWelcome && !welcomed_ && !std::holds_alternative<message::Refused>(message)) return;
  std::visit(
      [&](const auto& content) {
        if (const Standing* standing = standingIn(content); standing != nullptr && !observe(*standing)) return;
        if constexpr (requires { this->on(content); }) this->on(content);
      },
      message);
  // After a reconnection a question stays hidden until the centre has said how things stand now.
  if (!isWelcome && welcomed_) refreshed_ = true;
  if (refreshed_ || !person_) silent_ = false;
  finishInput();
}

bool Sitting::observe(const Standing& standing) {
  if (keep_.fork()) return true;
  const auto seen = keep_.standings().observe(standing);
  if (const auto* fork = std::get_if<Fork>(&seen)) {
    keep_.rememberFork(*fork);
    save();
    reportFork();
    return false;
  }
  const auto news = std::get<Standings::News>(seen);
  if (news == Standings::News::otherEpoch) notice("centre-restored");
  if (news != Standings::News::nothing) unsaved_ = true;
  return true;
}

void Sitting::reportFork() {
  message::ForkReport report;
  *report.mutable_known() = keep_.fork()->known;
  *report.mutable_shown() = keep_.fork()->shown;
  outputs_.send(std::move(report));
}

void Sitting::on(const message::Welcome& welcome) {
  if (flight_.is(CommandKind::hello)) flight_.land();
  if (!welcomed_) heartbeatMs_ = nowMs_;
  welcomed_ = true;
  stopped_.clear();
  questionCurrent_ = false;
  if (keep_.fork()) return reportFork();
  if (welcome.protocol() != protocol::kProtocolVersion) return stop("protocol");
  if (welcome.has_sitting()) {
    welcomeSitting(welcome.sitting());
  } else {
    welcomeNobody();
  }
}

void Sitting::welcomeSitting(const message::Sitting& sitting) {
  const auto session = base::SessionId::fromBytes(sitting.session());
  const auto candidate = base::CandidateRef::fromBytes(sitting.candidate());
  if (!session || !candidate) return stop("welcome-wrong");
  Person person{*session,
                *candidate,
                sitting.lease(),
                sitting.demonstration(),
                sitting.display_name(),
                sitting.language(),
                sitting.questions(),
                sitting.questions_at_most()};
  probe_.reset();
  endPresumed_ = false;
  ended_ = false;
  endReason_.clear();
  // The key of its pictures came with the check-in alone: a seat that never received it checks in again.
  const bool ours =
      seatKey_ && base::toString(seatKey_->publicKey().spki()) == sitting.seat_key() && !evidenceKey_.empty();
  if (ours) {
    if (wishes_.code) wishes_ = {};
    sit(std::move(person));
  } else {
    person_.reset();
    question_.reset();
    shown_ = {};
    // A code was sent just before an invigilator moved its owner here: the centre's answer to it is still to come, and
    // if it accepts, then the key of that check-in.
    if (!flight_.is(CommandKind::checkIn)) {
      wishes_ = {};
      seatKey_ = settings_.newSeatKey();
    }
    keep_.beginTest(person.session, person.candidate, person.lease);
    resuming_ = std::move(person);
  }
  settleAnswered(sitting.answered(), sitting.previous());
}

// Nobody sits here, says the centre. Somebody did, as far as this seat knows: only the centre can tell whether the test
// has ended or goes on elsewhere, and its reaction to an answer it has already tells which.
void Sitting::welcomeNobody() {
  resuming_.reset();
  if (ended_ || wishes_.code) return;
  const bool unfinished = keep_.test() && !keep_.test()->ended;
  if (unfinished && keep_.newestAnswer() != nullptr) {
    probe_ = keep_.newestAnswer()->number;
    person_.reset();
    question_.reset();
  } else if (person_) {
    loseSitting("no-lease");
  }
}

void Sitting::sit(Person person) {
  const bool another = !person_ || person_->candidate != person.candidate || person_->session != person.session;
  if (another) {
    question_.reset();
    shown_ = {};
    screenTime_.clear();
  }
  resuming_.reset();
  person_ = std::move(person);
  shown_.questions = person_->questions;
  keep_.beginTest(person_->session, person_->candidate, person_->lease);
  save();
}

// What the welcome says is durable needs no acknowledgement of its own; what it lacks is sent again. An answer that was
// never acknowledged here may have another in its place, given at another seat; one that was acknowledged may not.
void Sitting::settleAnswered(std::uint32_t answered, const std::string& previous) {
  if (const KeptAnswer* kept = keep_.answer(answered)) {
    const bool same = base::toString(kept->message.digest()) == previous;
    if (!same && kept->acknowledged) return stop("answers-differ");
    if (same) acknowledge(*kept);
  }
  keep_.dropUnacknowledgedUpTo(answered);
  keep_.lackAfter(answered);
}

void Sitting::acknowledge(const KeptAnswer& kept) {
  if (kept.acknowledged) return;
  keep_.acknowledge(kept.number);
  outputs_.acknowledged(keep_.test()->candidate, kept.number, kept.publicDigest());
}

void Sitting::on(const message::CheckedIn& checkedIn) {
  if (!flight_.is(CommandKind::checkIn)) return;
  flight_.land();
  const auto session = base::SessionId::fromBytes(checkedIn.session());
  const auto candidate = base::CandidateRef::fromBytes(checkedIn.candidate());
  if (!session || !candidate) return stop("check-in-wrong");
  wishes_ = {};
  refusal_.clear();
  evidenceKey_ = base::SecretBytes(base::toBytes(checkedIn.evidence_key()));
  newestPicture_ = checkedIn.newest_picture();
  pictureEveryMs_ = checkedIn.picture_every_ms();
  accommodations_.assign(checkedIn.accommodations().begin(), checkedIn.accommodations().end());
  sit({*session, *candidate, checkedIn.lease(), checkedIn.demonstration(), checkedIn.display_name(),
       checkedIn.language(), checkedIn.questions(), checkedIn.questions_at_most()});
}

void Sitting::on(const message::SeatState& state) {
  if (!person_) {
    if (state.phase() == "ended" && keep_.test() && !keep_.test()->ended && !resuming_) end(state.end_reason());
    return;
  }
  if (shown_.phase != state.phase()) refusal_.clear();
  shown_ = {state.phase(), state.paused(), state.alert_open(), state.progress(),
            state.questions() != 0 ? state.questions() : person_->questions};
  if (state.phase() == "running" || state.remaining_ms() != 0) screenTime_.setRemaining(state.remaining_ms());
  if (state.phase() != "seated") {
    wishes_.confirmIdentity = false;
    if (flight_.is(CommandKind::confirmIdentity)) flight_.land();
  }
  if (state.phase() == "running" || state.phase() == "ended") {
    wishes_.begin = false;
    if (flight_.is(CommandKind::begin)) flight_.land();
  }
  if (state.alert_open() || state.phase() == "ended") {
    wishes_.alert.reset();
    if (flight_.is(CommandKind::raiseAlert)) flight_.land();
  }
  if (state.phase() == "ended") end(state.end_reason());
}

void Sitting::on(const message::Question& question) {
  if (!person_ || ended_) return;
  auto read = readQuestion(question);
  if (!read) return stop(read.error().code);
  if (question_ && read->number < question_->number) return;
  // Without a gap in the numbers nobody can have answered in between.
  const KeptAnswer* newest = keep_.newestAnswer();
  if (newest != nullptr && newest->number + 1 == read->number && newest->message.digest() != read->previous) {
    if (newest->acknowledged) return stop("answers-differ");
    keep_.dropUnacknowledgedUpTo(newest->number);  // given at another seat meanwhile
  }
  questionCurrent_ = true;
  shown_.progress = question.progress();
  if (question.questions() != 0) shown_.questions = question.questions();
  screenTime_.setRemaining(question.remaining_ms());
  if (question_ && read->number == question_->number && read->shown == question_->shown) return;
  screenTime_.newQuestion();
  refusal_.clear();
  if (!flight_.is(CommandKind::raiseAlert)) wishes_.alert.reset();
  question_ = std::make_shared<const ShownQuestion>(std::move(*read));
}

void Sitting::on(const message::AnswerAcknowledged& acknowledged) {
  health_ = acknowledged.health();
  if (flight_.is(CommandKind::answer) && flight_.number == acknowledged.number()) flight_.land();
  const KeptAnswer* kept = keep_.answer(acknowledged.number());
  if (kept == nullptr) return;
  if (base::toString(kept->message.digest()) != acknowledged.signed_digest()) return stop("answers-differ");
  acknowledge(*kept);
  if (probe_ == acknowledged.number()) {
    probe_.reset();
    endPresumed_ = true;
  }
  if (ended_) end(endReason_);
}

void Sitting::on(const message::Refused& refused) {
  if (refused.picture() != 0 || refused.capture()) return;  // Evidence's own
  const bool aboutHeartbeat = refused.question() == 0 && flight_.oldestIsHeartbeat();
  if (aboutHeartbeat) flight_.heartbeat = false;
  if (refused.code() == "busy") health_ = 0;
  if (aboutHeartbeat) return;
  const CommandKind command = flight_.command;
  flight_.land();
  if (refused.code() == "busy") {
    retryMs_ = nowMs_ + kRetryMs;
    return;
  }
  if (command == CommandKind::answer) return refuseAnswer(refused.code());
  refusal_ = refused.code();
  if (command == CommandKind::hello) {
    retryMs_ = std::numeric_limits<std::int64_t>::max();  // not on this link
    return stop(refused.code());
  }
  if (command == CommandKind::checkIn && resuming_) {
    if (!wishes_.code) return loseSitting(refused.code());
    wishes_ = {};  // the code that was typed before: this seat goes on without one
    return;
  }
  if (person_ && !ended_ && endsLease(refused.code())) return loseSitting(refused.code());
  wishes_ = {};
}

void Sitting::refuseAnswer(const std::string& code) {
  const std::uint32_t number = flight_.number;
  const bool wasProbe = probe_.has_value();
  const bool isKept = keep_.answer(number) != nullptr;  // else it was given up while it was under way
  probe_.reset();
  if (ended_ || isFinal(code)) keep_.dropFrom(number);
  if (ended_ || code == "test-ended") return end(endReason_);
  if (wasProbe || endsLease(code)) return loseSitting(code);
  if (!isOvertaken(code) && isKept) stop(code);
  if (code == "question-not-open" && question_ && question_->number == number) question_.reset();
  save();
}

void Sitting::loseSitting(const std::string& code) {
  person_.reset();
  resuming_.reset();
  probe_.reset();
  question_.reset();
  shown_ = {};
  wishes_ = {};
  seatKey_.reset();
  evidenceKey_ = {};
  accommodations_.clear();
  screenTime_.clear();
  if (keep_.newestAnswer() != nullptr) keep_.endTest();  // nothing more to learn by asking again
  save();
  notice(code);
}

void Sitting::end(const std::string& reason) {
  endPresumed_ = false;
  if (!reason.empty()) endReason_ = reason;
  ended_ = true;
  question_.reset();
  wishes_ = {};
  if (!hasUnsettledAnswer()) keep_.endTest();
  save();
}

void Sitting::on(const message::HeartbeatReply& reply) {
  flight_.heartbeat = false;
  health_ = reply.health();
  if (endPresumed_) return end("");
  // The centre speaks of our session's stream as long as somebody sits here.
  const bool elsewhere =
      person_ && !ended_ && reply.has_standing() && reply.standing().stream() != person_->session.bytes();
  if (elsewhere && flight_.is(CommandKind::none) && !hasUnsettledAnswer()) loseSitting("no-lease");
}

void Sitting::on(const message::MessageToCandidate& message) {
  lastMessage_ = message.text();
  ++messages_;
}

}  // namespace vigie::session
