// A workstation's own TPM 2.0, spoken to directly (Trusted Platform Module Library, Part 3: TPM2_ReadPublic 12.4,
// TPM2_Certify 18.2, TPM2_Quote 18.4), because the guard starts no program and needs only three commands. The keys were
// made and made persistent when the machine was enrolled; they have no password, their use is what the guard's own
// rights protect. Ownership: owns its connection, and only while it asks: others may use the TPM between.
// Thread: one; a TPM takes up to a second to sign. Errors: "no-tpm", "tpm-refused" (with the TPM's own code).
#pragma once

#include <filesystem>

#include "candidate-client/guard/attestation/Attestation.hpp"

namespace vigie::attestation {

struct TpmPlace {
  std::filesystem::path device = "/dev/tpmrm0";  // or the socket of a software TPM
  std::uint32_t attestationKey = 0x81010002;     // persistent handles
  std::uint32_t workstationKey = 0x81010003;
};

// The public areas of both keys: whether this machine could answer.
base::Result<void> tpmReady(const TpmPlace& place);

// All that a verifier wants to see (judgeAttestation): both keys, the workstation key certified by the attestation key,
// and a quote of `registers` (SHA-256 bank, 0 to 23) over `qualifying`.
base::Result<Evidence> makeEvidence(const TpmPlace& place, const crypto::Digest& qualifying,
                                    const std::vector<std::uint8_t>& registers);

}  // namespace vigie::attestation
