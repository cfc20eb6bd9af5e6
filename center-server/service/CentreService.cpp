#include "center-server/service/CentreService.hpp"

#include <utility>

namespace vigie::centre {
namespace {

namespace message = protocol::message;

// Whether dealing with it may leave a record: only that must wait for the disk.
bool mayRecord(const Peer& peer, const protocol::Message& message) {
  const bool isHello = std::holds_alternative<message::Hello>(message);
  return !std::holds_alternative<message::Heartbeat>(message) && !std::holds_alternative<message::Query>(message) &&
         !std::holds_alternative<message::Watch>(message) && !std::holds_alternative<message::Tile>(message) &&
         !(isHello && peer.role == crypto::Role::console);
}

}  // namespace

void CentreService::linkOpened(link::LinkId link, const crypto::RoleIdentity& role, const crypto::PublicKey& key,
                               link::Validity validity) {
  centre_.peers().add(Peer{.link = link,
                           .role = role.role,
                           .machine = role.id,
                           .machineKey = key,
                           .expired = validity == link::Validity::expired,
                           .watching = {},
                           .refilledRunMs = centre_.now().runMs});
}

void CentreService::frame(link::LinkId link, const base::Result<protocol::Message>& message) {
  Peer* peer = centre_.peers().find(link);
  if (peer == nullptr || centre_.failure()) return;
  Next next = Next::read;
  if (!message) {
    centre_.sendRefusal(link, message.error());
    centre_.outbox().finish(link);
  } else if (!centre_.hasRoom() && mayRecord(*peer, *message)) {
    // Nobody waits for the outcome of a countersignature: a refusal would be taken for that of a command.
    const bool isAwaited = !std::holds_alternative<message::Countersign>(*message);
    if (isAwaited) evidence_.refuseBusy(*peer, *message);
  } else {
    next = dispatch(*peer, *message);
  }
  if (!peer->takeMessage(centre_.now().runMs)) {
    if (next == Next::read) slowed_.push_back(link);
  } else if (next == Next::read) {
    centre_.outbox().resumeReading(link);
  }
  centre_.endTurn();
}

CentreService::Next CentreService::dispatch(Peer& peer, const protocol::Message& message) {
  peer.heardRunMs = centre_.now().runMs;
  if (peer.role != crypto::Role::seat && peer.role != crypto::Role::console) {
    centre_.sendRefusal(peer.link, {"role-wrong", "this port is for seats and consoles"});
    centre_.outbox().finish(peer.link);
  } else if (peer.saidHello) {
    return dispatchKnown(peer, message);
  } else if (peer.mayRenew) {
    renewExpired(peer, message);
  } else if (const auto* hello = std::get_if<message::Hello>(&message)) {
    greet(peer, *hello);
  } else {
    centre_.sendRefusal(peer.link, {"hello-missing", "the first message must say the protocol version"});
    centre_.outbox().finish(peer.link);
  }
  return Next::read;
}

// Whoever holds an old key gets no further than a certificate that staff see, and can revoke.
void CentreService::renewExpired(Peer& peer, const protocol::Message& message) {
  if (std::holds_alternative<message::Renew>(message)) {
    enrolment_.renew(peer);
  } else {
    centre_.sendRefusal(peer.link, {"certificate-expired", "this machine's certificate has expired; it must renew it first"});
  }
  centre_.outbox().finish(peer.link);
}

// Not "said hello": no lease, no room and no record knows this link.
void CentreService::greetExpired(Peer& peer, const message::Hello& hello) {
  const auto refuse = [&](std::string why) {
    centre_.sendRefusal(peer.link, {"certificate-expired", "this machine's certificate has expired; " + std::move(why)});
    centre_.outbox().finish(peer.link);
  };
  if (hello.connection() == "evidence") return refuse("it must renew it first, on its control connection");
  // A server that woke up in 2040 would renew everybody until then.
  if (centre_.dateLeapt()) return refuse("and the server's date may be wrong: set it, or start center-server once with --date-is-right");
  peer.mayRenew = true;
  centre_.sendWelcome(peer);
}

CentreService::Next CentreService::dispatchKnown(Peer& peer, const protocol::Message& message) {
  if (const auto* tile = std::get_if<message::Tile>(&message); tile != nullptr && peer.connection == Connection::evidence) {
    tiles_.take(peer, *tile);
    return Next::read;
  }
  if (peer.connection == Connection::evidence) return evidence_.handle(peer, message);
  if (std::holds_alternative<message::Renew>(message)) {
    enrolment_.renew(peer);
    return Next::read;
  }
  if (peer.role == crypto::Role::seat) {
    if (peer.silent) seats_.spokeAgain(peer);
    if (const auto* announced = std::get_if<message::AnnouncePicture>(&message)) evidence_.announce(peer, *announced);
    else seats_.handle(peer, message);
    return Next::read;
  }
  const auto* query = std::get_if<message::Query>(&message);
  if (query != nullptr && query->about_case() == message::Query::kPicture) evidence_.show(peer, *query);
  else if (query != nullptr && query->about_case() == message::Query::kTile) tiles_.ask(peer, *query);
  else if (query != nullptr && query->about_case() == message::Query::kVault) evidence_.audit(peer, *query);
  else staff_.handle(peer, message);
  return Next::read;
}

void CentreService::greet(Peer& peer, const message::Hello& hello) {
  if (hello.protocol() != protocol::kProtocolVersion) {
    centre_.sendRefusal(peer.link, {"protocol-version", "this centre speaks version " + std::to_string(protocol::kProtocolVersion) +
                                                            " of the protocol; install the same version of Vigie on this machine"});
    return centre_.outbox().finish(peer.link);
  }
  const auto machine = centre_.state().machines.find(peer.machine);
  if (machine == centre_.state().machines.end() || machine->second.revoked) {
    centre_.sendRefusal(peer.link, {"machine-revoked", "this machine is not enrolled here any more; enrol it again"});
    return centre_.outbox().finish(peer.link);
  }
  if (peer.expired) return greetExpired(peer, hello);
  const bool forEvidence = hello.connection() == "evidence";
  const bool known = forEvidence || hello.connection().empty() || hello.connection() == "control";
  if (!known || (forEvidence && peer.role != crypto::Role::seat)) {
    centre_.sendRefusal(peer.link, {"connection-wrong", "a connection is control or, for seats, evidence"});
    return centre_.outbox().finish(peer.link);
  }
  peer.connection = forEvidence ? Connection::evidence : Connection::control;
  // One such link per seat: an older, half-dead one must not hold it. A console may run several commands at once.
  Peer* older = peer.role == crypto::Role::seat ? centre_.peers().findMachine(peer.machine, peer.connection) : nullptr;
  if (older != nullptr && older->link != peer.link) {
    if (forEvidence) tiles_.linkEnded(*older);
    older->saidHello = false;
    centre_.outbox().finish(older->link);
  }
  peer.saidHello = true;
  if (forEvidence) return centre_.sendWelcome(peer);
  centre_.overview().machineChanged(peer.machine);
  peer.role == crypto::Role::seat ? seats_.hello(peer) : staff_.hello(peer);
}

void CentreService::linkEnded(link::LinkId link) {
  Peer* peer = centre_.peers().find(link);
  if (peer == nullptr) return;
  const Peer gone = *peer;
  centre_.peers().remove(link);
  if (centre_.failure()) return;
  if (gone.role == crypto::Role::seat && gone.connection == Connection::evidence && gone.saidHello) tiles_.linkEnded(gone);
  centre_.overview().machineChanged(gone.machine);
  centre_.departures().look(centre_);
  const bool wasSeat = gone.role == crypto::Role::seat && gone.connection == Connection::control && gone.saidHello && !gone.silent;
  if (wasSeat && centre_.peers().findMachine(gone.machine) == nullptr) seats_.left(gone);
  centre_.endTurn();
}

void CentreService::enrolmentFrame(link::LinkId link, const base::Result<protocol::Message>& message) {
  if (centre_.failure()) return;
  if (message) {
    enrolment_.handle(link, *message);
  } else {
    centre_.sendRefusal(link, message.error());
    centre_.outbox().finish(link);
  }
  centre_.endTurn();
}

void CentreService::anchored(const base::SessionId& id, const exam::record::SessionAnchored& anchor) {
  turn([&] {
    if (LiveSession* session = centre_.findSession(id)) centre_.carryOut(*session, exam::AddAnchor{anchor});
    centre_.closeWhatIsOver();
  });
}

void CentreService::picturesWritten(const VaultReport& report) {
  turn([&] { evidence_.written(report); });
}

void CentreService::turn(const std::function<void()>& input) {
  if (centre_.failure()) return;
  input();
  centre_.endTurn();
}

void CentreService::tick() {
  if (centre_.failure()) return;
  const exam::Instant at = centre_.now();
  for (auto& [link, peer] : centre_.peers()) {
    const bool isSeat = peer.role == crypto::Role::seat && peer.connection == Connection::control;
    const bool quiet = isSeat && peer.saidHello && !peer.silent && at.runMs - peer.heardRunMs > kSilenceMs;
    if (quiet) seats_.becameSilent(peer);
  }
  for (const link::LinkId link : std::exchange(slowed_, {})) centre_.outbox().resumeReading(link);
  evidence_.tick();
  tiles_.tick();
  for (auto& [id, session] : centre_.sessions()) {
    if (session.state().phase != exam::SessionPhase::open) continue;
    centre_.carryOut(session, exam::TimePassed{});
    const exam::Instant& last = session.state().checkpointAt;
    const bool due = last.bootId != at.bootId || at.runMs - last.runMs >= kCheckpointMs;
    if (due && session.state().anybodyRunning()) centre_.checkpoint(session);
  }
  centre_.departures().look(centre_);
  centre_.overview().tick(centre_);
  centre_.closeWhatIsOver();
  centre_.endTurn();
}

}  // namespace vigie::centre
