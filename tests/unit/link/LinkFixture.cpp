#include "LinkFixture.hpp"

#include <chrono>

namespace vigie::link {

namespace {

constexpr std::chrono::minutes kGuard{1};

crypto::Certificate selfSigned(const std::string& name, const crypto::PrivateKey& key) {
  crypto::CertificateTemplate content;
  content.subject = name;
  content.authority = true;
  content.notBeforeMs = nowMs() - 1000 * kDayMs;
  content.notAfterMs = nowMs() + 1000 * kDayMs;
  return crypto::issueCertificate(content, key.publicKey(), key, std::nullopt);
}

}  // namespace

std::int64_t nowMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

Authority::Authority(const std::string& name)
    : key_(crypto::PrivateKey::generate(crypto::KeyKind::p256)), certificate_(selfSigned(name, key_)) {}

Credentials Authority::issue(std::optional<crypto::Role> role, std::int64_t notBeforeMs,
                             std::int64_t notAfterMs) const {
  crypto::CertificateTemplate content;
  content.subject = "Test machine";
  if (role) content.role = crypto::RoleIdentity{*role, std::string(32, 'a')};
  content.notBeforeMs = notBeforeMs;
  content.notAfterMs = notAfterMs;
  auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto certificate = crypto::issueCertificate(content, key.publicKey(), key_, certificate_);
  return {std::move(certificate), {}, std::move(key)};
}

crypto::Certificate Authority::certify(const crypto::PublicKey& key, const crypto::RoleIdentity& identity) const {
  crypto::CertificateTemplate content;
  content.subject = "Test machine";
  content.role = identity;
  content.notBeforeMs = nowMs() - kDayMs;
  content.notAfterMs = nowMs() + kDayMs;
  return crypto::issueCertificate(content, key, key_, certificate_);
}

template <class Change>
void Owner::note(Change change) {
  const std::lock_guard lock(mutex_);
  change();
  changed_.notify_all();
}

LinkEvents Owner::events() {
  LinkEvents events;
  events.onOpen = [this](LinkId link, const PeerIdentity& peer) {
    if (welcome) welcome(link, peer);
    note([&] {
      links_.push_back(link);
      peers_.push_back(peer);
    });
  };
  events.onFrame = [this](LinkId link, Frame frame) {
    const Reading verdict = answer ? answer(link, frame) : Reading::goOn;
    note([&] { frames_.push_back(std::move(frame)); });
    return verdict;
  };
  if (peerDone) events.onPeerDone = peerDone;
  events.onEnd = [this](LinkId link, End end, const std::string& reason) {
    note([&] { ends_.push_back({link, end, reason}); });
  };
  events.onRefused = [this](const base::Error& error) { note([&] { refusals_.push_back(error); }); };
  return events;
}

bool Owner::waitUntil(const std::function<bool()>& holds) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kGuard, holds);
}

bool Owner::waitForOpen(std::size_t count) {
  return waitUntil([&] { return links_.size() >= count; });
}
bool Owner::waitForFrames(std::size_t count) {
  return waitUntil([&] { return frames_.size() >= count; });
}
bool Owner::waitForEnds(std::size_t count) {
  return waitUntil([&] { return ends_.size() >= count; });
}
bool Owner::waitForRefusals(std::size_t count) {
  return waitUntil([&] { return refusals_.size() >= count; });
}

std::vector<Frame> Owner::frames() const {
  const std::lock_guard lock(mutex_);
  return frames_;
}
std::vector<Owner::Ended> Owner::ends() const {
  const std::lock_guard lock(mutex_);
  return ends_;
}
std::vector<base::Error> Owner::refusals() const {
  const std::lock_guard lock(mutex_);
  return refusals_;
}
std::vector<PeerIdentity> Owner::peers() const {
  const std::lock_guard lock(mutex_);
  return peers_;
}
LinkId Owner::lastLink() const {
  const std::lock_guard lock(mutex_);
  return links_.back();
}

std::optional<std::size_t> testCaps(std::uint16_t type) {
  if (type == kText) return 64U * 1024;
  if (type == kPicture) return 512U * 1024;
  return std::nullopt;
}

Frame textFrame(const std::string& text) {
  return {kText, base::toBytes(text)};
}
std::string textOf(const Frame& frame) {
  return base::toString(frame.body);
}

ServerSettings LinkFixture::serverSettings() const {
  ServerSettings chosen;
  chosen.caps = testCaps;
  return chosen;
}

ClientSettings LinkFixture::clientSettings() const {
  ClientSettings chosen;
  chosen.host = "127.0.0.1";
  chosen.caps = testCaps;
  chosen.reconnect.reset();
  return chosen;
}

std::shared_ptr<TlsContext> LinkFixture::serverContext(JudgeOptions options) const {
  const Credentials own = centre.issue(crypto::Role::centre);
  return TlsContext::serverMutual(own, centre.certificate(), std::move(options)).value();
}

std::shared_ptr<TlsContext> LinkFixture::seatContext(JudgeOptions options) const {
  const Credentials own = centre.issue(crypto::Role::seat);
  return TlsContext::clientMutual(own, centre.certificate(), std::move(options)).value();
}

void LinkFixture::startServer() {
  auto listening = Server::listen(threads, context, settings);
  ASSERT_TRUE(listening) << listening.error().detail;
  server = std::move(*listening);
  server->start(serverOwner.events());
}

std::unique_ptr<Client> LinkFixture::startClient(Owner& owner, std::shared_ptr<TlsContext> clientContext,
                                                 ClientSettings chosen) {
  if (chosen.port == 0) chosen.port = server->boundPort();
  auto client = std::make_unique<Client>(threads, std::move(clientContext), std::move(chosen));
  client->start(owner.events());
  return client;
}

}  // namespace vigie::link
