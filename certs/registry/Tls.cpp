#include "certs/registry/Tls.hpp"

#include <openssl/ssl.h>

namespace vigie::registry {
namespace {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

}  // namespace

base::Result<SSL_CTX*> newServerContext(const TlsIdentity& identity) {
  std::unique_ptr<SSL_CTX, FreeContext> context(SSL_CTX_new(TLS_server_method()));
  const bool made =
      context && SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION) == 1 &&
      SSL_CTX_use_certificate(context.get(), identity.certificate.handle()) == 1 &&
      SSL_CTX_use_PrivateKey(context.get(), identity.key.handle()) == 1 &&
      SSL_CTX_check_private_key(context.get()) == 1 &&
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), identity.clientAuthority.handle()) == 1 &&
      SSL_CTX_add_client_CA(context.get(), identity.clientAuthority.handle()) == 1 &&
      SSL_CTX_set_num_tickets(context.get(), 0) == 1;
  if (!made) return base::fail("tls-credentials", "the registry's TLS certificate and key do not belong together");
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);  // thousands of idle readers must not hold 34 KB each
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context.release();
}

base::Result<std::optional<crypto::RoleIdentity>> clientOf(SSL* ssl) {
  std::shared_ptr<X509> shown(SSL_get1_peer_certificate(ssl), X509_free);
  if (!shown) return std::optional<crypto::RoleIdentity>();
  if (SSL_get_verify_result(ssl) != X509_V_OK) return base::fail("no-role", "the client certificate was not verified");
  auto role = crypto::Certificate::fromHandle(std::move(shown)).role();
  if (!role) return base::fail(role.error());
  return std::optional<crypto::RoleIdentity>(std::move(*role));
}

}  // namespace vigie::registry
