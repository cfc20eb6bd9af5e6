#include "center-server/service/StaffDesk.hpp"

#include "center-server/issuing/Issuer.hpp"
#include "center-server/service/Views.hpp"
#include "common/crypto/Random.hpp"
#include "common/exam/Accommodations.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;
namespace record = exam::record;
using Verb = record::StaffBody::VerbCase;

bool isForCentre(const record::StaffBody& body) {
  switch (body.verb_case()) {
    case Verb::kCreateSession:
    case Verb::kIssueCode:
    case Verb::kRevoke:
    case Verb::kLoadTicket:
      return true;
    default:
      return false;
  }
}

bool isSlipCode(const std::string& code) {
  return code.size() == 8 && code.find_first_not_of(crypto::kCodeAlphabet) == std::string::npos;
}

}  // namespace

void StaffDesk::hello(Peer& peer) {
  centre_.sendWelcome(peer);
}

void StaffDesk::handle(Peer& peer, const protocol::Message& message) {
  if (const auto* command = std::get_if<message::StaffCommand>(&message)) return order(peer, *command);
  if (const auto* query = std::get_if<message::Query>(&message)) {
    return query->about_case() == message::Query::kJournal ? audit(peer, query->id()) : answer(peer.link, *query);
  }
  if (const auto* watch = std::get_if<message::Watch>(&message)) {
    if (watch->session().empty()) return centre_.overview().show(centre_, peer);
    const auto id = base::SessionId::fromBytes(watch->session());
    if (!id || (centre_.findSession(*id) == nullptr && !centre_.isClosed(*id))) {
      return centre_.sendRefusal(peer.link, {"session-unknown", "there is no session with this id"});
    }
    peer.watching = *id;
    message::Query everything;
    everything.set_session(id->bytes());
    everything.set_session_view(true);
    return answer(peer.link, everything);
  }
  if (const auto* countersigned = std::get_if<message::Countersign>(&message)) return countersign(peer, *countersigned);
  if (std::holds_alternative<message::Heartbeat>(message)) {
    message::HeartbeatReply reply;
    reply.set_wall_ms(centre_.now().wallMs);
    LiveSession* session = peer.watching ? centre_.findSession(*peer.watching) : nullptr;
    *reply.mutable_standing() = centre_.standing(session != nullptr ? session->stream() : journal::kCentreStream);
    reply.set_health(centre_.health(peer));
    return centre_.outbox().send(peer.link, std::move(reply));
  }
  if (const auto* report = std::get_if<message::ForkReport>(&message)) return centre_.recordFork(peer, *report);
  centre_.sendRefusal(peer.link, {"message-unknown", "a console does not send this message"});
}

// Memory first; a closed session that is not there comes back from the archive, and the question is asked again.
void StaffDesk::answer(link::LinkId to, const message::Query& query) {
  const auto absent = absentFor(centre_, query);
  if (!absent) {
    auto reply = answerQuery(centre_, query);
    return reply ? centre_.outbox().send(to, std::move(*reply)) : centre_.sendRefusal(to, reply.error());
  }
  centre_.recall(*absent, [this, to, query, id = *absent](const base::Result<LiveSession*>& recalled) {
    const bool isList = query.about_case() == message::Query::kSessions;
    if (!recalled && !isList) return centre_.sendRefusal(to, recalled.error());
    if (!recalled) centre_.closed().setSummary(id, viewOfUnreadable(centre_, id));
    answer(to, query);
  });
}

// From the disk, once what we know is durable; the answer comes in a later turn.
void StaffDesk::audit(const Peer& peer, std::uint32_t query) {
  if (centre_.auditor() == nullptr)
    return centre_.sendRefusal(peer.link, {"query-unknown", "this centre keeps no journal on a disk"});
  const auto answer = [this, to = peer.link, query](const base::Result<std::vector<journal::StreamReport>>& reports) {
    if (!reports) return centre_.sendRefusal(to, reports.error());
    message::Reply reply;
    reply.set_id(query);
    for (const journal::StreamReport& report : *reports) *reply.add_streams() = viewOf(report);
    centre_.outbox().send(to, std::move(reply));
  };
  centre_.outbox().then([this, heads = centre_.heads(), answer] { centre_.auditor()->verify(heads, answer); });
}

