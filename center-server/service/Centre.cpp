#include "center-server/service/Centre.hpp"

#include <algorithm>

#include "center-server/service/Release.hpp"
#include "center-server/service/Views.hpp"
#include "common/exam/PrivateOwner.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

constexpr std::uint32_t kDiskBehind = 2;  // the journal's queue is half full: answers only

std::string workstationHex(const base::WorkstationId& id) { return id.hex(); }

exam::TicketTerms termsOf(const credential::Ticket& ticket) {
  return {.kind = ticket.kind == credential::TicketKind::real ? exam::SessionKind::real : exam::SessionKind::demonstration,
          .validFromMs = ticket.validFromMs,
          .validUntilMs = ticket.validUntilMs,
          .drawSeed = base::Bytes(ticket.drawSeed.begin(), ticket.drawSeed.end()),
          .certificateCodes = ticket.codes.size()};
}

}  // namespace

Centre::Centre(Identity identity, Materials materials, KeyStore keys, base::EpochId epoch, base::Clock& clock, Sink& sink,
               Links& links, Entropy entropy)
    : identity_(std::move(identity)),
      materials_(std::move(materials)),
      keys_(std::move(keys)),
      clock_(clock),
      sink_(sink),
      entropy_(std::move(entropy)),
      bootId_(journal::parseBootId(clock.bootId()).value_or(journal::BootId{})),
      recorder_(epoch),
      outbox_(links) {}

exam::Instant Centre::now() const {
  const base::Moment moment = clock_.now();
  return {moment.wallMs, moment.runMs, bootId_};
}

