#include "certs/verify/Witness.hpp"

#include "certs/verify/StaffCheck.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

constexpr std::uint64_t kConsoleClockMs = 5 * 60 * 1000;  // beyond it somebody should look at a clock
constexpr std::uint64_t kCheckpointClockMs = 2'000;

Place placeOf(const SessionEntry& entry) {
  return inSession(entry.record.sequence);
}

// The command of a record that rests on one; null where none is expected.
const record::SignedBytes* commandOf(const exam::SessionRecord& content) {
  return std::visit(
      [](const auto& one) -> const record::SignedBytes* {
        if constexpr (requires { one.command(); }) return &one.command();
        return nullptr;
      },
      content);
}

// Tests also end by themselves, and with the session.
bool mayLackCommand(const exam::SessionRecord& content) {
  const auto* ended = std::get_if<record::TestEnded>(&content);
  return ended != nullptr && ended->reason() != "candidate" && ended->reason() != "technical";
}

// These two carry a command whose private part is not theirs.
bool bringsItsPrivatePart(const exam::SessionRecord& content) {
  return !std::holds_alternative<record::SessionCreated>(content) &&
         !std::holds_alternative<record::CertificateIssued>(content);
}

bool closesTheSession(const record::StaffBody& body) {
  return body.has_end_session() || body.has_finalise() || body.has_issue();
}

}  // namespace

Witness::Witness(const Streams& streams, const CentreHistory& history, Heads& heads, Findings& findings)
    : streams_(streams), history_(history), heads_(heads), findings_(findings) {
  const auto& created = std::get<record::SessionCreated>(streams.session.entries.front().content);
  auto key = crypto::PublicKey::fromSpki(base::bytesOf(created.checkpoint_key()));
  if (key) {
    checkpointKey_ = std::move(*key);
  } else {
    findings_.add(Code::checkpointSignature, inSession(1), {}, key.error().detail);
  }
}

void Witness::examine(const SessionEntry& entry) {
  checkRecord(entry);
  const record::SignedBytes* command = commandOf(entry.content);
  if (command != nullptr && !(command->body().empty() && mayLackCommand(entry.content))) staffCommand(entry, *command);
  if (const auto* signedOne = std::get_if<record::CheckpointSigned>(&entry.content)) checkpoint(entry, *signedOne);
  if (const auto* counter = std::get_if<record::CheckpointCountersigned>(&entry.content))
    countersignature(entry, *counter);
  if (std::holds_alternative<record::SessionFinalised>(entry.content)) finalised_ = entry.record.sequence;
}

void Witness::checkRecord(const SessionEntry& entry) {
  if (!history_.knows(entry.record.epoch)) findings_.add(Code::epochUnknown, placeOf(entry));
}

void Witness::staffCommand(const SessionEntry& entry, const record::SignedBytes& bytes) {
  const Place place = placeOf(entry);
  const auto command = readCommand(bytes, place, findings_);
  if (!command) return;
  const exam::Staff* staff = history_.staff(command->message.keyId, entry.at());
  const bool revoked = staff != nullptr && history_.wasRevoked(staff->console, entry.at());
  const bool good = checkCommand(*command, staff, revoked ? Standing::revoked : Standing::counts, entry.record.epoch,
                                 place, findings_);
  if (!good) return;
  if (command->body.session() != entry.record.stream.bytes()) {
    findings_.add(Code::commandElsewhere, place, {}, "it was signed for another session");
  }
  if (bringsItsPrivatePart(entry.content)) {
    const std::string expected =
        entry.record.hasPrivatePart() ? base::toString(entry.record.privateHash) : std::string();
    if (command->body.private_digest() != expected) {
      findings_.add(Code::commandElsewhere, place, {}, "it was signed with another private part");
    }
  }
  const std::uint64_t apart = distanceMs(command->body.wall_ms(), entry.record.wallMs);
  if (apart > kConsoleClockMs) findings_.add(Code::consoleClock, place, std::to_string(apart / 1000));
  if (command->body.position() != 0 || !command->body.head().empty()) {
    heads_.check(place, command->body.position(), command->body.head(), "staff");
  } else if (closesTheSession(command->body)) {
    findings_.add(Code::headMissing, place, "staff");
  }
}

