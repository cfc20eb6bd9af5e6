#include "common/crypto/Certificate.hpp"

#include <gtest/gtest.h>

namespace vigie::crypto {
namespace {

constexpr std::int64_t kNow = 1'795'288'500'000;
constexpr std::int64_t kDay = 86'400'000;
const std::string kId(32, 'a');

struct Authority {
  PrivateKey key = PrivateKey::generate(KeyKind::p256);
  Certificate certificate = issueCertificate(
      {.subject = "Centre CA", .role = {}, .dnsNames = {}, .authority = true, .pathLength = 0, .notBeforeMs = kNow - kDay, .notAfterMs = kNow + 100 * kDay},
      key.publicKey(), key, std::nullopt);

  Certificate issue(const CertificateTemplate& content, const PublicKey& subject) const {
    return issueCertificate(content, subject, key, certificate);
  }
};

CertificateTemplate seatTemplate() {
  return {.subject = "Seat 1", .role = RoleIdentity{Role::seat, kId}, .dnsNames = {}, .notBeforeMs = kNow - kDay, .notAfterMs = kNow + 90 * kDay};
}

TEST(Certificate, CarriesRoleAndChain) {
  const Authority authority;
  const PrivateKey seat = PrivateKey::generate(KeyKind::p256);
  const Certificate certificate = authority.issue(seatTemplate(), seat.publicKey());
  EXPECT_EQ(certificate.role(), (RoleIdentity{Role::seat, kId}));
  EXPECT_EQ(certificate.subject(), "Seat 1");
  EXPECT_TRUE(certificate.isIssuedBy(authority.certificate));
  EXPECT_FALSE(certificate.isIssuedBy(Authority().certificate));
  EXPECT_FALSE(certificate.isAuthority());
  EXPECT_TRUE(authority.certificate.isAuthority());
  EXPECT_TRUE(verifyChain({certificate}, authority.certificate, kNow));
  EXPECT_FALSE(verifyChain({certificate}, Authority().certificate, kNow));
  EXPECT_FALSE(verifyChain({certificate}, authority.certificate, kNow + 95 * kDay)) << "expired";
  EXPECT_FALSE(verifyChain({certificate}, authority.certificate, kNow - 2 * kDay)) << "not yet valid";
  EXPECT_EQ(Certificate::fromPem(certificate.pem())->fingerprint(), certificate.fingerprint());
  EXPECT_EQ(Certificate::fromDer(certificate.der())->notAfterMs(), kNow + 90 * kDay);
}

TEST(Certificate, RefusesALeafThatSignsOthers) {
  const Authority authority;
  const PrivateKey seat = PrivateKey::generate(KeyKind::p256);
  const Certificate leaf = authority.issue(seatTemplate(), seat.publicKey());
  const Certificate forged = issueCertificate(seatTemplate(), seat.publicKey(), seat, leaf);
  EXPECT_FALSE(verifyChain({forged, leaf}, authority.certificate, kNow));
}

TEST(Certificate, HasNoRoleWithoutOne) {
  const Authority authority;
  CertificateTemplate content = seatTemplate();
  content.role.reset();
  EXPECT_EQ(authority.issue(content, authority.key.publicKey()).role().error().code, "no-role");
}

TEST(Certificate, ReadsAWholeChainAndRefusesRubbish) {
  const Authority authority;
  const Certificate leaf = authority.issue(seatTemplate(), PrivateKey::generate(KeyKind::p256).publicKey());
  EXPECT_EQ(Certificate::chainFromPem(leaf.pem() + authority.certificate.pem())->size(), 2U);
  EXPECT_FALSE(Certificate::chainFromPem(""));
  EXPECT_FALSE(Certificate::chainFromPem(leaf.pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  base::Bytes der = leaf.der();
  der.push_back(0);
  EXPECT_FALSE(Certificate::fromDer(der));
}

TEST(SigningRequest, ProvesTheKey) {
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  base::Bytes request = makeSigningRequest(key, "Seat 1");
  EXPECT_EQ(verifySigningRequest(request)->id(), key.publicKey().id());
  request.back() ^= 1;
  EXPECT_EQ(verifySigningRequest(request).error().code, "request-wrong");
}

}  // namespace
}  // namespace vigie::crypto
