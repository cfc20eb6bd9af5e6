#include "common/link/TlsSettings.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <initializer_list>

#include "common/crypto/Digest.hpp"

namespace vigie::link {

namespace {

// A link dies with a cable more often than with a machine; two hours outlast a sitting.
constexpr long kSessionSeconds = 2 * 60 * 60;
constexpr long kServerSessions = 8192;          // two links for each of 2,000 seats, and as many again
constexpr long kLargestPeerChain = 16L * 1024;  // bytes; ours is under 2 KiB

// At depth 0 only: an expired authority is nobody's renewal.
int letExpiredLeafPass(int good, X509_STORE_CTX* verification) {
  const bool isLeaf = X509_STORE_CTX_get_error_depth(verification) == 0;
  if (good == 1 || !isLeaf || X509_STORE_CTX_get_error(verification) != X509_V_ERR_CERT_HAS_EXPIRED) return good;
  X509_STORE_CTX_set_error(verification, X509_V_OK);
  return 1;
}

}  // namespace

void SslCtxDeleter::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

SslCtxPointer newTlsContext(TlsKind kind) {
  SslCtxPointer owned(SSL_CTX_new(isServer(kind) ? TLS_server_method() : TLS_client_method()));
  SSL_CTX* context = owned.get();
  // Downgrade: older versions have renegotiation, compression, CBC and certificates in clear.
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
  // One kind of signature, P-256's: a peer can neither make us compute slow RSA nor pass with a weak key.
  SSL_CTX_set1_sigalgs_list(context, "ecdsa_secp256r1_sha256");
  SSL_CTX_set1_groups_list(context, "X25519:P-256");
  // Replay: early data would be accepted twice.
  SSL_CTX_set_max_early_data(context, 0);
  // Memory before authentication: by default a stranger may send 100 KiB of certificates.
  SSL_CTX_set_max_cert_list(context, kLargestPeerChain);
  // CPU of a connect storm: otherwise OpenSSL builds and verifies our own chain at each handshake, and sends the root.
  SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
  // Memory of idle links: the record buffers (17 KiB each) are given back between records; no read-ahead keeps one.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 0);
  // Starvation: with AUTO_RETRY one SSL_read digests records without data (key updates) as long as the peer sends them.
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Cross-context resumption and cache flooding: no sessions unless keepServerSessions() or a client's own cache.
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_timeout(context, kSessionSeconds);
  return owned;
}

base::Result<void> installCredentials(SSL_CTX* context, const Credentials& own,
                                      const crypto::Certificate* authorityToSend) {
  bool good = SSL_CTX_use_certificate(context, own.certificate.handle()) == 1 &&
              SSL_CTX_use_PrivateKey(context, own.key.handle()) == 1 && SSL_CTX_check_private_key(context) == 1;
  for (const crypto::Certificate& issuer : own.issuers) {
    good = good && SSL_CTX_add1_chain_cert(context, issuer.handle()) == 1;
  }
  if (authorityToSend != nullptr) good = good && SSL_CTX_add1_chain_cert(context, authorityToSend->handle()) == 1;
  ERR_clear_error();
  if (good) return {};
  return base::fail("tls-credentials", "the certificate of " + own.certificate.subject() +
                                           " and the private key do not belong together; expected a P-256 pair");
}

// The peer's chain must lead to this one certificate: the system's own authorities are never loaded.
void requirePeer(SSL_CTX* context, const crypto::Certificate& authority, ExpiredPeers expired) {
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.handle());
  const auto callback = expired == ExpiredPeers::admitted ? letExpiredLeafPass : nullptr;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, callback);
}

// Stateful: a quarter of a full handshake's CPU, where a ticket saves a third; and a session kept here can be
// forgotten. The id context keeps a session of one context (its key, its authority) from being resumed in another.
void keepServerSessions(SSL_CTX* context, const crypto::Certificate& own, const crypto::Certificate& authority) {
  const crypto::Digest ownPrint = own.fingerprint();
  const crypto::Digest authorityPrint = authority.fingerprint();
  const std::initializer_list<base::ByteView> parts{ownPrint, authorityPrint};
  const crypto::Digest id = crypto::sha256(parts);
  SSL_CTX_set_session_id_context(context, id.data(), static_cast<unsigned>(id.size()));
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
  SSL_CTX_sess_set_cache_size(context, kServerSessions);
  SSL_CTX_set_num_tickets(context, 1);
}

}  // namespace vigie::link
