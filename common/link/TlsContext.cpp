#include "common/link/TlsContext.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <span>

#include "common/link/TlsSettings.hpp"

namespace vigie::link {

namespace {

constexpr std::size_t kClientSessions = 4;  // control, evidence, and their successors

struct SessionDeleter {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using SessionPointer = std::unique_ptr<SSL_SESSION, SessionDeleter>;

// The peer may send more than what the handshake verified, and on enrolment nothing was: each key is checked to be one
// of the kinds that Certificate promises. Shared with OpenSSL, which has read the leaf's key already (reading a key
// again costs as much as verifying a signature).
base::Result<crypto::Certificate> checked(X509* sent) {
  X509_up_ref(sent);
  auto certificate = crypto::Certificate::fromHandle({sent, X509_free});
  const auto key = crypto::PublicKey::fromHandle({X509_get_pubkey(sent), EVP_PKEY_free});
  ERR_clear_error();
  if (!key) return base::fail("tls", "the peer's chain: expected certificates for P-256 or Ed25519 keys");
  return certificate;
}

// As sent, leaf first. OpenSSL leaves the leaf out of the chain on the server's side only.
base::Result<std::vector<crypto::Certificate>> sentChain(SSL* ssl) {
  std::vector<crypto::Certificate> chain;
  X509* leaf = SSL_get0_peer_certificate(ssl);
  if (leaf == nullptr) return chain;
  STACK_OF(X509)* others = SSL_get_peer_cert_chain(ssl);
  for (int index = -1; index < sk_X509_num(others); ++index) {
    X509* sent = index < 0 ? leaf : sk_X509_value(others, index);
    if (index == 0 && X509_cmp(sent, leaf) == 0) continue;
    auto certificate = checked(sent);
    if (!certificate) return base::fail(certificate.error());
    chain.push_back(std::move(*certificate));
  }
  return chain;
}

std::int64_t systemTimeMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

struct TlsContext::Impl {
  static base::Result<std::shared_ptr<TlsContext>> make(TlsKind kind, const Credentials* own,
                                                        const crypto::Certificate* authority, JudgeOptions options);

  std::optional<std::int64_t> datesAt() const { return options.datesAt ? options.datesAt() : systemTimeMs(); }
  base::Result<void> judgeMutual(SSL* ssl, PeerIdentity& peer) const;
  base::Result<void> judgeDatesAgain(const PeerIdentity& peer) const;
  static int rememberSession(SSL* ssl, SSL_SESSION* session);
  SessionPointer takeSession();

