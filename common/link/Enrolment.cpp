#include "common/link/Enrolment.hpp"

#include <future>

#include "common/crypto/SignedMessage.hpp"
#include "common/link/Client.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::link {
namespace {

using protocol::Sender;
namespace message = protocol::message;

std::unexpected<base::Error> unknownCentre(const std::string& why) {
  return base::fail("centre-unknown",
                    why +
                        ". The code was not sent. Compare address and characters with the console; if "
                        "they are right, another computer answers in the centre's place");
}

std::unexpected<base::Error> broken(const std::string& why) {
  return base::fail("enrolment-broken", why + ". The code may be used up: ask for a new one");
}

// Dates are not judged: a newcomer's clock may be anywhere.
base::Result<crypto::Certificate> authorityOf(const PeerIdentity& peer, const CentreTrust& trust) {
  if (peer.chain.size() < 2) return unknownCentre("the server did not show its authority's certificate");
  const crypto::Certificate& leaf = peer.chain.front();
  const crypto::Certificate& authority = peer.chain.back();
  if (const auto* known = std::get_if<crypto::Certificate>(&trust)) {
    if (known->der() != authority.der())
      return unknownCentre("the server belongs to another authority than centre.trust");
  } else if (!base::equalConstantTime(base::bytesOf(std::get<std::string>(trust)),
                                      base::bytesOf(fingerprintCharacters(authority.publicKey())))) {
    return unknownCentre("the server's authority does not have the last 12 characters of the code");
  }
  if (!authority.isAuthority() || !leaf.isIssuedBy(authority)) {
    return unknownCentre("the server's certificate was not issued by the authority it shows");
  }
  const auto role = leaf.role();
  if (!role || role->role != crypto::Role::centre) return unknownCentre("the server is not a centre");
  return authority;
}

message::EnrolRequest requestOf(const EnrolmentOrder& order, const crypto::PrivateKey& key) {
  const base::Bytes signingRequest = crypto::makeSigningRequest(key, std::string(crypto::roleName(order.role)));
  message::EnrolRequest request;
  request.set_protocol(protocol::kProtocolVersion);
  request.set_code(order.secret);
  request.set_signing_request(base::toString(signingRequest));
  if (order.staffKey != nullptr) {
    const auto proof = crypto::signMessage(*order.staffKey, "staff-key", signingRequest);
    request.set_staff_key(base::toString(order.staffKey->publicKey().spki()));
    request.set_staff_proof(base::toString(proof.signature));
    request.set_staff_proof_key_id(base::toString(proof.keyId));
  }
  return request;
}

base::Result<Machine> machineOf(const EnrolmentOrder& order, const crypto::PrivateKey& key,
                                const crypto::Certificate& authority, const message::Enrolled& reply) {
  auto certificate = crypto::Certificate::fromDer(base::bytesOf(reply.certificate()));
  if (!certificate) return broken("the centre's reply holds no certificate");
  const auto role = certificate->role();
  const auto id = base::WorkstationId::fromBytes(reply.machine());
  if (base::toBytes(reply.authority()) != authority.der() || !certificate->isIssuedBy(authority)) {
    return broken("the certificate comes from another authority than the server's");
  }
  if (certificate->publicKey().spki() != key.publicKey().spki()) return broken("the certificate is for another key");
  if (!role || !id || role->role != order.role || role->id != id->hex()) {
    return broken("the certificate is not that of this machine");
  }
  Machine machine{*id, order.role, reply.label(), order.host, order.port, {}, key, *certificate, authority};
  if (order.staffKey != nullptr) {
    const auto staff = base::StaffId::fromBytes(reply.staff());
    if (!staff) return broken("the centre did not name the staff member");
    machine.staff = *staff;
  }
  return machine;
}

// One conversation. Callbacks come from an I/O thread, one after the other; the outcome is taken once.
class Conversation {
 public:
  explicit Conversation(const EnrolmentOrder& order)
      : order_(order), key_(crypto::PrivateKey::generate(crypto::KeyKind::p256)) {}

  LinkEvents events(Client& client) {
    LinkEvents events;
    events.onOpen = [this, &client](LinkId link, const PeerIdentity& peer) { open(client, link, peer); };
    events.onFrame = [this, &client](LinkId link, const Frame& frame) {
      settle(read(frame));
      client.finish(link);
      return Reading::goOn;
    };
    events.onEnd = [this](LinkId, End, const std::string& reason) {
      settle(broken("the centre ended the connection without an answer (" + reason + ")"));
    };
    events.onRefused = [this](const base::Error& error) {
      if (error.code == "connect" && std::chrono::steady_clock::now() < givesUpAt_) return;  // the client tries again
      settle(base::fail("enrolment-unreachable", error.detail));
    };
    return events;
  }

  base::Result<Machine> outcome() { return outcome_.get_future().get(); }

 private:
  void open(Client& client, LinkId link, const PeerIdentity& peer) {
    if (settled_) return client.abort(link);
    auto authority = authorityOf(peer, order_.trust);
    if (!authority) {
      settle(base::fail(authority.error()));
      client.abort(link);
      return;
    }
    authority_ = std::move(*authority);
    const protocol::Message request = requestOf(order_, key_);
    client.send(link, {protocol::numberOf(request), protocol::encode(request)});
  }

  base::Result<Machine> read(const Frame& frame) const {
    const auto reply = protocol::decode(Sender::enrolmentDesk, frame.type, frame.body);
    if (!reply) return broken("the centre's reply cannot be read: " + reply.error().detail);
    if (const auto* refused = std::get_if<message::Refused>(&*reply))
      return base::fail(refused->code(), refused->detail());
    const auto* enrolled = std::get_if<message::Enrolled>(&*reply);
    if (enrolled == nullptr || !authority_) return broken("the centre sent something else than an answer");
    return machineOf(order_, key_, *authority_, *enrolled);
  }

  void settle(base::Result<Machine> outcome) {
    if (settled_) return;
    settled_ = true;
    outcome_.set_value(std::move(outcome));
  }

  const EnrolmentOrder& order_;
  const std::chrono::steady_clock::time_point givesUpAt_ = std::chrono::steady_clock::now() + order_.patience;
  const crypto::PrivateKey key_;
  std::optional<crypto::Certificate> authority_;
  bool settled_ = false;
  std::promise<base::Result<Machine>> outcome_;
};

}  // namespace

base::Result<Machine> enrol(const EnrolmentOrder& order) {
  auto context = TlsContext::clientForEnrolment();
  if (!context) return base::fail(context.error());
  ClientSettings settings;
  settings.host = order.host;
  settings.port = order.enrolmentPort;
  settings.limits = order.limits;
  settings.caps = [](std::uint16_t type) { return protocol::capOf(Sender::enrolmentDesk, type); };
  settings.reconnect = Reconnect{std::chrono::milliseconds(100), std::chrono::milliseconds(1'000)};
  Conversation conversation(order);
  IoThreads threads;
  Client client(threads, std::move(*context), std::move(settings));
  client.start(conversation.events(client));
  auto outcome = conversation.outcome();
  client.close();
  return outcome;
}

}  // namespace vigie::link
