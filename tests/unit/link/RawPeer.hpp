// A peer that keeps none of our rules: a blocking TLS client whose records the test makes, cuts and sends as it likes.
#pragma once

#include <memory>
#include <string>

#include "common/base/Bytes.hpp"
#include "common/link/TlsContext.hpp"

namespace vigie::link {

class RawPeer {
 public:
  enum class Version { tls12, tls13 };

  // Connected to the port of loopback; not yet shaken hands.
  RawPeer(std::uint16_t port, const Credentials* own, Version version = Version::tls13);
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  bool handshake();
  base::Bytes sealed(base::ByteView plain);  // the TLS records that carry these bytes
  base::Bytes sealedKeyUpdate();
  bool sendRaw(base::ByteView bytes);  // false when the other end hung up
  bool send(base::ByteView plain);
  bool sendCloseNotify();
  base::Bytes receive(std::size_t size);  // fewer when the other end ended
  bool receivedCloseNotify() const { return closeNotify_; }
  void hangUp();  // without close_notify

  static base::Bytes frame(std::uint32_t length, std::uint16_t type, const std::string& body);
  static base::Bytes frame(std::uint16_t type, const std::string& body);

 private:
  base::Bytes takeOutput();
  bool takeInput();

  struct CtxDeleter {
    void operator()(SSL_CTX* context) const;
  };
  int descriptor_ = -1;
  std::unique_ptr<SSL_CTX, CtxDeleter> context_;
  TlsContext::SslPointer ssl_;
  bool closeNotify_ = false;
};

}  // namespace vigie::link