// Whose signature is it, over exactly these bytes, for this centre? Nothing is carried out before all of it holds.
base::Result<StaffDesk::Order> StaffDesk::verify(const message::StaffCommand& in) const {
  auto signedCommand = exam::fromRecord(in.signed_());
  if (!signedCommand) return base::fail(signedCommand.error());
  const auto* staff = centre_.state().findStaff(signedCommand->keyId);
  if (staff == nullptr) return base::fail("staff-unknown", "this person's key is not registered at this centre");
  if (centre_.state().isRevoked(staff->second)) {
    return base::fail("staff-revoked",
                      "the console of this person was revoked, and their key with it; enrol them again");
  }
  const auto key = crypto::PublicKey::fromSpki(staff->second.spki);
  if (!key) return base::fail(key.error());
  if (auto verified = crypto::verifyMessage(*signedCommand, "staff", *key); !verified)
    return base::fail(verified.error());
  Order order;
  order.command.staff = staff->first;
  if (!order.command.body.ParseFromString(in.signed_().body()) || exam::hasUnknownFields(order.command.body)) {
    return base::fail("message-malformed", "the command cannot be read by this version");
  }
  // A command that was captured at another centre, or before a restore, is worth nothing here.
  if (order.command.body.centre_epoch() != centre_.state().epoch.bytes()) {
    return base::fail("epoch-wrong", "the command was made for another centre, or before its data was restored");
  }
  if (auto allowed = exam::mayCommand(staff->second, order.command.body); !allowed) return base::fail(allowed.error());
  order.privatePlain = base::toBytes(in.private_part());
  if (!order.privatePlain.empty()) {
    order.command.privateHash = crypto::sha256(order.privatePlain);
    const bool readable = order.secret.ParseFromString(in.private_part()) && !exam::hasUnknownFields(order.secret);
    if (!readable || order.secret.salt().size() != 16)
      return base::fail("message-malformed", "the command's private part cannot be read");
  }
  const std::string_view digest =
      order.privatePlain.empty() ? std::string_view() : base::textOf(order.command.privateHash);
  if (order.command.body.private_digest() != digest) {
    return base::fail("private-mismatch", "the private part is not the one that was signed");
  }
  order.command.message = std::move(*signedCommand);
  return order;
}

void StaffDesk::order(Peer& peer, const message::StaffCommand& in) {
  auto order = verify(in);
  if (!order) {
    record::StaffBody body;
    const std::string command = body.ParseFromString(in.signed_().body()) ? body.command() : std::string();
    return centre_.sendRefusal(peer.link, order.error(), command);
  }
  isForCentre(order->command.body) ? forCentre(peer, *order) : forSession(peer, *order);
}

void StaffDesk::done(link::LinkId to, const Order& order, const journal::StreamId& stream, bool repeated) {
  message::StaffDone done;
  done.set_command(order.command.body.command());
  done.set_repeated(repeated);
  *done.mutable_standing() = centre_.standing(stream);
  centre_.outbox().send(to, std::move(done));
}

void StaffDesk::forCentre(Peer& peer, const Order& order) {
  const record::StaffBody& body = order.command.body;
  exam::CentreCommand command;
  command.command = order.command;
  if (body.verb_case() == Verb::kIssueCode) {
    if (!isSlipCode(order.secret.code())) {
      return centre_.sendRefusal(peer.link, {"code-wrong", "the command must bring a code of 8 characters"},
                                 body.command());
    }
    command.codeSalt.resize(16);
    centre_.entropy()(command.codeSalt);
    command.codeDigest = crypto::sha256({command.codeSalt, base::bytesOf(order.secret.code())});
  }
  if (body.verb_case() == Verb::kLoadTicket) {
    const auto ticket = credential::verifyTicket(body.load_ticket().jws(), centre_.identity().registryKey);
    if (!ticket) return centre_.sendRefusal(peer.link, ticket.error(), body.command());
    if (ticket->centre != centre_.identity().number) {
      return centre_.sendRefusal(peer.link,
                                 {"ticket-centre", "this ticket is for the centre " + ticket->centre + ", this is " +
                                                       centre_.identity().number},
                                 body.command());
    }
    command.ticket = exam::TicketFacts{ticket->number};
  }
  const exam::Instant at = centre_.now();
  const exam::CentreDecision decision = exam::decideCentre(centre_.state(), command, at);
  if (decision.refusal) return centre_.sendRefusal(peer.link, *decision.refusal, body.command());
  // The session's first record binds the head of the centre's stream, so the centre's own record comes first; what can
  // still fail is tried before either is written.
  if (body.verb_case() == Verb::kCreateSession && !decision.repeated) {
    const std::string& ticket = body.create_session().ticket();
    if (auto checked = centre_.checkBinding(ticket); !checked)
      return centre_.sendRefusal(peer.link, checked.error(), body.command());
    centre_.carryOut(decision, at);
    const auto session = base::SessionId::fromBytes(body.session());
    if (auto created = centre_.createSession(*session, ticket, order.command.message); !created) {
      return centre_.sendRefusal(peer.link, created.error(), body.command());
    }
  } else {
    centre_.carryOut(decision, at);
  }
  done(peer.link, order, journal::kCentreStream, decision.repeated);
  if (body.verb_case() == Verb::kRevoke) dismiss(base::toHex(base::bytesOf(body.revoke().machine())));
}

