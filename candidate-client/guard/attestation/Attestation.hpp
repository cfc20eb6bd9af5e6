// How much a workstation's TPM proves of it: the verifier's side, pure. What is proved and by what:
//   the attestation key is the one that was bound to this machine's endorsement key at enrolment (credential
//   activation, TPM 2.0 Part 1, 24) and was recorded then; the workstation key lives in the same TPM: a certification
//   of its name, signed by that attestation key; the machine started what it should: a quote of the registers, signed
//   by the same key; now, here, on this connection: the quote's qualifying data is SHA-256("vigie/attestation/1" ‖ 00 ‖
//   nonce ‖ SHA-256(workstation key, SPKI) ‖ connection), all of 32 bytes, `connection` being exported from the TLS
//   connection itself (RFC 9266), so that a quote relayed from another machine or connection is worth nothing.
// `attested` only with all of it; without a record at enrolment `declared`; with anything wrong `none` and a reason.
// Thread: any.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "candidate-client/guard/attestation/TpmStructures.hpp"

namespace vigie::attestation {

enum class AttestationGrade { none, declared, attested };
std::string_view attestationGradeName(AttestationGrade grade);

// Recorded when the machine was enrolled.
struct EnrolledTpm {
  crypto::Digest endorsementKey{};  // SHA-256 of its public area
  base::Bytes attestationKeyName;
};

// What a workstation sends, as its TPM marshalled it.
struct Evidence {
  base::Bytes attestationKey;  // public areas
  base::Bytes workstationKey;
  base::Bytes certification, certificationSignature;
  base::Bytes quote, quoteSignature;
};

struct Expectation {
  crypto::Digest nonce{};
  crypto::PublicKey workstationKey;  // the key this machine's certificate is for
  crypto::Digest connection{};
  std::map<std::uint8_t, crypto::Digest> registers;  // SHA-256 bank; what a sound start of this image leaves
};

struct Judgement {
  AttestationGrade grade = AttestationGrade::none;
  std::string reason;  // kebab-case; "sound" for attested
  std::string detail;  // a sentence
};

crypto::Digest qualifyingData(const crypto::Digest& nonce, const crypto::PublicKey& workstationKey,
                              const crypto::Digest& connection);

Judgement judgeAttestation(const std::optional<EnrolledTpm>& enrolled, const std::optional<Evidence>& evidence,
                           const Expectation& expected);

}  // namespace vigie::attestation
