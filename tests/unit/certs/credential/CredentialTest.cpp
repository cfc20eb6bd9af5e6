#include "certs/credential/Credential.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "certs/credential/DataIntegrity.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/jcs/Jcs.hpp"
#include "tests/support/SampleCredential.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;
using support::sampleCredential;

constexpr std::int64_t kNowMs = 1'763'756'100'000;

const crypto::PrivateKey& key() {
  static const auto kKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return kKey;
}

IssuedCredential issued(const CredentialContent& content = sampleCredential()) {
  return *issueCredential(content, key(), JsonForm::include, kNowMs);
}

TEST(Credential, ReadsBackEveryField) {
  CredentialContent content = sampleCredential();
  for (const bool expires : {false, true}) {
    for (const Occasion occasion : {Occasion::demonstration, Occasion::examination}) {
      content.evidence.occasion = occasion;
      if (expires) content.validUntilMs = content.validFromMs + 1000;
      const auto back = readCredential(parseJws(issued(content).jwt)->payload);
      ASSERT_TRUE(back) << back.error().detail;
      EXPECT_EQ(*back, content);
    }
  }
}

TEST(Credential, SignsTheJwtWithTheDocumentsKeyName) {
  const auto jws = parseJws(issued().jwt);
  ASSERT_TRUE(jws);
  EXPECT_EQ(jws->header, (JwsHeader{"did:web:centre-0042.demonstration.example#k-jwk", "JWT"}));
  EXPECT_TRUE(verifyJws(*jws, key().publicKey()));
  EXPECT_EQ(*jcs::parseCanonical(jws->payload), Json::parse(jws->payload));
  EXPECT_EQ(issued().jwt.find('\n'), std::string::npos);
}

TEST(Credential, HashesTheExactBytesOfTheJwt) {
  const auto one = issued();
  EXPECT_EQ(one.digest, crypto::sha256(base::bytesOf(one.jwt)));
}

TEST(Credential, HoldsTheSameContentInBothForms) {
  const auto one = issued();
  const auto secured = readSecuredDocument(one.json);
  ASSERT_TRUE(secured) << secured.error().detail;
  EXPECT_TRUE(verifyProof(*secured, key().publicKey()));
  EXPECT_EQ(secured->verificationMethod, "did:web:centre-0042.demonstration.example#k");
  const auto summary = summarize(parseJws(one.jwt)->payload);
  ASSERT_TRUE(summary) << summary.error().detail;
  EXPECT_EQ(secured->document, summary->document);
  EXPECT_EQ(one.json, jcs::canonicalText(Json::parse(one.json)));
  for (const char* claim : {"iss", "jti", "nbf", "sub", "exp"})
    EXPECT_FALSE(Json::parse(one.json).contains(claim)) << claim;
}

TEST(Credential, MakesTheJsonFormLaterFromTheJwt) {
  const auto one = issueCredential(sampleCredential(), key(), JsonForm::omit, kNowMs);
  ASSERT_TRUE(one);
  EXPECT_TRUE(one->json.empty());
  const std::string payload = parseJws(one->jwt)->payload;
  const auto json = jsonFromJwtPayload(payload, key(), kNowMs);
  ASSERT_TRUE(json) << json.error().detail;
  EXPECT_EQ(readSecuredDocument(*json)->document, summarize(payload)->document);
}

TEST(Credential, SaysWhatOpenBadgesHasNoWordForInEvidenceAndTags) {
  const auto json = Json::parse(issued().json);
  std::set<std::string> genres;
  for (const Json& entry : json["evidence"]) {
    genres.insert(entry["genre"].get<std::string>());
    for (const auto& member : entry.items()) {
      EXPECT_TRUE((std::set<std::string>{"id", "type", "name", "genre", "narrative"}).contains(member.key()))
          << member.key();
    }
  }
  EXPECT_EQ(genres, (std::set<std::string>{"demonstration", "session", "head", "arithmetic", "lock"}));
  EXPECT_EQ(json["credentialSubject"]["achievement"]["tag"], (Json::array({"vigie-scoring/1", "demonstration"})));
}