// The links of a machine that was revoked end now, not at its next connection.
void StaffDesk::dismiss(const std::string& machine) {
  if (Peer* pictures = centre_.peers().findMachine(machine, Connection::evidence)) {
    centre_.outbox().finish(pictures->link);
    pictures->saidHello = false;
  }
  Peer* peer = centre_.peers().findMachine(machine);
  if (peer == nullptr) return;
  centre_.sendRefusal(peer->link, {"machine-revoked", "this machine is not enrolled here any more; enrol it again"});
  centre_.outbox().finish(peer->link);
  peer->saidHello = false;
  const auto workstation = base::WorkstationId::fromHex(machine);
  LiveSession* session = workstation ? centre_.findSessionOf(*workstation) : nullptr;
  if (session != nullptr) centre_.carryOut(*session, exam::SeatUnlinked{*workstation});
}

void StaffDesk::forSession(Peer& peer, Order& order) {
  const record::StaffBody& body = order.command.body;
  const auto id = base::SessionId::fromBytes(body.session());
  LiveSession* session = id ? centre_.findSession(*id) : nullptr;
  if (session == nullptr && id && centre_.isClosed(*id)) return forClosed(peer, *id, order);
  if (session == nullptr)
    return centre_.sendRefusal(peer.link, {"session-unknown", "there is no session with this id"}, body.command());
  if (body.verb_case() == Verb::kIssue) return issue(peer, *session, order);
  if (body.verb_case() == Verb::kAddCandidate) {
    const record::StaffPrivate& secret = order.secret;
    if (!isSlipCode(secret.code()) || secret.family_name().empty() || secret.birth_date().empty()) {
      return centre_.sendRefusal(
          peer.link,
          {"candidate-incomplete", "a candidate needs a family name, a birth date and a code of 8 characters"},
          body.command());
    }
    const std::vector<std::string> agreed(secret.accommodations().begin(), secret.accommodations().end());
    if (!exam::areAccommodations(agreed)) {
      return centre_.sendRefusal(peer.link,
                                 {"accommodation-unknown", "expected names, each once, out of: " + exam::accommodationNames()},
                                 body.command());
    }
    order.command.codeDigest =
        crypto::sha256({base::bytesOf(session->state().created.code_salt()), base::bytesOf(secret.code())});
  }
  if (body.verb_case() == Verb::kMove) {
    const auto machine = centre_.state().machines.find(base::toHex(base::bytesOf(body.move().workstation())));
    order.command.workstationEnrolled =
        machine != centre_.state().machines.end() && machine->second.role == "seat" && !machine->second.revoked;
  }
  order.command.centreWallMs = centre_.state().newestWallMs;
  const base::CandidateRef ref = base::CandidateRef::fromBytes(body.candidate()).value_or(base::CandidateRef{});
  const exam::Candidate* before = session->state().find(ref);
  const auto oldLease = before != nullptr ? before->lease : std::nullopt;
  const auto decision = centre_.carryOut(*session, order.command, order.privatePlain);
  if (decision.refusal) return centre_.sendRefusal(peer.link, *decision.refusal, body.command());
  // The seat that was left goes back to its first screen.
  if (body.verb_case() == Verb::kMove && oldLease && !decision.repeated) {
    if (const Peer* old = centre_.peers().findMachine(oldLease->workstation.hex())) centre_.sendWelcome(*old);
    if (Peer* seat = centre_.peers().findMachine(base::toHex(base::bytesOf(body.move().workstation())));
        seat != nullptr && !seat->silent) {
      centre_.carryOut(*session, exam::SeatLinked{*base::WorkstationId::fromHex(seat->machine)});
    }
  }
  const bool marksHead = body.verb_case() == Verb::kOpenSession || body.verb_case() == Verb::kFinalise;
  if (marksHead && !decision.repeated) centre_.checkpoint(*session);
  done(peer.link, order, session->stream(), decision.repeated);
}

