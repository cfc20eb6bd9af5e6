#include "certs/credential/Ticket.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "certs/credential/Jws.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kType = "vigie-ticket";
constexpr int kVersion = 1;
constexpr std::array kFields = {"bank",   "centre", "codes", "from",   "issued", "kind",
                                "number", "seed",   "sess",  "status", "test",   "until", "v"};

std::unexpected<base::Error> malformed(const std::string& field, std::string_view expected) {
  return base::fail("ticket-malformed", "ticket, field " + field + ": expected " + std::string(expected));
}

std::string keyIdOf(const crypto::PublicKey& key) {
  return base::toHex(key.id());
}

std::string_view kindName(TicketKind kind) {
  return kind == TicketKind::real ? "real" : "demonstration";
}

bool isName(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

base::Result<void> readNames(const Json& json, Ticket& ticket) {
  ticket.number = jcs::textMember(json, "number");
  ticket.centre = jcs::textMember(json, "centre");
  if (!isName(ticket.number)) return malformed("number", "1 to 64 letters, digits, '-', '_' or '.'");
  if (!isName(ticket.centre)) return malformed("centre", "1 to 64 letters, digits, '-', '_' or '.'");
  const std::string kind = jcs::textMember(json, "kind");
  if (kind != "real" && kind != "demonstration") return malformed("kind", "real or demonstration");
  ticket.kind = kind == "real" ? TicketKind::real : TicketKind::demonstration;
  return {};
}

base::Result<void> readDates(const Json& json, Ticket& ticket) {
  ticket.validFromMs = base::parseUtc(jcs::textMember(json, "from"));
  ticket.validUntilMs = base::parseUtc(jcs::textMember(json, "until"));
  ticket.issuedAtMs = base::parseUtc(jcs::textMember(json, "issued"));
  if (ticket.validFromMs < 0) return malformed("from", "a date like 2026-11-21T19:15:00Z");
  if (ticket.validUntilMs <= ticket.validFromMs) return malformed("until", "a date after `from`");
  if (ticket.issuedAtMs < 0) return malformed("issued", "a date like 2026-11-21T19:15:00Z");
  return {};
}

base::Result<void> readBytes(const Json& json, Ticket& ticket) {
  const auto bank = base::fromHex(jcs::textMember(json, "bank"));
  if (!bank || !crypto::toDigest(base::textOf(*bank), ticket.bankDigest)) return malformed("bank", "64 digits 0-9 a-f");
  const auto seed = base::fromBase64Url(jcs::textMember(json, "seed"));
  if (!seed || seed->size() != ticket.drawSeed.size()) return malformed("seed", "base64url of 32 bytes");
  std::copy(seed->begin(), seed->end(), ticket.drawSeed.begin());
  return {};
}

base::Result<void> readTest(const Json& json, Ticket& ticket) {
  if (json.at("test").is_null() && ticket.kind == TicketKind::demonstration) return {};
  const auto test = base::fromHex(jcs::textMember(json, "test"));
  crypto::Digest digest{};
  if (!test || !crypto::toDigest(base::textOf(*test), digest)) {
    return malformed("test", "64 digits 0-9 a-f, or null in a demonstration");
  }
  ticket.testDigest = digest;
  return {};
}

base::Result<void> readCodes(const Json& json, Ticket& ticket) {
  const Json& codes = json.at("codes");
  if (!codes.is_array() || codes.size() > kMostCodes) return malformed("codes", "an array of at most 10000 codes");
  std::set<std::string> seen;
  for (const Json& code : codes) {
    const bool good = code.is_string() && isVerificationCode(code.get_ref<const std::string&>());
    if (!good || !seen.insert(code.get<std::string>()).second)
      return malformed("codes", "different verification codes");
    ticket.codes.push_back(code.get<std::string>());
  }
  return {};
}

base::Result<void> readStatusIndexes(const Json& json, Ticket& ticket) {
  const Json& indexes = json.at("status");
  const auto wrong = [] { return malformed("status", "a different number from 0 to 131071 for each code"); };
  if (!indexes.is_array() || indexes.size() != ticket.codes.size()) return wrong();
  std::set<std::uint32_t> seen;
  for (const Json& index : indexes) {
    if (!index.is_number_unsigned() || index.get<std::uint64_t>() >= kStatusEntries) return wrong();
    if (!seen.insert(index.get<std::uint32_t>()).second) return wrong();
    ticket.statusIndexes.push_back(index.get<std::uint32_t>());
  }
  return {};
}

base::Result<void> readSessionLeaf(const Json& json, Ticket& ticket) {
  if (json.at("sess").is_null()) return {};
  const std::string text = jcs::textMember(json, "sess");
  std::uint64_t index = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  if (!whole || std::to_string(index) != text) return malformed("sess", "null or a decimal number as text");
  ticket.sessionLeaf = index;
  return {};
}

base::Result<Ticket> readPayload(std::string_view payload) {
  const auto json = jcs::parseCanonical(payload);
  if (!json) return base::failAt("ticket", json.error());
  if (!json->is_object()) return malformed("(all)", "a JSON object");
  if (!json->contains("v") || json->at("v") != kVersion) {
    return base::fail("ticket-version", "this program reads tickets of version 1; update it or ask for another ticket");
  }
  for (const char* field : kFields) {
    if (!json->contains(field)) return malformed(field, "it to be there");
  }
  if (json->size() != kFields.size()) return malformed("(unknown)", "no other field than those of version 1");
  Ticket ticket;
  for (const auto read : {readNames, readDates, readBytes, readTest, readCodes, readStatusIndexes, readSessionLeaf}) {
    if (const auto done = read(*json, ticket); !done) return base::fail(done.error());
  }
  return ticket;
}

}  // namespace