LiveSession* Centre::findSession(const base::SessionId& id) {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

LiveSession* Centre::findSessionOf(const base::WorkstationId& workstation) {
  for (auto& [id, session] : sessions_) {
    if (session.state().phase == exam::SessionPhase::open && session.state().findByLease(workstation) != nullptr) return &session;
  }
  return nullptr;
}

Peer* Centre::seatOf(const exam::Candidate& candidate) {
  return candidate.lease ? peers_.findMachine(workstationHex(candidate.lease->workstation)) : nullptr;
}

// ---- decide, record, evolve ----

exam::Decision Centre::carryOut(LiveSession& session, const exam::Command& command, base::ByteView privatePlain) {
  const exam::Instant at = now();
  exam::Decision decision = exam::decide(session.state(), session.environment(), command, at);
  for (const exam::Draft& draft : decision.records) record(session, draft, privatePlain, at);
  const bool asks = std::any_of(decision.records.begin(), decision.records.end(), [](const exam::Draft& draft) {
    return std::holds_alternative<record::QuestionAsked>(draft.content);
  });
  const auto follows = asks ? QuestionFollows::yes : QuestionFollows::no;
  // A state that lets a seat go on comes after the question it goes on with: otherwise somebody quick would answer the
  // one that was just replaced.
  const auto isRelease = [](const exam::Draft& draft) {
    return std::holds_alternative<record::TestStarted>(draft.content) || std::holds_alternative<record::AlertResolved>(draft.content);
  };
  for (const exam::Draft& draft : decision.records) {
    if (!isRelease(draft)) announce(session, draft.content, follows);
  }
  for (const exam::Draft& draft : decision.records) {
    if (isRelease(draft)) announce(session, draft.content, follows);
  }
  return decision;
}

void Centre::record(LiveSession& session, const exam::Draft& draft, base::ByteView privatePlain, const exam::Instant& at) {
  std::optional<PrivatePart> part;
  base::ByteView plain;
  if (draft.privateHash != crypto::Digest{}) {
    plain = privatePlain;
    const exam::PrivateOwner owner = exam::ownerOf(draft.content, session.state());
    const CandidateKeys* keys = keysOf(session.state().id, owner.candidate);
    if (keys == nullptr) return;
    part = PrivatePart{base::Bytes(plain.begin(), plain.end()), owner.isAnswer ? keys->answers : keys->identity};
  }
  recorder_.append(session.stream(), exam::typeOf(draft.content), exam::payloadOf(draft.content), draft.privateHash, part, at);
  session.apply(at, draft.content, plain);
}

const CandidateKeys* Centre::keysOf(const base::SessionId& session, const base::CandidateRef& candidate) {
  const auto place = std::make_pair(session, candidate);
  if (const auto found = keyCache_.find(place); found != keyCache_.end()) return &found->second;
  auto keys = keys_.create(session, candidate);
  if (!keys) {
    fail(keys.error());
    return nullptr;
  }
  return &keyCache_.emplace(place, std::move(*keys)).first->second;
}

exam::CentreDecision Centre::carryOut(const exam::CentreDecision& decision, const exam::Instant& at) {
  for (const exam::CentreDraft& draft : decision.records) {
    recorder_.append(journal::kCentreStream, exam::typeOf(draft.content), exam::payloadOf(draft.content), draft.privateHash, {}, at);
    exam::evolve(state_, at, draft.content);
  }
  return decision;
}

base::Result<LiveSession> Centre::bind(const std::string& ticketNumber) const {
  const auto loaded = state_.tickets.find(ticketNumber);
  if (loaded == state_.tickets.end()) return base::fail("ticket-unknown", "no ticket with the number " + ticketNumber + " was loaded");
  auto ticket = credential::verifyTicket(loaded->second.jws, identity_.registryKey);
  if (!ticket) return base::failAt("ticket " + ticketNumber, ticket.error());
  const content::Calibration& calibration = materials_.bank->calibration();
  if (ticket->bankDigest != calibration.digest()) {
    return base::fail("bank-mismatch", "ticket " + ticketNumber + " is for another item bank than the one installed here (" +
                                           calibration.bank() + "); install the bank that the registry sent with it");
  }
  std::vector<std::vector<std::string>> choiceIds;
  std::vector<bool> shuffled;
  for (const content::Item& item : materials_.bank->items()) {
    choiceIds.push_back(item.choiceIds);
    shuffled.push_back(item.shuffle);
  }
  exam::Environment environment = exam::makeEnvironment(calibration, materials_.test, termsOf(*ticket), std::move(choiceIds),
                                                        std::move(shuffled), kReleaseWallMs);
  return LiveSession(materials_.bank, std::move(*ticket), std::move(environment));
}

base::Result<void> Centre::checkBinding(const std::string& ticketNumber) const {
  if (const auto bound = bind(ticketNumber); !bound) return base::fail(bound.error());
  return materials_.test.checkBank(materials_.bank->calibration());
}

base::Result<LiveSession*> Centre::createSession(const base::SessionId& id, const std::string& ticketNumber,
                                                 const crypto::SignedMessage& command) {
  auto session = bind(ticketNumber);
  if (!session) return base::fail(session.error());
  const journal::Head centreHead = recorder_.head(journal::kCentreStream);
  record::SessionCreated created;
  created.set_session(id.bytes());
  created.set_centre_position(centreHead.position);
  created.set_centre_head(base::toString(centreHead.head));
  created.set_ticket(state_.tickets.at(ticketNumber).jws);
  created.set_bank_calibration(base::toString(materials_.bank->calibration().digest()));
  created.set_test_definition(materials_.testBytes);
  created.set_arithmetic(std::string(materials_.test.arithmetic()));
  created.set_program(std::string(kProgram));
  for (const crypto::Certificate& link : identity_.issuingChain) created.add_issuing_chain(base::toString(link.der()));
  base::Bytes salt(16);
  entropy_(salt);
  created.set_code_salt(base::toString(salt));
  created.set_epoch(recorder_.epoch().bytes());
  *created.mutable_command() = exam::toRecord(command);

  created.set_checkpoint_key(base::toString(identity_.checkpointKey.publicKey().spki()));

  const exam::Instant at = now();
  LiveSession& live = sessions_.emplace(id, std::move(*session)).first->second;
  const exam::SessionRecord content = created;
  recorder_.append(journal::streamOf(id), exam::typeOf(content), exam::payloadOf(content), {}, {}, at);
  live.apply(at, content, {});
  return &live;
}

std::vector<std::pair<journal::StreamId, journal::Head>> Centre::heads() const {
  std::vector<std::pair<journal::StreamId, journal::Head>> heads;
  heads.emplace_back(journal::kCentreStream, recorder_.head(journal::kCentreStream));
  for (const auto& [id, session] : sessions_) heads.emplace_back(session.stream(), recorder_.head(session.stream()));
  return heads;
}

void Centre::carryToRegistry(const LiveSession& session) {
  if (courier_ == nullptr || session.state().anchored) return;
  std::vector<std::string> certificates;
  for (const base::CandidateRef& ref : session.state().issued) {
    if (const IssuedFiles* files = session.issued(ref)) certificates.push_back(files->jwt);
  }
  outbox_.then([this, id = session.state().id, certificates] { courier_->carry(id, certificates); });
}

// ---- what a record makes others hear ----

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
  const auto workstation = base::WorkstationId::fromHex(peer.machine);
  LiveSession* session = peer.role == crypto::Role::seat && workstation ? findSessionOf(*workstation) : nullptr;
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
  }
  outbox_.send(peer.link, std::move(welcome));
}

