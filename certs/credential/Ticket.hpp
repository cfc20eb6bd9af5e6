// The session ticket: what a centre must hold before it may open a session (design.md 6). A compact JWS, `typ`
// "vigie-ticket", signed by the registry's ticket key; `kid` = hex SHA-256 of that key's SubjectPublicKeyInfo.
// Payload: RFC 8785 JSON
//   {"bank":hex,"centre":text,"codes":[code…],"from":date,"issued":date,"kind":"real"|"demonstration","number":text,
//    "seed":base64url of 32 bytes,"sess":decimal text or null,"status":[number…],"test":hex or null,"until":date,"v":1},
//    dates "2026-11-21T19:15:00Z". "test" is null in a demonstration at most: a centre that chose its own test
//    definition would choose its own thresholds.
// Thread: any. Ownership: values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/Keys.hpp"

namespace vigie::credential {

inline constexpr std::size_t kMostCodes = 10'000;
inline constexpr std::uint32_t kStatusEntries = 131'072;  // of a centre's list (Bitstring Status List 1.0)

enum class TicketKind { real, demonstration };

struct Ticket {
  std::string number;  // 1 to 64 letters, digits, '-', '_' or '.'
  std::string centre;  // the same alphabet
  TicketKind kind = TicketKind::demonstration;
  std::int64_t validFromMs = 0;  // whole seconds, UTC; a session opens in [validFrom, validUntil)
  std::int64_t validUntilMs = 0;
  crypto::Digest bankDigest{};              // of the bank.cal this session must use
  std::optional<crypto::Digest> testDigest;  // of the test definition; nothing: any, of a demonstration
  std::array<std::uint8_t, 32> drawSeed{};  // of the item draw (design.md 4)
  std::vector<std::string> codes;           // verification codes this session may give out, each once
  // Their places in the centre's status list, in the order of the codes. The registry draws them among those the centre
  // never had: were they drawn twice, revoking one certificate would revoke a stranger's.
  std::vector<std::uint32_t> statusIndexes;
  std::optional<std::uint64_t> sessionLeaf;  // index of the log leaf that declared the session
  std::int64_t issuedAtMs = 0;

  std::optional<std::uint32_t> statusIndexOf(std::string_view code) const;  // nothing: the code is none of the ticket's

  friend bool operator==(const Ticket&, const Ticket&) = default;
};

// Whether the session may be held with this test definition (the file's exact bytes).
bool allowsTest(const Ticket& ticket, std::string_view testBytes);

std::string signTicket(const Ticket& ticket, const crypto::Signer& registryKey);

// Parses and verifies. Errors: those of parseJws and verifyJws, "ticket-malformed" (unknown, missing or wrong field),
// "ticket-version", "ticket-key" (another key than the registry's).
base::Result<Ticket> verifyTicket(std::string_view compact, const crypto::PublicKey& registryKey);

// Parses without verifying: for a report that names what a ticket says although nothing vouches for it. Errors: those
// of parseJws, "ticket-malformed", "ticket-version".
base::Result<Ticket> readTicket(std::string_view compact);

}  // namespace vigie::credential
