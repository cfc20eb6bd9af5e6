#include "certs/registry/Accrediting.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certs/credential/DidDocument.hpp"
#include "certs/registry/app/Administration.hpp"
#include "certs/status/StatusList.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::must;
using support::RegistryRoom;

class Accrediting : public testing::Test {
 protected:
  AccreditKeys keys() const {
    return {{must(loadCertificate(room_.layout.certificate("root"))), must(loadKey(room_.layout.rootKey()))},
            room_.statusKey,
            must(loadCertificate(room_.layout.certificate("status")))};
  }
  base::Result<Accredited> accredit(const std::string& number, const std::string& did, const crypto::PublicKey& key) {
    return registry::accredit(*room_.writer, room_.layout, {number, did, key, room_.configuration.statusListOf(number)},
                              keys());
  }
  static crypto::PublicKey newKey() { return crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey(); }

  RegistryRoom room_;
};

TEST_F(Accrediting, CertifiesTheKeyForTheHostOfTheDid) {
  const auto kit = room_.accredit("0042", "did:web:centre-0042.example");
  const auto chain = must(trust::readPemExactly(kit.chain));
  const auto root = must(loadCertificate(room_.layout.certificate("root")));
  EXPECT_TRUE(trust::checkCentre(chain, root, "did:web:centre-0042.example", RegistryRoom::kNowMs));
  EXPECT_FALSE(trust::checkCentre(chain, root, "did:web:centre-0043.example", RegistryRoom::kNowMs));
  EXPECT_EQ(chain.front().publicKey().spki(), kit.issuingKey.publicKey().spki());
}

TEST_F(Accrediting, LogsTheCentreItsKeyAndItsList) {
  const auto kit = room_.accredit();
  const auto entries = room_.publishedEntries();
  ASSERT_EQ(entries.size(), 5U);
  const auto accredited = nlohmann::json::parse(entries[2]);
  EXPECT_EQ(accredited["t"], "centre-accredit");
  EXPECT_EQ(accredited["n"], 2);
  EXPECT_EQ(accredited["did"], kit.centre.did);
  EXPECT_EQ(accredited["cert"], base::toHex(must(crypto::Certificate::fromPem(kit.chain)).fingerprint()));
  const auto key = nlohmann::json::parse(entries[3]);
  EXPECT_EQ(key["t"], "key-add");
  EXPECT_EQ(key["kid"], kit.centre.did + "#k-jwk");
  EXPECT_EQ(key["key"], base::toHex(kit.issuingKey.publicKey().id()));
  const auto status = nlohmann::json::parse(entries[4]);
  EXPECT_EQ(status["t"], "status");
  EXPECT_EQ(status["sha256"], base::toHex(crypto::sha256(base::bytesOf(kit.centre.statusJwt))));
}

TEST_F(Accrediting, PublishesDidDocumentAndClearStatusList) {
  const auto kit = room_.accredit();
  const auto folder = room_.layout.publicFolder();
  const auto did = credential::readDidDocument(must(base::readTextFile(folder / "did/0042/did.json")));
  ASSERT_TRUE(did) << did.error().detail;
  EXPECT_EQ(did->did, kit.centre.did);
  EXPECT_EQ(did->issuingKey.spki(), kit.issuingKey.publicKey().spki());
  ASSERT_TRUE(did->status);
  EXPECT_EQ(did->status->key.spki(), room_.statusKey.publicKey().spki());
  const auto list = status::readStatusListJwt(must(base::readTextFile(folder / "status/0042.jwt")), did->status->key);
  ASSERT_TRUE(list) << list.error().detail;
  EXPECT_EQ(list->id, "https://registre.demonstration.example/status/0042");
  EXPECT_EQ(list->issuer, kit.centre.did);
  EXPECT_EQ(list->bits, status::StatusBits());
  EXPECT_TRUE(status::readStatusListJson(must(base::readTextFile(folder / "status/0042.json")), did->status->key));
}

TEST_F(Accrediting, GivesTheClientOnlyItsRole) {
  const auto kit = room_.accredit();
  const auto role = must(kit.clientCertificate.role());
  EXPECT_EQ(role.role, crypto::Role::registryClient);
  EXPECT_EQ(role.id, kit.centre.clientId);
  EXPECT_TRUE(crypto::verifyChain({kit.clientCertificate},
                                  must(loadCertificate(room_.layout.certificate("client-authority"))),
                                  RegistryRoom::kNowMs));
}

TEST_F(Accrediting, KeepsClientAndListWhenACentreComesAgainWithANewKey) {
  const auto first = room_.accredit();
  const auto second = room_.accredit();
  EXPECT_EQ(first.centre.clientId, second.centre.clientId);
  EXPECT_NE(first.chain, second.chain);
  const auto keys = room_.archive->read([](Store& store) { return store.issuingKeysOf("0042"); });
  EXPECT_EQ(must(keys).size(), 2U);  // what the first key signed may still be handed in
}

TEST_F(Accrediting, RefusesWhatWouldConfuseCentres) {
  const auto kit = room_.accredit("0042", "did:web:one.example");
  const struct {
    std::string number, did;
    crypto::PublicKey key;
    std::string code;
  } cases[] = {
      {"0043", "did:web:one.example", newKey(), "did-taken"},
      {"0042", "did:web:two.example", newKey(), "did-differs"},
      {"0043", "did:web:two.example", kit.issuingKey.publicKey(), "key-taken"},
      {"../0043", "did:web:two.example", newKey(), "centre-number"},
      {"", "did:web:two.example", newKey(), "centre-number"},
      {"0043", "did:key:z123", newKey(), "did-not-web"},
      {"0043", "did:web:two.example:path", newKey(), "did-not-web"},
  };
  const auto before = room_.publishedEntries();
  for (const auto& one : cases) {
    const auto refused = accredit(one.number, one.did, one.key);
    ASSERT_FALSE(refused) << one.code;
    EXPECT_EQ(refused.error().code, one.code);
  }
  EXPECT_EQ(room_.publishedEntries(), before);
}

TEST_F(Accrediting, FromTheCommandLineRefusesOneKeyForTwoPurposes) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto request = room_.folder.path() / "issuing.csr";
  must(base::writeFileDurably(request, crypto::makeSigningRequest(key, "centre")));
  const auto out = room_.folder.path() / "out";
  AccreditRequest asked{"0042", "did:web:one.example", request, out / "chain.pem", request, out / "client.pem"};
  const auto refused = accreditCentre(room_.configuration, asked, room_.clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "key-doubled");
  asked.clientRequest.clear();
  must(accreditCentre(room_.configuration, asked, room_.clock));
  EXPECT_TRUE(trust::readPemExactly(must(base::readTextFile(out / "chain.pem"))));
}

TEST_F(Accrediting, RefusesARequestThatDoesNotProveItsKey) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto request = crypto::makeSigningRequest(key, "centre");
  request.back() ^= 1;
  const auto file = room_.folder.path() / "issuing.csr";
  must(base::writeFileDurably(file, request));
  const auto refused =
      accreditCentre(room_.configuration, {"0042", "did:web:one.example", file, "chain.pem", "", ""}, room_.clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "request-wrong");
  EXPECT_NE(refused.error().detail.find("issuing.csr"), std::string::npos);
}

}  // namespace
}  // namespace vigie::registry
