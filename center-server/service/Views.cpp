#include "center-server/service/Views.hpp"

#include <algorithm>

#include "center-server/service/Centre.hpp"
#include "center-server/service/Release.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;

constexpr int kMostGaps = 500;  // named in one view
constexpr exam::CreditReason kReasons[] = {exam::CreditReason::centreDown, exam::CreditReason::paused,
                                           exam::CreditReason::alert, exam::CreditReason::linkLost,
                                           exam::CreditReason::decision};

}  // namespace

message::SessionView viewOf(const LiveSession& session) {
  const exam::SessionState& state = session.state();
  const auto count = [&](exam::CandidatePhase phase) {
    return static_cast<std::uint32_t>(std::count_if(state.candidates.begin(), state.candidates.end(),
                                                    [&](const auto& entry) { return entry.second.phase == phase; }));
  };
  message::SessionView view;
  view.set_session(state.id.bytes());
  view.set_phase(std::string(exam::phaseName(state.phase)));
  view.set_paused(state.paused);
  view.set_ticket(session.ticket().number);
  view.set_kind(session.environment().kind == exam::SessionKind::real ? "real" : "demonstration");
  view.set_candidates(static_cast<std::uint32_t>(state.candidates.size()));
  view.set_running(count(exam::CandidatePhase::running));
  view.set_ended(count(exam::CandidatePhase::ended));
  view.set_open_alerts(static_cast<std::uint32_t>(
      std::count_if(state.alerts.begin(), state.alerts.end(), [](const exam::Alert& alert) { return alert.open; })));
  view.set_certificates(static_cast<std::uint32_t>(state.issued.size()));
  view.set_incidents(static_cast<std::uint32_t>(state.incidents));
  view.set_anchored(state.anchored);
  view.set_arithmetic(state.created.arithmetic());
  view.set_ticket_until_ms(session.environment().ticketUntilMs);
  return view;
}

message::AlertView viewOf(const LiveSession& session, const exam::Alert& alert) {
  message::AlertView view;
  view.set_alert(alert.number);
  view.set_candidate(alert.candidate.bytes());
  view.set_question(alert.question);
  view.set_category(alert.category);
  view.set_comment(session.alertComment(alert.number));
  view.set_open(alert.open);
  view.set_outcome(alert.outcome);
  return view;
}

message::CandidateView viewOf(Centre& centre, const LiveSession& session, const exam::Candidate& candidate) {
  message::CandidateView view;
  view.set_candidate(candidate.ref.bytes());
  if (const Person* person = session.person(candidate.ref)) {
    view.set_family_name(person->familyName);
    view.set_given_name(person->givenName);
    view.set_birth_date(person->birthDate);
    view.set_code(person->code);
    view.mutable_accommodations()->Assign(person->accommodations.begin(), person->accommodations.end());
  }
  view.set_phase(std::string(exam::phaseName(candidate.phase)));
  view.set_paused(candidate.paused || session.state().paused);
  view.set_linked(candidate.linked);
  view.set_language(candidate.language);
  if (candidate.lease) {
    view.set_workstation(candidate.lease->workstation.bytes());
    view.set_lease(candidate.lease->number);
    const auto machine = centre.state().machines.find(candidate.lease->workstation.hex());
    if (machine != centre.state().machines.end()) view.set_workstation_label(machine->second.label);
  }
  const bool begun = candidate.estimate.has_value();
  const auto answered = static_cast<std::uint32_t>(candidate.answered.size());
  const bool open = candidate.phase == exam::CandidatePhase::running && candidate.openQuestion() != nullptr;
  view.set_question(begun ? answered + (open ? 1 : 0) : 0);
  view.set_questions(session.environment().rules.maximumLength);
  exam::ExamClock clock = candidate.clock;
  clock.settle(centre.now(), exam::holdsOf(session.state(), candidate));
  view.set_remaining_ms(clock.remainingMs());
  view.set_credited_ms(clock.creditedMs());
  for (const exam::CreditReason reason : kReasons) {
    if (clock.creditedMs(reason) == 0) continue;
    message::CreditView& credit = *view.add_credits();
    credit.set_reason(std::string(exam::creditReasonName(reason)));
    credit.set_ms(clock.creditedMs(reason));
  }
  for (const KeptAnswer& answer : session.answersOf(candidate.ref)) {
    message::AcknowledgedView& kept = *view.add_acknowledged();
    kept.set_question(answer.number);
    kept.set_sha256(base::toString(answer.sha256));
    kept.set_left_screen(answer.leftScreen);
    kept.set_out_of_time(answer.outOfTime);
  }
  view.set_end_reason(candidate.endReason);
  view.set_replaced(static_cast<std::uint32_t>(std::count_if(candidate.questions.begin(), candidate.questions.end(),
                                                             [](const exam::Question& one) { return one.replaced; })));
  const exam::Evidence& evidence = session.state().evidenceOf(candidate.ref);
  view.set_capture(evidence.capture);
  view.set_pictures_announced(static_cast<std::uint32_t>(evidence.pictures.size()));
  view.set_pictures_stored(static_cast<std::uint32_t>(evidence.storedCount));
  view.set_last_picture(evidence.newestStored);
  if (const exam::Picture* newest = evidence.find(evidence.newestStored)) view.set_last_picture_ms(newest->takenMs);
  view.set_pictures_missing(static_cast<std::uint32_t>(evidence.missing.size()));
  for (const std::uint32_t number : evidence.missing) {
    if (view.picture_gaps_size() < kMostGaps) view.add_picture_gaps(number);
  }
  if (evidence.facts.ByteSizeLong() > 0) *view.mutable_facts() = evidence.facts;
  if (candidate.result) {
    view.set_has_result(true);
    view.set_status(candidate.result->status);
    view.set_score(candidate.result->score.value_or(0));
  }
  view.set_certificate(candidate.certificateCode);
  return view;
}

