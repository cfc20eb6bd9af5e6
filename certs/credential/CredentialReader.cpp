#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "certs/credential/Credential.hpp"
#include "certs/credential/DidDocument.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;

std::unexpected<base::Error> wrong(const std::string& field, const std::string& expected) {
  return base::fail("credential-content", "certificate, field " + field + ": expected " + expected);
}

template <class Number>
bool toNumber(std::string_view text, Number& out) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
  return whole && std::to_string(out) == text;
}

// The member, or JSON null: reading on from null yields null, so that a whole path needs one check at its end.
const Json& at(const Json& json, std::string_view name) {
  static const Json kNothing;
  if (!json.is_object()) return kNothing;
  const auto found = json.find(name);
  return found == json.end() ? kNothing : *found;
}

const Json& at(const Json& json, std::size_t index) {
  static const Json kNothing;
  return json.is_array() && index < json.size() ? json[index] : kNothing;
}

const Json* evidenceOf(const Json& json, std::string_view genre) {
  const Json& all = at(json, "evidence");
  if (!all.is_array()) return nullptr;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Json& one) { return jcs::textMember(one, "genre") == genre; });
  return found == all.end() ? nullptr : &*found;
}

std::string narrativeOf(const Json& json, std::string_view genre) {
  const Json* entry = evidenceOf(json, genre);
  return entry == nullptr ? std::string() : jcs::textMember(*entry, "narrative");
}

bool hasTag(const Json& json, std::string_view tag) {
  const Json& tags = at(at(at(json, "credentialSubject"), "achievement"), "tag");
  return tags.is_array() && std::find(tags.begin(), tags.end(), tag) != tags.end();
}

base::Result<StatusReference> readStatus(const Json& entry) {
  StatusReference status;
  status.list = jcs::textMember(entry, "statusListCredential");
  const std::string purpose = jcs::textMember(entry, "statusPurpose");
  if (jcs::textMember(entry, "type") != "BitstringStatusListEntry" || status.list.empty()) {
    return wrong("credentialStatus", "a BitstringStatusListEntry");
  }
  if (!toNumber(jcs::textMember(entry, "statusListIndex"), status.index))
    return wrong("statusListIndex", "a decimal number");
  if (purpose != "revocation" && purpose != "suspension") return wrong("statusPurpose", "revocation or suspension");
  status.purpose = purpose == "revocation" ? StatusPurpose::revocation : StatusPurpose::suspension;
  if (jcs::textMember(entry, "id") != status.id()) return wrong("credentialStatus.id", "<list>#<index>");
  return status;
}

Organization readOrganization(const Json& json) {
  return {jcs::textMember(json, "id"), jcs::textMember(json, "name")};
}

bool readEvidence(const Json& json, SessionEvidence& evidence) {
  const auto session = base::SessionId::fromHex(narrativeOf(json, "session"));
  const std::string head = narrativeOf(json, "head");
  const std::size_t colon = std::min(head.find(':'), head.size());
  const auto digest = base::fromHex(std::string_view(head).substr(std::min(colon + 1, head.size())));
  if (!session || !digest || !crypto::toDigest(base::textOf(*digest), evidence.head)) return false;
  evidence.session = *session;
  evidence.arithmetic = narrativeOf(json, "arithmetic");
  evidence.lockGrade = narrativeOf(json, "lock");
  evidence.occasion = hasTag(json, "demonstration") ? Occasion::demonstration : Occasion::examination;
  return toNumber(std::string_view(head).substr(0, colon), evidence.headPosition);
}

// "1.1 Mener une recherche": the code, a blank, the name.
bool readLevels(const Json& subject, CredentialContent& content) {
  const Json& descriptions = at(at(subject, "achievement"), "resultDescription");
  const Json& results = at(subject, "result");
  if (!descriptions.is_array() || !results.is_array() || descriptions.size() != results.size() || results.empty())
    return false;
  if (!toNumber(jcs::textMember(results[0], "value"), content.score)) return false;
  if (!toNumber(jcs::textMember(descriptions[0], "valueMax"), content.achievement.maxScore)) return false;
  for (std::size_t i = 1; i < results.size(); ++i) {
    const std::string name = jcs::textMember(descriptions[i], "name");
    const std::size_t blank = std::min(name.find(' '), name.size());
    CompetenceLevel level{name.substr(0, blank), name.substr(std::min(blank + 1, name.size())), 0};
    if (!toNumber(jcs::textMember(results[i], "value"), level.level)) return false;
    content.levels.push_back(std::move(level));
    const Json& allowed = at(descriptions[i], "allowedValue");
    content.achievement.maxLevel = static_cast<std::uint32_t>(std::max<std::size_t>(allowed.size(), 1) - 1);
  }
  return true;
}

void readAchievement(const Json& json, Achievement& achievement) {
  achievement.id = jcs::textMember(json, "id");
  achievement.version = jcs::textMember(json, "version");
  achievement.name = jcs::textMember(json, "name");
  achievement.description = jcs::textMember(json, "description");
  achievement.criteria = jcs::textMember(at(json, "criteria"), "narrative");
  achievement.language = jcs::textMember(json, "inLanguage");
}

