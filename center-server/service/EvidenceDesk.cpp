#include "center-server/service/EvidenceDesk.hpp"

#include <algorithm>

#include "common/crypto/PictureSeal.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

constexpr std::size_t kAuditPage = 400;  // pictures opened for one reply
constexpr std::uint32_t kJournalBehind = 2;  // answers come first
constexpr int kMostNumbers = 500;        // in one reply

std::uint32_t numberIn(const message::AnnouncePicture& announcement) {
  record::PictureBody body;
  return body.ParseFromString(announcement.signed_().body()) ? body.number() : 0;
}

journal::RecordedPicture recorded(const crypto::PictureName& name, const exam::Picture& picture) {
  return {name, picture.digest, picture.size, picture.place->segment, picture.place->offset};
}

}  // namespace

std::vector<journal::RecordedPicture> recordedPictures(const base::SessionId& session,
                                                       const base::CandidateRef& candidate,
                                                       const exam::Evidence& evidence) {
  std::vector<journal::RecordedPicture> pictures;
  for (const auto& [number, picture] : evidence.pictures) {
    if (picture.place) pictures.push_back(recorded({session, candidate, number}, picture));
  }
  return pictures;
}

// ---- announcements, on the control link ----

void EvidenceDesk::announce(Peer& seat, const message::AnnouncePicture& announcement) {
  const auto workstation = base::WorkstationId::fromHex(seat.machine).value_or(base::WorkstationId{});
  exam::AnnouncePicture command;
  command.workstation = workstation;
  command.lease = announcement.lease();
  auto signedBody = exam::fromRecord(announcement.signed_());
  const bool readable = signedBody && command.body.ParseFromString(announcement.signed_().body()) &&
                        !exam::hasUnknownFields(command.body);
  if (!readable)
    return refuse(seat, 0, {"message-malformed", "the announcement of a picture cannot be read by this version"});
  const std::uint32_t number = command.body.number();
  LiveSession* session = centre_.findSessionOf(workstation);
  const exam::Candidate* candidate = session != nullptr ? session->state().findByLease(workstation) : nullptr;
  if (candidate == nullptr || candidate->seatKeys.empty()) {
    return refuse(seat, number, {"no-lease", "nobody sits at this workstation"});
  }
  // Only the sitting that runs announces: whoever stole the workstation's key alone cannot.
  const auto key = crypto::PublicKey::fromSpki(candidate->seatKeys.back());
  if (!key) return refuse(seat, number, key.error());
  if (auto verified = crypto::verifyMessage(*signedBody, "picture", *key); !verified)
    return refuse(seat, number, verified.error());
  command.message = std::move(*signedBody);
  const std::string capture = command.body.capture();
  const exam::Decision decision = centre_.carryOut(*session, command);
  if (decision.refusal) return refuse(seat, number, *decision.refusal);
  if (!decision.repeated) return;
  message::PictureNoted noted;
  noted.set_number(number);
  noted.set_capture(capture);
  *noted.mutable_standing() = centre_.standing(session->stream());
  centre_.outbox().send(seat.link, std::move(noted));
}

// ---- pictures, on the evidence link ----

EvidenceDesk::Next EvidenceDesk::handle(Peer& peer, const protocol::Message& message) {
  if (const auto* picture = std::get_if<message::Picture>(&message)) return take(peer, *picture);
  if (std::holds_alternative<message::Heartbeat>(message)) {
    message::HeartbeatReply reply;
    reply.set_wall_ms(centre_.now().wallMs);
    reply.set_health(health(peer));
    centre_.outbox().send(peer.link, std::move(reply));
    return Next::read;
  }
  centre_.sendRefusal(peer.link, {"connection-wrong", "this message belongs on the seat's control connection"});
  return Next::read;
}