namespace {

base::Result<message::Reply> aboutSession(Centre& centre, const message::Query& query) {
  const auto id = base::SessionId::fromBytes(query.session());
  LiveSession* session = id ? centre.findSession(*id) : nullptr;
  if (id && session == nullptr) session = centre.closed().find(*id);
  if (session == nullptr) return base::fail("session-unknown", "there is no session with this id");
  message::Reply reply;
  *reply.add_sessions() = viewOf(*session);
  if (query.about_case() == message::Query::kCandidateView) {
    const auto ref = base::CandidateRef::fromBytes(query.candidate());
    const exam::Candidate* candidate = ref ? session->state().find(*ref) : nullptr;
    if (candidate == nullptr)
      return base::fail("candidate-unknown", "there is no candidate with this reference in this session");
    *reply.add_candidates() = viewOf(centre, *session, *candidate);
  } else {
    for (const auto& [ref, candidate] : session->state().candidates)
      *reply.add_candidates() = viewOf(centre, *session, candidate);
  }
  for (const exam::Alert& alert : session->state().alerts) *reply.add_alerts() = viewOf(*session, alert);
  *reply.add_standings() = centre.standing(session->stream());
  return reply;
}

}  // namespace

message::Reply aboutSessions(Centre& centre) {
  message::Reply reply;
  for (const auto& [id, entry] : centre.state().sessions) {
    if (const LiveSession* live = centre.findSession(id)) {
      *reply.add_sessions() = viewOf(*live);
    } else if (const message::SessionView* summary = centre.closed().summaryOf(id)) {
      *reply.add_sessions() = *summary;
    }
    *reply.add_standings() = centre.standing(journal::streamOf(id));
  }
  return reply;
}

std::optional<message::MachineView> viewOfMachine(Centre& centre, const std::string& id) {
  const auto found = centre.state().machines.find(id);
  if (found == centre.state().machines.end()) return std::nullopt;
  message::MachineView view;
  view.set_machine(base::toString(*base::fromHex(id)));
  view.set_role(found->second.role);
  view.set_label(found->second.label);
  view.set_revoked(found->second.revoked);
  view.set_linked(centre.peers().findMachine(id) != nullptr);
  if (const auto certificate = crypto::Certificate::fromDer(found->second.certificate)) {
    view.set_valid_until_ms(certificate->notAfterMs());
  }
  return view;
}

message::Reply aboutMachines(Centre& centre) {
  message::Reply reply;
  for (const auto& [id, machine] : centre.state().machines) *reply.add_machines() = *viewOfMachine(centre, id);
  return reply;
}

std::string_view contactName(Contact contact) {
  switch (contact) {
    case Contact::reached: return "reached";
    case Contact::away: return "away";
    case Contact::unknown: return "unknown";
  }
  return "unknown";
}