void Centre::sendRefusal(link::LinkId to, const base::Error& refusal, const std::string& command, std::uint32_t question) {
  message::Refused refused;
  refused.set_code(refusal.code);
  refused.set_detail(refusal.detail);
  refused.set_command(command);
  refused.set_question(question);
  outbox_.send(to, std::move(refused));
  if (watcher_) watcher_(to, peers_.find(to), refusal.code);
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
  const bool shown = candidate.phase == exam::CandidatePhase::running && !holds.paused && !holds.alert;
  if (shown && follows == QuestionFollows::no) announceQuestion(session, candidate);
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
  const exam::SessionState& state = session.state();
  const auto candidateOf = [&](const std::string& bytes) -> const exam::Candidate* {
    const auto ref = base::CandidateRef::fromBytes(bytes);
    return ref ? state.find(*ref) : nullptr;
  };
  if (std::holds_alternative<record::Ticked>(content)) return;
  std::vector<const exam::Candidate*> concerned;
  std::visit(
      [&](const auto& one) {
        if constexpr (requires { one.candidate(); }) {
          if (const exam::Candidate* candidate = candidateOf(one.candidate())) concerned.push_back(candidate);
        }
      },
      content);
  if (const auto* resolved = std::get_if<record::AlertResolved>(&content)) {
    for (const exam::Alert& alert : state.alerts) {
      if (alert.number == resolved->alert()) concerned.push_back(state.find(alert.candidate));
    }
  }
  // A message, a pause or a resumption without a candidate is for everybody.
  const bool forAll = concerned.empty() &&
                      (std::holds_alternative<record::Paused>(content) || std::holds_alternative<record::Resumed>(content) ||
                       std::holds_alternative<record::MessageSent>(content));
  if (forAll) {
    for (const auto& [ref, candidate] : state.candidates) concerned.push_back(&candidate);
  }
  std::vector<base::CandidateRef> changed;
  for (const exam::Candidate* candidate : concerned) {
    changed.push_back(candidate->ref);
    Peer* seat = seatOf(*candidate);
    if (const auto* accepted = std::get_if<record::AnswerAccepted>(&content)) {
      if (seat == nullptr) continue;
      message::AnswerAcknowledged acknowledged;
      acknowledged.set_number(accepted->number());
      acknowledged.set_signed_digest(base::toString(candidate->newestSigned));
      *acknowledged.mutable_standing() = standing(session.stream());
      acknowledged.set_health(health(*seat));
      outbox_.send(seat->link, std::move(acknowledged));
    } else if (std::holds_alternative<record::QuestionAsked>(content)) {
      if (!exam::holdsOf(state, *candidate).paused) announceQuestion(session, *candidate);
    } else if (std::holds_alternative<record::CandidateSeated>(content)) {
      if (seat == nullptr) continue;
      message::CheckedIn checkedIn;
      checkedIn.set_session(state.id.bytes());
      checkedIn.set_candidate(candidate->ref.bytes());
      checkedIn.set_lease(candidate->lease->number);
      checkedIn.set_display_name(session.displayName(candidate->ref));
      checkedIn.set_language(candidate->language);
      checkedIn.set_demonstration(session.environment().kind == exam::SessionKind::demonstration);
      *checkedIn.mutable_standing() = standing(session.stream());
      checkedIn.set_questions(session.environment().rules.maximumLength);
      checkedIn.set_duration_ms(session.environment().durationMs);
      outbox_.send(seat->link, std::move(checkedIn));
      sendState(session, *candidate);
    } else if (std::holds_alternative<record::MessageSent>(content)) {
      if (seat == nullptr) continue;
      message::MessageToCandidate text;
      text.set_text(session.lastMessage());
      outbox_.send(seat->link, std::move(text));
    } else if (std::holds_alternative<record::CandidateMoved>(content)) {
      if (seat != nullptr) sendWelcome(*seat);
    } else if (!std::holds_alternative<record::CandidateAdded>(content) &&
               !std::holds_alternative<record::IncidentRecorded>(content)) {
      sendState(session, *candidate, follows);
    }
  }
  tellWatchers(session, changed);
}

