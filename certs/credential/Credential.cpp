#include "certs/credential/Credential.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "certs/credential/DataIntegrity.hpp"
#include "certs/credential/DidDocument.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/base/Clock.hpp"
#include "common/crypto/Random.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;

Json typed(const char* type) {
  return Json::array({type});
}

std::string levelId(const Achievement& achievement, const std::string& code) {
  return achievement.id + "#competence-" + code;
}
std::string scoreId(const Achievement& achievement) {
  return achievement.id + "#score";
}

Json organization(const Organization& who) {
  return {{"id", who.id}, {"type", typed("Profile")}, {"name", who.name}};
}

Json resultDescriptions(const CredentialContent& content) {
  const Achievement& achievement = content.achievement;
  Json all = Json::array();
  all.push_back({{"id", scoreId(achievement)},
                 {"type", typed("ResultDescription")},
                 {"name", "Score"},
                 {"resultType", "ScaledScore"},
                 {"valueMin", "0"},
                 {"valueMax", std::to_string(achievement.maxScore)}});
  Json allowed = Json::array();
  for (std::uint32_t level = 0; level <= achievement.maxLevel; ++level) allowed.push_back(std::to_string(level));
  for (const CompetenceLevel& level : content.levels) {
    all.push_back({{"id", levelId(achievement, level.code)},
                   {"type", typed("ResultDescription")},
                   {"name", level.code + " " + level.name},
                   {"resultType", "PerformanceLevel"},
                   {"allowedValue", allowed}});
  }
  return all;
}

Json results(const CredentialContent& content) {
  const auto result = [](const std::string& description, std::uint32_t value) {
    return Json{{"type", typed("Result")}, {"resultDescription", description}, {"value", std::to_string(value)}};
  };
  Json all = Json::array({result(scoreId(content.achievement), content.score)});
  for (const CompetenceLevel& level : content.levels) {
    all.push_back(result(levelId(content.achievement, level.code), level.level));
  }
  return all;
}

Json evidence(const SessionEvidence& about) {
  const std::string session = "urn:vigie:session:" + about.session.hex();
  const auto entry = [&](const std::string& genre, const std::string& name, const std::string& narrative) {
    return Json{{"id", session + ":" + genre},
                {"type", typed("Evidence")},
                {"genre", genre},
                {"name", name},
                {"narrative", narrative}};
  };
  Json all = Json::array();
  if (about.occasion == Occasion::demonstration) {
    all.push_back(
        entry("demonstration", "DEMONSTRATION: this certificate proves nothing about anybody", "demonstration"));
  }
  all.push_back(entry("session", "Examination session", about.session.hex()));
  all.push_back(entry("head", "Position and head of the session's journal",
                      std::to_string(about.headPosition) + ":" + base::toHex(about.head)));
  all.push_back(entry("arithmetic", "Arithmetic of the score", about.arithmetic));
  all.push_back(entry("lock", "Lock grade of the workstation", about.lockGrade));
  return all;
}

Json achievementJson(const CredentialContent& content) {
  const Achievement& achievement = content.achievement;
  Json tags = Json::array({content.evidence.arithmetic});
  if (content.evidence.occasion == Occasion::demonstration) tags.push_back("demonstration");
  return {{"id", achievement.id},
          {"type", typed("Achievement")},
          {"achievementType", "Certification"},
          {"name", achievement.name},
          {"description", achievement.description},
          {"criteria", {{"narrative", achievement.criteria}}},
          {"inLanguage", achievement.language},
          {"version", achievement.version},
          {"tag", tags},
          {"resultDescription", resultDescriptions(content)}};
}

Json subjectJson(const CredentialContent& content) {
  const Json identity = {{"type", "IdentityObject"},
                         {"hashed", true},
                         {"identityHash", content.identity.hash},
                         {"identityType", "ext:nameAndBirthDate"},
                         {"salt", content.identity.salt}};
  return {{"id", content.subjectId},
          {"type", typed("AchievementSubject")},
          {"identifier", Json::array({identity})},
          {"licenseNumber", content.code},
          {"source", organization(content.source)},
          {"achievement", achievementJson(content)},
          {"result", results(content)}};
}

