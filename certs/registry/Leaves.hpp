// The registry's own log entries beside those of certs/log/Leaf.hpp: accreditations, keys and anchors. Same rules: one
// RFC 8785 text for one content, no personal data. Thread: any. Ownership: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/Id.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::registry {

// {"centre":text,"cert":hex,"did":text,"n":number,"t":"centre-accredit","ts":number,"v":1}
struct AccreditLeaf {
  std::uint64_t number = 0;  // the registry's sequence = the entry's index
  std::uint64_t timeSeconds = 0;
  std::string centre;
  std::string did;
  crypto::Digest certificate{};  // SHA-256 of the DER of the issuing certificate
};

// {"key":hex,"kid":text,"n":number,"t":"key-add","ts":number,"use":text,"v":1}
struct KeyLeaf {
  std::uint64_t number = 0;
  std::uint64_t timeSeconds = 0;
  std::string keyId;     // "did:web:…#k-jwk", or for the registry's own keys its origin and the use
  std::string use;       // "issuing", "status", "ticket"
  crypto::Digest key{};  // SHA-256 of its SubjectPublicKeyInfo
};

// The end of a session: its last head, and what was handed in.
// {"bundle":hex,"centre":text,"certificates":number,"head":hex,"n":number,"position":number,"sess":text or null,
//  "session":hex,"t":"anchor","ticket":text,"ts":number,"v":1}
struct AnchorLeaf {
  std::uint64_t number = 0;
  std::uint64_t timeSeconds = 0;
  std::string centre;
  std::string ticket;
  std::optional<std::uint64_t> sessionLeaf;  // as in IssueLeaf
  base::SessionId session;
  std::uint64_t position = 0;
  crypto::Digest head{};
  crypto::Digest bundle{};  // SHA-256 of its bytes
  std::uint64_t certificates = 0;
};

std::string writeLeaf(const AccreditLeaf& leaf);
std::string writeLeaf(const KeyLeaf& leaf);
std::string writeLeaf(const AnchorLeaf& leaf);

}  // namespace vigie::registry