void Witness::checkpoint(const SessionEntry& entry, const record::CheckpointSigned& content) {
  const Place place = placeOf(entry);
  const auto message = exam::fromRecord(content.checkpoint());
  record::CheckpointBody body;
  const auto verified = !message ? base::Result<void>(base::fail(message.error()))
                        : checkpointKey_
                            ? crypto::verifyMessage(*message, "checkpoint", *checkpointKey_)
                            : base::Result<void>(base::fail("signature-key", "no checkpoint key is known"));
  if (!verified || !body.ParseFromString(content.checkpoint().body()) || exam::hasUnknownFields(body)) {
    return findings_.add(Code::checkpointSignature, place, {},
                         verified ? "it cannot be read" : verified.error().detail);
  }
  const bool same = body.position() == content.position() && body.head() == content.head() &&
                    body.stream() == entry.record.stream.bytes() && body.epoch() == entry.record.epoch.bytes() &&
                    distanceMs(body.wall_ms(), entry.record.wallMs) <= kCheckpointClockMs;
  if (!same) findings_.add(Code::checkpointDiffers, place);
  heads_.check(place, body.position(), body.head(), "centre");
  checkpoints_.insert(message->body);
  newestCheckpoint_ = body.position();
  finalCountersigned_ = false;
}

void Witness::countersignature(const SessionEntry& entry, const record::CheckpointCountersigned& content) {
  const Place place = placeOf(entry);
  const auto message = exam::fromRecord(content.countersignature());
  record::CheckpointBody body;
  if (!message || !body.ParseFromString(content.countersignature().body())) {
    return findings_.add(Code::staffSignature, place, {}, "the countersignature cannot be read");
  }
  const exam::Staff* staff = history_.staff(message->keyId, entry.at());
  const auto key = staff != nullptr ? crypto::PublicKey::fromSpki(staff->spki)
                                    : base::Result<crypto::PublicKey>(base::fail("not-a-key", "nobody's"));
  if (!key) return findings_.add(Code::staffUnknown, place, base::toHex(message->keyId));
  if (const auto verified = crypto::verifyMessage(*message, "countersignature", *key); !verified) {
    return findings_.add(Code::staffSignature, place, base::toHex(message->keyId), verified.error().detail);
  }
  if (history_.wasRevoked(staff->console, entry.at()))
    findings_.add(Code::staffRevoked, place, base::toHex(message->keyId));
  heads_.check(place, body.position(), body.head(), "countersignature");
  if (!checkpoints_.contains(message->body) || content.position() != body.position()) {
    findings_.add(Code::checkpointDiffers, place, {}, "it countersigns what the centre did not sign before");
  }
  ++countersignatures_;
  if (body.position() == newestCheckpoint_) finalCountersigned_ = true;
}

void Witness::finish(Facts& facts) {
  facts.countersignatures = countersignatures_;
  facts.position = newestCheckpoint_;
  if (newestCheckpoint_ < streams_.session.heads.size()) facts.head = streams_.session.heads[newestCheckpoint_];
  if (finalised_ == 0) findings_.add(Code::notFinalised, inSession(streams_.session.size()));
  if (finalised_ != 0 && newestCheckpoint_ < finalised_) findings_.add(Code::checkpointMissing, inSession(finalised_));
  if (!finalCountersigned_) findings_.add(Code::notCountersigned, inSession(newestCheckpoint_));
  for (const journal::Notice& notice : streams_.session.notices) {
    const bool epoch = notice.kind == journal::Notice::Kind::epochChanged;
    findings_.add(epoch ? Code::epochChanged : Code::runTimeBack, inSession(notice.sequence), {}, notice.detail);
  }
}

}  // namespace vigie::verify
