// A newcomer and an enrolment port over real TLS on loopback.
#include "common/link/Enrolment.hpp"

#include <gtest/gtest.h>

#include <future>

#include "common/crypto/Random.hpp"
#include "common/crypto/SignedMessage.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/unit/link/LinkFixture.hpp"

namespace vigie::link {
namespace {

namespace message = protocol::message;

const std::string kMachineId(32, 'b');

// Answers each request with what `reply` makes of it; nothing when it makes nothing.
class EnrolmentPort {
 public:
  using Reply = std::function<std::optional<protocol::Message>(const message::EnrolRequest&)>;

  EnrolmentPort(const Credentials& own, const crypto::Certificate& shown, Reply reply, std::uint16_t port = 0) {
    ServerSettings settings;
    settings.port = port;
    settings.caps = [](std::uint16_t type) { return protocol::capOf(protocol::Sender::newcomer, type); };
    server_ = std::move(*Server::listen(threads_, *TlsContext::serverForEnrolment(own, shown), settings));
    owner.answer = [this, reply = std::move(reply)](LinkId link, const Frame& frame) {
      const auto request = protocol::decode(protocol::Sender::newcomer, frame.type, frame.body);
      const auto answer = request ? reply(std::get<message::EnrolRequest>(*request)) : std::nullopt;
      if (answer) server_->send(link, {protocol::numberOf(*answer), protocol::encode(*answer)});
      server_->finish(link);
      return Reading::goOn;
    };
    server_->start(owner.events());
  }

  std::uint16_t port() const { return server_->boundPort(); }
  message::EnrolRequest request() const {
    const Frame frame = owner.frames().front();
    return std::get<message::EnrolRequest>(*protocol::decode(protocol::Sender::newcomer, frame.type, frame.body));
  }

  Owner owner;

 private:
  IoThreads threads_;
  std::unique_ptr<Server> server_;
};

class Enrolment : public testing::Test {
 protected:
  EnrolmentOrder order(const EnrolmentPort& port) const {
    EnrolmentOrder order;
    order.host = "127.0.0.1";
    order.enrolmentPort = port.port();
    order.port = 7777;
    order.secret = "2346789B";
    order.trust = fingerprintCharacters(centre.certificate().publicKey());
    return order;
  }

  message::Enrolled accept(const message::EnrolRequest& request, crypto::Role role = crypto::Role::seat) const {
    const auto key = crypto::verifySigningRequest(base::bytesOf(request.signing_request()));
    EXPECT_TRUE(key);
    message::Enrolled enrolled;
    enrolled.set_certificate(base::toString(centre.certify(*key, {role, kMachineId}).der()));
    enrolled.set_authority(base::toString(centre.certificate().der()));
    enrolled.set_machine(base::toString(*base::fromHex(kMachineId)));
    enrolled.set_label("Poste 4");
    return enrolled;
  }
  EnrolmentPort::Reply accepting() const {
    return [this](const message::EnrolRequest& request) { return accept(request); };
  }

