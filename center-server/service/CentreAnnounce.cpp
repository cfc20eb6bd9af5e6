// What a record makes others hear: the frames that leave once it is durable.
#include <algorithm>

#include "center-server/service/Centre.hpp"
#include "center-server/service/Release.hpp"
#include "center-server/service/Views.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

constexpr std::uint32_t kDiskBehind = 2;  // the journal's queue is half full: answers only

// Whose seats must hear of it.
std::vector<const exam::Candidate*> concernedBy(const exam::SessionRecord& content, const exam::SessionState& state) {
  std::vector<const exam::Candidate*> concerned;
  std::visit(
      [&](const auto& one) {
        if constexpr (requires { one.candidate(); }) {
          const auto ref = base::CandidateRef::fromBytes(one.candidate());
          const exam::Candidate* candidate = ref ? state.find(*ref) : nullptr;
          if (candidate != nullptr) concerned.push_back(candidate);
        }
      },
      content);
  if (const auto* resolved = std::get_if<record::AlertResolved>(&content)) {
    for (const exam::Alert& alert : state.alerts) {
      if (alert.number == resolved->alert()) concerned.push_back(state.find(alert.candidate));
    }
  }
  // A message, a pause or a resumption without a candidate is for everybody whose test has not ended.
  const bool forAll = concerned.empty() && (std::holds_alternative<record::Paused>(content) ||
                                            std::holds_alternative<record::Resumed>(content) ||
                                            std::holds_alternative<record::MessageSent>(content));
  if (forAll) {
    for (const auto& [ref, candidate] : state.candidates) {
      if (candidate.phase != exam::CandidatePhase::ended) concerned.push_back(&candidate);
    }
  }
  if (const auto* stored = std::get_if<record::PicturesStored>(&content)) {
    for (const record::StoredPicture& picture : stored->pictures()) {
      const auto ref = base::CandidateRef::fromBytes(picture.candidate());
      const exam::Candidate* candidate = ref ? state.find(*ref) : nullptr;
      const bool isNew = std::find(concerned.begin(), concerned.end(), candidate) == concerned.end();
      if (candidate != nullptr && isNew) concerned.push_back(candidate);
    }
  }
  return concerned;
}

// Records that change nothing on the screen of the seat they concern.
bool isSilent(const exam::SessionRecord& content) {
  return std::holds_alternative<record::CandidateAdded>(content) ||
         std::holds_alternative<record::IncidentRecorded>(content) ||
         std::holds_alternative<record::PicturesStored>(content) ||
         std::holds_alternative<record::PicturesMissing>(content);
}

}  // namespace

message::Standing Centre::standing(const journal::StreamId& stream) const {
  const journal::Head head = recorder_.head(stream);
  message::Standing out;
  out.set_stream(stream.bytes());
  out.set_epoch(recorder_.epoch().bytes());
  out.set_position(head.position);
  out.set_head(base::toString(head.head));
  return out;
}

std::uint32_t Centre::health(const Peer& peer) const {
  if (failure_) return 0;
  const double share = std::clamp(peer.messages / kMessageBucket, 0.0, 1.0);
  const auto fromBucket = static_cast<std::uint32_t>(1 + 9 * share);
  return sink_.hasRoom() ? fromBucket : std::min(fromBucket, kDiskBehind);
}

void Centre::sendWelcome(const Peer& peer) {
  message::Welcome welcome;
  welcome.set_protocol(protocol::kProtocolVersion);
  welcome.set_program(std::string(kProgram));
  welcome.set_wall_ms(now().wallMs);
  welcome.set_epoch(recorder_.epoch().bytes());
  const auto machine = state_.machines.find(peer.machine);
  if (machine != state_.machines.end()) welcome.set_label(machine->second.label);
  if (peer.role == crypto::Role::console) {
    welcome.set_checkpoint_key(base::toString(identity_.checkpointKey.publicKey().spki()));
  }
  welcome.set_renew_only(peer.expired);
  const auto workstation = base::WorkstationId::fromHex(peer.machine);
  const bool isSeat = !peer.expired && peer.role == crypto::Role::seat && peer.connection == Connection::control;
  LiveSession* session = isSeat && workstation ? findSessionOf(*workstation) : nullptr;
  if (session != nullptr) {
    const exam::Candidate& candidate = *session->state().findByLease(*workstation);
    message::Sitting& sitting = *welcome.mutable_sitting();
    sitting.set_session(session->state().id.bytes());
    sitting.set_candidate(candidate.ref.bytes());
    sitting.set_lease(candidate.lease->number);
    if (!candidate.seatKeys.empty()) sitting.set_seat_key(base::toString(candidate.seatKeys.back()));
    *sitting.mutable_standing() = standing(session->stream());
    if (candidate.newestSigned != crypto::Digest{}) sitting.set_previous(base::toString(candidate.newestSigned));
    for (const exam::Question& question : candidate.questions) {
      if (question.answer) sitting.set_answered(question.number);
    }
    sitting.set_demonstration(session->environment().kind == exam::SessionKind::demonstration);
    sitting.set_display_name(session->displayName(candidate.ref));
    sitting.set_language(candidate.language);
    sitting.set_questions(session->environment().rules.maximumLength);
    sitting.set_duration_ms(session->environment().durationMs);
    sitting.set_questions_at_most(session->environment().mayStopEarly());
  }
  outbox_.send(peer.link, std::move(welcome));
}

