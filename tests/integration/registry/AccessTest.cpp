// Who comes in: TLS, client certificates and roles, on the real program.
#include <gtest/gtest.h>

#include "RunningRegistry.hpp"
#include "certs/credential/VerificationCode.hpp"

namespace vigie::registry {
namespace {

using support::bodyIn;
using support::CentreKit;
using support::must;
using support::RawHttps;
using support::RawTls;
using support::RunningRegistry;
using support::statusIn;

constexpr const char* kTickets = "GET /v1/tickets HTTP/1.1\r\nHost: r\r\nConnection: close\r\n\r\n";

class Access : public testing::Test {
 protected:
  Access() : kit_(registry_.room.accredit()) { registry_.start(); }

  std::string ask(const RawTls& tls) { return RawHttps::exchange(registry_.port(), tls, kTickets); }
  RawTls with(const crypto::CertificateTemplate& content, const std::string& authority) {
    const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
    const auto& layout = registry_.room.layout;
    RawTls tls = registry_.stranger();
    const bool isClients = authority == "client-authority";
    const auto certificate = must(loadCertificate(layout.certificate(authority)));
    const auto signer = must(loadKey(isClients ? layout.key(authority) : layout.rootKey()));
    tls.own = RawTls::Own{crypto::issueCertificate(content, key.publicKey(), signer, certificate), key};
    return tls;
  }
  crypto::CertificateTemplate content(crypto::Role role, std::int64_t notAfterMs) const {
    crypto::CertificateTemplate made;
    made.subject = "a client";
    made.role = crypto::RoleIdentity{role, kit_.centre.clientId};
    made.notBeforeMs = registry_.room.clock.now().wallMs - 86'400'000;
    made.notAfterMs = notAfterMs;
    return made;
  }
  std::int64_t tomorrow() const { return registry_.room.clock.now().wallMs + 86'400'000; }

  RunningRegistry registry_;
  CentreKit kit_;
};

TEST_F(Access, StrangersReadAndCentresWrite) {
  EXPECT_EQ(statusIn(registry_.get("/checkpoint")), 200U);
  EXPECT_EQ(statusIn(ask(registry_.stranger())), 401U);
  EXPECT_EQ(statusIn(ask(registry_.centre(kit_))), 200U);
}

TEST_F(Access, OtherRolesStayOutside) {
  for (const crypto::Role role :
       {crypto::Role::seat, crypto::Role::guard, crypto::Role::console, crypto::Role::centre}) {
    const std::string answer = ask(with(content(role, tomorrow()), "client-authority"));
    EXPECT_EQ(statusIn(answer), 403U);
    EXPECT_NE(bodyIn(answer).find("role-wrong"), std::string::npos);
  }
}

TEST_F(Access, CertificatesOfOtherAuthoritiesAreNoCertificates) {
  // The same role and id under the national root, which signs issuing keys and not clients.
  EXPECT_EQ(statusIn(ask(with(content(crypto::Role::registryClient, tomorrow()), "root"))), 0U);
}

TEST_F(Access, ExpiredCertificatesStayOutside) {
  const std::int64_t yesterday = registry_.room.clock.now().wallMs - 3'600'000;
  EXPECT_EQ(statusIn(ask(with(content(crypto::Role::registryClient, yesterday), "client-authority"))), 0U);
}

TEST_F(Access, SpeaksTls13Only) {
  RawTls old = registry_.centre(kit_);
  old.atMostTls12 = true;
  const auto peer = RawHttps::connect(registry_.port(), old);
  ASSERT_FALSE(peer);
  EXPECT_EQ(peer.error().code, "handshake");
}

TEST_F(Access, RefusesABundleFromAStrangerBeforeItsBody) {
  const std::string head =
      "POST /v1/sessions/" + std::string(32, 'a') + "/bundle HTTP/1.1\r\nHost: r\r\nContent-Length: 900000\r\n\r\n";
  EXPECT_EQ(statusIn(RawHttps::exchange(registry_.port(), registry_.stranger(), head)), 401U);
  const std::string larger =
      "POST /v1/sessions/" + std::string(32, 'a') + "/bundle HTTP/1.1\r\nHost: r\r\nContent-Length: 1048577\r\n\r\n";
  EXPECT_EQ(statusIn(RawHttps::exchange(registry_.port(), registry_.centre(kit_), larger)), 413U);
}

TEST_F(Access, ShowsPagesToAnybody) {
  EXPECT_EQ(statusIn(registry_.get("/verifier/" + credential::newVerificationCode())), 404U);
  const std::string form = registry_.get("/");
  EXPECT_EQ(statusIn(form), 200U);
  EXPECT_NE(form.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
}

TEST_F(Access, EndsCleanlyOnSigterm) {
  EXPECT_EQ(registry_.terminate(), 0);
  registry_.start();
  EXPECT_EQ(statusIn(registry_.get("/checkpoint")), 200U);
}

}  // namespace
}  // namespace vigie::registry
