// TLS of the registry's port: 1.3 only; a client certificate is asked for and, when one is shown, must lead to the
// client authority (a stranger may read without one). No tickets, no resumption: a centre comes a few times a day, and
// each time its certificate is judged anew. Thread: any.
#pragma once

#include <memory>
#include <optional>

#include "common/crypto/Certificate.hpp"

using SSL_CTX = struct ssl_ctx_st;
using SSL = struct ssl_st;

namespace vigie::registry {

struct TlsIdentity {
  crypto::Certificate certificate;
  crypto::PrivateKey key;
  crypto::Certificate clientAuthority;
};

// The caller owns the context. Error "tls-credentials": certificate and key do not belong together.
base::Result<SSL_CTX*> newServerContext(const TlsIdentity& identity);

// What the verified client certificate says; nothing when none was shown, error "no-role" when it has no role.
base::Result<std::optional<crypto::RoleIdentity>> clientOf(SSL* ssl);

}  // namespace vigie::registry
