#include "certs/registry/app/Initialise.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "certs/trust/Accreditation.hpp"
#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::must;
using support::RegistryRoom;

TEST(Initialise, MakesADemonstrationRootThatVerifiersCanRead) {
  const RegistryRoom room;
  const auto root = trust::readRoot(must(base::readTextFile(room.layout.trust() / "root.pem")));
  ASSERT_TRUE(root) << root.error().detail;
  EXPECT_TRUE(trust::isDemonstration(*root));
}

TEST(Initialise, PublishesNothingPrivate) {
  const RegistryRoom room;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(room.layout.root)) {
    if (!entry.is_regular_file()) continue;
    const std::string text = must(base::readTextFile(entry.path()));
    const bool isKey = text.find("PRIVATE KEY") != std::string::npos;
    const std::string folder = entry.path().parent_path().filename();
    EXPECT_EQ(isKey, folder == "keys" || folder == "keys-of-root" || folder == "keys-of-bank") << entry.path();
    struct stat facts{};
    ASSERT_EQ(::stat(entry.path().c_str(), &facts), 0);
    if (isKey) {
      EXPECT_EQ(facts.st_mode & 0777U, 0600U) << entry.path();
    }
  }
}

TEST(Initialise, GivesEachPurposeAKeyOfItsOwn) {
  const RegistryRoom room;
  std::set<std::string> ids;
  std::size_t keys = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(room.layout.root)) {
    if (entry.path().extension() != ".key") continue;
    ++keys;
    ids.insert(base::toHex(must(loadKey(entry.path())).publicKey().id()));
  }
  EXPECT_EQ(keys, 8U);
  EXPECT_EQ(ids.size(), keys);
}

TEST(Initialise, CertifiesKeysForOnePurposeOnly) {
  const RegistryRoom room;
  const auto root = must(loadCertificate(room.layout.certificate("root")));
  const std::int64_t nowMs = RegistryRoom::kNowMs;
  for (const char* name : {"ticket", "bank-authority"}) {
    const auto certificate = must(loadCertificate(room.layout.certificate(name)));
    EXPECT_TRUE(crypto::verifyChain({certificate}, root, nowMs)) << name;
    EXPECT_FALSE(trust::checkStatusKey({certificate}, certificate.publicKey(), root, nowMs)) << name;
    EXPECT_FALSE(trust::checkCentre({certificate}, root, "did:web:registre.demonstration.example", nowMs)) << name;
  }
  const auto status = must(loadCertificate(room.layout.certificate("status")));
  EXPECT_TRUE(trust::checkStatusKey({status}, room.statusKey.publicKey(), root, nowMs));
  // TLS is under authorities of its own: neither certificate means anything to a verifier of certificates.
  EXPECT_FALSE(crypto::verifyChain({must(loadCertificate(room.layout.certificate("tls")))}, root, nowMs));
}

TEST(Initialise, DatesTheRegistrysKeysInTheLog) {
  const RegistryRoom room;
  const auto entries = room.publishedEntries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_NE(entries[0].find(base::toHex(room.ticketKey.publicKey().id())), std::string::npos);
  EXPECT_NE(entries[1].find(base::toHex(room.statusKey.publicKey().id())), std::string::npos);
  EXPECT_NE(entries[1].find("\"t\":\"key-add\""), std::string::npos);
}

TEST(Initialise, RefusesToMakeARegistryTwice) {
  const RegistryRoom room;
  const auto again = initialise(room.configuration, room.clock);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "folder-not-empty");
  EXPECT_EQ(must(loadKey(room.layout.key("log"))).publicKey().spki(), room.logPrivateKey.publicKey().spki());
}

}  // namespace
}  // namespace vigie::registry
