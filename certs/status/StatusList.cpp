#include "certs/status/StatusList.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "certs/credential/DataIntegrity.hpp"
#include "certs/credential/DidDocument.hpp"
#include "certs/credential/Jws.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::status {
namespace {

using Json = nlohmann::json;

std::unexpected<base::Error> wrong(const std::string& field, const std::string& expected) {
  return base::fail("status-content", "status list, field " + field + ": expected " + expected);
}

std::string purposeName(StatusPurpose purpose) {
  return purpose == StatusPurpose::revocation ? "revocation" : "suspension";
}

Json listJson(const StatusList& list) {
  Json json = {{"@context", Json::array({"https://www.w3.org/ns/credentials/v2"})},
               {"id", list.id},
               {"type", Json::array({"VerifiableCredential", "BitstringStatusListCredential"})},
               {"issuer", list.issuer},
               {"validFrom", base::formatUtc(list.validFromMs)},
               {"credentialSubject",
                {{"id", list.id + "#list"},
                 {"type", "BitstringStatusList"},
                 {"statusPurpose", purposeName(list.purpose)},
                 {"encodedList", list.bits.encode()}}}};
  if (list.validUntilMs) json["validUntil"] = base::formatUtc(*list.validUntilMs);
  return json;
}

bool hasType(const Json& json, std::string_view type) {
  const auto types = json.find("type");
  if (types == json.end()) return false;
  return types->is_array() ? std::find(types->begin(), types->end(), type) != types->end() : *types == type;
}

base::Result<void> readDates(const Json& json, StatusList& list) {
  list.validFromMs = base::parseUtc(jcs::textMember(json, "validFrom"));
  if (list.validFromMs < 0) return wrong("validFrom", "a date like 2026-11-21T19:15:00Z");
  if (!json.contains("validUntil")) return {};
  list.validUntilMs = base::parseUtc(jcs::textMember(json, "validUntil"));
  if (*list.validUntilMs < list.validFromMs) return wrong("validUntil", "a date after validFrom");
  return {};
}

base::Result<StatusList> readContent(const Json& json) {
  if (!json.is_object() || !hasType(json, "BitstringStatusListCredential")) {
    return wrong("type", "a BitstringStatusListCredential");
  }
  StatusList list;
  list.id = jcs::textMember(json, "id");
  list.issuer = jcs::textMember(json, "issuer");
  if (list.id.empty()) return wrong("id", "the list's URL");
  if (const auto host = credential::hostOfDid(list.issuer); !host) return wrong("issuer", host.error().detail);
  if (const auto dates = readDates(json, list); !dates) return base::fail(dates.error());
  const Json subject = json.value("credentialSubject", Json::object());
  const std::string purpose = jcs::textMember(subject, "statusPurpose");
  if (jcs::textMember(subject, "type") != "BitstringStatusList")
    return wrong("credentialSubject.type", "BitstringStatusList");
  if (purpose != "revocation" && purpose != "suspension") return wrong("statusPurpose", "revocation or suspension");
  list.purpose = purpose == "revocation" ? StatusPurpose::revocation : StatusPurpose::suspension;
  auto bits = StatusBits::decode(jcs::textMember(subject, "encodedList"));
  if (!bits) return base::fail(bits.error());
  list.bits = std::move(*bits);
  return list;
}

base::Result<void> checkClaims(const Json& json, const StatusList& list) {
  if (json.contains("iss") && jcs::textMember(json, "iss") != list.issuer) return wrong("iss", "the issuer");
  if (json.contains("jti") && jcs::textMember(json, "jti") != list.id) return wrong("jti", "the list's id");
  if (json.contains("nbf") && json["nbf"] != list.validFromMs / 1000) return wrong("nbf", "validFrom in seconds");
  return {};
}

base::Result<void> checkKeyName(const std::string& named, const std::string& issuer, std::string_view key) {
  // `#k` signs certificates: a centre must not be able to clear its own revocations.
  if (named != issuer + std::string(key))
    return base::fail("status-key", "a status list is signed by the key " + std::string(key));
  return {};
}

}  // namespace

PublishedList publishStatusList(const StatusList& list, const crypto::Signer& statusKey) {
  Json json = listJson(list);
  PublishedList published;
  const credential::ProofOptions options{list.issuer + std::string(credential::kStatusKey), list.validFromMs};
  // A list made here always has a JSON form and no proof yet.
  published.json = *credential::addProof(jcs::canonicalText(json), options, statusKey);
  json["iss"] = list.issuer;
  json["jti"] = list.id;
  json["nbf"] = list.validFromMs / 1000;
  json["sub"] = list.id + "#list";
  if (list.validUntilMs) json["exp"] = *list.validUntilMs / 1000;
  const std::string keyId = list.issuer + std::string(credential::kStatusKeyJwk);
  published.jwt = credential::signJws({keyId, "JWT"}, jcs::canonicalText(json), statusKey);
  return published;
}

base::Result<StatusList> readStatusListJwt(std::string_view jwt, const crypto::PublicKey& statusKey) {
  const auto jws = credential::parseJws(jwt);
  if (!jws) return base::fail(jws.error());
  if (const auto verified = credential::verifyJws(*jws, statusKey); !verified) return base::fail(verified.error());
  const auto json = jcs::parse(jws->payload);
  if (!json) return base::fail(json.error());
  auto list = readContent(*json);
  if (!list) return list;
  const auto named = checkKeyName(jws->header.keyId, list->issuer, credential::kStatusKeyJwk);
  if (!named) return base::fail(named.error());
  if (const auto agreed = checkClaims(*json, *list); !agreed) return base::fail(agreed.error());
  return list;
}

base::Result<StatusList> readStatusListJson(std::string_view text, const crypto::PublicKey& statusKey) {
  // Blanks or another order of members would leave the proof valid: one list has one text.
  if (const auto canonical = jcs::requireCanonical(text); !canonical) return base::fail(canonical.error());
  const auto secured = credential::readSecuredDocument(text);
  if (!secured) return base::fail(secured.error());
  if (secured->form != credential::ProofForm::array) return wrong("proof", "an array");
  if (const auto verified = credential::verifyProof(*secured, statusKey); !verified)
    return base::fail(verified.error());
  const auto json = jcs::parse(secured->document);
  if (!json) return base::fail(json.error());
  auto list = readContent(*json);
  if (!list) return list;
  const auto named = checkKeyName(secured->verificationMethod, list->issuer, credential::kStatusKey);
  if (!named) return base::fail(named.error());
  return list;
}

base::Result<std::string> fileNameOf(std::string_view listId) {
  const std::size_t slash = listId.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? std::string_view() : listId.substr(slash + 1);
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
           c == '.';
  };
  if (name.empty() || name.size() > 128 || name.front() == '.' || !std::all_of(name.begin(), name.end(), allowed)) {
    return base::fail("status-name", "a status list's URL ends with a name of letters, digits, '-', '_' and '.'");
  }
  return std::string(name);
}

}  // namespace vigie::status
