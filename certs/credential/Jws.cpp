#include "certs/credential/Jws.hpp"

#include <nlohmann/json.hpp>

#include "common/base/Text.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

constexpr std::string_view kAlgorithm = "ES256";

std::unexpected<base::Error> malformed(std::string detail) {
  return base::fail("jws-malformed", std::move(detail));
}

base::Result<JwsHeader> parseHeader(std::string_view text) {
  const auto json = jcs::parse(text);
  if (!json || !json->is_object()) return malformed("the JWS header is not a JSON object without repeated names");
  for (const auto& member : json->items()) {
    const bool known = member.key() == "alg" || member.key() == "kid" || member.key() == "typ";
    if (!known) return base::fail("jws-header", "the JWS header may hold alg, kid and typ, and nothing else");
    if (!member.value().is_string()) return base::fail("jws-header", "alg, kid and typ must be texts");
  }
  if (jcs::textMember(*json, "alg") != kAlgorithm) return base::fail("jws-algorithm", "expected the algorithm ES256");
  if (jcs::textMember(*json, "kid").empty()) return base::fail("jws-header", "the JWS header names no key (kid)");
  return JwsHeader{jcs::textMember(*json, "kid"), jcs::textMember(*json, "typ")};
}

}  // namespace

std::string signJws(const JwsHeader& header, std::string_view payload, const crypto::Signer& signer) {
  nlohmann::json json = {{"alg", kAlgorithm}, {"kid", header.keyId}};
  if (!header.type.empty()) json["typ"] = header.type;
  const std::string head = jcs::canonicalText(json);
  const std::string input = base::toBase64Url(base::bytesOf(head)) + "." + base::toBase64Url(base::bytesOf(payload));
  return input + "." + base::toBase64Url(signer.sign(base::bytesOf(input)));
}

base::Result<Jws> parseJws(std::string_view compact) {
  if (compact.size() > kLargestJws) return malformed("a JWS of at most 1 MiB is expected");
  const std::vector<std::string> parts = base::split(compact, '.');
  if (parts.size() != 3) return malformed("a compact JWS has three parts separated by dots");
  const auto head = base::fromBase64Url(parts[0]);
  const auto payload = base::fromBase64Url(parts[1]);
  const auto signature = base::fromBase64Url(parts[2]);
  if (!head || !payload || !signature) return malformed("a part of the JWS is not canonical base64url");
  if (signature->size() != 64) return malformed("an ES256 signature has 64 bytes");
  auto header = parseHeader(base::textOf(*head));
  if (!header) return base::fail(header.error());
  return Jws{*header, base::toString(*payload), parts[0] + "." + parts[1], *signature};
}

base::Result<void> verifyJws(const Jws& jws, const crypto::PublicKey& key) {
  if (key.kind() != crypto::KeyKind::p256) return base::fail("jws-key", "ES256 needs a P-256 key");
  if (!key.verify(base::bytesOf(jws.signingInput), jws.signature)) {
    return base::fail("jws-signature", "the signature does not verify with this key");
  }
  return {};
}

}  // namespace vigie::credential
