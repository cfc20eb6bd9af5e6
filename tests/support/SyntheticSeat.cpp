#include "tests/support/SyntheticSeat.hpp"

#include "common/content/Presentation.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {

namespace message = protocol::message;
namespace record = exam::record;

SyntheticSeat::SyntheticSeat(SyntheticCentre& centre, const std::string& code)
    : centre_(centre), machineKey_(crypto::PrivateKey::generate(crypto::KeyKind::p256)) {
  message::EnrolRequest enrol;
  enrol.set_protocol(protocol::kProtocolVersion);
  enrol.set_code(code);
  enrol.set_signing_request(base::toString(crypto::makeSigningRequest(machineKey_, "seat")));
  const auto answer = centre_.enrol(enrol);
  const auto* enrolled = std::get_if<message::Enrolled>(&answer);
  if (enrolled == nullptr) throw std::runtime_error(std::get<message::Refused>(answer).code());
  workstation_ = must(base::WorkstationId::fromBytes(enrolled->machine()));
  connect();
}

void SyntheticSeat::connect() {
  link_ = centre_.open({crypto::Role::seat, workstation_.hex()}, machineKey_.publicKey());
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program("synthetic-seat");
  send(hello);
}

void SyntheticSeat::restartProgram() {
  seatKey_.reset();
  question_.reset();
  lease_ = 0;
}

void SyntheticSeat::send(const protocol::Message& one) {
  centre_.send(link_, one);
  receive();
}

void SyntheticSeat::checkIn(const std::string& code) {
  seatKey_.emplace(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  record::SeatKeyBody body;
  body.set_workstation(workstation_.bytes());
  body.set_seat_key(base::toString(seatKey_->publicKey().spki()));
  message::CheckIn in;
  in.set_code(code);
  if (code.empty()) {
    in.set_session(welcome_.sitting().session());
    in.set_candidate(welcome_.sitting().candidate());
    body.set_session(in.session());
    body.set_candidate(in.candidate());
  } else {
    in.set_nonce(base::toString(crypto::randomBytes(32)));
  }
  body.set_nonce(in.nonce());
  in.set_seat_key(body.seat_key());
  *in.mutable_certified() = exam::toRecord(crypto::signMessage(machineKey_, "seat-key", exam::bytesOf(body)));
  in.set_simulated(centre_.nation().root.subject().find("DEMONSTRATION") != std::string::npos);
  send(in);
}

void SyntheticSeat::confirmIdentity() {
  message::ConfirmIdentity confirm;
  confirm.set_lease(lease_);
  send(confirm);
}

void SyntheticSeat::begin() {
  message::Begin begin;
  begin.set_lease(lease_);
  send(begin);
}

void SyntheticSeat::raiseAlert(const std::string& category, const std::string& comment, std::uint32_t question) {
  message::RaiseAlert alert;
  alert.set_lease(lease_);
  alert.set_question(question);
  alert.set_category(category);
  alert.set_comment(comment);
  send(alert);
}

void SyntheticSeat::heartbeat() {
  message::Heartbeat beat;
  beat.set_session(session_.bytes());
  send(beat);
}

message::SubmitAnswer SyntheticSeat::makeAnswer(Aim aim) const {
  if (!question_ || !seatKey_) throw std::logic_error("no question is on the screen");
  const message::Question& question = *question_;
  record::AnswerPrivate secret;
  secret.set_salt(base::toString(crypto::randomBytes(16)));
  secret.set_answer(answerTo(question.item(), question.language(), aim).SerializeAsString());
  const base::Bytes plain = exam::bytesOf(secret);
  record::AnswerBody body;
  body.set_session(session_.bytes());
  body.set_candidate(candidate_.bytes());
  body.set_number(question.number());
  body.set_item(question.item());
  body.set_item_version(question.item_version());
  const std::vector<std::string> order(question.order().begin(), question.order().end());
  body.set_shown(base::toString(
      content::shownDigest(crypto::sha256(base::bytesOf(question.content())), question.language(), order)));
  body.set_answer_digest(base::toString(crypto::sha256(plain)));
  body.set_on_screen_ms(centre_.clock().now().runMs - shownAtMs_);
  body.set_previous(base::toString(newestSigned_));
  body.set_position(standing_.position());
  body.set_head(standing_.head());
  message::SubmitAnswer submit;
  submit.set_lease(lease_);
  *submit.mutable_signed_() = exam::toRecord(crypto::signMessage(*seatKey_, "answer", exam::bytesOf(body)));
  submit.set_private_part(base::toString(plain));
  return submit;
}

void SyntheticSeat::submit(message::SubmitAnswer answer) {
  kept_.push_back(answer);
  send(std::move(answer));
}

void SyntheticSeat::remember(const message::Standing& standing) {
  const bool other = standing.stream() != standing_.stream();
  if (other || standing.position() >= standing_.position()) standing_ = standing;
}

void SyntheticSeat::sit(const std::string& session, const std::string& candidate, std::uint32_t lease) {
  session_ = must(base::SessionId::fromBytes(session));
  candidate_ = must(base::CandidateRef::fromBytes(candidate));
  lease_ = lease;
}

void SyntheticSeat::receive() {
  for (const protocol::Message& one : centre_.take(link_)) {
    received_.push_back(one);
    if (const auto* welcome = std::get_if<message::Welcome>(&one)) {
      welcome_ = *welcome;
      question_.reset();
      if (!welcome->has_sitting()) continue;
      remember(welcome->sitting().standing());
      newestSigned_ = base::toBytes(welcome->sitting().previous());
      if (seatKey_ && base::toString(seatKey_->publicKey().spki()) == welcome->sitting().seat_key()) {
        sit(welcome->sitting().session(), welcome->sitting().candidate(), welcome->sitting().lease());
      }
    } else if (const auto* checkedIn = std::get_if<message::CheckedIn>(&one)) {
      sit(checkedIn->session(), checkedIn->candidate(), checkedIn->lease());
      remember(checkedIn->standing());
    } else if (const auto* state = std::get_if<message::SeatState>(&one)) {
      state_ = *state;
      remember(state->standing());
      if (state->paused() || state->alert_open() || state->phase() != "running") question_.reset();
    } else if (const auto* question = std::get_if<message::Question>(&one)) {
      question_ = *question;
      shownAtMs_ = centre_.clock().now().runMs;
      newestSigned_ = base::toBytes(question->previous());
      remember(question->standing());
    } else if (const auto* acknowledged = std::get_if<message::AnswerAcknowledged>(&one)) {
      acknowledged_.push_back(*acknowledged);
      newestSigned_ = base::toBytes(acknowledged->signed_digest());
      remember(acknowledged->standing());
    } else if (const auto* refused = std::get_if<message::Refused>(&one)) {
      refusals_.push_back(refused->code());
    } else if (const auto* text = std::get_if<message::MessageToCandidate>(&one)) {
      lastMessage_ = text->text();
    } else if (const auto* reply = std::get_if<message::HeartbeatReply>(&one)) {
      remember(reply->standing());
    }
  }
}

std::string SyntheticSeat::takeRefusal() {
  if (refusals_.empty()) return {};
  const std::string newest = refusals_.back();
  refusals_.clear();
  return newest;
}

}  // namespace vigie::support
