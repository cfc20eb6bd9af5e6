// One TLS connection driven on a non-blocking socket, one call at a time, without waiting: each call says what it did
// or what to wait for. No Asio here. Thread: one at a time. Ownership: borrows the descriptor and the context.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "common/base/Bytes.hpp"
#include "common/link/SocketBio.hpp"
#include "common/link/TlsContext.hpp"

namespace vigie::link {

enum class Step {
  done,       // the call succeeded
  again,      // a record without data was consumed: count it, then call again
  wantRead,   // wait until the socket is readable, then call again
  wantWrite,  // wait until it is writable, then call again with the same bytes
  peerDone,   // close_notify
  truncated,  // end of the stream without close_notify
  tls,        // see reason()
  io,         // see reason()
};

class TlsStream {
 public:
  TlsStream(const TlsContext& context, int descriptor, const std::optional<FaultPlan>& faults);
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  Step handshake();
  base::Result<PeerIdentity> judge() const;  // once, after handshake() is done
  Step read(std::span<std::uint8_t> out, std::size_t& got);
  Step write(base::ByteView bytes, std::size_t& put);  // at most one record is taken
  Step closeSending();                                 // close_notify

  void forgetSocket() { socket_.forgetSocket(); }  // further calls fail as io

  const std::string& reason() const { return reason_; }

 private:
  void prepare();
  Step outcome(int result);
  Step systemOutcome();
  void countMessage();
  static void messageCallback(int sent, int version, int contentType, const void* bytes, std::size_t size, SSL* ssl,
                              void* stream);

  const TlsContext& context_;
  SocketBio socket_;
  TlsContext::SslPointer ssl_;
  std::string reason_;
  bool established_ = false;
  int handshakeMessages_ = 0;  // received after the handshake
};

}  // namespace vigie::link
