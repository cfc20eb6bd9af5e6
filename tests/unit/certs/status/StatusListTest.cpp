#include "certs/status/StatusList.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certs/credential/DataIntegrity.hpp"
#include "certs/credential/Jws.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::status {
namespace {

using Json = nlohmann::json;

const crypto::PrivateKey& key() {
  static const auto kKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return kKey;
}

constexpr const char* kDid = "did:web:centre-0042.example.fr";

StatusList sample() {
  StatusList list;
  list.id = "https://registre.example.fr/status/centre-0042";
  list.issuer = kDid;
  list.validFromMs = base::parseUtc("2026-11-21T19:15:00Z");
  list.bits.set(94'567);
  return list;
}

TEST(StatusList, ReadsBackBothForms) {
  StatusList list = sample();
  for (const bool ends : {false, true}) {
    if (ends) list.validUntilMs = list.validFromMs + 1000;
    list.purpose = ends ? StatusPurpose::suspension : StatusPurpose::revocation;
    const PublishedList published = publishStatusList(list, key());
    const auto jwt = readStatusListJwt(published.jwt, key().publicKey());
    ASSERT_TRUE(jwt) << jwt.error().detail;
    EXPECT_EQ(*jwt, list);
    const auto json = readStatusListJson(published.json, key().publicKey());
    ASSERT_TRUE(json) << json.error().detail;
    EXPECT_EQ(*json, list);
  }
}

TEST(StatusList, NamesTheRegistrysKeysOfTheCentresDocument) {
  const PublishedList published = publishStatusList(sample(), key());
  EXPECT_EQ(credential::parseJws(published.jwt)->header.keyId, std::string(kDid) + "#s-jwk");
  EXPECT_EQ(credential::readSecuredDocument(published.json)->verificationMethod, std::string(kDid) + "#s");
  EXPECT_EQ(Json::parse(published.json)["issuer"], kDid);
}

TEST(StatusList, RefusesTheCentresOwnKeyNames) {
  const std::string payload = credential::parseJws(publishStatusList(sample(), key()).jwt)->payload;
  for (const char* name : {"#k-jwk", "#k", "#s", ""}) {
    const std::string jwt = credential::signJws({kDid + std::string(name), "JWT"}, payload, key());
    EXPECT_EQ(readStatusListJwt(jwt, key().publicKey()).error().code, "status-key") << name;
  }
  const Json json = Json::parse(publishStatusList(sample(), key()).json);
  Json document = json;
  document.erase("proof");
  const auto byCentre = credential::addProof(document.dump(), {std::string(kDid) + "#k", 0}, key());
  EXPECT_EQ(readStatusListJson(*byCentre, key().publicKey()).error().code, "status-key");
}

TEST(StatusList, CatchesEveryChangedByte) {
  const PublishedList good = publishStatusList(sample(), key());
  for (std::size_t at = 0; at < good.jwt.size(); ++at) {
    std::string bad = good.jwt;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_FALSE(readStatusListJwt(bad, key().publicKey())) << "byte " << at;
  }
  for (std::size_t at = 0; at < good.json.size(); ++at) {
    std::string bad = good.json;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_FALSE(readStatusListJson(bad, key().publicKey())) << "byte " << at;
  }
  EXPECT_FALSE(readStatusListJson(good.json + "\n", key().publicKey()));
  EXPECT_FALSE(readStatusListJson(Json::parse(good.json).dump(1), key().publicKey()));
}

TEST(StatusList, RefusesContentsOfAnotherKind) {
  const Json good = Json::parse(credential::parseJws(publishStatusList(sample(), key()).jwt)->payload);
  const auto refuses = [&](auto change) {
    Json json = good;
    change(json);
    const std::string jwt = credential::signJws({std::string(kDid) + "#s-jwk", "JWT"}, jcs::canonicalText(json), key());
    return !readStatusListJwt(jwt, key().publicKey());
  };
  EXPECT_FALSE(refuses([](Json&) {}));
  EXPECT_TRUE(refuses([](Json& json) { json["type"] = "VerifiableCredential"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialSubject"]["type"] = "StatusList2021"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialSubject"]["statusPurpose"] = "message"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialSubject"]["encodedList"] = "u"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["credentialSubject"] = 1; }));
  EXPECT_TRUE(refuses([](Json& json) { json["validFrom"] = "soon"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["validUntil"] = "2020-01-01T00:00:00Z"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["issuer"] = "https://a.example"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["iss"] = "did:web:b.example"; }));
  EXPECT_TRUE(refuses([](Json& json) { json["nbf"] = 1; }));
  EXPECT_TRUE(refuses([](Json& json) { json = Json::array(); }));
}

TEST(StatusList, NamesItsFileOnlySafely) {
  EXPECT_EQ(*fileNameOf("https://registre.example.fr/status/centre-0042"), "centre-0042");
  for (const char* id : {"", "centre", "https://a/", "https://a/..", "https://a/.x", "https://a/b?c", "https://a/b#1",
                         "https://a/b%2fc"}) {
    EXPECT_FALSE(fileNameOf(id)) << id;
  }
}

}  // namespace
}  // namespace vigie::status
