#include "candidate-client/guard/attestation/Attestation.hpp"

#include <algorithm>
#include <array>

namespace vigie::attestation {
namespace {

constexpr std::uint16_t kSha256 = 0x000b;

using Check = base::Result<void>;

Check signedBy(const TpmKey& key, base::ByteView attest, base::ByteView signature) {
  const auto raw = readTpmSignature(signature);
  if (!raw) return base::fail(raw.error());
  if (key.key.verify(attest, *raw)) return {};
  return base::fail("signature-wrong", "a statement is not signed by the attestation key of this machine");
}

Check checkKeys(const TpmKey& signer, const Evidence& evidence, const Expectation& expected) {
  if (!signer.isAttestationKey()) {
    return base::fail("attestation-key-weak", "the attestation key is not one that signs only what its TPM made");
  }
  const auto workstation = readTpmKey(evidence.workstationKey);
  if (!workstation) return base::fail(workstation.error());
  if (!workstation->isBoundToTpm() || workstation->key.spki() != expected.workstationKey.spki()) {
    return base::fail("workstation-key-elsewhere",
                      "the key that this machine's certificate is for is not the one in its TPM");
  }
  if (auto sound = signedBy(signer, evidence.certification, evidence.certificationSignature); !sound) return sound;
  const auto certified = readCertification(evidence.certification);
  if (!certified) return base::fail(certified.error());
  if (certified->name != workstation->name) {
    return base::fail("workstation-key-elsewhere", "the TPM certified another key than this machine's");
  }
  return {};
}

Check checkRegisters(const Quote& quote, const Expectation& expected) {
  std::vector<std::uint8_t> wanted;
  base::Bytes values;
  for (const auto& [number, value] : expected.registers) {
    wanted.push_back(number);
    base::append(values, value);
  }
  if (quote.selections.size() != 1 || quote.selections[0] != PcrSelection{kSha256, wanted}) {
    return base::fail("registers-other", "the quote is of other registers than were asked for");
  }
  if (std::ranges::equal(quote.digest, crypto::sha256(values))) return {};
  return base::fail(
      "registers-differ",
      "this machine started something else than its image: firmware, boot loader, kernel or command line");
}

Check checkQuote(const TpmKey& signer, const Evidence& evidence, const Expectation& expected) {
  if (auto sound = signedBy(signer, evidence.quote, evidence.quoteSignature); !sound) return sound;
  const auto quote = readQuote(evidence.quote);
  if (!quote) return base::fail(quote.error());
  const auto wanted = qualifyingData(expected.nonce, expected.workstationKey, expected.connection);
  if (!std::ranges::equal(quote->qualifyingData, wanted)) {
    return base::fail("quote-not-for-this",
                      "the quote was made for another question, key or connection: an old one, or "
                      "one relayed");
  }
  return checkRegisters(*quote, expected);
}

}  // namespace

std::string_view attestationGradeName(AttestationGrade grade) {
  constexpr std::array<std::string_view, 3> kNames{"none", "declared", "attested"};
  return kNames[static_cast<std::size_t>(grade)];
}

crypto::Digest qualifyingData(const crypto::Digest& nonce, const crypto::PublicKey& workstationKey,
                              const crypto::Digest& connection) {
  constexpr std::array<std::uint8_t, 1> kEnd{0};
  return crypto::sha256({base::bytesOf("vigie/attestation/1"), kEnd, nonce, workstationKey.id(), connection});
}

Judgement judgeAttestation(const std::optional<EnrolledTpm>& enrolled, const std::optional<Evidence>& evidence,
                           const Expectation& expected) {
  if (!evidence) return {AttestationGrade::none, "no-tpm", "this machine sends nothing of a TPM"};
  const auto refused = [](const base::Error& error) {
    return Judgement{AttestationGrade::none, error.code, error.detail};
  };
  const auto signer = readTpmKey(evidence->attestationKey);
  if (!signer) return refused(signer.error());
  if (enrolled && signer->name != enrolled->attestationKeyName) {
    return {AttestationGrade::none, "another-tpm", "the TPM that speaks is not the one this machine was enrolled with"};
  }
  for (const auto check : {checkKeys, checkQuote}) {
    if (const auto sound = check(*signer, *evidence, expected); !sound) return refused(sound.error());
  }
  if (!enrolled) {
    return {
        AttestationGrade::declared, "endorsement-unknown",
        "everything fits, but no endorsement key was recorded when this machine was enrolled: any TPM could say it"};
  }
  return {AttestationGrade::attested, "sound", "this machine's own TPM says that it started its image"};
}

}  // namespace vigie::attestation
