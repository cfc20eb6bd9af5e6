// Whom a handshake lets in: authority, role, protocol version, dates, enrolment.
#include "LinkFixture.hpp"
#include "RawPeer.hpp"

namespace vigie::link {
namespace {

using testing::HasSubstr;

class Tls : public LinkFixture {
 protected:
  std::shared_ptr<TlsContext> clientWith(const Credentials& own, JudgeOptions options = {}) const {
    return TlsContext::clientMutual(own, centre.certificate(), std::move(options)).value();
  }

  // The client may believe for a moment that it is connected: it learns the refusal after its own handshake.
  void expectClientRefused(const Credentials& own, const std::string& why) {
    startServer();
    auto client = startClient(clientOwner, clientWith(own), clientSettings());
    ASSERT_TRUE(serverOwner.waitForRefusals(1));
    EXPECT_EQ(serverOwner.refusals().front().code, "tls");
    EXPECT_THAT(serverOwner.refusals().front().detail, HasSubstr(why));
    client->close();
    EXPECT_TRUE(serverOwner.peers().empty());
  }

  void expectServerRefused(const Credentials& own, const std::string& why) {
    context = TlsContext::serverMutual(own, centre.certificate()).value();
    startServer();
    auto client = startClient(clientOwner);
    ASSERT_TRUE(clientOwner.waitForRefusals(1));
    EXPECT_EQ(clientOwner.refusals().front().code, "tls");
    EXPECT_THAT(clientOwner.refusals().front().detail, HasSubstr(why));
    EXPECT_TRUE(clientOwner.peers().empty());
  }
};

TEST_F(Tls, RefusesClientOfAnotherAuthority) {
  expectClientRefused(Authority("Another centre").issue(crypto::Role::seat), "certificate verify failed");
}

TEST_F(Tls, ClientLearnsThatItsCertificateWasRefused) {
  startServer();
  const Credentials stranger = Authority("Another centre").issue(crypto::Role::seat);
  auto client = startClient(clientOwner, clientWith(stranger), clientSettings());
  ASSERT_TRUE(clientOwner.waitForEnds(1));
  EXPECT_EQ(clientOwner.ends().front().end, End::tls);
  EXPECT_THAT(clientOwner.ends().front().reason, HasSubstr("alert"));
}

TEST_F(Tls, RefusesClientWithoutRole) {
  expectClientRefused(centre.issue(std::nullopt), "role");
}

TEST_F(Tls, RefusesExpiredClient) {
  expectClientRefused(centre.issue(crypto::Role::seat, nowMs() - 10 * kDayMs, nowMs() - kDayMs),
                      "certificate verify failed: certificate has expired");
}

TEST_F(Tls, RefusesClientOfTheFuture) {
  expectClientRefused(centre.issue(crypto::Role::seat, nowMs() + kDayMs, nowMs() + 2 * kDayMs),
                      "certificate verify failed: certificate is not yet valid");
}

TEST_F(Tls, RefusesClientTheOwnerDoesNotAdmit) {
  JudgeOptions options;
  options.admit = [](const PeerIdentity& peer) -> base::Result<void> {
    if (peer.role->role == crypto::Role::guard) return {};
    return base::fail("revoked", "this port is for guards");
  };
  context = serverContext(options);
  expectClientRefused(centre.issue(crypto::Role::seat), "this port is for guards");
}

TEST_F(Tls, RefusesServerOfAnotherAuthority) {
  expectServerRefused(Authority("Another centre").issue(crypto::Role::centre), "certificate verify failed");
}

TEST_F(Tls, RefusesSeatThatPosesAsServer) {
  expectServerRefused(centre.issue(crypto::Role::seat), "certificate verify failed");
}

TEST_F(Tls, RefusesServerOfAnotherRoleThanCentre) {
  expectServerRefused(centre.issue(crypto::Role::registry), "role registry");
}

TEST_F(Tls, RefusesTls12) {
  startServer();
  const Credentials own = centre.issue(crypto::Role::seat);
  RawPeer peer(server->boundPort(), &own, RawPeer::Version::tls12);
  EXPECT_FALSE(peer.handshake());
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_EQ(serverOwner.refusals().front().code, "tls");
  EXPECT_THAT(serverOwner.refusals().front().detail, HasSubstr("unsupported protocol"));
}

TEST_F(Tls, RefusesClientWithoutCertificate) {
  startServer();
  RawPeer peer(server->boundPort(), nullptr);
  peer.handshake();
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_THAT(serverOwner.refusals().front().detail, HasSubstr("did not return a certificate"));
}

TEST_F(Tls, RefusesWhatIsNotTlsAtAll) {
  startServer();
  RawPeer peer(server->boundPort(), nullptr);
  ASSERT_TRUE(peer.sendRaw(base::bytesOf("GET / HTTP/1.1\r\n\r\n")));
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_EQ(serverOwner.refusals().front().code, "tls");
}

TEST_F(Tls, HandshakeHasADeadline) {
  settings.limits.handshake = std::chrono::milliseconds(100);
  startServer();
  const RawPeer silent(server->boundPort(), nullptr);
  ASSERT_TRUE(serverOwner.waitForRefusals(1));
  EXPECT_EQ(serverOwner.refusals().front().code, "timeout");
}

TEST_F(Tls, AdmitsExpiredClientOnlyWhereItMayRenew) {
  JudgeOptions options;
  options.expiredPeers = ExpiredPeers::admitted;
  context = serverContext(options);
  startServer();
  const Credentials expired = centre.issue(crypto::Role::seat, nowMs() - 10 * kDayMs, nowMs() - kDayMs);
  auto client = startClient(clientOwner, clientWith(expired), clientSettings());
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  EXPECT_EQ(serverOwner.peers().front().validity, Validity::expired);
}

TEST_F(Tls, AdmittingExpiredClientsAdmitsNoStranger) {
  JudgeOptions options;
  options.expiredPeers = ExpiredPeers::admitted;
  context = serverContext(options);
  expectClientRefused(Authority("Another centre").issue(crypto::Role::seat, nowMs() - 10 * kDayMs, nowMs() - kDayMs),
                      "certificate verify failed");
}

// A workstation's own clock may be years off.
TEST_F(Tls, JudgesDatesAtTheTimeItIsGiven) {
  context = TlsContext::serverMutual(centre.issue(crypto::Role::centre, nowMs() - 10 * kDayMs, nowMs() - 5 * kDayMs),
                                     centre.certificate())
                .value();
  startServer();
  const Credentials own = centre.issue(crypto::Role::seat);
  struct Case {
    std::optional<std::int64_t> at;
    bool accepted;
  };
  for (const Case& each : {Case{nowMs() - 7 * kDayMs, true}, Case{nowMs(), false}, Case{nowMs() - 11 * kDayMs, false},
                           Case{std::nullopt, true}}) {
    JudgeOptions options;
    options.datesAt = [at = each.at] { return at; };
    Owner owner;
    auto client = startClient(owner, clientWith(own, options), clientSettings());
    EXPECT_TRUE(each.accepted ? owner.waitForOpen(1) : owner.waitForRefusals(1));
    EXPECT_EQ(owner.peers().size(), each.accepted ? 1U : 0U);
    client->close();
  }
}

TEST_F(Tls, KeyOfAnotherCertificateIsRefusedAtOnce) {
  const Credentials one = centre.issue(crypto::Role::centre);
  const Credentials other = centre.issue(crypto::Role::centre);
  const auto made = TlsContext::serverMutual({one.certificate, {}, other.key}, centre.certificate());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "tls-credentials");
}

TEST_F(Tls, EnrolmentShowsTheServersChainBeforeAnythingIsSent) {
  context = TlsContext::serverForEnrolment(centre.issue(crypto::Role::centre), centre.certificate()).value();
  startServer();
  auto client = startClient(clientOwner, TlsContext::clientForEnrolment().value(), clientSettings());
  ASSERT_TRUE(clientOwner.waitForOpen(1));
  const PeerIdentity seen = clientOwner.peers().front();
  ASSERT_EQ(seen.chain.size(), 2U);
  EXPECT_EQ(seen.chain.back().publicKey().id(), centre.certificate().publicKey().id());
  EXPECT_TRUE(seen.chain.front().isIssuedBy(seen.chain.back()));
  ASSERT_TRUE(serverOwner.waitForOpen(1));
  EXPECT_FALSE(serverOwner.peers().front().certificate);
  EXPECT_FALSE(serverOwner.peers().front().role);
  EXPECT_TRUE(serverOwner.frames().empty());
  client->send(clientOwner.lastLink(), textFrame("code"));
  EXPECT_TRUE(serverOwner.waitForFrames(1));
}

TEST_F(Tls, EnrolmentClientCanRefuseAnUnknownAuthority) {
  const Authority impostor("Impostor");
  context = TlsContext::serverForEnrolment(impostor.issue(crypto::Role::centre), impostor.certificate()).value();
  startServer();
  JudgeOptions options;
  options.admit = [this](const PeerIdentity& peer) -> base::Result<void> {
    const bool known = peer.chain.back().publicKey().id() == centre.certificate().publicKey().id();
    if (known && peer.chain.front().isIssuedBy(peer.chain.back())) return {};
    return base::fail("fingerprint", "another authority answers");
  };
  auto client = startClient(clientOwner, TlsContext::clientForEnrolment(options).value(), clientSettings());
  ASSERT_TRUE(clientOwner.waitForRefusals(1));
  EXPECT_EQ(clientOwner.refusals().front().detail, "another authority answers");
  EXPECT_TRUE(clientOwner.peers().empty());
}

}  // namespace
}  // namespace vigie::link