  TlsKind kind;
  JudgeOptions options;
  SslCtxPointer context;
  std::optional<crypto::Certificate> authority;
  std::mutex sessionsMutex;
  std::vector<SessionPointer> sessions;  // of a mutual client, newest last
  std::atomic<std::uint64_t> full = 0;
  std::atomic<std::uint64_t> resumed = 0;
};

base::Result<std::shared_ptr<TlsContext>> TlsContext::Impl::make(TlsKind kind, const Credentials* own,
                                                                 const crypto::Certificate* authority,
                                                                 JudgeOptions options) {
  auto impl = std::make_unique<Impl>();
  impl->kind = kind;
  impl->options = std::move(options);
  impl->context = newTlsContext(kind);
  SSL_CTX* context = impl->context.get();
  if (own != nullptr) {
    const crypto::Certificate* toSend = kind == TlsKind::serverForEnrolment ? authority : nullptr;
    if (auto installed = installCredentials(context, *own, toSend); !installed) return base::fail(installed.error());
  }
  if (isMutual(kind)) {
    impl->authority = *authority;
    requirePeer(context, *authority, impl->options.expiredPeers);
  }
  if (kind == TlsKind::serverMutual) keepServerSessions(context, own->certificate, *authority);
  if (kind == TlsKind::clientMutual) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_app_data(context, impl.get());
    SSL_CTX_sess_set_new_cb(context, rememberSession);
  }
  return std::shared_ptr<TlsContext>(new TlsContext(std::move(impl)));
}

int TlsContext::Impl::rememberSession(SSL* ssl, SSL_SESSION* session) {
  auto* self = static_cast<Impl*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  SessionPointer owned(session);
  const std::lock_guard lock(self->sessionsMutex);
  if (self->sessions.size() == kClientSessions) self->sessions.erase(self->sessions.begin());
  self->sessions.push_back(std::move(owned));
  return 1;  // the reference is ours
}

// Each session is offered once: whoever listens could otherwise tell that two connections are the same machine's.
SessionPointer TlsContext::Impl::takeSession() {
  const std::lock_guard lock(sessionsMutex);
  if (sessions.empty()) return nullptr;
  SessionPointer session = std::move(sessions.back());
  sessions.pop_back();
  return session;
}

base::Result<void> TlsContext::Impl::judgeMutual(SSL* ssl, PeerIdentity& peer) const {
  if (!peer.certificate) return base::fail("tls", "the peer has no certificate");
  if (SSL_get_verify_result(ssl) != X509_V_OK) return base::fail("tls", "the peer's certificate was not verified");
  const std::optional<std::int64_t> at = datesAt();
  if (at && *at > peer.certificate->notAfterMs()) peer.validity = Validity::expired;
  if (peer.validity == Validity::expired && options.expiredPeers == ExpiredPeers::refused) {
    return base::fail("tls", "the peer's certificate has expired");
  }
  if (peer.resumed) {
    if (auto again = judgeDatesAgain(peer); !again) return again;
  }
  auto role = peer.certificate->role();
  if (!role) return base::fail("tls", "the peer's certificate: " + role.error().detail);
  if (kind == TlsKind::clientMutual && role->role != crypto::Role::centre) {
    return base::fail("tls", "the server's certificate has the role " + std::string(crypto::roleName(role->role)) +
                                 ", expected " + std::string(crypto::roleName(crypto::Role::centre)));
  }
  peer.role = std::move(*role);
  return {};
}

// A resumed handshake shows no certificate: what the session remembers was verified by this context and cannot change,
// but its dates go by. (Revocation and role are judged again for every link.)
base::Result<void> TlsContext::Impl::judgeDatesAgain(const PeerIdentity& peer) const {
  const std::optional<std::int64_t> at = datesAt();
  if (!at) return {};
  const auto holds = [&](const crypto::Certificate& certificate) {
    return certificate.notBeforeMs() <= *at && *at <= certificate.notAfterMs();
  };
  const auto issuers = std::span(peer.chain).subspan(1);
  const bool leafHolds = peer.validity == Validity::expired || holds(peer.chain.front());
  if (leafHolds && std::ranges::all_of(issuers, holds) && holds(*authority)) return {};
  return base::fail("tls", "a certificate of the peer's chain is not valid at this time");
}

base::Result<PeerIdentity> TlsContext::judge(SSL* ssl) const {
  PeerIdentity peer;
  peer.resumed = SSL_session_reused(ssl) == 1;
  auto chain = sentChain(ssl);
  if (!chain) return base::fail(chain.error());
  peer.chain = std::move(*chain);
  if (!peer.chain.empty()) peer.certificate = peer.chain.front();
  if (isMutual(impl_->kind)) {
    if (auto judged = impl_->judgeMutual(ssl, peer); !judged) return base::fail(judged.error());
  } else if (peer.certificate) {
    if (auto role = peer.certificate->role()) peer.role = std::move(*role);
  }
  if (impl_->options.admit) {
    if (auto admitted = impl_->options.admit(peer); !admitted) return base::fail("tls", admitted.error().detail);
  }
  ++(peer.resumed ? impl_->resumed : impl_->full);
  return peer;
}

TlsContext::SslPointer TlsContext::newConnection() const {
  SslPointer ssl(SSL_new(impl_->context.get()));
  if (isServer(impl_->kind)) {
    SSL_set_accept_state(ssl.get());
  } else {
    SSL_set_connect_state(ssl.get());
    if (const SessionPointer session = impl_->takeSession()) SSL_set_session(ssl.get(), session.get());
  }
  if (!isMutual(impl_->kind) || !impl_->options.datesAt) return ssl;
  X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl.get());
  if (const auto at = impl_->datesAt()) {
    X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(*at / 1000));
  } else {
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
  }
  return ssl;
}

void TlsContext::SslDeleter::operator()(SSL* ssl) const {
  SSL_free(ssl);
}

TlsContext::Counts TlsContext::counts() const {
  return {impl_->full.load(), impl_->resumed.load()};
}

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::~TlsContext() = default;

base::Result<std::shared_ptr<TlsContext>> TlsContext::serverMutual(const Credentials& own,
                                                                   const crypto::Certificate& centreAuthority,
                                                                   JudgeOptions options) {
  return Impl::make(TlsKind::serverMutual, &own, &centreAuthority, std::move(options));
}

base::Result<std::shared_ptr<TlsContext>> TlsContext::serverForEnrolment(const Credentials& own,
                                                                         const crypto::Certificate& centreAuthority) {
  return Impl::make(TlsKind::serverForEnrolment, &own, &centreAuthority, {});
}

base::Result<std::shared_ptr<TlsContext>> TlsContext::clientMutual(const Credentials& own,
                                                                   const crypto::Certificate& centreAuthority,
                                                                   JudgeOptions options) {
  return Impl::make(TlsKind::clientMutual, &own, &centreAuthority, std::move(options));
}

base::Result<std::shared_ptr<TlsContext>> TlsContext::clientForEnrolment(JudgeOptions options) {
  return Impl::make(TlsKind::clientForEnrolment, nullptr, nullptr, std::move(options));
}

}  // namespace vigie::link
