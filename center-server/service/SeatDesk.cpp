#include "center-server/service/SeatDesk.hpp"

#include "common/content/Judge.hpp"
#include "common/exam/GivenAnswer.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

constexpr int kWrongCodes = 5;                      // then a minute's wait: a code has 36 bits, guessing must be slow
constexpr std::int64_t kWrongCodesWaitMs = 60'000;

template <class Message>
base::Result<Message> parse(const std::string& bytes, const char* what) {
  Message parsed;
  if (!parsed.ParseFromString(bytes) || exam::hasUnknownFields(parsed)) {
    return base::fail("message-malformed", std::string("the ") + what + " cannot be read by this version");
  }
  return parsed;
}

base::WorkstationId workstationOf(const Peer& peer) {
  return base::WorkstationId::fromHex(peer.machine).value_or(base::WorkstationId{});
}

// The seat key belongs to this workstation, and to this check-in.
base::Result<crypto::SignedMessage> verifySeatKey(const Peer& peer, const message::CheckIn& in) {
  auto certified = exam::fromRecord(in.certified());
  if (!certified) return certified;
  if (auto verified = crypto::verifyMessage(*certified, "seat-key", peer.machineKey); !verified) return base::fail(verified.error());
  const auto body = parse<record::SeatKeyBody>(in.certified().body(), "certified seat key");
  if (!body) return base::fail(body.error());
  const auto seatKey = crypto::PublicKey::fromSpki(base::bytesOf(in.seat_key()));
  if (!seatKey || seatKey->kind() != crypto::KeyKind::p256) return base::fail("seat-key-wrong", "the seat key must be a P-256 key");
  if (body->seat_key() != in.seat_key() || body->nonce() != in.nonce() || body->workstation() != workstationOf(peer).bytes()) {
    return base::fail("seat-key-wrong", "the certified seat key is not the one of this check-in");
  }
  return certified;
}

}  // namespace

void SeatDesk::hello(Peer& peer) {
  centre_.sendWelcome(peer);
  spokeAgain(peer);
}

void SeatDesk::spokeAgain(Peer& peer) {
  peer.silent = false;
  const base::WorkstationId workstation = workstationOf(peer);
  LiveSession* session = centre_.findSessionOf(workstation);
  if (session == nullptr) return;
  const auto decision = centre_.carryOut(*session, exam::SeatLinked{workstation});
  if (decision.records.empty()) centre_.sendState(*session, *session->state().findByLease(workstation));
}

void SeatDesk::becameSilent(Peer& peer) {
  peer.silent = true;
  left(peer);
}

void SeatDesk::left(const Peer& peer) {
  const base::WorkstationId workstation = workstationOf(peer);
  if (LiveSession* session = centre_.findSessionOf(workstation)) centre_.carryOut(*session, exam::SeatUnlinked{workstation});
}

void SeatDesk::handle(Peer& peer, const protocol::Message& message) {
  const base::WorkstationId workstation = workstationOf(peer);
  if (const auto* in = std::get_if<message::CheckIn>(&message)) return checkIn(peer, *in);
  if (const auto* answer = std::get_if<message::SubmitAnswer>(&message)) return submit(peer, *answer);
  if (const auto* alert = std::get_if<message::RaiseAlert>(&message)) return raiseAlert(peer, *alert);
  if (std::holds_alternative<message::Heartbeat>(message)) return heartbeat(peer);
  if (const auto* report = std::get_if<message::ForkReport>(&message)) return centre_.recordFork(peer, *report);
  LiveSession* session = centre_.findSessionOf(workstation);
  if (session == nullptr) return centre_.sendRefusal(peer.link, {"no-lease", "nobody sits at this workstation"});
  if (const auto* confirm = std::get_if<message::ConfirmIdentity>(&message)) {
    return answerDecision(peer, *session, centre_.carryOut(*session, exam::ConfirmIdentity{workstation, confirm->lease()}));
  }
  if (const auto* begin = std::get_if<message::Begin>(&message)) {
    return answerDecision(peer, *session, centre_.carryOut(*session, exam::BeginTest{workstation, begin->lease()}));
  }
  centre_.sendRefusal(peer.link, {"message-unknown", "a seat does not send this message"});
}

void SeatDesk::answerDecision(Peer& peer, LiveSession& session, const exam::Decision& decision, std::uint32_t question) {
  if (decision.refusal) return centre_.sendRefusal(peer.link, *decision.refusal, {}, question);
  if (!decision.repeated) return;
  if (const exam::Candidate* candidate = session.state().findByLease(workstationOf(peer))) centre_.sendState(session, *candidate);
}

// The session whose slip this code is of; without a code, the one the seat names.
LiveSession* SeatDesk::sessionFor(const Peer&, const message::CheckIn& in) {
  LiveSession* anyOpen = nullptr;
  for (auto& [id, session] : centre_.sessions()) {
    if (session.state().phase != exam::SessionPhase::open) continue;
    anyOpen = &session;
    if (in.code().empty()) {
      if (id.bytes() == in.session()) return &session;
      continue;
    }
    const crypto::Digest digest =
        crypto::sha256({base::bytesOf(session.state().created.code_salt()), base::bytesOf(in.code())});
    for (const auto& [ref, candidate] : session.state().candidates) {
      if (base::equalConstantTime(candidate.codeDigest, digest)) return &session;
    }
  }
  return anyOpen;
}