std::optional<std::uint32_t> Ticket::statusIndexOf(std::string_view code) const {
  const auto found = std::find(codes.begin(), codes.end(), code);
  const auto place = static_cast<std::size_t>(found - codes.begin());
  if (place >= statusIndexes.size()) return std::nullopt;
  return statusIndexes[place];
}

bool allowsTest(const Ticket& ticket, std::string_view testBytes) {
  return !ticket.testDigest || *ticket.testDigest == crypto::sha256(base::bytesOf(testBytes));
}

std::string signTicket(const Ticket& ticket, const crypto::Signer& registryKey) {
  const Json payload = {{"v", kVersion},
                        {"number", ticket.number},
                        {"centre", ticket.centre},
                        {"kind", kindName(ticket.kind)},
                        {"from", base::formatUtc(ticket.validFromMs)},
                        {"until", base::formatUtc(ticket.validUntilMs)},
                        {"bank", base::toHex(ticket.bankDigest)},
                        {"test", ticket.testDigest ? Json(base::toHex(*ticket.testDigest)) : Json()},
                        {"seed", base::toBase64Url(ticket.drawSeed)},
                        {"codes", ticket.codes},
                        {"status", ticket.statusIndexes},
                        {"sess", ticket.sessionLeaf ? Json(std::to_string(*ticket.sessionLeaf)) : Json()},
                        {"issued", base::formatUtc(ticket.issuedAtMs)}};
  return signJws({keyIdOf(registryKey.publicKey()), std::string(kType)}, jcs::canonicalText(payload), registryKey);
}

base::Result<Ticket> readTicket(std::string_view compact) {
  const auto jws = parseJws(compact);
  if (!jws) return base::failAt("ticket", jws.error());
  if (jws->header.type != kType) return malformed("typ", "vigie-ticket");
  return readPayload(jws->payload);
}

base::Result<Ticket> verifyTicket(std::string_view compact, const crypto::PublicKey& registryKey) {
  const auto jws = parseJws(compact);
  if (!jws) return base::failAt("ticket", jws.error());
  if (jws->header.type != kType) return malformed("typ", "vigie-ticket");
  if (jws->header.keyId != keyIdOf(registryKey)) {
    return base::fail("ticket-key", "the ticket names another key than the registry's");
  }
  if (const auto verified = verifyJws(*jws, registryKey); !verified) return base::failAt("ticket", verified.error());
  return readPayload(jws->payload);
}

}  // namespace vigie::credential
