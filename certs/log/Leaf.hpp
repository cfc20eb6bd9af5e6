// Log entries: RFC 8785 JSON, below 1 KB, without personal data (certificates.md 2.2, design.md 6). Entries commit to
// what they are about by SHA-256 of bytes that hold a signature, so they cannot be guessed. Thread: any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "certs/log/Merkle.hpp"

namespace vigie::tlog {

// {"cred":hex,"code":hex,"iss":text,"n":number,"sess":text or null,"st":text,"t":"issue","ts":number,"v":1}
struct IssueLeaf {
  std::uint64_t number = 0;                  // the registry's sequence
  std::uint64_t timeSeconds = 0;             // the registry's time, UTC
  std::string issuerKey;                     // the JWS's kid: "did:web:…#k-jwk"
  Digest credential{};                       // SHA-256 of the exact .jwt bytes
  Digest code{};                             // codeCommitment()
  std::optional<std::uint64_t> sessionLeaf;  // none: the session was not declared in time
  std::string status;                        // credentialStatus.id: "<list>#<index>"

  friend bool operator==(const IssueLeaf&, const IssueLeaf&) = default;
};

std::string writeLeaf(const IssueLeaf& leaf);
base::Result<IssueLeaf> readIssueLeaf(std::string_view text);  // exactly what writeLeaf writes; error "leaf-malformed"

// SHA-256(code ‖ nonce); the 16 random bytes go to the holder with the receipt.
Digest codeCommitment(std::string_view code, base::ByteView nonce);

// A session declared before it opens, so that a certificate cannot be dated back into a session nobody announced.
// {"bank":hex,"centre":text,"kind":text,"n":number,"seats":number,"t":"session","ticket":text,"ts":number,"v":1}
struct SessionLeaf {
  std::uint64_t number = 0;
  std::uint64_t timeSeconds = 0;
  std::string centre;
  std::string ticket;  // the ticket's number
  std::string kind;    // "real" or "demonstration"
  std::uint64_t seats = 0;
  Digest bank{};  // digest of bank.cal

  friend bool operator==(const SessionLeaf&, const SessionLeaf&) = default;
};

std::string writeLeaf(const SessionLeaf& leaf);
base::Result<SessionLeaf> readSessionLeaf(std::string_view text);  // error "leaf-malformed"

// A published status list, so that nobody can be shown another one.
// {"list":text,"n":number,"sha256":hex,"t":"status","ts":number,"v":1}
struct StatusLeaf {
  std::uint64_t number = 0;
  std::uint64_t timeSeconds = 0;
  std::string list;  // its id
  Digest jwt{};      // SHA-256 of the exact bytes of status/<name>.jwt

  friend bool operator==(const StatusLeaf&, const StatusLeaf&) = default;
};

std::string writeLeaf(const StatusLeaf& leaf);

}  // namespace vigie::tlog
