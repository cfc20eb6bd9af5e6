#include "certs/credential/Ticket.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certs/credential/Jws.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

const crypto::PrivateKey& key() {
  static const auto kKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return kKey;
}

Ticket sample() {
  Ticket ticket;
  ticket.number = "T-2026-000123";
  ticket.centre = "centre-0042";
  ticket.kind = TicketKind::demonstration;
  ticket.validFromMs = base::parseUtc("2026-11-21T08:00:00Z");
  ticket.validUntilMs = base::parseUtc("2026-11-28T08:00:00Z");
  ticket.bankDigest = crypto::sha256(base::bytesOf("bank"));
  ticket.testDigest = crypto::sha256(base::bytesOf("test"));
  ticket.drawSeed = crypto::sha256(base::bytesOf("seed"));
  ticket.codes = {newVerificationCode(), newVerificationCode(), newVerificationCode()};
  ticket.statusIndexes = {70'000, 0, 131'071};
  ticket.sessionLeaf = 17;
  ticket.issuedAtMs = base::parseUtc("2026-11-20T18:30:00Z");
  return ticket;
}

std::string signPayload(const nlohmann::json& payload, const std::string& type = "vigie-ticket") {
  return signJws({base::toHex(key().publicKey().id()), type}, jcs::canonicalText(payload), key());
}

nlohmann::json payloadOf(const Ticket& ticket) {
  return nlohmann::json::parse(parseJws(signTicket(ticket, key()))->payload);
}

TEST(Ticket, ReadsBackEveryField) {
  Ticket ticket = sample();
  auto back = verifyTicket(signTicket(ticket, key()), key().publicKey());
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, ticket);
  ticket.kind = TicketKind::real;
  ticket.sessionLeaf.reset();
  back = verifyTicket(signTicket(ticket, key()), key().publicKey());
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, ticket);
}

TEST(Ticket, LeavesTheTestOpenForDemonstrationsAlone) {
  Ticket ticket = sample();
  EXPECT_TRUE(allowsTest(ticket, "test"));
  EXPECT_FALSE(allowsTest(ticket, "another test"));
  ticket.testDigest.reset();
  EXPECT_TRUE(allowsTest(*verifyTicket(signTicket(ticket, key()), key().publicKey()), "another test"));
  ticket.kind = TicketKind::real;
  const auto real = verifyTicket(signTicket(ticket, key()), key().publicKey());
  ASSERT_FALSE(real);
  EXPECT_EQ(real.error().code, "ticket-malformed");
}

TEST(Ticket, CanBeReadWithoutAnybodyVouchingForIt) {
  const Ticket ticket = sample();
  const std::string compact = signTicket(ticket, crypto::PrivateKey::generate(crypto::KeyKind::p256));
  const auto read = readTicket(compact);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, ticket);
  EXPECT_EQ(readTicket(signPayload(payloadOf(ticket), "other")).error().code, "ticket-malformed");
}

TEST(Ticket, RefusesAnotherKeyOrAnAlteredText) {
  const std::string good = signTicket(sample(), key());
  const auto other = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  EXPECT_EQ(verifyTicket(good, other.publicKey()).error().code, "ticket-key");
  const auto renamed = signJws({base::toHex(key().publicKey().id()), "vigie-ticket"}, parseJws(good)->payload, other);
  EXPECT_EQ(verifyTicket(renamed, key().publicKey()).error().code, "jws-signature");
  EXPECT_FALSE(verifyTicket(good + "\n", key().publicKey()));
}

TEST(Ticket, RefusesAJwsMadeForAnotherPurpose) {
  EXPECT_FALSE(verifyTicket(signPayload(payloadOf(sample()), "JWT"), key().publicKey()));
}

TEST(Ticket, RefusesTicketsOfALaterVersionByName) {
  auto payload = payloadOf(sample());
  payload["v"] = 2;
  EXPECT_EQ(verifyTicket(signPayload(payload), key().publicKey()).error().code, "ticket-version");
}

TEST(Ticket, RefusesEachMissingField) {
  const auto whole = payloadOf(sample());
  for (const auto& member : whole.items()) {
    auto payload = whole;
    payload.erase(member.key());
    const auto ticket = verifyTicket(signPayload(payload), key().publicKey());
    ASSERT_FALSE(ticket) << member.key();
    if (member.key() != "v") {
      EXPECT_NE(ticket.error().detail.find(member.key()), std::string::npos) << ticket.error().detail;
    }
  }
}

TEST(Ticket, RefusesWrongValuesNamingTheField) {
  const std::string code = newVerificationCode();
  const std::vector<std::pair<std::string, nlohmann::json>> cases = {
      {"kind", "exam"},
      {"number", ""},
      {"number", "../x"},
      {"number", std::string(65, 'a')},
      {"centre", "a b"},
      {"from", "2026-11-21"},
      {"until", "2026-11-21T08:00:00Z"},
      {"issued", 12},
      {"bank", "ab"},
      {"bank", std::string(64, 'A')},
      {"test", "ab"},
      {"test", 12},
      {"seed", "AAAA"},
      {"status", nlohmann::json::array({1, 2})},
      {"status", nlohmann::json::array({1, 2, 1})},
      {"status", nlohmann::json::array({1, 2, 131072})},
      {"status", nlohmann::json::array({1, 2, -3})},
      {"status", nlohmann::json::array({1, 2, 3.5})},
      {"status", "1"},
      {"codes", "P-"},
      {"codes", nlohmann::json::array({"P-AAAAAAAAA"})},
      {"codes", nlohmann::json::array({code, code})},
      {"codes", nlohmann::json::array({1})},
      {"sess", 17},
      {"sess", "017"},
      {"sess", "-1"},
      {"sess", ""},
      {"extra", 1},
  };
  for (const auto& [field, value] : cases) {
    auto payload = payloadOf(sample());
    payload[field] = value;
    const auto ticket = verifyTicket(signPayload(payload), key().publicKey());
    ASSERT_FALSE(ticket) << field << ' ' << value;
    EXPECT_EQ(ticket.error().code, "ticket-malformed") << field << ' ' << value;
  }
}

TEST(Ticket, RefusesAPayloadThatIsNotCanonical) {
  const std::string payload = payloadOf(sample()).dump(1);
  const auto jws = signJws({base::toHex(key().publicKey().id()), "vigie-ticket"}, payload, key());
  EXPECT_EQ(verifyTicket(jws, key().publicKey()).error().code, "not-canonical");
}

}  // namespace
}  // namespace vigie::credential