EvidenceDesk::Next EvidenceDesk::take(Peer& peer, const message::Picture& picture) {
  const auto refused = [&](base::Error error) {
    refuse(peer, picture.number(), error);
    return Next::read;
  };
  const auto sessionId = base::SessionId::fromBytes(picture.session());
  const auto ref = base::CandidateRef::fromBytes(picture.candidate());
  const LiveSession* session = sessionId && ref ? centre_.findSession(*sessionId) : nullptr;
  if (session == nullptr) return refused({"session-unknown", "there is no session with this id"});
  const exam::Picture* announced = session->state().evidenceOf(*ref).find(picture.number());
  if (announced == nullptr) return refused({"picture-unannounced", "no picture was announced under this number"});
  const crypto::PictureName name{*sessionId, *ref, picture.number()};
  if (announced->place) {
    stored(peer.link, name);
    return Next::read;
  }
  const exam::SessionPhase phase = session->state().phase;
  if (phase != exam::SessionPhase::open && phase != exam::SessionPhase::ended) {
    return refused({"session-phase", "after the finalisation no picture is taken in"});
  }
  if (picture.sealed().size() != announced->size) {
    return refused({"picture-differs", "the picture is not the one that was announced"});
  }
  // Brought again on a new link while the first bytes are on their way to the disk.
  if (const auto already = underWay_.find(name); already != underWay_.end()) {
    already->second = peer.link;
    return Next::later;
  }
  if (centre_.vault() == nullptr || !centre_.vault()->acceptsPictures()) {
    return refused({"vault-full", "the centre has no room for pictures now; answers go on"});
  }
  // Only a seat that connects anew with an empty bucket comes here: others are not read until theirs has filled up.
  if (refill(peer.machine) < 0) {
    refuse(peer, picture.number(),
           {"too-many-pictures", "this seat has sent more pictures than a seat may; it goes on a little later"});
    slowed_.push_back(peer.link);
    return Next::later;
  }
  buckets_[peer.machine].bytes -= static_cast<double>(picture.sealed().size());
  underWay_[name] = peer.link;
  centre_.vault()->store({name, announced->digest, base::toBytes(picture.sealed())});
  return Next::later;
}

void EvidenceDesk::refuse(const Peer& peer, std::uint32_t picture, const base::Error& error) {
  message::Refused refused;
  refused.set_code(error.code);
  refused.set_detail(error.detail);
  refused.set_picture(picture);
  refused.set_capture(picture == 0);
  centre_.refuse(peer.link, std::move(refused));
}

void EvidenceDesk::refuseBusy(const Peer& peer, const protocol::Message& message) {
  const base::Error busy{"busy", "the centre's disk is behind; try again in a moment"};
  if (const auto* picture = std::get_if<message::Picture>(&message)) return refuse(peer, picture->number(), busy);
  if (const auto* announced = std::get_if<message::AnnouncePicture>(&message))
    return refuse(peer, numberIn(*announced), busy);
  centre_.sendRefusal(peer.link, busy);
}

void EvidenceDesk::stored(link::LinkId to, const crypto::PictureName& name) {
  const Peer* peer = centre_.peers().find(to);
  if (peer == nullptr) return;
  message::PictureStored stored;
  stored.set_candidate(name.candidate.bytes());
  stored.set_number(name.number);
  stored.set_health(health(*peer));
  centre_.outbox().send(to, std::move(stored));
}

// The link that brought this picture is answered and read again, unless its seat has spent its bucket.
void EvidenceDesk::release(const crypto::PictureName& name, const base::Error* refusal) {
  const auto found = underWay_.find(name);
  if (found == underWay_.end()) return;
  const link::LinkId link = found->second;
  underWay_.erase(found);
  const Peer* peer = centre_.peers().find(link);
  if (peer == nullptr) return;
  if (refusal != nullptr)
    refuse(*peer, name.number, *refusal);
  else
    stored(link, name);
  if (refill(peer->machine) >= 0)
    centre_.outbox().resumeReading(link);
  else
    slowed_.push_back(link);
}

