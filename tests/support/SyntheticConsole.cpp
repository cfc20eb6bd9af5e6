#include "tests/support/SyntheticConsole.hpp"

#include "tests/support/Must.hpp"

namespace vigie::support {

namespace message = protocol::message;
namespace record = exam::record;

SyntheticConsole::SyntheticConsole(SyntheticCentre& centre, const std::string& code)
    : centre_(centre),
      key_(crypto::PrivateKey::generate(crypto::KeyKind::p256)),
      machineKey_(crypto::PrivateKey::generate(crypto::KeyKind::p256)) {
  const base::Bytes request = crypto::makeSigningRequest(machineKey_, "console");
  const auto proof = crypto::signMessage(key_, "staff-key", request);
  message::EnrolRequest enrol;
  enrol.set_protocol(protocol::kProtocolVersion);
  enrol.set_code(code);
  enrol.set_signing_request(base::toString(request));
  enrol.set_staff_key(base::toString(key_.publicKey().spki()));
  enrol.set_staff_proof(base::toString(proof.signature));
  enrol.set_staff_proof_key_id(base::toString(proof.keyId));
  const auto answer = centre_.enrol(enrol);
  const auto* enrolled = std::get_if<message::Enrolled>(&answer);
  if (enrolled == nullptr) throw std::runtime_error(std::get<message::Refused>(answer).code());
  machine_ = must(base::WorkstationId::fromBytes(enrolled->machine()));
  staff_ = must(base::StaffId::fromBytes(enrolled->staff()));
  connect();
}

void SyntheticConsole::connect() {
  link_ = centre_.open({crypto::Role::console, machine_.hex()}, machineKey_.publicKey());
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program("synthetic-console");
  centre_.send(link_, hello);
  receive();
}

void SyntheticConsole::remember(const message::Standing& standing) {
  message::Standing& known = standings_[standing.stream()];
  if (standing.position() >= known.position()) known = standing;
}

void SyntheticConsole::receive() {
  for (const protocol::Message& one : centre_.take(link_)) {
    if (const auto* welcome = std::get_if<message::Welcome>(&one)) {
      epoch_ = must(base::EpochId::fromBytes(welcome->epoch()));
    } else if (const auto* done = std::get_if<message::StaffDone>(&one)) {
      remember(done->standing());
      if (done->command() == waitingFor_) outcome_ = Outcome{true, done->repeated(), {}};
    } else if (const auto* refused = std::get_if<message::Refused>(&one)) {
      refusals_.push_back(*refused);
      if (refused->command() == waitingFor_) outcome_ = Outcome{false, false, refused->code()};
    } else if (const auto* reply = std::get_if<message::Reply>(&one)) {
      for (const message::Standing& standing : reply->standings()) remember(standing);
      if (reply->id() != 0) reply_ = *reply;
    } else if (const auto* heartbeat = std::get_if<message::HeartbeatReply>(&one)) {
      remember(heartbeat->standing());
    } else if (const auto* toSign = std::get_if<message::CheckpointToSign>(&one); toSign != nullptr && countersigns_) {
      message::Countersign countersign;
      *countersign.mutable_checkpoint() =
          exam::toRecord(crypto::signMessage(key_, "countersignature", base::bytesOf(toSign->checkpoint().body())));
      record::CheckpointBody body;
      body.ParseFromString(toSign->checkpoint().body());
      message::Standing standing;
      standing.set_stream(body.stream());
      standing.set_position(body.position());
      standing.set_head(body.head());
      remember(standing);
      ++countersignedCount_;
      centre_.send(link_, countersign);
    }
  }
}

message::StaffCommand SyntheticConsole::prepare(const console::Order& order) {
  receive();
  console::Order bound = order;
  const auto known = standings_.find(order.body.session());
  if (bindsHeads_ && known != standings_.end() && !order.body.session().empty()) {
    bound.body.set_position(known->second.position());
    bound.body.set_head(known->second.head());
  }
  return console::signOrder(bound, key_, {epoch_, centre_.clock().now().wallMs});
}

Outcome SyntheticConsole::give(const console::Order& order) {
  return send(prepare(order));
}

Outcome SyntheticConsole::send(const message::StaffCommand& command) {
  record::StaffBody body;
  body.ParseFromString(command.signed_().body());
  waitingFor_ = body.command();
  outcome_.reset();
  centre_.send(link_, command);
  receive();
  return outcome_.value_or(Outcome{});
}

std::optional<message::Reply> SyntheticConsole::ask(const message::Query& query) {
  reply_.reset();
  centre_.send(link_, query);
  receive();
  return reply_;
}

message::CandidateView SyntheticConsole::view(const base::SessionId& session, const base::CandidateRef& candidate) {
  message::Query query;
  query.set_id(1);
  query.set_session(session.bytes());
  query.set_candidate(candidate.bytes());
  query.set_candidate_view(true);
  const auto reply = ask(query);
  if (!reply || reply->candidates_size() != 1) throw std::runtime_error("no view of this candidate");
  return reply->candidates(0);
}

}  // namespace vigie::support