TEST(Credential, CarriesSeventeenResultsAsTexts) {
  const auto json = Json::parse(issued().json);
  const Json& results = json["credentialSubject"]["result"];
  ASSERT_EQ(results.size(), 17U);
  EXPECT_EQ(json["credentialSubject"]["achievement"]["resultDescription"].size(), 17U);
  for (const Json& result : results) EXPECT_TRUE(result["value"].is_string());
  EXPECT_EQ(results[0]["value"], "512");
}

TEST(Credential, HoldsNoName) {
  const auto one = issued();
  for (const std::string& text : {parseJws(one.jwt)->payload, one.json}) {
    for (const char* personal : {"Durand", "durand", "Zoé", "2007-01-02"}) {
      EXPECT_EQ(text.find(personal), std::string::npos) << personal;
    }
  }
}

TEST(Credential, RefusesContentsThatCannotBeTrue) {
  const auto refuses = [](auto change) {
    CredentialContent content = sampleCredential();
    change(content);
    const auto result = issueCredential(content, key(), JsonForm::include, kNowMs);
    return !result && result.error().code == "credential-content";
  };
  EXPECT_TRUE(refuses([](auto& content) { content.issuer.id = "https://a.example"; }));
  EXPECT_TRUE(refuses([](auto& content) { content.code = "P-123456789"; }));
  EXPECT_TRUE(refuses([](auto& content) { content.score = 896; }));
  EXPECT_TRUE(refuses([](auto& content) { content.levels[3].level = 8; }));
  EXPECT_TRUE(refuses([](auto& content) { content.evidence.lockGrade = "Très sûr"; }));
  EXPECT_TRUE(refuses([](auto& content) { content.achievement.name = "\xff"; }));
}

TEST(Credential, SummarizesOnlyClaimsThatAgreeWithTheCredential) {
  const Json good = Json::parse(credentialJson(sampleCredential(), Claims::jwt));
  ASSERT_TRUE(summarize(jcs::canonicalText(good)));
  const auto refuses = [&](auto change) {
    Json json = good;
    change(json);
    return !summarize(jcs::canonicalText(json));
  };
  EXPECT_TRUE(refuses([](Json& json) { json["iss"] = "did:web:other.example"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["jti"] = "urn:uuid:0"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["sub"] = "urn:uuid:0"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["nbf"] = 1; }));
  EXPECT_TRUE(refuses([](Json& json) { json["exp"] = 4102444800; }));
  EXPECT_TRUE(refuses([](Json& json) { json["validUntil"] = "2030-01-01T00:00:00Z"; }));
  EXPECT_TRUE(refuses([](Json& json) { json.erase("sub"); }));
  EXPECT_TRUE(refuses([](Json& json) { json.erase("credentialStatus"); }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialStatus"] = Json::array(); }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialStatus"]["statusListIndex"] = 7; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialStatus"]["statusListIndex"] = "07"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialStatus"]["id"] = "urn:x"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialStatus"]["statusPurpose"] = "message"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["issuer"] = "did:web:a.example"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["type"] = "OpenBadgeCredential"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["validFrom"] = "2026-11-21"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialSubject"].erase("licenseNumber"); }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialSubject"] = 3; }));
  EXPECT_FALSE(summarize(good.dump(1)));
}

TEST(Credential, ReadsOnlyExactlyWhatThisVersionWrites) {
  Json json = Json::parse(credentialJson(sampleCredential(), Claims::jwt));
  json["image"] = "https://a.example/x.png";
  EXPECT_TRUE(summarize(jcs::canonicalText(json)));
  EXPECT_EQ(readCredential(jcs::canonicalText(json)).error().code, "credential-content");
}

TEST(Credential, NamesEveryCertificateWithItsOwnRandomUuid) {
  const std::string one = newUuidUrn();
  EXPECT_EQ(one.size(), 45U);
  EXPECT_EQ(one[23], '4') << one;
  EXPECT_NE(one, newUuidUrn());
}

}  // namespace
}  // namespace vigie::credential