void Centre::tellWatchers(LiveSession& session, const std::vector<base::CandidateRef>& changed) {
  for (auto& [link, peer] : peers_) {
    if (peer.watching != session.state().id) continue;
    message::Reply reply;
    *reply.add_sessions() = viewOf(session);
    for (const base::CandidateRef& ref : changed) {
      if (const exam::Candidate* candidate = session.state().find(ref)) *reply.add_candidates() = viewOf(*this, session, *candidate);
    }
    for (const exam::Alert& alert : session.state().alerts) {
      if (std::find(changed.begin(), changed.end(), alert.candidate) != changed.end()) *reply.add_alerts() = viewOf(session, alert);
    }
    outbox_.send(link, std::move(reply));
  }
}

// ---- checkpoints ----

void Centre::checkpoint(LiveSession& session) {
  for (const auto& [ref, signedAnswer] : session.takeUnverified()) {
    const exam::Candidate* candidate = session.state().find(ref);
    bool verified = false;
    for (const base::Bytes& spki : candidate->seatKeys) {
      const auto key = crypto::PublicKey::fromSpki(spki);
      verified = verified || (key && crypto::verifyMessage(signedAnswer, "answer", *key));
    }
    if (verified) continue;
    record::IncidentRecorded incident;
    incident.set_candidate(ref.bytes());
    incident.set_kind("answer-signature");
    incident.set_facts("answer " + base::toHex(signedAnswer.digest()));
    carryOut(session, exam::AddIncident{std::move(incident)});
  }
  const journal::Head head = recorder_.head(session.stream());
  record::CheckpointBody body;
  body.set_stream(session.stream().bytes());
  body.set_position(head.position);
  body.set_head(base::toString(head.head));
  body.set_wall_ms(now().wallMs);
  body.set_epoch(recorder_.epoch().bytes());
  record::CheckpointSigned checkpoint;
  checkpoint.set_position(head.position);
  checkpoint.set_head(base::toString(head.head));
  *checkpoint.mutable_checkpoint() =
      exam::toRecord(crypto::signMessage(identity_.checkpointKey, "checkpoint", exam::bytesOf(body)));
  message::CheckpointToSign shown;
  *shown.mutable_checkpoint() = checkpoint.checkpoint();
  carryOut(session, exam::AddCheckpoint{std::move(checkpoint)});
  for (auto& [link, peer] : peers_) {
    if (peer.role == crypto::Role::console && peer.saidHello) outbox_.send(link, shown);
  }
}

