// Compact JSON Web Signatures, ES256 only (RFC 7515, RFC 7518 3.4). One text stands for one signature: base64url is
// accepted in its canonical form only, the header holds `alg`, `kid` and `typ` and nothing else (no `jwk`, `x5c` or
// `crit`: a signature never brings its own key), and `alg` is never taken from the text. Thread: any.
#pragma once

#include <string>
#include <string_view>

#include "common/crypto/Keys.hpp"

namespace vigie::credential {

inline constexpr std::size_t kLargestJws = 1U << 20;

struct JwsHeader {
  std::string keyId;  // `kid`
  std::string type;   // `typ`; empty: absent

  friend bool operator==(const JwsHeader&, const JwsHeader&) = default;
};

struct Jws {
  JwsHeader header;
  std::string payload;       // as signed
  std::string signingInput;  // the two first parts with their dot
  base::Bytes signature;     // 64 bytes
};

// `signer` must hold a P-256 key.
std::string signJws(const JwsHeader& header, std::string_view payload, const crypto::Signer& signer);

base::Result<Jws> parseJws(std::string_view compact);  // errors "jws-malformed", "jws-algorithm", "jws-header"

// Errors: "jws-key" (not P-256), "jws-signature".
base::Result<void> verifyJws(const Jws& jws, const crypto::PublicKey& key);

}  // namespace vigie::credential