base::Result<void> checkClaims(const Json& json, const CredentialSummary& summary) {
  const Json& subject = at(json, "credentialSubject");
  if (jcs::textMember(json, "iss") != summary.issuer) return wrong("iss", "the issuer's id");
  if (jcs::textMember(json, "jti") != summary.id) return wrong("jti", "the certificate's id");
  if (jcs::textMember(json, "sub").empty() || jcs::textMember(json, "sub") != jcs::textMember(subject, "id")) {
    return wrong("sub", "the subject's id");
  }
  if (at(json, "nbf") != summary.validFromMs / 1000) return wrong("nbf", "validFrom in seconds");
  const bool expires = summary.validUntilMs.has_value();
  if (expires != json.contains("exp")) return wrong("exp", "to be there exactly when validUntil is");
  if (expires && at(json, "exp") != *summary.validUntilMs / 1000) return wrong("exp", "validUntil in seconds");
  return {};
}

base::Result<void> readStatuses(const Json& json, CredentialSummary& summary) {
  const Json& status = at(json, "credentialStatus");
  const std::size_t count = status.is_array() ? status.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    auto one = readStatus(status.is_array() ? status[i] : status);
    if (!one) return base::fail(one.error());
    summary.statuses.push_back(std::move(*one));
  }
  if (summary.statuses.empty()) return wrong("credentialStatus", "at least one entry");
  return {};
}

base::Result<void> readDates(const Json& json, CredentialSummary& summary) {
  summary.validFromMs = base::parseUtc(jcs::textMember(json, "validFrom"));
  if (summary.validFromMs < 0) return wrong("validFrom", "a date like 2026-11-21T19:15:00Z");
  if (!json.contains("validUntil")) return {};
  summary.validUntilMs = base::parseUtc(jcs::textMember(json, "validUntil"));
  if (*summary.validUntilMs < summary.validFromMs) return wrong("validUntil", "a date after validFrom");
  return {};
}

}  // namespace

base::Result<CredentialContent> readCredential(std::string_view payload) {
  const auto summary = summarize(payload);
  if (!summary) return base::fail(summary.error());
  const auto json = jcs::parse(payload);
  if (!json) return base::fail(json.error());
  const Json& subject = at(*json, "credentialSubject");
  const Json& identity = at(at(subject, "identifier"), std::size_t{0});
  CredentialContent content;
  content.id = summary->id;
  content.subjectId = jcs::textMember(subject, "id");
  content.issuer = readOrganization(at(*json, "issuer"));
  content.source = readOrganization(at(subject, "source"));
  content.code = summary->code;
  content.identity = {jcs::textMember(identity, "identityHash"), jcs::textMember(identity, "salt")};
  content.validFromMs = summary->validFromMs;
  content.validUntilMs = summary->validUntilMs;
  content.awardedMs = base::parseUtc(jcs::textMember(*json, "awardedDate"));
  content.status = summary->statuses.front();
  readAchievement(at(subject, "achievement"), content.achievement);
  if (!readLevels(subject, content)) return wrong("result", "the score and the competences, each with its description");
  if (!readEvidence(*json, content.evidence)) return wrong("evidence", "session, head, arithmetic and lock");
  if (credentialJson(content, Claims::jwt) != payload)
    return wrong("(all)", "exactly the fields that this version writes");
  return content;
}

base::Result<CredentialSummary> summarize(std::string_view jwtPayload) {
  auto json = jcs::parseCanonical(jwtPayload);
  if (!json) return base::failAt("certificate", json.error());
  const Json& subject = at(*json, "credentialSubject");
  const Json& types = at(*json, "type");
  if (!types.is_array() || std::find(types.begin(), types.end(), "OpenBadgeCredential") == types.end()) {
    return wrong("type", "an OpenBadgeCredential");
  }
  CredentialSummary summary;
  summary.id = jcs::textMember(*json, "id");
  summary.issuer = jcs::textMember(at(*json, "issuer"), "id");
  summary.issuerName = jcs::textMember(at(*json, "issuer"), "name");
  summary.code = jcs::textMember(subject, "licenseNumber");
  summary.achievement = jcs::textMember(at(subject, "achievement"), "name");
  summary.score = jcs::textMember(at(at(subject, "result"), std::size_t{0}), "value");
  const bool demonstration = hasTag(*json, "demonstration") || evidenceOf(*json, "demonstration") != nullptr;
  summary.occasion = demonstration ? Occasion::demonstration : Occasion::examination;
  if (summary.id.empty()) return wrong("id", "a URI");
  if (summary.code.empty()) return wrong("licenseNumber", "the verification code");
  if (const auto host = hostOfDid(summary.issuer); !host) return wrong("issuer.id", host.error().detail);
  for (const auto read : {readDates, readStatuses}) {
    if (const auto done = read(*json, summary); !done) return base::fail(done.error());
  }
  if (const auto agreed = checkClaims(*json, summary); !agreed) return base::fail(agreed.error());
  for (const char* claim : {"iss", "jti", "nbf", "sub", "exp"}) json->erase(claim);
  summary.document = jcs::canonicalText(*json);
  return summary;
}

}  // namespace vigie::credential