void EvidenceDesk::written(const VaultReport& report) {
  for (const auto& [id, group] : report.groups) {
    LiveSession* session = centre_.findSession(id);
    if (session == nullptr) continue;
    const exam::Decision decision = centre_.carryOut(*session, exam::AddPictures{group});
    for (const record::StoredPicture& picture : group.pictures()) {
      const auto ref = base::CandidateRef::fromBytes(picture.candidate());
      const exam::Picture* known = ref ? session->state().evidenceOf(*ref).find(picture.number()) : nullptr;
      const bool recorded = known != nullptr && known->place;
      const base::Error late =
          decision.refusal.value_or(base::Error{"picture-unannounced", "nobody waits for this picture"});
      if (ref) release({id, *ref, picture.number()}, recorded ? nullptr : &late);
    }
  }
  for (const RefusedPicture& refused : report.refused) release(refused.name, &refused.error);
}

void EvidenceDesk::tick() {
  std::erase_if(slowed_, [this](link::LinkId link) {
    const Peer* peer = centre_.peers().find(link);
    if (peer == nullptr) return true;
    if (refill(peer->machine) < 0) return false;
    centre_.outbox().resumeReading(link);
    return true;
  });
}

double EvidenceDesk::refill(const std::string& machine) {
  const std::int64_t runMs = centre_.now().runMs;
  Bucket& bucket = buckets_.try_emplace(machine, Bucket{kPictureBucketBytes, runMs}).first->second;
  const double gained = static_cast<double>(runMs - bucket.refilledRunMs) * kPictureBytesPerSecond / 1000;
  bucket.bytes = std::min(kPictureBucketBytes, bucket.bytes + gained);
  bucket.refilledRunMs = runMs;
  return bucket.bytes;
}

std::uint32_t EvidenceDesk::health(const Peer& peer) {
  if (centre_.vault() == nullptr || !centre_.vault()->acceptsPictures()) return 0;
  const double share = std::clamp(refill(peer.machine) / kPictureBucketBytes, 0.0, 1.0);
  // A room that has sat for an hour is at its ease: only the last fifth of a bucket slows a seat.
  const auto own = static_cast<std::uint32_t>(1 + 9 * std::min(1.0, share * 5));
  return centre_.hasRoom() ? own : std::min(own, kJournalBehind);
}

// ---- what consoles ask ----

void EvidenceDesk::withSession(const Peer& console, const std::string& session, About then) {
  const auto id = base::SessionId::fromBytes(session);
  if (const LiveSession* live = id ? centre_.findSession(*id) : nullptr) return then(console.link, *live);
  if (!id || !centre_.isClosed(*id)) {
    return centre_.sendRefusal(console.link, {"session-unknown", "there is no session with this id"});
  }
  centre_.recall(*id, [this, to = console.link, then](const base::Result<LiveSession*>& closed) {
    if (!closed) return centre_.sendRefusal(to, closed.error());
    then(to, **closed);
  });
}

void EvidenceDesk::show(const Peer& console, const message::Query& query) {
  withSession(console, query.session(), [this, query](link::LinkId to, const LiveSession& session) { showOf(to, session, query); });
}

void EvidenceDesk::showOf(link::LinkId to, const LiveSession& session, const message::Query& query) {
  const base::SessionId id = session.state().id;
  const auto ref = base::CandidateRef::fromBytes(query.candidate());
  if (!ref || session.state().find(*ref) == nullptr) {
    return centre_.sendRefusal(to, {"candidate-unknown", "there is no candidate with this reference in this session"});
  }
  const exam::Evidence& evidence = session.state().evidenceOf(*ref);
  const std::uint32_t number = query.number() != 0 ? query.number() : evidence.newestStored;
  const exam::Picture* picture = evidence.find(number);
  if (picture == nullptr || !picture->place || centre_.vault() == nullptr) {
    return centre_.sendRefusal(to, {"picture-missing", "there is no such picture of this candidate in the vault"});
  }
  const auto key = centre_.evidenceKey(id, *ref);
  if (!key) return centre_.sendRefusal(to, key.error());
  message::Reply reply;
  reply.set_id(query.id());
  message::PictureView& view = *reply.mutable_picture();
  view.set_session(id.bytes());
  view.set_candidate(ref->bytes());
  view.set_number(number);
  view.set_taken_ms(picture->takenMs);
  if (number == evidence.newestAnnounced()) *view.mutable_facts() = evidence.facts;
  const auto send = [this, to, reply](const base::Result<base::Bytes>& opened) {
    if (!opened) return centre_.sendRefusal(to, opened.error());
    message::Reply out = reply;
    out.mutable_picture()->set_jpeg(base::toString(*opened));
    centre_.outbox().send(to, std::move(out));
  };
  centre_.vault()->open(recorded({id, *ref, number}, *picture), *key, send);
}

