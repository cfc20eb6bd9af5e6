#include "center-server/service/EnrolmentDesk.hpp"

#include "common/link/Renewal.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;

constexpr std::int64_t kClocksDifferMs = 3'600'000;  // a new machine's clock may be behind the centre's

template <class IdType>
IdType drawId(const Entropy& entropy) {
  IdType id;
  entropy(id.value);
  return id;
}

// One term from now on.
crypto::Certificate certify(const Identity& identity, const std::string& label, const crypto::RoleIdentity& role,
                            const crypto::PublicKey& key, std::int64_t notBeforeMs, std::int64_t nowMs) {
  return crypto::issueCertificate({.subject = label.empty() ? std::string(crypto::roleName(role.role)) : label,
                                   .role = role,
                                   .dnsNames = {},
                                   .notBeforeMs = notBeforeMs,
                                   .notAfterMs = nowMs + link::kMachineTermMs},
                                  key, identity.authorityKey, identity.authority);
}

}  // namespace

bool EnrolmentDesk::isOpen() const {
  const std::int64_t wallMs = centre_.now().wallMs;
  for (const exam::EnrolmentCode& code : centre_.state().codes) {
    if (code.triesLeft > 0 && code.validUntilMs >= wallMs) return true;
  }
  return false;
}

void EnrolmentDesk::handle(link::LinkId link, const protocol::Message& message) {
  const auto* request = std::get_if<message::EnrolRequest>(&message);
  auto enrolled =
      request != nullptr
          ? enrol(*request)
          : base::Result<message::Enrolled>(base::fail("message-unknown", "only enrolment is possible here"));
  if (enrolled) {
    centre_.outbox().send(link, std::move(*enrolled));
  } else {
    centre_.sendRefusal(link, enrolled.error());
  }
  centre_.outbox().finish(link);
}

void EnrolmentDesk::renew(const Peer& peer) {
  const exam::Instant at = centre_.now();
  const auto send = [&](const crypto::Certificate& certificate) {
    message::Renewed renewed;
    renewed.set_certificate(base::toString(certificate.der()));
    centre_.outbox().send(peer.link, std::move(renewed));
  };
  const auto machine = centre_.state().machines.find(peer.machine);
  if (machine == centre_.state().machines.end()) {
    return centre_.sendRefusal(peer.link,
                               {"machine-revoked", "this machine is not enrolled here any more; enrol it again"});
  }
  const auto current = crypto::Certificate::fromDer(machine->second.certificate);
  if (!current) return centre_.sendRefusal(peer.link, current.error());
  // The answer before may have been lost with its link; and a machine that asks all day fills no journal.
  if (!link::renewalIsDue(*current, at.wallMs)) return send(*current);
  // From where the term before began: a centre that renews under a wrong date must lock nobody out once it is right.
  const std::int64_t notBeforeMs = std::min(current->notAfterMs() - link::kMachineTermMs, at.wallMs);
  const auto certificate = certify(centre_.identity(), machine->second.label, {peer.role, peer.machine},
                                   current->publicKey(), notBeforeMs, at.wallMs);
  const auto decision = centre_.carryOut(exam::decideRenewal(centre_.state(), peer.machine, certificate.der()), at);
  if (decision.refusal) return centre_.sendRefusal(peer.link, *decision.refusal);
  send(certificate);
}

base::Result<message::Enrolled> EnrolmentDesk::enrol(const message::EnrolRequest& request) {
  if (request.protocol() != protocol::kProtocolVersion) {
    return base::fail("protocol-version", "this centre speaks version " + std::to_string(protocol::kProtocolVersion) +
                                              " of the protocol; install the same version of Vigie");
  }
  const auto key = crypto::verifySigningRequest(base::bytesOf(request.signing_request()));
  if (!key) return base::fail(key.error());
  // The person proves the key that will sign their commands, over this very request: it cannot be somebody else's.
  exam::Enrol newcomer;
  newcomer.code = request.code();
  if (!request.staff_key().empty()) {
    const auto staffKey = crypto::PublicKey::fromSpki(base::bytesOf(request.staff_key()));
    if (!staffKey || staffKey->kind() != crypto::KeyKind::p256)
      return base::fail("staff-key-wrong", "the person's key must be a P-256 key");
    crypto::SignedMessage proof{base::toBytes(request.signing_request()), {}, base::toBytes(request.staff_proof())};
    if (!crypto::toDigest(request.staff_proof_key_id(), proof.keyId))
      return base::fail("staff-key-wrong", "the proof of the person's key is damaged");
    if (auto proved = crypto::verifyMessage(proof, "staff-key", *staffKey); !proved) return base::fail(proved.error());
    newcomer.staffSpki = staffKey->spki();
  }
  const exam::Instant at = centre_.now();
  const exam::EnrolmentCode* code = exam::findEnrolmentCode(centre_.state(), newcomer.code, at.wallMs);
  const std::string role = code != nullptr ? code->role : "seat";
  const std::string label = code != nullptr ? code->label : "";
  newcomer.machine = drawId<base::WorkstationId>(centre_.entropy()).hex();
  newcomer.staff = drawId<base::StaffId>(centre_.entropy());
  const Identity& identity = centre_.identity();
  const crypto::Role machineRole = role == "console" ? crypto::Role::console : crypto::Role::seat;
  const auto certificate =
      certify(identity, label, {machineRole, newcomer.machine}, *key, at.wallMs - kClocksDifferMs, at.wallMs);
  const auto decision = centre_.carryOut(exam::decideEnrolment(centre_.state(), newcomer, certificate.der(), at), at);
  if (decision.refusal) return base::fail(*decision.refusal);
  message::Enrolled enrolled;
  enrolled.set_certificate(base::toString(certificate.der()));
  enrolled.set_authority(base::toString(identity.authority.der()));
  enrolled.set_machine(base::toString(*base::fromHex(newcomer.machine)));
  if (role == "console") enrolled.set_staff(newcomer.staff.bytes());
  enrolled.set_label(label);
  return enrolled;
}

}  // namespace vigie::centre
