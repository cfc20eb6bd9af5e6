// Why a link ended, and the limits that may end it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace vigie::link {

enum class End {
  peerDone,     // the peer closed its side first; everything sent before finish() was flushed
  closed,       // we finished, the peer confirmed
  truncated,    // the connection ended without close_notify: what came last may be missing
  timeout,      // a limit of time passed
  cancelled,    // the owner aborted it
  tooBig,       // a frame above its type's cap, or shorter than a frame can be
  unknownType,  // a frame of a type that the peer may not send
  slowPeer,     // more than outboxBytes waited for the peer to read
  tls,          // the TLS layer refused: certificate, protocol version, alert, flood of key updates
  io,           // the operating system's error (reset, unreachable)
};

std::string_view endName(End end);  // "peer-done", "too-big": also the code of the errors that read() returns

struct Limits {
  std::chrono::milliseconds handshake{10'000};  // from connection (client: from the attempt) to the peer's identity
  std::chrono::milliseconds idle{15'000};       // between two frames from the peer
  std::chrono::milliseconds write{10'000};      // for the peer to take 16 KiB
  std::chrono::milliseconds close{5'000};       // from our close_notify to the peer's
  std::size_t outboxBytes = 4U << 20;           // sent and not yet taken by the socket, headers included
};

}  // namespace vigie::link