void SeatDesk::checkIn(Peer& peer, const message::CheckIn& in) {
  const exam::Instant at = centre_.now();
  if (const auto tries = wrongCodes_.find(peer.machine); tries != wrongCodes_.end() && tries->second.count >= kWrongCodes) {
    if (at.runMs - tries->second.newestRunMs < kWrongCodesWaitMs) {
      return centre_.sendRefusal(peer.link, {"too-many-codes", "too many wrong codes from this workstation; wait one minute"});
    }
    wrongCodes_.erase(tries);
  }
  auto certified = verifySeatKey(peer, in);
  if (!certified) return centre_.sendRefusal(peer.link, certified.error());
  LiveSession* session = sessionFor(peer, in);
  if (session == nullptr) return centre_.sendRefusal(peer.link, {"session-not-open", "no session is open at this moment"});
  exam::CheckIn command;
  command.workstation = workstationOf(peer);
  if (!in.code().empty()) {
    command.codeDigest = crypto::sha256({base::bytesOf(session->state().created.code_salt()), base::bytesOf(in.code())});
  }
  command.seatKey = base::toBytes(in.seat_key());
  command.certified = std::move(*certified);
  command.nonce = base::toBytes(in.nonce());
  command.simulated = in.simulated();
  const auto decision = centre_.carryOut(*session, command);
  if (!decision.refusal) {
    wrongCodes_.erase(peer.machine);
  } else if (decision.refusal->code == "code-unknown") {
    WrongCodes& tries = wrongCodes_[peer.machine];
    ++tries.count;
    tries.newestRunMs = at.runMs;
  }
  answerDecision(peer, *session, decision);
}

void SeatDesk::submit(Peer& peer, const message::SubmitAnswer& submitted) {
  auto signedAnswer = exam::fromRecord(submitted.signed_());
  if (!signedAnswer) return centre_.sendRefusal(peer.link, signedAnswer.error());
  auto body = parse<record::AnswerBody>(submitted.signed_().body(), "signed answer");
  if (!body) return centre_.sendRefusal(peer.link, body.error());
  const std::uint32_t number = body->number();
  const auto refuse = [&](const base::Error& error) { centre_.sendRefusal(peer.link, error, {}, number); };
  const auto secret = parse<record::AnswerPrivate>(submitted.private_part(), "answer's private part");
  if (!secret || secret->salt().size() != 16) return refuse({"answer-malformed", "the answer cannot be read"});
  const auto given = parse<record::Answer>(secret->answer(), "answer");
  if (!given) return refuse(given.error());
  const content::Answer answer = exam::toAnswer(*given, *body);
  if (auto form = content::checkForm(answer); !form) return refuse(form.error());
  const auto sessionId = base::SessionId::fromBytes(body->session());
  LiveSession* session = sessionId ? centre_.findSession(*sessionId) : nullptr;
  if (session == nullptr) return refuse({"session-unknown", "there is no session with this id"});

  exam::SubmitAnswer command;
  command.workstation = workstationOf(peer);
  command.lease = submitted.lease();
  command.message = std::move(*signedAnswer);
  command.body = std::move(*body);
  command.privateHash = crypto::sha256(base::bytesOf(submitted.private_part()));
  const auto ref = base::CandidateRef::fromBytes(command.body.candidate());
  const exam::Candidate* candidate = ref ? session->state().find(*ref) : nullptr;
  if (candidate != nullptr && candidate->openQuestion() != nullptr) {
    const exam::Question& question = *candidate->openQuestion();
    const auto verdict = content::judge(session->bank().items().at(question.item), question.language, answer);
    if (!verdict) return refuse(verdict.error());
    command.correct = *verdict == content::Verdict::right;
  }
  const auto decision = centre_.carryOut(*session, command, base::bytesOf(submitted.private_part()));
  if (decision.refusal) return refuse(*decision.refusal);
  if (!decision.repeated) return;
  message::AnswerAcknowledged again;
  again.set_number(number);
  again.set_signed_digest(base::toString(command.message.digest()));
  *again.mutable_standing() = centre_.standing(session->stream());
  again.set_health(centre_.health(peer));
  centre_.outbox().send(peer.link, std::move(again));
  if (candidate != nullptr) centre_.sendState(*session, *candidate);
}

void SeatDesk::raiseAlert(Peer& peer, const message::RaiseAlert& raised) {
  static constexpr std::string_view kCategories[] = {"does-not-display", "cannot-answer", "accessibility", "other",
                                                   "item-unshowable"};  // the last: by the seat itself
  const bool known = std::find(std::begin(kCategories), std::end(kCategories), raised.category()) != std::end(kCategories);
  if (!known) return centre_.sendRefusal(peer.link, {"category-unknown", "this kind of problem is not known"}, {}, raised.question());
  const base::WorkstationId workstation = workstationOf(peer);
  LiveSession* session = centre_.findSessionOf(workstation);
  if (session == nullptr) return centre_.sendRefusal(peer.link, {"no-lease", "nobody sits at this workstation"});
  record::AlertPrivate secret;
  base::Bytes salt(16);
  centre_.entropy()(salt);
  secret.set_salt(base::toString(salt));
  secret.set_comment(raised.comment());
  const base::Bytes plain = exam::bytesOf(secret);
  const exam::RaiseAlert command{workstation, raised.lease(), raised.question(), raised.category(), crypto::sha256(plain)};
  answerDecision(peer, *session, centre_.carryOut(*session, command, plain), raised.question());
}

void SeatDesk::heartbeat(Peer& peer) {
  message::HeartbeatReply reply;
  reply.set_wall_ms(centre_.now().wallMs);
  const LiveSession* session = centre_.findSessionOf(workstationOf(peer));
  *reply.mutable_standing() = centre_.standing(session != nullptr ? session->stream() : journal::kCentreStream);
  reply.set_health(centre_.health(peer));
  centre_.outbox().send(peer.link, std::move(reply));
}

}  // namespace vigie::centre
