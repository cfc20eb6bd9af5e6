// The few structures of a TPM 2.0 that a verifier reads, as the TPM marshals them (Trusted Platform Module Library,
// Part 2: TPMS_ATTEST 10.12.12, TPMT_PUBLIC 12.2.4, TPMT_SIGNATURE 11.3.4; big-endian). Strict: nothing may be left
// over. Thread: any. Ownership: values. Errors: "tpm-malformed".
#pragma once

#include <cstdint>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/Digest.hpp"
#include "common/crypto/Keys.hpp"

namespace vigie::attestation {

// What a TPM says of a key of its own; P-256 for ECDSA over SHA-256, names by SHA-256: other kinds are refused.
struct TpmKey {
  std::uint32_t attributes = 0;
  crypto::PublicKey key;
  base::Bytes name;  // 0x000b ‖ SHA-256 of the public area: what the TPM calls this key

  bool isAttestationKey() const;  // restricted, signs, made in the TPM and never out of it
  bool isBoundToTpm() const;      // signs, made in the TPM and never out of it
};

// `area`: TPMT_PUBLIC, or TPM2B_PUBLIC with its length in front.
base::Result<TpmKey> readTpmKey(base::ByteView area);

struct PcrSelection {
  std::uint16_t hash = 0;           // 0x000b: SHA-256
  std::vector<std::uint8_t> banks;  // numbers of the selected registers, ascending

  friend bool operator==(const PcrSelection&, const PcrSelection&) = default;
};

struct Quote {
  base::Bytes qualifyingData;
  std::vector<PcrSelection> selections;
  base::Bytes digest;  // of the selected registers, one after the other
  std::uint32_t resets = 0, restarts = 0;
};
base::Result<Quote> readQuote(base::ByteView attest);

struct Certification {
  base::Bytes qualifyingData;
  base::Bytes name;  // of the certified key
};
base::Result<Certification> readCertification(base::ByteView attest);

// r ‖ s of 64 bytes, as crypto::PublicKey::verify wants it.
base::Result<base::Bytes> readTpmSignature(base::ByteView signature);

}  // namespace vigie::attestation
