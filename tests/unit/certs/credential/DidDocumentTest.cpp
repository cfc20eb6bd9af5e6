#include "certs/credential/DidDocument.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

constexpr const char* kDid = "did:web:centre-0042.example.fr";

DidDocument sample() {
  const auto issuing = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto status = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  crypto::CertificateTemplate content;
  content.subject = "status";
  content.notAfterMs = 1'900'000'000'000;
  const auto certificate = crypto::issueCertificate(content, status.publicKey(), issuing, std::nullopt);
  return {kDid, issuing.publicKey(), StatusKey{status.publicKey(), {certificate}}};
}

TEST(DidDocument, ReadsBackWhatItWrote) {
  const DidDocument document = sample();
  const std::string text = writeDidDocument(document);
  const auto back = readDidDocument(text);
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(back->did, kDid);
  EXPECT_EQ(back->issuingKey.spki(), document.issuingKey.spki());
  ASSERT_TRUE(back->status);
  EXPECT_EQ(back->status->key.spki(), document.status->key.spki());
  ASSERT_EQ(back->status->chain.size(), 1U);
  EXPECT_EQ(back->status->chain[0].der(), document.status->chain[0].der());
}

TEST(DidDocument, HasTheShapeThatStockToolsRead) {
  const auto json = nlohmann::json::parse(writeDidDocument(sample()));
  EXPECT_EQ(json["@context"], nlohmann::json::parse(R"(["https://www.w3.org/ns/did/v1",
      "https://w3id.org/security/multikey/v1","https://w3id.org/security/jwk/v1"])"));
  EXPECT_EQ(json["id"], kDid);
  const std::string did = kDid;
  EXPECT_EQ(json["assertionMethod"], (nlohmann::json{did + "#k", did + "#k-jwk", did + "#s", did + "#s-jwk"}));
  ASSERT_EQ(json["verificationMethod"].size(), 4U);
  for (const auto& method : json["verificationMethod"]) EXPECT_EQ(method["controller"], kDid);
  EXPECT_EQ(json["verificationMethod"][0]["type"], "Multikey");
  EXPECT_EQ(json["verificationMethod"][1]["type"], "JsonWebKey");
  EXPECT_EQ(json["verificationMethod"][1]["publicKeyJwk"].size(), 4U);
}

TEST(DidDocument, WorksBeforeThereIsAStatusKey) {
  DidDocument document = sample();
  document.status.reset();
  const auto back = readDidDocument(writeDidDocument(document));
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->status);
}

TEST(DidDocument, RefusesEveryChangedByteOrReadsOtherKeys) {
  const DidDocument document = sample();
  const std::string good = writeDidDocument(document);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    const auto read = readDidDocument(bad);
    // A flip inside x5c can still be a certificate: chain verification refuses that one.
    const bool sameKeys = read && read->did == kDid && read->issuingKey.spki() == document.issuingKey.spki() &&
                          read->status && read->status->key.spki() == document.status->key.spki() &&
                          read->status->chain.size() == 1 &&
                          read->status->chain[0].der() == document.status->chain[0].der();
    EXPECT_FALSE(sameKeys) << "byte " << at;
  }
}

TEST(DidDocument, RefusesAnythingAdded) {
  const auto json = nlohmann::json::parse(writeDidDocument(sample()));
  auto service = json;
  service["service"] = nlohmann::json::array();
  auto extraKey = json;
  extraKey["verificationMethod"].push_back(json["verificationMethod"][0]);
  auto embedded = json;
  embedded["assertionMethod"].push_back(json["verificationMethod"][0]);
  auto privatePart = json;
  privatePart["verificationMethod"][1]["publicKeyJwk"]["d"] = "AAAA";
  for (const auto& bad : {service, extraKey, embedded, privatePart}) {
    const auto read = readDidDocument(jcs::canonicalText(bad));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "did-malformed");
  }
  EXPECT_FALSE(readDidDocument(json.dump(2)));
}

TEST(DidDocument, AcceptsOnlyDidWebWithABareHost) {
  EXPECT_EQ(*hostOfDid("did:web:centre-0042.example.fr"), "centre-0042.example.fr");
  for (const char* did : {"", "did:web:", "did:key:zDn", "did:web:a.example%3A8443", "did:web:a.example:centres:1",
                          "did:web:A.example", "did:web:a.example#k", "did:web:a.example/x"}) {
    EXPECT_FALSE(hostOfDid(did)) << did;
  }
}

}  // namespace
}  // namespace vigie::credential