void EvidenceDesk::audit(const Peer& console, const message::Query& query) {
  if (centre_.vault() == nullptr) return centre_.sendRefusal(console.link, {"query-unknown", "this centre keeps no vault"});
  withSession(console, query.session(), [this, query](link::LinkId to, const LiveSession& session) {
    query.candidate().empty() ? auditSegments(to, session, query.id()) : auditCandidate(to, session, query);
  });
}

void EvidenceDesk::auditSegments(link::LinkId to, const LiveSession& session, std::uint32_t query) {
  const exam::SessionState& state = session.state();
  message::Reply reply;
  reply.set_id(query);
  message::VaultView& view = *reply.add_vaults();
  view.set_session(state.id.bytes());
  AuditOrder order;
  order.session = state.id;
  order.ends = state.vaultEnds;
  for (const auto& [ref, evidence] : state.evidence) {
    const auto pictures = recordedPictures(state.id, ref, evidence);
    order.pictures.insert(order.pictures.end(), pictures.begin(), pictures.end());
    view.set_announced(view.announced() + static_cast<std::uint32_t>(evidence.pictures.size()));
  }
  view.set_stored(static_cast<std::uint32_t>(order.pictures.size()));
  audited(to, std::move(order), std::move(reply));
}

void EvidenceDesk::auditCandidate(link::LinkId to, const LiveSession& session, const message::Query& query) {
  const exam::SessionState& state = session.state();
  const auto ref = base::CandidateRef::fromBytes(query.candidate());
  if (!ref || state.find(*ref) == nullptr) {
    return centre_.sendRefusal(to, {"candidate-unknown", "there is no candidate with this reference in this session"});
  }
  const exam::Evidence& evidence = state.evidenceOf(*ref);
  message::Reply reply;
  reply.set_id(query.id());
  message::VaultView& view = *reply.add_vaults();
  view.set_session(state.id.bytes());
  view.set_candidate(ref->bytes());
  view.set_announced(static_cast<std::uint32_t>(evidence.pictures.size()));
  view.set_stored(static_cast<std::uint32_t>(evidence.storedCount));
  for (const auto& [number, picture] : evidence.pictures) {
    if (!picture.place && view.missing_size() < kMostNumbers) view.add_missing(number);
  }
  AuditOrder order;
  order.session = state.id;
  order.pictures = recordedPictures(state.id, *ref, evidence);
  std::erase_if(order.pictures, [&](const auto& picture) { return picture.name.number < query.number(); });
  if (order.pictures.size() > kAuditPage) {
    view.set_next(order.pictures[kAuditPage].name.number);
    order.pictures.resize(kAuditPage);
  }
  if (auto key = centre_.evidenceKey(state.id, *ref)) order.key = std::move(*key);
  else view.set_erased(key.error().code);
  audited(to, std::move(order), std::move(reply));
}

void EvidenceDesk::audited(link::LinkId to, AuditOrder order, message::Reply reply) {
  const auto send = [this, to, reply = std::move(reply)](const VaultAudit& audit) {
    message::Reply out = reply;
    message::VaultView& found = *out.mutable_vaults(0);
    found.set_bytes(audit.bytes);
    for (const std::string& damage : audit.damage) {
      if (found.damage_size() < kMostNumbers) found.add_damage(damage);
    }
    for (const AuditedPicture& picture : audit.pictures) {
      message::VaultPicture& one = *found.add_pictures();
      one.set_number(picture.number);
      if (picture.sha256) one.set_sha256(base::toString(*picture.sha256));
      one.set_damage(picture.damage);
    }
    centre_.outbox().send(to, std::move(out));
  };
  centre_.vault()->audit(std::move(order), send);
}

}  // namespace vigie::centre