  const Authority centre;
  const Credentials server = centre.issue(crypto::Role::centre);
};

TEST_F(Enrolment, GivesASeatItsCertificate) {
  EnrolmentPort port(server, centre.certificate(), accepting());
  const auto machine = enrol(order(port));
  ASSERT_TRUE(machine) << machine.error().detail;
  EXPECT_EQ(machine->id.hex(), kMachineId);
  EXPECT_EQ(machine->role, crypto::Role::seat);
  EXPECT_EQ(machine->label, "Poste 4");
  EXPECT_EQ(machine->host, "127.0.0.1");
  EXPECT_EQ(machine->port, 7777);
  EXPECT_FALSE(machine->staff);
  EXPECT_EQ(machine->authority.der(), centre.certificate().der());
  EXPECT_EQ(machine->certificate.publicKey().spki(), machine->key.publicKey().spki());
  const auto request = port.request();
  EXPECT_EQ(request.protocol(), protocol::kProtocolVersion);
  EXPECT_EQ(request.code(), "2346789B");
  EXPECT_EQ(request.staff_key(), "");
}

TEST_F(Enrolment, GivesAConsoleItsCertificateAndProvesThePersonsKey) {
  const auto staffKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto staff = crypto::randomId<base::StaffId>();
  EnrolmentPort port(server, centre.certificate(), [&](const message::EnrolRequest& request) {
    auto enrolled = accept(request, crypto::Role::console);
    enrolled.set_staff(staff.bytes());
    return enrolled;
  });
  auto console = order(port);
  console.role = crypto::Role::console;
  console.staffKey = &staffKey;
  const auto machine = enrol(console);
  ASSERT_TRUE(machine) << machine.error().detail;
  EXPECT_EQ(machine->role, crypto::Role::console);
  EXPECT_EQ(machine->staff, staff);
  const auto request = port.request();
  crypto::SignedMessage proof{base::toBytes(request.signing_request()), {}, base::toBytes(request.staff_proof())};
  ASSERT_TRUE(crypto::toDigest(request.staff_proof_key_id(), proof.keyId));
  EXPECT_TRUE(crypto::verifyMessage(proof, "staff-key", staffKey.publicKey()));
}

TEST_F(Enrolment, TrustsTheCertificateItWasGiven) {
  EnrolmentPort port(server, centre.certificate(), accepting());
  auto given = order(port);
  given.trust = centre.certificate();
  EXPECT_TRUE(enrol(given));
}

// Whoever answers in the centre's place learns nothing.
TEST_F(Enrolment, SendsNothingToAnybodyElse) {
  const Authority other("Another centre");
  const Credentials otherServer = other.issue(crypto::Role::centre);
  const Credentials seat = centre.issue(crypto::Role::seat);
  const Credentials nobody = centre.issue(std::nullopt);
  struct Impostor {
    const char* name;
    const Credentials& own;
    const crypto::Certificate& shown;
    bool givenCertificate;
  };
  const Impostor kImpostors[] = {
      {"another centre", otherServer, other.certificate(), false},
      {"another centre, against centre.trust", otherServer, other.certificate(), true},
      {"another centre that shows the true authority", otherServer, centre.certificate(), false},
      {"another centre that shows the true authority, against centre.trust", otherServer, centre.certificate(), true},
      {"an enrolled seat", seat, centre.certificate(), false},
      {"a certificate without a role", nobody, centre.certificate(), false},
      {"the server's own certificate as the authority", server, server.certificate, false},
  };
  for (const Impostor& impostor : kImpostors) {
    EnrolmentPort port(impostor.own, impostor.shown, accepting());
    auto toImpostor = order(port);
    if (impostor.givenCertificate) toImpostor.trust = centre.certificate();
    const auto machine = enrol(toImpostor);
    ASSERT_FALSE(machine) << impostor.name;
    EXPECT_EQ(machine.error().code, "centre-unknown") << impostor.name << ": " << machine.error().detail;
    ASSERT_TRUE(port.owner.waitForEnds(1)) << impostor.name;
    EXPECT_TRUE(port.owner.frames().empty()) << impostor.name;
  }
}

TEST_F(Enrolment, SendsNothingWhenOneCharacterOfTheFingerprintDiffers) {
  EnrolmentPort port(server, centre.certificate(), accepting());
  auto mistyped = order(port);
  auto characters = std::get<std::string>(mistyped.trust);
  characters.back() = characters.back() == 'B' ? 'C' : 'B';
  mistyped.trust = characters;
  EXPECT_EQ(enrol(mistyped).error().code, "centre-unknown");
  ASSERT_TRUE(port.owner.waitForEnds(1));
  EXPECT_TRUE(port.owner.frames().empty());
}

TEST_F(Enrolment, PassesOnTheCentresRefusal) {
  EnrolmentPort port(server, centre.certificate(), [](const message::EnrolRequest&) {
    message::Refused refused;
    refused.set_code("code-expired");
    refused.set_detail("this code was valid for 15 minutes");
    return refused;
  });
  const auto machine = enrol(order(port));
  ASSERT_FALSE(machine);
  EXPECT_EQ(machine.error(), (base::Error{"code-expired", "this code was valid for 15 minutes"}));
}

TEST_F(Enrolment, RefusesRepliesThatAreNotItsOwn) {
  const Authority other("Another centre");
  const auto strangersKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  using Change = std::function<void(message::Enrolled&, const crypto::PublicKey&)>;
  const std::pair<const char*, Change> kChanges[] = {
      {"no certificate", [](auto& enrolled, const auto&) { enrolled.clear_certificate(); }},
      {"a certificate for another key",
       [&](auto& enrolled, const auto&) {
         enrolled.set_certificate(
             base::toString(centre.certify(strangersKey.publicKey(), {crypto::Role::seat, kMachineId}).der()));
       }},
      {"another authority's certificate",
       [&](auto& enrolled, const auto& key) {
         enrolled.set_certificate(base::toString(other.certify(key, {crypto::Role::seat, kMachineId}).der()));
       }},
      {"another authority",
       [&](auto& enrolled, const auto&) { enrolled.set_authority(base::toString(other.certificate().der())); }},
      {"another role",
       [&](auto& enrolled, const auto& key) {
         enrolled.set_certificate(base::toString(centre.certify(key, {crypto::Role::console, kMachineId}).der()));
       }},
      {"another id", [](auto& enrolled, const auto&) { enrolled.set_machine(std::string(16, 'x')); }},
      {"half an id", [](auto& enrolled, const auto&) { enrolled.set_machine(std::string(8, 'x')); }},
  };
  for (const auto& [name, change] : kChanges) {
    EnrolmentPort port(server, centre.certificate(), [&](const message::EnrolRequest& request) {
      auto enrolled = accept(request);
      change(enrolled, *crypto::verifySigningRequest(base::bytesOf(request.signing_request())));
      return enrolled;
    });
    const auto machine = enrol(order(port));
    ASSERT_FALSE(machine) << name;
    EXPECT_EQ(machine.error().code, "enrolment-broken") << name;
  }
}

TEST_F(Enrolment, SaysWhenTheCentreGivesNoAnswer) {
  EnrolmentPort port(server, centre.certificate(), [](const message::EnrolRequest&) { return std::nullopt; });
  EXPECT_EQ(enrol(order(port)).error().code, "enrolment-broken");
}

TEST_F(Enrolment, WaitsForACentreThatIsJustStarting) {
  std::optional<EnrolmentPort> port(std::in_place, server, centre.certificate(), accepting());
  const auto early = order(*port);
  port.reset();
  auto machine = std::async(std::launch::async, [&early] { return enrol(early); });
  port.emplace(server, centre.certificate(), accepting(), early.enrolmentPort);
  EXPECT_TRUE(machine.get());
  EXPECT_EQ(port->owner.frames().size(), 1u) << "one try of the code";
}

TEST_F(Enrolment, SaysWhenNobodyIsThere) {
  std::optional<EnrolmentPort> port(std::in_place, server, centre.certificate(), accepting());
  auto toNobody = order(*port);
  toNobody.patience = std::chrono::milliseconds(0);
  port.reset();
  EXPECT_EQ(enrol(toNobody).error().code, "enrolment-unreachable");
}

}  // namespace
}  // namespace vigie::link
