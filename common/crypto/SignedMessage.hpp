// Signed{body, key id, sig}: the envelope of answers, staff commands and checkpoints. The signature covers
// "vigie/<type>/1" ‖ 00 ‖ body, so a body signed for one purpose is worth nothing for another (design.md 3).
// Only the exact bytes received are ever stored or hashed.
#pragma once

#include "common/crypto/Keys.hpp"

namespace vigie::crypto {

struct SignedMessage {
  base::Bytes body;
  Digest keyId{};
  base::Bytes signature;

  Digest digest() const;  // SHA-256(body ‖ key id ‖ signature), each behind its 4-byte length

  friend bool operator==(const SignedMessage&, const SignedMessage&) = default;
};

SignedMessage signMessage(const Signer& signer, std::string_view type, base::ByteView body);

// Errors: "signature-key" (another key than expected), "signature-wrong".
base::Result<void> verifyMessage(const SignedMessage& message, std::string_view type, const PublicKey& key);

}  // namespace vigie::crypto
