// Who we are on a link and whom we accept: TLS 1.3 only, P-256 only, no early data, stateful resumption.
// Four kinds, one factory each; a context serves any number of links at once and is shared by them. Thread: any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/Certificate.hpp"

using SSL_CTX = struct ssl_ctx_st;
using SSL = struct ssl_st;

namespace vigie::link {

enum class Validity { valid, expired };

// Whom the handshake proved. On the enrolment server the peer is nobody: no certificate, empty chain, no role. On the
// enrolment client nothing is proved yet: `chain` is what the server sent (leaf first, its CA last) for the owner to
// compare with the fingerprint it was given, before it sends anything; certificate and role are of chain[0],
// unverified.
struct PeerIdentity {
  std::optional<crypto::Certificate> certificate;
  std::vector<crypto::Certificate> chain;    // as sent, leaf first
  std::optional<crypto::RoleIdentity> role;  // always there on the two mutual kinds
  Validity validity = Validity::valid;       // expired: only with ExpiredPeers::admitted
  bool resumed = false;                      // an abbreviated handshake; everything was judged again all the same
  std::string address;                       // "192.0.2.7:41200", for logs
};

// Our certificate, its key and what stands between it and the root (the root left out but for enrolment).
struct Credentials {
  crypto::Certificate certificate;
  std::vector<crypto::Certificate> issuers;
  crypto::PrivateKey key;
};

// An expired machine may still come, only to renew: the owner must look at PeerIdentity::validity.
enum class ExpiredPeers { refused, admitted };

struct JudgeOptions {
  // Wall time in ms at which certificate dates are judged, asked at each handshake; default: the system's clock. A seat
  // gives the time its centre last signed; nullopt leaves dates to the owner, who judges PeerIdentity::chain later with
  // crypto::verifyChain.
  std::function<std::optional<std::int64_t>()> datesAt;
  ExpiredPeers expiredPeers = ExpiredPeers::refused;
  // The owner's last word (revoked? role allowed on this port?), asked at full and resumed handshakes alike, on an I/O
  // thread. An error ends the link as tls with its detail as reason.
  std::function<base::Result<void>(const PeerIdentity&)> admit;
};

class TlsContext {
 public:
  // Errors of all four: "tls-credentials" (certificate and key do not belong together).
  // Verifies the client's chain up to `centreAuthority`; the certificate must carry a role.
  static base::Result<std::shared_ptr<TlsContext>> serverMutual(const Credentials& own,
                                                                const crypto::Certificate& centreAuthority,
                                                                JudgeOptions options = {});
  // Asks for no client certificate and sends `centreAuthority` as the last of its chain.
  static base::Result<std::shared_ptr<TlsContext>> serverForEnrolment(const Credentials& own,
                                                                      const crypto::Certificate& centreAuthority);
  // Verifies the server's chain up to `centreAuthority`; the certificate must carry the role `centre`. One context per
  // centre: it keeps that centre's sessions for resumption.
  static base::Result<std::shared_ptr<TlsContext>> clientMutual(const Credentials& own,
                                                                const crypto::Certificate& centreAuthority,
                                                                JudgeOptions options = {});
  // Proves possession of the server's key only; the owner judges PeerIdentity::chain. `admit` may do it.
  static base::Result<std::shared_ptr<TlsContext>> clientForEnrolment(JudgeOptions options = {});

  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // For TlsStream: a connection's SSL, and the verdict once its handshake is done (error code "tls").
  struct SslDeleter {
    void operator()(SSL* ssl) const;
  };
  using SslPointer = std::unique_ptr<SSL, SslDeleter>;
  SslPointer newConnection() const;
  base::Result<PeerIdentity> judge(SSL* ssl) const;

  // Full and resumed handshakes judged good so far (for tests and metrics).
  struct Counts {
    std::uint64_t full = 0;
    std::uint64_t resumed = 0;
  };
  Counts counts() const;

 private:
  struct Impl;
  explicit TlsContext(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vigie::link