Json statusJson(const StatusReference& status) {
  return {{"id", status.id()},
          {"type", "BitstringStatusListEntry"},
          {"statusPurpose", status.purpose == StatusPurpose::revocation ? "revocation" : "suspension"},
          {"statusListIndex", std::to_string(status.index)},
          {"statusListCredential", status.list}};
}

base::Result<void> checkContent(const CredentialContent& content) {
  const auto wrong = [](const std::string& field, const std::string& expected) {
    return base::fail("credential-content", "certificate, field " + field + ": expected " + expected);
  };
  const auto isGrade = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  const std::string& grade = content.evidence.lockGrade;
  if (!hostOfDid(content.issuer.id)) return wrong("issuer.id", "did:web: and a host");
  if (!isVerificationCode(content.code)) return wrong("code", "a verification code");
  if (content.score > content.achievement.maxScore) return wrong("score", "at most maxScore");
  const auto tooHigh = [&](const CompetenceLevel& level) { return level.level > content.achievement.maxLevel; };
  if (std::any_of(content.levels.begin(), content.levels.end(), tooHigh)) return wrong("levels", "at most maxLevel");
  if (grade.empty() || !std::all_of(grade.begin(), grade.end(), isGrade))
    return wrong("lockGrade", "a lower-case word");
  // Every text must be UTF-8, or it has no JSON form at all.
  if (!jcs::parseCanonical(credentialJson(content, Claims::jwt))) return wrong("(a text)", "UTF-8");
  return {};
}

base::Result<std::string> withProof(const std::string& document, const std::string& did, const crypto::Signer& key,
                                    std::int64_t nowMs) {
  return addProof(document, {did + std::string(kIssuingKey), nowMs}, key);
}

}  // namespace

std::string StatusReference::id() const {
  return list + "#" + std::to_string(index);
}

std::string newUuidUrn() {
  base::Bytes bytes = crypto::randomBytes(16);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string hex = base::toHex(bytes);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, "-");
  return "urn:uuid:" + hex;
}

std::string credentialJson(const CredentialContent& content, Claims claims) {
  Json json = {{"@context", Json::array({"https://www.w3.org/ns/credentials/v2",
                                         "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"})},
               {"id", content.id},
               {"type", Json::array({"VerifiableCredential", "OpenBadgeCredential"})},
               {"name", content.achievement.name},
               {"issuer", organization(content.issuer)},
               {"validFrom", base::formatUtc(content.validFromMs)},
               {"awardedDate", base::formatUtc(content.awardedMs)},
               {"credentialSubject", subjectJson(content)},
               {"evidence", evidence(content.evidence)},
               {"credentialStatus", statusJson(content.status)}};
  if (content.validUntilMs) json["validUntil"] = base::formatUtc(*content.validUntilMs);
  if (claims == Claims::jwt) {
    json["iss"] = content.issuer.id;
    json["jti"] = content.id;
    json["sub"] = content.subjectId;
    json["nbf"] = content.validFromMs / 1000;
    if (content.validUntilMs) json["exp"] = *content.validUntilMs / 1000;
  }
  return jcs::canonicalText(json);
}

base::Result<IssuedCredential> issueCredential(const CredentialContent& content, const crypto::Signer& issuingKey,
                                               JsonForm form, std::int64_t nowMs) {
  if (const auto checked = checkContent(content); !checked) return base::fail(checked.error());
  IssuedCredential issued;
  const std::string keyId = content.issuer.id + std::string(kIssuingKeyJwk);
  issued.jwt = signJws({keyId, "JWT"}, credentialJson(content, Claims::jwt), issuingKey);
  issued.digest = crypto::sha256(base::bytesOf(issued.jwt));
  if (form == JsonForm::omit) return issued;
  auto json = withProof(credentialJson(content, Claims::none), content.issuer.id, issuingKey, nowMs);
  if (!json) return base::fail(json.error());
  issued.json = std::move(*json);
  return issued;
}

base::Result<std::string> jsonFromJwtPayload(std::string_view payload, const crypto::Signer& issuingKey,
                                             std::int64_t nowMs) {
  const auto summary = summarize(payload);
  if (!summary) return base::fail(summary.error());
  return withProof(summary->document, summary->issuer, issuingKey, nowMs);
}

}  // namespace vigie::credential
