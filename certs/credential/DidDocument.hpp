// did.json of an issuing centre (design.md 6): the issuing key as `#k` (Multikey, for the JSON proof) and `#k-jwk`
// (JsonWebKey, the JWT's `kid`), the registry's status key as `#s` and `#s-jwk`. The document proves nothing by
// itself: the issuing key is vouched for by chain.pem, and the status key by the X.509 certificates in `#s-jwk`'s
// `x5c` (RFC 7517 4.7), which lead to the same root. One content has one text (RFC 8785, no line end).
// Thread: any. Ownership: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/Certificate.hpp"

namespace vigie::credential {

struct StatusKey {
  crypto::PublicKey key;
  std::vector<crypto::Certificate> chain;  // certificate of `key` first, root left out
};

struct DidDocument {
  std::string did;  // did:web:<host>
  crypto::PublicKey issuingKey;
  std::optional<StatusKey> status;
};

std::string writeDidDocument(const DidDocument& document);

// Accepts exactly what writeDidDocument writes. Errors: "did-malformed", "not-a-key".
base::Result<DidDocument> readDidDocument(std::string_view text);

// "centre-0042.example.fr" of "did:web:centre-0042.example.fr". Ports and paths are refused, since an accreditation
// names a host: error "did-not-web".
base::Result<std::string> hostOfDid(std::string_view did);

// Key names inside a document.
inline constexpr std::string_view kIssuingKey = "#k";
inline constexpr std::string_view kIssuingKeyJwk = "#k-jwk";
inline constexpr std::string_view kStatusKey = "#s";
inline constexpr std::string_view kStatusKeyJwk = "#s-jwk";

}  // namespace vigie::credential
