#include "certs/credential/DataIntegrity.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "certs/credential/Multibase.hpp"
#include "common/base/Clock.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

const std::filesystem::path kW3c = std::filesystem::path(VIGIE_SHARED_DIR) / "vectors/w3c-vc-di-ecdsa/TestVectors";

std::string readVector(const std::string& name) {
  const auto text = base::readTextFile(kW3c / name);
  return text ? std::string(base::trim(*text)) : std::string();
}

const crypto::PrivateKey& key() {
  static const auto kKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return kKey;
}

constexpr const char* kDocument =
    R"({"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x","n":{"b":1,"a":[2]}})";

std::string secured() {
  return *addProof(kDocument, {"did:web:a.example#k", base::parseUtc("2026-11-21T19:15:00Z")}, key());
}

TEST(DataIntegrity, ReproducesTheW3cVectorOfEcdsaJcs2019) {
  if (!std::filesystem::exists(kW3c)) GTEST_SKIP() << "shared/vectors is not beside the checkout";
  const auto pair = nlohmann::json::parse(readVector("p256KeyPair.json"));
  const auto publicKey = fromMultikey(pair.at("publicKeyMultibase").get<std::string>());
  ASSERT_TRUE(publicKey) << publicKey.error().detail;
  const auto read = readSecuredDocument(readVector("ecdsa-jcs-2019-p256/signedJCSECDSAP256.json"));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->document, readVector("ecdsa-jcs-2019-p256/canonDocJCSECDSAP256.txt"));
  EXPECT_EQ(base::toHex(read->signedBytes), readVector("ecdsa-jcs-2019-p256/combinedHashJCSECDSAP256.txt"));
  EXPECT_EQ(base::toHex(read->signature), readVector("ecdsa-jcs-2019-p256/sigHexJCSECDSAP256.txt"));
  EXPECT_TRUE(verifyProof(*read, *publicKey));
}

TEST(DataIntegrity, ReadsBackWhatItSigned) {
  const auto read = readSecuredDocument(secured());
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->document,
            R"({"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:x","n":{"a":[2],"b":1}})");
  EXPECT_EQ(read->verificationMethod, "did:web:a.example#k");
  EXPECT_EQ(read->created, "2026-11-21T19:15:00Z");
  EXPECT_TRUE(verifyProof(*read, key().publicKey()));
  EXPECT_FALSE(verifyProof(*read, crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey()));
  EXPECT_FALSE(verifyProof(*read, crypto::PrivateKey::generate(crypto::KeyKind::ed25519).publicKey()));
}

TEST(DataIntegrity, PutsTheProofInAnArrayWithTheContextCopied) {
  const auto json = nlohmann::json::parse(secured());
  ASSERT_TRUE(json["proof"].is_array());
  ASSERT_EQ(json["proof"].size(), 1U);
  EXPECT_EQ(json["proof"][0]["@context"], json["@context"]);
  EXPECT_EQ(json["proof"][0]["cryptosuite"], "ecdsa-jcs-2019");
}

TEST(DataIntegrity, RefusesToSignTwice) {
  EXPECT_EQ(addProof(secured(), {"k", 0}, key()).error().code, "proof-present");
}

TEST(DataIntegrity, CatchesEveryChangedByte) {
  const std::string good = secured();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    const auto read = readSecuredDocument(bad);
    EXPECT_FALSE(read && verifyProof(*read, key().publicKey())) << "byte " << at << ": " << bad;
  }
}

TEST(DataIntegrity, RefusesProofsOfAnotherShape) {
  const auto good = nlohmann::json::parse(secured());
  const auto changed = [&](const std::string& field, const nlohmann::json& value) {
    auto json = good;
    json["proof"][0][field] = value;
    return json;
  };
  auto two = good;
  two["proof"].push_back(good["proof"][0]);
  auto none = good;
  none["proof"] = nlohmann::json::array();
  auto absent = good;
  absent.erase("proof");
  for (const auto& bad :
       {two, none, absent, changed("cryptosuite", "eddsa-jcs-2022"), changed("type", "Ed25519Signature2020"),
        changed("proofPurpose", "authentication"), changed("@context", "https://evil.example"), changed("domain", "x"),
        changed("proofValue", "u" + good["proof"][0]["proofValue"].get<std::string>().substr(1)),
        changed("proofValue", "z2g"), changed("proofValue", "")}) {
    EXPECT_FALSE(readSecuredDocument(bad.dump())) << bad["proof"];
  }
}

}  // namespace
}  // namespace vigie::credential
