#include "certs/verify/SeatWitness.hpp"

#include "common/base/Clock.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

// A seat's clock may run a little faster than the server's.
constexpr std::int64_t kOnScreenSlackMs = 2'000;

std::string hexOf(const std::string& bytes) {
  return base::toHex(base::bytesOf(bytes));
}

Place placeOf(const SessionEntry& entry, const std::string& candidate, std::uint32_t question = 0) {
  return {Place::Stream::session, entry.record.sequence, hexOf(candidate), question};
}

}  // namespace

void SeatWitness::examine(const SessionEntry& entry) {
  if (const auto* one = std::get_if<record::CandidateSeated>(&entry.content)) return seated(entry, *one);
  if (const auto* one = std::get_if<record::AnswerAccepted>(&entry.content)) return answered(entry, *one);
  if (const auto* one = std::get_if<record::PictureAnnounced>(&entry.content)) {
    return pictured(entry, one->candidate(), one->announcement());
  }
  if (const auto* one = std::get_if<record::CaptureStated>(&entry.content)) {
    return pictured(entry, one->candidate(), one->statement());
  }
  if (const auto* one = std::get_if<record::PicturesMissing>(&entry.content)) {
    findings_.add(Code::picturesMissing, placeOf(entry, one->candidate()), std::to_string(one->numbers_size()));
  }
  if (const auto* one = std::get_if<record::CandidateMoved>(&entry.content))
    workstations_[one->candidate()] = one->workstation();
  if (const auto* one = std::get_if<record::QuestionAsked>(&entry.content))
    asked_[one->candidate()] = {entry.at(), one->number()};
}

void SeatWitness::seated(const SessionEntry& entry, const record::CandidateSeated& content) {
  const Place place = placeOf(entry, content.candidate());
  const std::string machineId = hexOf(content.workstation());
  const exam::Machine* machine = history_.machine(machineId);
  if (machine == nullptr || machine->role != "seat") return findings_.add(Code::seatUnknown, place, machineId);
  if (history_.wasRevoked(machineId, entry.at())) findings_.add(Code::seatRevoked, place, machine->label);
  const auto certificate = crypto::Certificate::fromDer(machine->certificate);
  if (!certificate) return findings_.add(Code::seatCertificate, place, machine->label, certificate.error().detail);
  const bool current =
      entry.record.wallMs >= certificate->notBeforeMs() && entry.record.wallMs <= certificate->notAfterMs();
  if (!current)
    findings_.add(Code::seatCertificateExpired, place, base::formatUtc(certificate->notAfterMs()), machine->label);

  const auto certified = exam::fromRecord(content.certified());
  const auto verified = certified ? crypto::verifyMessage(*certified, "seat-key", certificate->publicKey())
                                  : base::Result<void>(base::fail(certified.error()));
  if (!verified) return findings_.add(Code::seatKeyWrong, place, machine->label, verified.error().detail);
  record::SeatKeyBody body;
  const bool read = body.ParseFromString(content.certified().body()) && !exam::hasUnknownFields(body);
  const bool own = read && body.workstation() == content.workstation() && body.seat_key() == content.seat_key() &&
                   (body.session().empty() || body.session() == entry.record.stream.bytes()) &&
                   (body.candidate().empty() || body.candidate() == content.candidate()) &&
                   (content.nonce().empty() || content.nonce() == body.nonce());
  auto key = crypto::PublicKey::fromSpki(base::bytesOf(content.seat_key()));
  if (!own || !key || key->kind() != crypto::KeyKind::p256) {
    return findings_.add(Code::seatKeyWrong, place, machine->label, "the workstation certified something else");
  }
  workstations_[content.candidate()] = content.workstation();
  const crypto::Digest id = key->id();
  sittings_.insert_or_assign(id, Sitting{content.candidate(), content.workstation(), std::move(*key)});
}

const SeatWitness::Sitting* SeatWitness::sittingOf(const crypto::Digest& keyId) const {
  const auto found = sittings_.find(keyId);
  return found == sittings_.end() ? nullptr : &found->second;
}

void SeatWitness::answered(const SessionEntry& entry, const record::AnswerAccepted& content) {
  const Place place = placeOf(entry, content.candidate(), content.number());
  const auto message = exam::fromRecord(content.answer());
  if (!message) return findings_.add(Code::answerSignature, place, {}, message.error().detail);
  // An answer that was kept while a program started again bears the key of the sitting before, at the same workstation.
  const Sitting* sitting = sittingOf(message->keyId);
  const auto where = workstations_.find(content.candidate());
  if (sitting == nullptr || sitting->candidate != content.candidate() || where == workstations_.end() ||
      where->second != sitting->workstation) {
    return findings_.add(Code::answerSeatKey, place, base::toHex(message->keyId));
  }
  if (const auto verified = crypto::verifyMessage(*message, "answer", sitting->key); !verified) {
    return findings_.add(Code::answerSignature, place, {}, verified.error().detail);
  }
  record::AnswerBody body;
  if (!body.ParseFromString(content.answer().body()) || exam::hasUnknownFields(body)) {
    return findings_.add(Code::answerSignature, place, {}, "the signed answer cannot be read");
  }
  const std::string privateHash = base::toString(entry.record.privateHash);
  if (content.answer_digest() != privateHash || body.answer_digest() != privateHash) {
    findings_.add(Code::answerMismatch, place, {}, "the private part is not the one that was signed");
  }
  if (body.position() == 0 && body.head().empty()) {
    findings_.add(Code::headMissing, place, "answer");
  } else {
    heads_.check(place, body.position(), body.head(), "answer");
  }
  const auto asked = asked_.find(content.candidate());
  if (asked == asked_.end() || asked->second.number != content.number()) return;
  const exam::Instant& since = asked->second.at;
  const exam::Instant until = entry.at();
  const std::int64_t elapsed = since.bootId == until.bootId ? until.runMs - since.runMs : until.wallMs - since.wallMs;
  if (body.on_screen_ms() > elapsed + elapsed / 100 + kOnScreenSlackMs) {
    findings_.add(Code::onScreenLonger, place, std::to_string(body.on_screen_ms() / 1000),
                  std::to_string(elapsed / 1000));
  }
}

// That the record says what was signed, decide() has seen already; here: was it signed, by the sitting's own key?
void SeatWitness::pictured(const SessionEntry& entry, const std::string& candidate, const record::SignedBytes& announcement) {
  const Place place = placeOf(entry, candidate);
  const auto message = exam::fromRecord(announcement);
  const Sitting* sitting = message ? sittingOf(message->keyId) : nullptr;
  const bool own = sitting != nullptr && sitting->candidate == candidate;
  const auto verified = own ? crypto::verifyMessage(*message, "picture", sitting->key)
                            : base::Result<void>(base::fail("signature-key", "no sitting of this candidate has this key"));
  if (!verified) return findings_.add(Code::pictureSignature, place, {}, verified.error().detail);
  record::PictureBody body;
  if (!body.ParseFromString(announcement.body()) || exam::hasUnknownFields(body)) {
    return findings_.add(Code::pictureSignature, place, {}, "the announcement cannot be read");
  }
  if (!body.head().empty()) heads_.check(place, body.position(), body.head(), "picture");
}

}  // namespace vigie::verify
