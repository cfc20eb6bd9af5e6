#include "certs/credential/DidDocument.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "certs/credential/Multibase.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kDidWeb = "did:web:";
constexpr std::size_t kLargestDocument = 64 * 1024;

std::unexpected<base::Error> malformed(std::string detail) {
  return base::fail("did-malformed", "did.json: " + detail);
}

std::string operator+(const std::string& did, std::string_view name) {
  return did + std::string(name);
}

Json multikey(const std::string& did, std::string_view name, const crypto::PublicKey& key) {
  return {{"id", did + name}, {"type", "Multikey"}, {"controller", did}, {"publicKeyMultibase", toMultikey(key)}};
}

Json webKey(const std::string& did, std::string_view name, const crypto::PublicKey& key,
            const std::vector<crypto::Certificate>& chain) {
  const base::Bytes point = key.point();  // 04 ‖ x ‖ y
  const base::ByteView view(point);
  Json jwk = {{"kty", "EC"},
              {"crv", "P-256"},
              {"x", base::toBase64Url(view.subspan(1, 32))},
              {"y", base::toBase64Url(view.subspan(33, 32))}};
  for (const crypto::Certificate& certificate : chain) jwk["x5c"].push_back(base::toBase64(certificate.der()));
  return {{"id", did + name}, {"type", "JsonWebKey"}, {"controller", did}, {"publicKeyJwk", jwk}};
}

const Json* findMethod(const Json& json, const std::string& id) {
  const auto methods = json.find("verificationMethod");
  if (methods == json.end() || !methods->is_array()) return nullptr;
  const auto found = std::find_if(methods->begin(), methods->end(),
                                  [&](const Json& method) { return jcs::textMember(method, "id") == id; });
  return found == methods->end() ? nullptr : &*found;
}

base::Result<crypto::PublicKey> p256Multikey(const Json& method) {
  auto key = fromMultikey(jcs::textMember(method, "publicKeyMultibase"));
  if (key && key->kind() != crypto::KeyKind::p256) return malformed("every key must be a P-256 key");
  return key;
}

base::Result<std::vector<crypto::Certificate>> certificatesOf(const Json* method) {
  std::vector<crypto::Certificate> chain;
  const Json::json_pointer place("/publicKeyJwk/x5c");
  if (method == nullptr || !method->contains(place)) return chain;
  for (const Json& entry : method->at(place)) {
    const auto der = base::fromBase64(entry.is_string() ? entry.get<std::string>() : std::string());
    const auto certificate = crypto::Certificate::fromDer(der ? base::ByteView(*der) : base::ByteView());
    if (!certificate) return malformed("x5c of #s-jwk must hold base64 X.509 certificates");
    chain.push_back(*certificate);
  }
  return chain;
}

}  // namespace

std::string writeDidDocument(const DidDocument& document) {
  const std::string& did = document.did;
  Json json = {
      {"@context",
       {"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"}},
      {"id", did},
      {"verificationMethod",
       {multikey(did, kIssuingKey, document.issuingKey), webKey(did, kIssuingKeyJwk, document.issuingKey, {})}}};
  if (document.status) {
    json["verificationMethod"].push_back(multikey(did, kStatusKey, document.status->key));
    json["verificationMethod"].push_back(webKey(did, kStatusKeyJwk, document.status->key, document.status->chain));
  }
  for (const Json& method : json["verificationMethod"]) json["assertionMethod"].push_back(method["id"]);
  return jcs::canonicalText(json);
}

base::Result<DidDocument> readDidDocument(std::string_view text) {
  if (text.size() > kLargestDocument) return malformed("at most 64 KiB are expected");
  const auto json = jcs::parse(text);
  if (!json || !json->is_object()) return malformed("expected a JSON object");
  const std::string did = jcs::textMember(*json, "id");
  if (const auto host = hostOfDid(did); !host) return base::fail(host.error());
  const Json* issuing = findMethod(*json, did + kIssuingKey);
  if (issuing == nullptr) return malformed("there is no key #k");
  const auto issuingKey = p256Multikey(*issuing);
  if (!issuingKey) return base::failAt("did.json, #k", issuingKey.error());
  DidDocument document{did, *issuingKey, std::nullopt};
  if (const Json* method = findMethod(*json, did + kStatusKey)) {
    const auto key = p256Multikey(*method);
    if (!key) return base::failAt("did.json, #s", key.error());
    auto chain = certificatesOf(findMethod(*json, did + kStatusKeyJwk));
    if (!chain) return base::fail(chain.error());
    document.status = StatusKey{*key, std::move(*chain)};
  }
  // Whatever else the text says, or says in another way, shows here.
  if (writeDidDocument(document) != text)
    return malformed("it holds something else than the keys #k and #s in their one form");
  return document;
}

base::Result<std::string> hostOfDid(std::string_view did) {
  const std::string_view host = did.starts_with(kDidWeb) ? did.substr(kDidWeb.size()) : std::string_view();
  const auto allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.'; };
  if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), allowed)) {
    return base::fail("did-not-web", "an issuer is named did:web: and a host in lower case, without port or path");
  }
  return std::string(host);
}

}  // namespace vigie::credential