// Nothing happens in a closed session any more; a command that was carried out before has the same outcome again.
void StaffDesk::forClosed(const Peer& peer, const base::SessionId& session, const Order& order) {
  centre_.recall(session, [this, to = peer.link, session, order](const base::Result<LiveSession*>& recalled) {
    const std::string& command = order.command.body.command();
    const auto refuse = [&](const base::Error& error) { centre_.sendRefusal(to, error, command); };
    if (!recalled) return refuse(recalled.error());
    const exam::SessionState& state = (*recalled)->state();
    const auto id = base::CommandId::fromBytes(command);
    const auto seen = id ? state.commands.find(*id) : state.commands.end();
    if (seen == state.commands.end()) {
      return refuse(
          {"session-closed",
           "this session is closed: it was anchored, or finalised without results; nothing can be changed in it"});
    }
    if (seen->second != order.command.message.digest()) {
      return refuse({"command-reused", "a command with this id but other content was carried out before"});
    }
    done(to, order, journal::streamOf(session), true);
  });
}

void StaffDesk::issue(Peer& peer, LiveSession& session, const Order& order) {
  const std::string& command = order.command.body.command();
  const auto id = base::CommandId::fromBytes(command);
  const auto seen = id ? session.state().commands.find(*id) : session.state().commands.end();
  if (seen != session.state().commands.end() && seen->second != order.command.message.digest()) {
    return centre_.sendRefusal(
        peer.link, {"command-reused", "a command with this id but other content was carried out before"}, command);
  }
  const auto issued = issueCertificates(centre_, session, order.command);
  if (!issued) return centre_.sendRefusal(peer.link, issued.error(), command);
  if (*issued > 0) centre_.checkpoint(session);
  centre_.departures().depart(centre_, session);
  done(peer.link, order, session.stream(), *issued == 0);
}

void StaffDesk::countersign(Peer& peer, const message::Countersign& in) {
  const auto signedBytes = exam::fromRecord(in.checkpoint());
  if (!signedBytes) return centre_.sendRefusal(peer.link, signedBytes.error());
  const auto* staff = centre_.state().findStaff(signedBytes->keyId);
  const auto key = staff != nullptr && !centre_.state().isRevoked(staff->second)
                       ? crypto::PublicKey::fromSpki(staff->second.spki)
                       : base::Result<crypto::PublicKey>(base::fail("staff-unknown", "this key is not registered"));
  if (!key) return centre_.sendRefusal(peer.link, key.error());
  if (auto verified = crypto::verifyMessage(*signedBytes, "countersignature", *key); !verified) {
    return centre_.sendRefusal(peer.link, verified.error());
  }
  record::CheckpointBody body;
  if (!body.ParseFromString(in.checkpoint().body())) return;
  const auto id = base::SessionId::fromBytes(body.stream());
  LiveSession* session = id ? centre_.findSession(*id) : nullptr;
  if (session == nullptr && id && centre_.isClosed(*id)) return;  // too late: its stream has ended
  // A countersignature under anything else would accuse the centre of a past that it never signed.
  if (session == nullptr || !session->isCheckpoint(signedBytes->body)) {
    return centre_.sendRefusal(peer.link, {"checkpoint-unknown", "this centre did not sign this checkpoint"});
  }
  if (session->isCountersigned(signedBytes->body, signedBytes->keyId)) return;
  record::CheckpointCountersigned countersigned;
  countersigned.set_position(body.position());
  *countersigned.mutable_countersignature() = in.checkpoint();
  centre_.carryOut(*session, exam::AddCountersignature{std::move(countersigned)});
  centre_.departures().countersigned(centre_, *session);
}

}  // namespace vigie::centre