// ---- the end of a turn ----

void Centre::endTurn() {
  std::vector<journal::Entry> entries = recorder_.take();
  if (failure_) return outbox_.discard();
  if (!entries.empty()) {
    const auto ticket = sink_.enqueue(std::move(entries));
    if (!ticket) return fail(ticket.error());
    lastTicket_ = *ticket;
  }
  outbox_.stamp(lastTicket_);
}

void Centre::fail(const base::Error& error) {
  if (!failure_) failure_ = error;
  outbox_.discard();
}

// ---- restart ----

base::Result<void> Centre::replay(journal::Store& store) {
  if (auto done = replayCentre(store); !done) return done;
  for (const auto& [id, entry] : state_.sessions) {
    if (entry.closed) continue;
    if (auto done = replaySession(store, id, entry.ticket); !done) return base::failAt("session " + id.hex(), done.error());
  }
  for (auto& [id, session] : sessions_) {
    if (session.state().phase == exam::SessionPhase::open) carryOut(session, exam::CentreStarted{std::string(kProgram)});
  }
  endTurn();
  return {};
}

base::Result<void> Centre::replayCentre(journal::Store& store) {
  journal::ChainVerifier chain(journal::kCentreStream);
  auto read = store.read(journal::kCentreStream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    const auto one = chain.append(entry.blob);
    if (!one) return base::fail(one.error());
    const auto content = exam::readCentreRecord({one->type, one->typeVersion}, one->payload);
    if (!content) return base::failAt("centre, record " + std::to_string(one->sequence), content.error());
    exam::evolve(state_, {one->wallMs, one->runMs, one->bootId}, *content);
    return journal::Visit::more;
  });
  if (!read) return read;
  recorder_.resume(journal::kCentreStream, chain.head());
  return {};
}

base::Result<void> Centre::replaySession(journal::Store& store, const base::SessionId& id, const std::string& ticketNumber) {
  auto bound = bind(ticketNumber);
  if (!bound) return base::fail(bound.error());
  LiveSession& session = sessions_.emplace(id, std::move(*bound)).first->second;
  const journal::StreamId stream = journal::streamOf(id);
  journal::ChainVerifier chain(stream);
  std::map<base::CandidateRef, std::optional<CandidateKeys>> keys;
  auto read = store.read(stream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
    const auto one = chain.append(entry.blob);
    if (!one) return base::fail(one.error());
    const std::string place = "record " + std::to_string(one->sequence);
    const auto content = exam::readSessionRecord({one->type, one->typeVersion}, one->payload);
    if (!content) return base::failAt(place, content.error());
    if (const auto* created = std::get_if<record::SessionCreated>(&*content); created != nullptr) {
      if (created->test_definition() != materials_.testBytes) {
        return base::fail("test-mismatch", "this session was created with another test definition than the one installed now; "
                                           "put back the file it was created with until the session is finished");
      }
    }
    base::Bytes plain;
    if (!entry.sealedPrivate.empty()) {
      const exam::PrivateOwner owner = exam::ownerOf(*content, session.state());
      auto& kept = keys[owner.candidate];
      if (!kept) {
        if (auto loaded = keys_.load(id, owner.candidate)) kept = std::move(*loaded);
        else if (loaded.error().code != "keys-erased") return base::failAt(place, loaded.error());
      }
      if (kept) {
        auto opened = crypto::unseal(owner.isAnswer ? kept->answers : kept->identity,
                                     journal::privatePlace(stream, one->sequence), entry.sealedPrivate);
        if (!opened || crypto::sha256(*opened) != one->privateHash) {
          return base::fail("private-part-damaged", place + ": the private part is not the one that was recorded");
        }
        plain = std::move(*opened);
      }
    }
    session.apply({one->wallMs, one->runMs, one->bootId}, *content, plain);
    return journal::Visit::more;
  });
  if (!read) return read;
  recorder_.resume(stream, chain.head());
  return {};
}

}  // namespace vigie::centre
