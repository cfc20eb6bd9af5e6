#include "certs/registry/Ticketing.hpp"

#include <array>

#include "certs/credential/VerificationCode.hpp"
#include "certs/log/Leaf.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::registry {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
// An eighth of a list stays free, so that a random place is found at once.
constexpr std::uint64_t kMostCodesOfACentre = credential::kStatusEntries / 8 * 7;

std::string ticketNumber(std::int64_t nowMs, std::uint64_t sequence) {
  std::string digits = std::to_string(sequence);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return "T-" + base::formatUtc(nowMs).substr(0, 4) + "-" + digits;
}

base::Result<std::string> unusedCode(Store& store) {
  for (;;) {
    const std::string code = credential::newVerificationCode();
    const auto taken = store.ticketOfCode(code);
    if (!taken) return base::fail(taken.error());
    if (!*taken) return code;
  }
}

// Random, so that the place of a revoked bit tells nothing about when a certificate was made.
base::Result<std::uint32_t> unusedStatusIndex(Store& store, const std::string& centre) {
  for (;;) {
    std::array<std::uint8_t, 8> bytes;
    crypto::randomBytes(std::span<std::uint8_t>(bytes));
    const auto index = static_cast<std::uint32_t>(base::readBigEndian64(bytes) % credential::kStatusEntries);
    const auto free = store.statusIndexIsFree(centre, index);
    if (!free) return base::fail(free.error());
    if (*free) return index;
  }
}

base::Result<void> checkRoomInStatusList(Store& store, const TicketOrder& order) {
  const auto given = store.codesOf(order.centre);
  if (!given) return base::fail(given.error());
  if (*given + order.codes <= kMostCodesOfACentre) return {};
  return base::fail("status-list-full", "the status list of centre " + order.centre + " has places for " +
                                            std::to_string(kMostCodesOfACentre) + " codes and " +
                                            std::to_string(*given) +
                                            " were given; accredit the centre again under another number");
}

base::Result<void> checkOrder(const TicketOrder& order) {
  if (order.codes < 1 || order.codes > credential::kMostCodes) {
    return base::fail("ticket-order", "codes: expected 1 to " + std::to_string(credential::kMostCodes));
  }
  if (order.kind == credential::TicketKind::real && !order.test) {
    return base::fail("ticket-order", "test: a real session's ticket names the test definition it is held with");
  }
  if (order.days < 1 || order.days > kMostTicketDays) {
    return base::fail("ticket-order", "days: expected 1 to " + std::to_string(kMostTicketDays));
  }
  return {};
}

base::Result<void> keep(const TicketOrder& order, const crypto::Signer& ticketKey, Store& store, Draft& draft,
                        std::string& jws) {
  const auto centre = store.centre(order.centre);
  if (!centre) return base::fail(centre.error());
  if (!*centre) return base::fail("centre-unknown", "no centre " + order.centre + " is accredited");
  if (auto room = checkRoomInStatusList(store, order); !room) return room;
  const auto sequence = store.nextTicketSequence();
  if (!sequence) return base::fail(sequence.error());

  credential::Ticket ticket;
  ticket.number = ticketNumber(draft.nowMs(), *sequence);
  ticket.centre = order.centre;
  ticket.kind = order.kind;
  ticket.issuedAtMs = draft.nowMs() / 1000 * 1000;
  ticket.validFromMs = ticket.issuedAtMs - kClockSlackMs;
  ticket.validUntilMs = ticket.issuedAtMs + order.days * kDayMs;
  ticket.bankDigest = order.bank;
  ticket.testDigest = order.test;
  crypto::randomBytes(std::span<std::uint8_t>(ticket.drawSeed));
  ticket.sessionLeaf = draft.next();

  const std::string kind = order.kind == credential::TicketKind::real ? "real" : "demonstration";
  const tlog::SessionLeaf leaf{draft.next(), draft.seconds(), order.centre, ticket.number,
                               kind,         order.codes,     order.bank};
  if (auto declared = draft.add(store, tlog::writeLeaf(leaf)); !declared) return declared;
  if (auto added = store.addTicket({ticket.number, order.centre, "", *ticket.sessionLeaf, ticket.validUntilMs, kind});
      !added) {
    return added;
  }
  for (std::uint64_t i = 0; i < order.codes; ++i) {
    auto code = unusedCode(store);
    if (!code) return base::fail(code.error());
    const auto index = unusedStatusIndex(store, order.centre);
    if (!index) return base::fail(index.error());
    if (auto added = store.addCode(*code, ticket.number, order.centre, *index); !added) return added;
    ticket.codes.push_back(std::move(*code));
    ticket.statusIndexes.push_back(*index);
  }
  jws = credential::signTicket(ticket, ticketKey);
  return store.setTicketText(ticket.number, jws);
}

}  // namespace

base::Result<std::string> issueTicket(LogWriter& writer, const TicketOrder& order, const crypto::Signer& ticketKey) {
  if (auto good = checkOrder(order); !good) return base::fail(good.error());
  std::string jws;
  const auto done =
      writer.append([&](Store& store, Draft& draft) { return keep(order, ticketKey, store, draft, jws); });
  if (!done) return base::fail(done.error());
  // What no centre could open must not leave the registry.
  if (const auto read = credential::verifyTicket(jws, ticketKey.publicKey()); !read) return base::fail(read.error());
  return jws;
}

}  // namespace vigie::registry
