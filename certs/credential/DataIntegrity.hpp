// Data Integrity proofs with the cryptosuite ecdsa-jcs-2019 on P-256 (W3C VC Data Integrity ECDSA 1.0, 3.3): the
// signature covers SHA-256(JCS(proof without proofValue)) ‖ SHA-256(JCS(document without proof)), and proofValue is
// 'z' base58btc of the raw 64 bytes. We write the proof as an array of one (the Open Badges schema wants an array).
// Thread: any. Ownership: values.
#pragma once

#include <string>
#include <string_view>

#include "common/crypto/Keys.hpp"

namespace vigie::credential {

struct ProofOptions {
  std::string verificationMethod;  // DID URL of the key
  std::int64_t createdMs = 0;      // whole seconds, UTC
};

// `document`: a JSON object without `proof`. Result: the RFC 8785 text of the document with its proof; errors
// "not-json", "proof-present". `signer` must hold a P-256 key.
base::Result<std::string> addProof(std::string_view document, const ProofOptions& options,
                                   const crypto::Signer& signer);

// W3C allows both; our own files have one form, the array.
enum class ProofForm { array, single };

struct SecuredDocument {
  ProofForm form = ProofForm::array;
  std::string document;            // RFC 8785 text without the proof
  std::string verificationMethod;  // as the proof says: not to be believed before verifyProof
  std::string created;
  base::Bytes signedBytes;  // the 64 bytes of the two digests
  base::Bytes signature;
};

// Reads a document with exactly one proof. Errors: "not-json", "proof-malformed".
base::Result<SecuredDocument> readSecuredDocument(std::string_view text);

base::Result<void> verifyProof(const SecuredDocument& secured, const crypto::PublicKey& key);  // error "proof-wrong"

}  // namespace vigie::credential
