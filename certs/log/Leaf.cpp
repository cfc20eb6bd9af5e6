#include "certs/log/Leaf.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "common/jcs/Jcs.hpp"

namespace vigie::tlog {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;

std::uint64_t numberMember(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

bool digestMember(const Json& json, const char* name, Digest& out) {
  const auto bytes = base::fromHex(jcs::textMember(json, name));
  return bytes && crypto::toDigest(base::textOf(*bytes), out);
}

std::unexpected<base::Error> malformed(const char* kind) {
  return base::fail("leaf-malformed", std::string("expected the log entry of kind ") + kind + " in its one form");
}

}  // namespace

std::string writeLeaf(const IssueLeaf& leaf) {
  return jcs::canonicalText({{"v", kVersion},
                             {"t", "issue"},
                             {"n", leaf.number},
                             {"ts", leaf.timeSeconds},
                             {"iss", leaf.issuerKey},
                             {"cred", base::toHex(leaf.credential)},
                             {"code", base::toHex(leaf.code)},
                             {"sess", leaf.sessionLeaf ? Json(std::to_string(*leaf.sessionLeaf)) : Json()},
                             {"st", leaf.status}});
}

base::Result<IssueLeaf> readIssueLeaf(std::string_view text) {
  const auto json = jcs::parse(text);
  if (!json || !json->is_object()) return malformed("issue");
  IssueLeaf leaf;
  leaf.number = numberMember(*json, "n");
  leaf.timeSeconds = numberMember(*json, "ts");
  leaf.issuerKey = jcs::textMember(*json, "iss");
  leaf.status = jcs::textMember(*json, "st");
  const std::string session = jcs::textMember(*json, "sess");
  std::uint64_t index = 0;
  if (std::from_chars(session.data(), session.data() + session.size(), index).ec == std::errc())
    leaf.sessionLeaf = index;
  if (!digestMember(*json, "cred", leaf.credential) || !digestMember(*json, "code", leaf.code))
    return malformed("issue");
  if (writeLeaf(leaf) != text) return malformed("issue");
  return leaf;
}

Digest codeCommitment(std::string_view code, base::ByteView nonce) {
  return crypto::sha256({base::bytesOf(code), nonce});
}

std::string writeLeaf(const SessionLeaf& leaf) {
  return jcs::canonicalText({{"v", kVersion},
                             {"t", "session"},
                             {"n", leaf.number},
                             {"ts", leaf.timeSeconds},
                             {"centre", leaf.centre},
                             {"ticket", leaf.ticket},
                             {"kind", leaf.kind},
                             {"seats", leaf.seats},
                             {"bank", base::toHex(leaf.bank)}});
}

base::Result<SessionLeaf> readSessionLeaf(std::string_view text) {
  const auto json = jcs::parse(text);
  if (!json || !json->is_object()) return malformed("session");
  SessionLeaf leaf;
  leaf.number = numberMember(*json, "n");
  leaf.timeSeconds = numberMember(*json, "ts");
  leaf.centre = jcs::textMember(*json, "centre");
  leaf.ticket = jcs::textMember(*json, "ticket");
  leaf.kind = jcs::textMember(*json, "kind");
  leaf.seats = numberMember(*json, "seats");
  if (!digestMember(*json, "bank", leaf.bank) || writeLeaf(leaf) != text) return malformed("session");
  return leaf;
}

std::string writeLeaf(const StatusLeaf& leaf) {
  return jcs::canonicalText({{"v", kVersion},
                             {"t", "status"},
                             {"n", leaf.number},
                             {"ts", leaf.timeSeconds},
                             {"list", leaf.list},
                             {"sha256", base::toHex(leaf.jwt)}});
}

}  // namespace vigie::tlog
