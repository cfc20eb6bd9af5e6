#include "center-server/service/Centre.hpp"

#include <algorithm>

#include "center-server/service/Release.hpp"
#include "center-server/service/Replay.hpp"
#include "common/exam/PrivateOwner.hpp"
#include "common/shadow/ShadowTest.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

exam::TicketTerms termsOf(const credential::Ticket& ticket) {
  return {
      .kind = ticket.kind == credential::TicketKind::real ? exam::SessionKind::real : exam::SessionKind::demonstration,
      .validFromMs = ticket.validFromMs,
      .validUntilMs = ticket.validUntilMs,
      .drawSeed = base::Bytes(ticket.drawSeed.begin(), ticket.drawSeed.end()),
      .certificateCodes = ticket.codes.size()};
}

}  // namespace

Centre::Centre(Identity identity, Materials materials, KeyStore keys, base::EpochId epoch, base::Clock& clock,
               Sink& sink, Links& links, Entropy entropy)
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
    if (session.state().phase == exam::SessionPhase::open && session.state().findByLease(workstation) != nullptr)
      return &session;
  }
  return nullptr;
}

// Nobody's, when somebody else sits at the workstation that this candidate left.
Peer* Centre::seatOf(const exam::Candidate& candidate) {
  if (!candidate.lease) return nullptr;
  const base::WorkstationId& workstation = candidate.lease->workstation;
  const LiveSession* session = findSessionOf(workstation);
  const bool isTaken = session != nullptr && session->state().findByLease(workstation)->ref != candidate.ref;
  return isTaken ? nullptr : peers_.findMachine(workstation.hex());
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
    return std::holds_alternative<record::TestStarted>(draft.content) ||
           std::holds_alternative<record::AlertResolved>(draft.content);
  };
  for (const exam::Draft& draft : decision.records) {
    if (!isRelease(draft)) announce(session, draft.content, follows);
  }
  for (const exam::Draft& draft : decision.records) {
    if (isRelease(draft)) announce(session, draft.content, follows);
  }
  return decision;
}