void Centre::sendRefusal(link::LinkId to, const base::Error& refusal, const std::string& command,
                         std::uint32_t question) {
  message::Refused refused;
  refused.set_code(refusal.code);
  refused.set_detail(refusal.detail);
  refused.set_command(command);
  refused.set_question(question);
  refuse(to, std::move(refused));
}

void Centre::refuse(link::LinkId to, message::Refused refused) {
  const std::string code = refused.code();
  outbox_.send(to, std::move(refused));
  if (watcher_) watcher_(to, peers_.find(to), code);
}

void Centre::recordFork(const Peer& peer, const message::ForkReport& report) {
  if (watcher_) watcher_(peer.link, &peer, "fork");
  const auto machine = base::WorkstationId::fromHex(peer.machine);
  const auto id = base::SessionId::fromBytes(report.known().stream());
  LiveSession* session = id ? findSession(*id) : nullptr;
  if (session == nullptr && machine) session = findSessionOf(*machine);
  if (session == nullptr || !machine) return;
  record::IncidentRecorded incident;
  incident.set_workstation(machine->bytes());
  incident.set_kind("fork");
  incident.set_facts("known position " + std::to_string(report.known().position()) + " head " +
                     base::toHex(base::bytesOf(report.known().head())) + ", shown position " +
                     std::to_string(report.shown().position()) + " head " +
                     base::toHex(base::bytesOf(report.shown().head())));
  carryOut(*session, exam::AddIncident{std::move(incident)});
}

void Centre::sendState(LiveSession& session, const exam::Candidate& candidate, QuestionFollows follows) {
  const Peer* seat = seatOf(candidate);
  if (seat == nullptr) return;
  const exam::Holds holds = exam::holdsOf(session.state(), candidate);
  // The question comes first: a seat that may go on before it knows with what would show the one that was replaced.
  const bool shown = candidate.phase == exam::CandidatePhase::running && !holds.paused && !holds.alert;
  if (shown && follows == QuestionFollows::no) announceQuestion(session, candidate);
  exam::ExamClock clock = candidate.clock;
  clock.settle(now(), holds);
  message::SeatState state;
  state.set_phase(std::string(exam::phaseName(candidate.phase)));
  state.set_paused(holds.paused);
  state.set_alert_open(holds.alert);
  state.set_remaining_ms(clock.remainingMs());
  state.set_end_reason(candidate.endReason);
  *state.mutable_standing() = standing(session.stream());
  state.set_progress(static_cast<std::uint32_t>(candidate.answered.size()) + 1);
  state.set_questions(session.environment().rules.maximumLength);
  outbox_.send(seat->link, std::move(state));
}

void Centre::announceQuestion(LiveSession& session, const exam::Candidate& candidate) {
  const Peer* seat = seatOf(candidate);
  const exam::Question* question = candidate.openQuestion();
  if (seat == nullptr || question == nullptr) return;
  exam::ExamClock clock = candidate.clock;
  clock.settle(now(), exam::holdsOf(session.state(), candidate));
  const exam::ExamItem& item = session.environment().items[question->item];
  message::Question out;
  out.set_number(question->number);
  out.set_item(item.id);
  out.set_item_version(item.version);
  out.set_content(session.bank().publicContent(question->item));
  out.set_language(question->language);
  for (const std::string& choice : question->order) out.add_order(choice);
  out.set_progress(static_cast<std::uint32_t>(candidate.answered.size()) + 1);
  out.set_questions(session.environment().rules.maximumLength);
  out.set_remaining_ms(clock.remainingMs());
  if (candidate.newestSigned != crypto::Digest{}) out.set_previous(base::toString(candidate.newestSigned));
  *out.mutable_standing() = standing(session.stream());
  outbox_.send(seat->link, std::move(out));
}