message::Reply aboutCentre(Centre& centre) {
  message::Reply reply;
  message::CentreView& view = *reply.mutable_centre();
  view.set_number(centre.identity().number);
  view.set_name(centre.identity().name);
  view.set_program(std::string(kProgram));
  view.set_wall_ms(centre.now().wallMs);
  const std::int64_t earliest = centre.certainWallMs();
  std::uint32_t waiting = 0;
  for (const auto& [id, session] : centre.sessions()) {
    if (!session.state().issued.empty() && !session.state().anchored) ++waiting;
  }
  view.set_clock(centre.now().wallMs < earliest ? "early" : "right");
  view.set_earliest_ms(earliest);
  if (centre.vault() != nullptr) {
    view.set_disk_free(centre.vault()->space().free);
    view.set_disk_size(centre.vault()->space().size);
    view.set_disk(centre.vault()->acceptsPictures() ? "good" : "low");
  }
  for (const auto& [id, machine] : centre.state().machines) {
    if (machine.role != "seat" || machine.revoked) continue;
    view.set_seats_enrolled(view.seats_enrolled() + 1);
    if (centre.peers().findMachine(id) != nullptr) view.set_seats_linked(view.seats_linked() + 1);
  }
  const RegistryContact contact = centre.courier() != nullptr ? centre.courier()->contact() : RegistryContact{};
  view.set_registry(centre.courier() == nullptr ? "none" : std::string(contactName(contact.newest)));
  view.set_registry_ms(contact.reachedMs);
  view.set_waiting(waiting);
  view.set_journal(centre.hasRoom() ? "good" : "behind");
  return reply;
}

message::Reply aboutTickets(Centre& centre) {
  message::Reply reply;
  for (const auto& [number, loaded] : centre.state().tickets) {
    message::TicketView& view = *reply.add_tickets();
    view.set_number(number);
    if (const auto ticket = credential::verifyTicket(loaded.jws, centre.identity().registryKey)) {
      view.set_kind(ticket->kind == credential::TicketKind::real ? "real" : "demonstration");
      view.set_valid_from_ms(ticket->validFromMs);
      view.set_valid_until_ms(ticket->validUntilMs);
    }
    if (loaded.session) view.set_session(loaded.session->bytes());
  }
  return reply;
}

message::SessionView viewOfUnreadable(const Centre& centre, const base::SessionId& id) {
  message::SessionView view;
  view.set_session(id.bytes());
  view.set_phase(std::string(exam::phaseName(exam::SessionPhase::finalised)));
  view.set_ticket(centre.state().sessions.at(id).ticket);
  return view;
}

std::optional<base::SessionId> absentFor(Centre& centre, const message::Query& query) {
  if (query.about_case() == message::Query::kSessions) {
    for (const auto& [id, entry] : centre.state().sessions) {
      if (entry.closed && centre.closed().summaryOf(id) == nullptr) return id;
    }
    return std::nullopt;
  }
  const bool isAboutOne =
      query.about_case() == message::Query::kSessionView || query.about_case() == message::Query::kCandidateView;
  const auto id = isAboutOne ? base::SessionId::fromBytes(query.session())
                             : base::Result<base::SessionId>(base::fail("session-unknown", {}));
  if (!id || !centre.isClosed(*id) || centre.closed().find(*id) != nullptr) return std::nullopt;
  return *id;
}

message::StreamView viewOf(const journal::StreamReport& report) {
  message::StreamView view;
  view.set_stream(report.stream.bytes());
  view.set_position(report.head.position);
  view.set_head(base::toString(report.head.head));
  view.set_intact(report.isIntact());
  if (report.damage) view.set_damage(report.damage->what);
  return view;
}

base::Result<message::Reply> answerQuery(Centre& centre, const message::Query& query) {
  base::Result<message::Reply> reply = message::Reply();
  switch (query.about_case()) {
    case message::Query::kSessions:
      reply = aboutSessions(centre);
      break;
    case message::Query::kSessionView:
    case message::Query::kCandidateView:
      reply = aboutSession(centre, query);
      break;
    case message::Query::kMachines:
      reply = aboutMachines(centre);
      break;
    case message::Query::kTickets:
      reply = aboutTickets(centre);
      break;
    case message::Query::kCentre:
      reply = aboutCentre(centre);
      break;
    default:
      return base::fail("query-unknown", "this centre does not answer that question");
  }
  if (reply) reply->set_id(query.id());
  return reply;
}

}  // namespace vigie::centre
