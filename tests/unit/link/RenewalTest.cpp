// A machine whose certificate is past half of its term, or expired, over real TLS on loopback.
#include "common/link/Renewal.hpp"

#include "common/crypto/Random.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/unit/link/LinkFixture.hpp"

namespace vigie::link {
namespace {

namespace message = protocol::message;

Frame frameOf(const protocol::Message& message) {
  return {protocol::numberOf(message), protocol::encode(message)};
}

class MachineRenewal : public LinkFixture {
 protected:
  MachineRenewal() : folder_(std::filesystem::path(testing::TempDir()) / base::toHex(crypto::randomBytes(8))) {
    settings.caps = [](std::uint16_t type) { return protocol::capOf(protocol::Sender::seat, type); };
    context = serverContext({.datesAt = {}, .expiredPeers = ExpiredPeers::admitted, .admit = {}});
    serverOwner.welcome = [this](LinkId link, const PeerIdentity& peer) {
      message::Welcome welcome;
      welcome.set_wall_ms(nowMs());
      welcome.set_renew_only(peer.validity == Validity::expired);
      server->send(link, frameOf(welcome));
    };
    serverOwner.answer = [this](LinkId link, const Frame& frame) {
      if (protocol::decode(protocol::Sender::seat, frame.type, frame.body)) server->send(link, frameOf(answer_));
      return Reading::goOn;
    };
  }
  ~MachineRenewal() override { std::filesystem::remove_all(folder_); }

  Machine enrolled(std::int64_t notAfterMs) {
    const Credentials own = centre.issue(crypto::Role::seat, nowMs() - 80 * kDayMs, notAfterMs);
    Machine machine{*base::WorkstationId::fromHex(own.certificate.role()->id),
                    crypto::Role::seat,
                    "Poste 4",
                    "127.0.0.1",
                    4433,
                    {},
                    own.key,
                    own.certificate,
                    centre.certificate()};
    EXPECT_TRUE(saveMachine(folder_, machine));
    machine.folder = folder_;
    return machine;
  }

  crypto::Certificate another(const Machine& machine) {
    return centre.certify(machine.key.publicKey(), {machine.role, machine.id.hex()});
  }
  void centreGives(const crypto::Certificate& certificate) {
    message::Renewed renewed;
    renewed.set_certificate(base::toString(certificate.der()));
    answer_ = renewed;
  }

  // A seat: what the renewal leaves it, it counts.
  void connect(Machine& machine) {
    startServer();
    renewal_.emplace(machine, [this](const base::Error& error) { troubles_.push_back(error.code); });
    auto own = TlsContext::clientMutual(machine.credentials(), machine.authority);
    ASSERT_TRUE(own);
    ClientSettings persistent = clientSettings();
    persistent.reconnect = Reconnect{std::chrono::milliseconds(10), std::chrono::milliseconds(50)};
    persistent.caps = [](std::uint16_t type) { return protocol::capOf(protocol::Sender::centre, type); };
    clientOwner.answer = [this](LinkId link, const Frame& frame) {
      const auto received = protocol::decode(protocol::Sender::centre, frame.type, frame.body);
      if (!received || !renewal_->takes(*received, *client_, link)) ++left_;
      return Reading::goOn;
    };
    persistent.port = server->boundPort();
    client_ = std::make_unique<Client>(threads, std::move(*own), persistent);
    client_->start(clientOwner.events());
  }

  const std::filesystem::path folder_;
  protocol::Message answer_ = message::Renewed();
  std::vector<std::string> troubles_;  // the client's thread, until it is closed
  std::optional<Renewal> renewal_;
  std::unique_ptr<Client> client_;
  std::atomic<int> left_ = 0;  // messages that the renewal left to the owner
};

TEST_F(MachineRenewal, IsDueAtHalfOfTheTerm) {
  const Machine machine = enrolled(nowMs() + kMachineTermMs);
  const std::int64_t half = machine.certificate.notAfterMs() - kMachineTermMs / 2;
  EXPECT_FALSE(renewalIsDue(machine.certificate, half - 1));
  EXPECT_TRUE(renewalIsDue(machine.certificate, half));
}

TEST_F(MachineRenewal, LetsAnExpiredMachineComeBackWithTheNewCertificate) {
  Machine machine = enrolled(nowMs() - kDayMs);
  centreGives(another(machine));
  connect(machine);
  ASSERT_TRUE(serverOwner.waitForOpen(2));
  EXPECT_EQ(serverOwner.peers()[0].validity, Validity::expired);
  EXPECT_EQ(serverOwner.peers()[1].validity, Validity::valid);
  ASSERT_TRUE(clientOwner.waitForFrames(3));
  client_->close();
  EXPECT_EQ(left_, 1) << "only the second welcome is the owner's";
  EXPECT_EQ(loadMachine(folder_)->certificate.der(), machine.certificate.der());
  EXPECT_EQ(troubles_, std::vector<std::string>());
}

TEST_F(MachineRenewal, DoesNotDisturbALinkThatHolds) {
  Machine machine = enrolled(nowMs() + 10 * kDayMs);
  centreGives(another(machine));  // for a day: shorter than what the machine has
  connect(machine);
  ASSERT_TRUE(clientOwner.waitForFrames(2));
  client_->close();
  EXPECT_EQ(serverOwner.peers().size(), 1U);
  EXPECT_EQ(left_, 1) << "the welcome is the owner's, the renewal is not";
  EXPECT_EQ(troubles_, std::vector<std::string>{"renewal-wrong"});
}

TEST_F(MachineRenewal, TakesNoCertificateOfAnotherKeyMachineOrAuthority) {
  const Machine machine = enrolled(nowMs() - kDayMs);
  const Authority stranger("Another centre");
  const crypto::RoleIdentity self{machine.role, machine.id.hex()};
  const auto otherKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const struct {
    const char* name;
    crypto::Certificate certificate;
  } cases[] = {
      {"another key", centre.certify(otherKey.publicKey(), self)},
      {"another machine", centre.certify(machine.key.publicKey(), {machine.role, std::string(32, 'c')})},
      {"another role", centre.certify(machine.key.publicKey(), {crypto::Role::console, machine.id.hex()})},
      {"another authority", stranger.certify(machine.key.publicKey(), self)},
  };
  for (const auto& one : cases) {
    const auto checked = checkRenewed(machine, one.certificate.der());
    ASSERT_FALSE(checked) << one.name;
    EXPECT_EQ(checked.error().code, "renewal-wrong") << one.name;
  }
  EXPECT_FALSE(checkRenewed(machine, base::Bytes{1, 2, 3}));
  EXPECT_TRUE(checkRenewed(machine, centre.certify(machine.key.publicKey(), self).der()));
}

}  // namespace
}  // namespace vigie::link