void Centre::record(LiveSession& session, const exam::Draft& draft, base::ByteView privatePlain,
                    const exam::Instant& at) {
  std::optional<PrivatePart> part;
  base::ByteView plain;
  if (draft.privateHash != crypto::Digest{}) {
    plain = privatePlain;
    const exam::PrivateOwner owner = exam::ownerOf(draft.content, session.state());
    const CandidateKeys* keys = keysOf(session.state().id, owner.candidate);
    if (keys == nullptr) return;
    part = PrivatePart{base::Bytes(plain.begin(), plain.end()), owner.isAnswer ? keys->answers : keys->identity};
  }
  recorder_.append(session.stream(), exam::typeOf(draft.content), exam::payloadOf(draft.content), draft.privateHash,
                   part, at);
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

base::Result<base::SecretBytes> Centre::evidenceKey(const base::SessionId& session,
                                                    const base::CandidateRef& candidate) const {
  auto keys = keys_.load(session, candidate);
  if (!keys) return base::fail(keys.error());
  return std::move(keys->evidence);
}

exam::CentreDecision Centre::carryOut(const exam::CentreDecision& decision, const exam::Instant& at) {
  for (const exam::CentreDraft& draft : decision.records) {
    recorder_.append(journal::kCentreStream, exam::typeOf(draft.content), exam::payloadOf(draft.content),
                     draft.privateHash, {}, at);
    exam::evolve(state_, at, draft.content);
    if (const auto* enrolled = std::get_if<record::MachineEnrolled>(&draft.content)) {
      overview_.machineChanged(base::toHex(base::bytesOf(enrolled->machine())));
    } else if (const auto* revoked = std::get_if<record::MachineRevoked>(&draft.content)) {
      overview_.machineChanged(base::toHex(base::bytesOf(revoked->machine())));
    } else if (const auto* renewed = std::get_if<record::MachineRenewed>(&draft.content)) {
      overview_.machineChanged(base::toHex(base::bytesOf(renewed->machine())));
    } else {
      overview_.ticketsChanged();  // loaded, or in use by a new session
    }
  }
  return decision;
}

base::Result<LiveSession> Centre::bind(const std::string& ticketNumber) const {
  const auto loaded = state_.tickets.find(ticketNumber);
  if (loaded == state_.tickets.end())
    return base::fail("ticket-unknown", "no ticket with the number " + ticketNumber + " was loaded");
  auto ticket = credential::verifyTicket(loaded->second.jws, identity_.registryKey);
  if (!ticket) return base::failAt("ticket " + ticketNumber, ticket.error());
  const content::Calibration& calibration = materials_.bank->calibration();
  if (ticket->bankDigest != calibration.digest()) {
    return base::fail("bank-mismatch", "ticket " + ticketNumber +
                                           " is for another item bank than the one installed here (" +
                                           calibration.bank() + "); install the bank that the registry sent with it");
  }
  if (!credential::allowsTest(*ticket, materials_.testBytes)) {
    return base::fail("test-mismatch", "ticket " + ticketNumber +
                                           " is for another test definition than the one installed here; install the "
                                           "file that the registry sent with it");
  }
  auto drawn = materials_.bank->forTicket(ticket->drawSeed);
  if (!drawn) return base::failAt("ticket " + ticketNumber, drawn.error());
  std::vector<std::vector<std::string>> choiceIds;
  std::vector<bool> shuffled;
  for (const content::Item& item : materials_.bank->items()) {
    choiceIds.push_back(item.choiceIds);
    shuffled.push_back(item.shuffle);
  }
  auto environment = exam::makeEnvironment(calibration, materials_.test, termsOf(*ticket), std::move(choiceIds),
                                           std::move(shuffled), kReleaseWallMs, &shadow::shadowTest);
  if (!environment) return base::failAt("test definition", environment.error());
  return LiveSession(std::make_shared<const content::Bank>(std::move(*drawn)), std::move(*ticket),
                     std::move(*environment));
}

base::Result<void> Centre::checkBinding(const std::string& ticketNumber) const {
  if (const auto bound = bind(ticketNumber); !bound) return base::fail(bound.error());
  return materials_.test.checkBank(materials_.bank->calibration(), &shadow::shadowTest);
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
  created.set_arithmetic(materials_.test.arithmetic(shadow::solverName()));
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
  overview_.sessionChanged(id);
  return &live;
}

std::vector<std::pair<journal::StreamId, journal::Head>> Centre::heads() const {
  std::vector<std::pair<journal::StreamId, journal::Head>> heads;
  heads.emplace_back(journal::kCentreStream, recorder_.head(journal::kCentreStream));
  for (const auto& [id, entry] : state_.sessions) {
    const journal::StreamId stream = journal::streamOf(id);
    heads.emplace_back(stream, recorder_.head(stream));
  }
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

// ---- sessions that are over ----

void Centre::closeWhatIsOver() {
  std::vector<base::SessionId> over;
  for (const auto& [id, session] : sessions_) {
    if (exam::isOver(session.state())) over.push_back(id);
  }
  for (const base::SessionId& id : over) {
    const journal::Head end = recorder_.head(journal::streamOf(id));
    const exam::SessionState& session = sessions_.at(id).state();
    const auto decision = carryOut(exam::decideClosing(state_, session, end.position, end.head), now());
    if (!decision.refusal) closed_.add(sessions_.extract(id));
  }
}

bool Centre::isClosed(const base::SessionId& id) const {
  const auto entry = state_.sessions.find(id);
  return entry != state_.sessions.end() && entry->second.closed;
}

void Centre::recall(const base::SessionId& id, const ClosedSessions::Then& then) {
  if (LiveSession* kept = closed_.find(id)) return then(kept);
  const auto entry = state_.sessions.find(id);
  if (entry == state_.sessions.end() || !entry->second.closed) {
    return then(base::fail("session-unknown", "there is no closed session with this id"));
  }
  auto bound = bind(entry->second.ticket);
  if (!bound) return then(base::fail(bound.error()));
  closed_.recall(id, std::move(*bound), {entry->second.closedPosition, entry->second.closedHead}, then);
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
  overview_.tell(*this);
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

std::int64_t Centre::certainWallMs() const {
  std::int64_t earliest = std::max(kReleaseWallMs, state_.newestWallMs);
  for (const auto& [id, session] : sessions_) earliest = std::max(earliest, session.state().newestWallMs);
  return earliest;
}

base::Result<void> Centre::replay(journal::Store& store, DateTrust trust) {
  const auto centreHead = replayCentre(store, state_);
  if (!centreHead) return base::fail(centreHead.error());
  recorder_.resume(journal::kCentreStream, *centreHead);
  for (const auto& [id, entry] : state_.sessions) {
    const journal::StreamId stream = journal::streamOf(id);
    if (entry.closed) {
      recorder_.resume(stream, {entry.closedPosition, entry.closedHead});
      continue;
    }
    auto bound = bind(entry.ticket);
    if (!bound) return base::failAt("session " + id.hex(), bound.error());
    LiveSession& session = sessions_.emplace(id, std::move(*bound)).first->second;
    const auto head = replaySession(store, id, keys_, materials_.testBytes, session);
    if (!head) return base::failAt("session " + id.hex(), head.error());
    recorder_.resume(stream, *head);
  }
  dateLeapt_ = trust != DateTrust::isRight && now().wallMs - certainWallMs() > kLeapMs;
  for (auto& [id, session] : sessions_) {
    if (session.state().phase == exam::SessionPhase::open)
      carryOut(session, exam::CentreStarted{std::string(kProgram)});
  }
  closeWhatIsOver();
  endTurn();
  return {};
}

}  // namespace vigie::centre
