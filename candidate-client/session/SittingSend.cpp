// What the seat sends, in the order in which it may: a check-in, then kept answers, then what the person wants.
#include "candidate-client/session/Sitting.hpp"
#include "common/exam/GivenAnswer.hpp"
#include "common/exam/Records.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::session {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

std::string textOfDigest(const crypto::Digest& digest) {
  return base::toString(digest);
}

message::SubmitAnswer submission(const KeptAnswer& kept, std::uint32_t lease) {
  message::SubmitAnswer submit;
  submit.set_lease(lease);
  *submit.mutable_signed_() = exam::toRecord(kept.message);
  submit.set_private_part(base::toString(kept.privatePart));
  return submit;
}

}  // namespace

void Sitting::fly(CommandKind kind, protocol::Message message) {
  flight_.command = kind;
  outputs_.send(std::move(message));
}

void Sitting::pump() {
  if (!linked_ || !flight_.is(CommandKind::none) || nowMs_ < retryMs_) return;
  if (!welcomed_) return sendHello();
  if (!stopped_.empty() || keep_.fork()) return;
  if (resuming_) return fly(CommandKind::checkIn, checkInMessage(""));
  if (wishes_.code) return fly(CommandKind::checkIn, checkInMessage(*wishes_.code));
  if (const KeptAnswer* kept = nextAnswer()) {
    flight_.number = kept->number;
    return fly(CommandKind::answer, submission(*kept, keep_.test()->lease));
  }
  sendWish();
}

void Sitting::sendHello() {
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program(settings_.program);
  fly(CommandKind::hello, std::move(hello));
}

const KeptAnswer* Sitting::nextAnswer() const {
  if (probe_) return keep_.answer(*probe_);
  return ownsKeptTest() ? keep_.firstUnacknowledged() : nullptr;
}

// Only when the state is known again and still asks for it.
void Sitting::sendWish() {
  if (!refreshed_ || !person_ || ended_) return;
  if (wishes_.confirmIdentity) {
    message::ConfirmIdentity confirm;
    confirm.set_lease(person_->lease);
    fly(CommandKind::confirmIdentity, std::move(confirm));
  } else if (wishes_.begin) {
    message::Begin begin;
    begin.set_lease(person_->lease);
    fly(CommandKind::begin, std::move(begin));
  } else if (wishes_.alert) {
    message::RaiseAlert alert;
    alert.set_lease(person_->lease);
    alert.set_question(wishes_.alert->question);
    alert.set_category(wishes_.alert->category);
    alert.set_comment(wishes_.alert->comment);
    fly(CommandKind::raiseAlert, std::move(alert));
  }
}

protocol::Message Sitting::checkInMessage(const std::string& code) {
  const base::Bytes spki = seatKey_->publicKey().spki();
  record::SeatKeyBody body;
  message::CheckIn checkIn;
  if (resuming_) {
    checkIn.set_session(resuming_->session.bytes());
    checkIn.set_candidate(resuming_->candidate.bytes());
    body.set_session(checkIn.session());
    body.set_candidate(checkIn.candidate());
  } else {
    checkIn.set_code(code);
    checkIn.set_nonce(base::toString(nonce_));
    body.set_nonce(checkIn.nonce());
  }
  checkIn.set_seat_key(base::toString(spki));
  body.set_seat_key(checkIn.seat_key());
  body.set_workstation(settings_.workstation.bytes());
  *checkIn.mutable_certified() =
      exam::toRecord(crypto::signMessage(*settings_.machineKey, "seat-key", exam::bytesOf(body)));
  checkIn.set_simulated(settings_.kind == SeatKind::simulated);
  return checkIn;
}

base::Result<KeptAnswer> Sitting::signAnswer(const content::Answer& answer) {
  base::Bytes salt(16);
  settings_.entropy(salt);
  record::AnswerPrivate part;
  part.set_salt(base::toString(salt));
  part.set_answer(base::toString(exam::bytesOf(exam::toRecord(answer))));

  KeptAnswer kept;
  kept.number = question_->number;
  kept.privatePart = exam::bytesOf(part);
  record::AnswerBody body;
  body.set_session(person_->session.bytes());
  body.set_candidate(person_->candidate.bytes());
  body.set_number(kept.number);
  body.set_item(question_->item.id);
  body.set_item_version(question_->item.version);
  body.set_shown(textOfDigest(question_->shown));
  body.set_answer_digest(textOfDigest(crypto::sha256(kept.privatePart)));
  body.set_on_screen_ms(screenTime_.onScreen());
  body.set_left_screen(answer.leftScreen);
  body.set_out_of_time(answer.outOfTime);
  if (question_->previous != crypto::Digest{}) body.set_previous(textOfDigest(question_->previous));
  if (const Standing* newest = keep_.standings().newestOf(person_->session.bytes())) {
    body.set_position(newest->position());
    body.set_head(newest->head());
  }
  kept.message = crypto::signMessage(*seatKey_, "answer", exam::bytesOf(body));

  const protocol::Message submit = submission(kept, person_->lease);
  const auto cap = protocol::capOf(protocol::Sender::seat, protocol::numberOf(submit));
  if (protocol::encode(submit).size() > *cap) {
    return base::fail("answer-too-large", "this answer is longer than a message can carry; shorten it");
  }
  return kept;
}

}  // namespace vigie::session
