#include "certs/trust/Accreditation.hpp"

#include <gtest/gtest.h>

#include "tests/support/SampleNation.hpp"

namespace vigie::trust {
namespace {

constexpr const char* kDid = "did:web:centre-0042.demonstration.example";
constexpr std::int64_t kDayMs = 86'400'000;

class AccreditationTest : public testing::Test {
 protected:
  support::SampleNation nation_;
  std::int64_t now_ = nation_.nowMs;
  Authority authority_{nation_.root, nation_.rootKey};
  crypto::PrivateKey key_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
};

TEST_F(AccreditationTest, AcceptsTheCentreForItsOwnHostOnly) {
  EXPECT_TRUE(checkCentre({nation_.centreCertificate}, nation_.root, kDid, now_));
  EXPECT_EQ(checkCentre({nation_.centreCertificate}, nation_.root, "did:web:centre-0043.demonstration.example", now_)
                .error()
                .code,
            "not-accredited");
}

TEST_F(AccreditationTest, AcceptsOnlyWithinTheAccreditationsDates) {
  EXPECT_TRUE(checkCentre({nation_.centreCertificate}, nation_.root, kDid, now_ + 395 * kDayMs));
  EXPECT_EQ(checkCentre({nation_.centreCertificate}, nation_.root, kDid, now_ + 400 * kDayMs).error().code,
            "chain-broken");
  EXPECT_EQ(checkCentre({nation_.centreCertificate}, nation_.root, kDid, now_ - 2 * kDayMs).error().code,
            "chain-broken");
}

TEST_F(AccreditationTest, RefusesAnotherRoot) {
  const auto otherKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto other = makeRoot(otherKey, Occasion::demonstration, now_);  // the same name
  EXPECT_EQ(checkCentre({nation_.centreCertificate}, other, kDid, now_).error().code, "chain-broken");
}

TEST_F(AccreditationTest, RefusesACentreThatSignsForAnother) {
  const Authority centre{nation_.centreCertificate, nation_.issuingKey};
  const auto minted = accreditCentre(centre, key_.publicKey(), "centre-0042.demonstration.example", now_);
  EXPECT_EQ(checkCentre({minted, nation_.centreCertificate}, nation_.root, kDid, now_).error().code, "chain-broken");
}

TEST_F(AccreditationTest, AcceptsARegionBetweenRootAndCentre) {
  crypto::CertificateTemplate content;
  content.subject = "Vigie region";
  content.authority = true;
  content.notBeforeMs = now_ - kDayMs;
  content.notAfterMs = now_ + 365 * kDayMs;
  const auto region = crypto::issueCertificate(content, key_.publicKey(), nation_.rootKey, nation_.root);
  const auto centre =
      accreditCentre({region, key_}, nation_.issuingKey.publicKey(), "centre-0042.demonstration.example", now_);
  EXPECT_TRUE(checkCentre({centre, region}, nation_.root, kDid, now_));
  EXPECT_FALSE(checkCentre({centre}, nation_.root, kDid, now_));
  EXPECT_FALSE(checkCentre({centre, region, nation_.root}, nation_.root, kDid, now_));
  EXPECT_FALSE(checkCentre({centre, region, nation_.statusCertificate}, nation_.root, kDid, now_));
  EXPECT_FALSE(checkCentre({centre, centre, region}, nation_.root, kDid, now_));
}

TEST_F(AccreditationTest, RefusesCertificatesOfAnotherPurpose) {
  EXPECT_EQ(checkCentre({nation_.statusCertificate}, nation_.root, kDid, now_).error().code, "not-accredited");
  EXPECT_EQ(checkCentre({nation_.root}, nation_.root, kDid, now_).error().code, "chain-broken");
}

TEST_F(AccreditationTest, AcceptsTheRegistrysStatusKeyOnly) {
  EXPECT_TRUE(checkStatusKey({nation_.statusCertificate}, nation_.statusKey.publicKey(), nation_.root, now_));
  EXPECT_EQ(
      checkStatusKey({nation_.centreCertificate}, nation_.issuingKey.publicKey(), nation_.root, now_).error().code,
      "not-accredited");
  EXPECT_EQ(checkStatusKey({nation_.statusCertificate}, key_.publicKey(), nation_.root, now_).error().code,
            "not-accredited");
  EXPECT_EQ(checkStatusKey({}, key_.publicKey(), nation_.root, now_).error().code, "chain-broken");
}

TEST_F(AccreditationTest, ReadsPemInItsOneFormOnly) {
  const std::string one = nation_.centreCertificate.pem();
  const std::string two = one + nation_.root.pem();
  EXPECT_EQ(readPemExactly(one)->size(), 1U);
  EXPECT_EQ(readPemExactly(two)->size(), 2U);
  for (const std::string& bad :
       {std::string(), "\n" + one, one + "\n", "text\n" + one, one.substr(0, one.size() - 1), std::string("x")}) {
    EXPECT_FALSE(readPemExactly(bad)) << bad;
  }
  EXPECT_TRUE(readRoot(nation_.root.pem()));
  EXPECT_FALSE(readRoot(nation_.root.pem() + nation_.root.pem()));
  EXPECT_FALSE(readRoot(one));
}

TEST_F(AccreditationTest, TellsADemonstrationRootFromARealOne) {
  EXPECT_TRUE(isDemonstration(nation_.root));
  EXPECT_FALSE(isDemonstration(makeRoot(nation_.rootKey, Occasion::examination, now_)));
}

}  // namespace
}  // namespace vigie::trust
