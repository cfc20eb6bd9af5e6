// Session tickets: the session is declared in the log first, then the ticket that names this entry is signed and kept,
// all in one commit. Thread: any.
#pragma once

#include "certs/credential/Ticket.hpp"
#include "certs/registry/LogWriter.hpp"

namespace vigie::registry {

struct TicketOrder {
  std::string centre;  // its number
  credential::TicketKind kind = credential::TicketKind::demonstration;
  crypto::Digest bank{};  // of bank.cal
  std::optional<crypto::Digest> test = {};  // of the test definition; a real session must have one
  std::uint64_t codes = 0;
  std::int64_t days = 0;
};

inline constexpr std::int64_t kMostTicketDays = 400;
// Valid from a little before it was made: a centre whose clock is late may open at once. The same slack decides whether
// a session was declared in time.
inline constexpr std::int64_t kClockSlackMs = 3'600'000;

// The exact JWS. Errors: "centre-unknown", "ticket-order" (codes or days outside their limits, a real session without a test), those of append().
base::Result<std::string> issueTicket(LogWriter& writer, const TicketOrder& order, const crypto::Signer& ticketKey);

}  // namespace vigie::registry
