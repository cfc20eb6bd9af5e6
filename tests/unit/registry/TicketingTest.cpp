#include "certs/registry/Ticketing.hpp"

#include <gtest/gtest.h>

#include <set>

#include "certs/log/Leaf.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::must;
using support::RegistryRoom;

class Ticketing : public testing::Test {
 protected:
  base::Result<std::string> issue(TicketOrder order) { return issueTicket(*room_.writer, order, room_.ticketKey); }
  static TicketOrder order() {
    return {"0042",
            credential::TicketKind::demonstration,
            crypto::sha256(base::bytesOf("bank.cal")),
            crypto::sha256(base::bytesOf("certification.json")),
            3,
            30};
  }

  RegistryRoom room_;
  support::CentreKit kit_ = room_.accredit();
};

TEST_F(Ticketing, DeclaresTheSessionBeforeTheTicketNamesIt) {
  const auto ticket = must(credential::verifyTicket(must(issue(order())), room_.ticketKey.publicKey()));
  ASSERT_TRUE(ticket.sessionLeaf);
  const auto entries = room_.publishedEntries();
  const auto leaf = tlog::readSessionLeaf(entries.at(*ticket.sessionLeaf));
  ASSERT_TRUE(leaf) << leaf.error().detail;
  EXPECT_EQ(leaf->number, *ticket.sessionLeaf);
  EXPECT_EQ(leaf->centre, "0042");
  EXPECT_EQ(leaf->ticket, ticket.number);
  EXPECT_EQ(leaf->kind, "demonstration");
  EXPECT_EQ(leaf->seats, 3U);
  EXPECT_EQ(leaf->bank, ticket.bankDigest);
}

TEST_F(Ticketing, NeverRepeatsNumbersCodesPlacesOrSeeds) {
  std::set<std::string> numbers;
  std::set<std::string> codes;
  std::set<std::uint32_t> places;
  std::set<std::array<std::uint8_t, 32>> seeds;
  for (int i = 0; i < 5; ++i) {
    const auto ticket = must(credential::verifyTicket(must(issue(order())), room_.ticketKey.publicKey()));
    numbers.insert(ticket.number);
    codes.insert(ticket.codes.begin(), ticket.codes.end());
    places.insert(ticket.statusIndexes.begin(), ticket.statusIndexes.end());
    seeds.insert(ticket.drawSeed);
  }
  EXPECT_EQ(numbers.size(), 5U);
  EXPECT_EQ(places.size(), 15U);
  EXPECT_EQ(codes.size(), 15U);
  EXPECT_EQ(seeds.size(), 5U);
}

TEST_F(Ticketing, ListsWhatACentreHasLeft) {
  const std::string ours = must(issue(order()));
  room_.accredit("0043");
  TicketOrder theirs = order();
  theirs.centre = "0043";
  must(issue(theirs));
  const auto open = [&] {
    return must(room_.archive->read([&](Store& store) { return store.openTickets("0042", room_.clock.now().wallMs); }));
  };
  ASSERT_EQ(open().size(), 1U);
  EXPECT_EQ(open().front().jws, ours);
  room_.clock.pass(30 * std::int64_t{86'400'000});
  EXPECT_TRUE(open().empty());
}

TEST_F(Ticketing, RefusesOrdersOutsideTheirLimits) {
  const auto before = room_.publishedEntries();
  const auto refusal = [&](auto&& change) {
    TicketOrder wrong = order();
    change(wrong);
    const auto refused = issue(wrong);
    return refused ? std::string("accepted") : refused.error().code;
  };
  EXPECT_EQ(refusal([](TicketOrder& o) { o.codes = 0; }), "ticket-order");
  EXPECT_EQ(refusal([](TicketOrder& o) {
              o.kind = credential::TicketKind::real;
              o.test.reset();
            }),
            "ticket-order");
  EXPECT_EQ(refusal([](TicketOrder& o) { o.codes = 10'001; }), "ticket-order");
  EXPECT_EQ(refusal([](TicketOrder& o) { o.days = 0; }), "ticket-order");
  EXPECT_EQ(refusal([](TicketOrder& o) { o.days = 401; }), "ticket-order");
  EXPECT_EQ(refusal([](TicketOrder& o) { o.centre = "9999"; }), "centre-unknown");
  EXPECT_EQ(room_.publishedEntries(), before);
}

}  // namespace
}  // namespace vigie::registry