void Centre::announce(LiveSession& session, const exam::SessionRecord& content, QuestionFollows follows) {
  if (std::holds_alternative<record::Ticked>(content)) return;
  std::vector<base::CandidateRef> changed;
  for (const exam::Candidate* candidate : concernedBy(content, session.state())) {
    changed.push_back(candidate->ref);
    announceTo(*candidate, session, content, follows);
  }
  // People see a picture once it is stored, which follows in a moment.
  if (!std::holds_alternative<record::PictureAnnounced>(content)) tellWatchers(session, changed);
}

void Centre::announceTo(const exam::Candidate& candidate, LiveSession& session, const exam::SessionRecord& content,
                        QuestionFollows follows) {
  const Peer* seat = seatOf(candidate);
  if (const auto* accepted = std::get_if<record::AnswerAccepted>(&content)) {
    if (seat == nullptr) return;
    message::AnswerAcknowledged acknowledged;
    acknowledged.set_number(accepted->number());
    acknowledged.set_signed_digest(base::toString(candidate.newestSigned));
    *acknowledged.mutable_standing() = standing(session.stream());
    acknowledged.set_health(health(*seat));
    outbox_.send(seat->link, std::move(acknowledged));
  } else if (std::holds_alternative<record::QuestionAsked>(content)) {
    if (!exam::holdsOf(session.state(), candidate).paused) announceQuestion(session, candidate);
  } else if (std::holds_alternative<record::CandidateSeated>(content)) {
    if (seat == nullptr) return;
    sendCheckedIn(*seat, session, candidate);
    sendState(session, candidate);
  } else if (std::holds_alternative<record::MessageSent>(content)) {
    if (seat == nullptr) return;
    message::MessageToCandidate text;
    text.set_text(session.lastMessage());
    outbox_.send(seat->link, std::move(text));
  } else if (std::holds_alternative<record::CandidateMoved>(content)) {
    if (seat != nullptr) sendWelcome(*seat);
  } else if (std::holds_alternative<record::PictureAnnounced>(content) ||
             std::holds_alternative<record::CaptureStated>(content)) {
    if (seat == nullptr) return;
    message::PictureNoted noted;
    noted.set_capture(session.state().evidenceOf(candidate.ref).capture);
    if (const auto* announced = std::get_if<record::PictureAnnounced>(&content)) noted.set_number(announced->number());
    *noted.mutable_standing() = standing(session.stream());
    outbox_.send(seat->link, std::move(noted));
  } else if (!isSilent(content)) {
    sendState(session, candidate, follows);
  }
}

void Centre::sendCheckedIn(const Peer& seat, LiveSession& session, const exam::Candidate& candidate) {
  message::CheckedIn checkedIn;
  checkedIn.set_session(session.state().id.bytes());
  checkedIn.set_candidate(candidate.ref.bytes());
  checkedIn.set_lease(candidate.lease->number);
  checkedIn.set_display_name(session.displayName(candidate.ref));
  checkedIn.set_language(candidate.language);
  checkedIn.set_demonstration(session.environment().kind == exam::SessionKind::demonstration);
  *checkedIn.mutable_standing() = standing(session.stream());
  checkedIn.set_questions(session.environment().rules.maximumLength);
  checkedIn.set_duration_ms(session.environment().durationMs);
  checkedIn.set_questions_at_most(session.environment().mayStopEarly());
  if (const CandidateKeys* keys = keysOf(session.state().id, candidate.ref)) {
    checkedIn.set_evidence_key(base::toString(keys->evidence.reveal()));
  }
  checkedIn.set_newest_picture(session.state().evidenceOf(candidate.ref).newestAnnounced());
  checkedIn.set_picture_every_ms(materials_.pictureEveryMs);
  if (const Person* person = session.person(candidate.ref)) {
    checkedIn.mutable_accommodations()->Assign(person->accommodations.begin(), person->accommodations.end());
  }
  outbox_.send(seat.link, std::move(checkedIn));
}

void Centre::tellWatchers(LiveSession& session, const std::vector<base::CandidateRef>& changed) {
  overview_.sessionChanged(session.state().id);
  for (auto& [link, peer] : peers_) {
    if (peer.watching != session.state().id) continue;
    message::Reply reply;
    *reply.add_sessions() = viewOf(session);
    for (const base::CandidateRef& ref : changed) {
      if (const exam::Candidate* candidate = session.state().find(ref))
        *reply.add_candidates() = viewOf(*this, session, *candidate);
    }
    for (const exam::Alert& alert : session.state().alerts) {
      if (std::find(changed.begin(), changed.end(), alert.candidate) != changed.end())
        *reply.add_alerts() = viewOf(session, alert);
    }
    outbox_.send(link, std::move(reply));
  }
}

}  // namespace vigie::centre
