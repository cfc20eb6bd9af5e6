// A workstation's own date may be decades wrong, so a seat does not judge certificates by it: the handshake verifies
// the server's chain without dates, and the centre's Welcome, which that chain signs, brings the time to judge them at.
//   TlsContext::clientMutual(own, authority, CentreDates::atWelcome());
//   onOpen: dates.opened(peer);   at the Welcome: dates.judge(welcome.wall_ms())
// Thread: one at a time. Ownership: values.
#pragma once

#include <algorithm>

#include "common/link/TlsContext.hpp"

namespace vigie::link {

class CentreDates {
 public:
  explicit CentreDates(crypto::Certificate authority) : authority_(std::move(authority)) {}

  static JudgeOptions atWelcome() {
    JudgeOptions options;
    options.datesAt = [] { return std::nullopt; };
    return options;
  }

  void opened(const PeerIdentity& peer) { chain_ = peer.chain; }

  // Error "chain-broken" or its like: end the link, this is not the centre any more. A time before the certificates
  // were made is a server that lost its date; its staff are told, and seats go on.
  base::Result<void> judge(std::int64_t wallMs) const {
    std::int64_t at = std::max(wallMs, authority_.notBeforeMs());
    for (const crypto::Certificate& link : chain_) at = std::max(at, link.notBeforeMs());
    return crypto::verifyChain(chain_, authority_, at);
  }

 private:
  crypto::Certificate authority_;
  std::vector<crypto::Certificate> chain_;
};

}  // namespace vigie::link
