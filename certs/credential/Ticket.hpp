// The session ticket: what a centre must hold before it may open a session (design.md 6). A compact JWS, `typ`
// "vigie-ticket", signed by the registry's ticket key; `kid` = hex SHA-256 of that key's SubjectPublicKeyInfo.
// Payload: RFC 8785 JSON
//   {"bank":hex,"centre":text,"codes":[code…],"from":date,"issued":date,"kind":"real"|"demonstration","number":text,
//    "seed":base64url of 32 bytes,"sess":decimal text or null,"until":date,"v":1}, dates "2026-11-21T19:15:00Z".
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

enum class TicketKind { real, demonstration };

struct Ticket {
  std::string number;  // 1 to 64 letters, digits, '-', '_' or '.'
  std::string centre;  // the same alphabet
  TicketKind kind = TicketKind::demonstration;
  std::int64_t validFromMs = 0;  // whole seconds, UTC; a session opens in [validFrom, validUntil)
  std::int64_t validUntilMs = 0;
  crypto::Digest bankDigest{};               // of the bank.cal this session must use
  std::array<std::uint8_t, 32> drawSeed{};   // of the item draw (design.md 4)
  std::vector<std::string> codes;            // verification codes this session may give out, each once
  std::optional<std::uint64_t> sessionLeaf;  // index of the log leaf that declared the session
  std::int64_t issuedAtMs = 0;

  friend bool operator==(const Ticket&, const Ticket&) = default;
};

std::string signTicket(const Ticket& ticket, const crypto::Signer& registryKey);

// Parses and verifies. Errors: those of parseJws and verifyJws, "ticket-malformed" (unknown, missing or wrong field),
// "ticket-version", "ticket-key" (another key than the registry's).
base::Result<Ticket> verifyTicket(std::string_view compact, const crypto::PublicKey& registryKey);

// Parses without verifying: for a report that names what a ticket says although nothing vouches for it. Errors: those of
// parseJws, "ticket-malformed", "ticket-version".
base::Result<Ticket> readTicket(std::string_view compact);

}  // namespace vigie::credential
