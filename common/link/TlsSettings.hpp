// How OpenSSL is set for the four kinds of context, each departure from its defaults with the attack it closes.
// Internal to common/link. Thread: any.
#pragma once

#include <memory>

#include "common/link/TlsContext.hpp"

namespace vigie::link {

enum class TlsKind { serverMutual, serverForEnrolment, clientMutual, clientForEnrolment };

inline bool isServer(TlsKind kind) {
  return kind == TlsKind::serverMutual || kind == TlsKind::serverForEnrolment;
}
inline bool isMutual(TlsKind kind) {
  return kind == TlsKind::serverMutual || kind == TlsKind::clientMutual;
}

struct SslCtxDeleter {
  void operator()(SSL_CTX* context) const;
};
using SslCtxPointer = std::unique_ptr<SSL_CTX, SslCtxDeleter>;

SslCtxPointer newTlsContext(TlsKind kind);

// Error "tls-credentials". `authorityToSend` closes the chain that enrolment shows.
base::Result<void> installCredentials(SSL_CTX* context, const Credentials& own,
                                      const crypto::Certificate* authorityToSend);

void requirePeer(SSL_CTX* context, const crypto::Certificate& authority, ExpiredPeers expired);

void keepServerSessions(SSL_CTX* context, const crypto::Certificate& own, const crypto::Certificate& authority);

}  // namespace vigie::link
