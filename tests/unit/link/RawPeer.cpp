#include "RawPeer.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <span>
#include <stdexcept>

namespace vigie::link {

namespace {

int connectTo(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("RawPeer: nobody listens");
  }
  return descriptor;
}

}  // namespace

void RawPeer::CtxDeleter::operator()(SSL_CTX* context) const {
  SSL_CTX_free(context);
}

RawPeer::RawPeer(std::uint16_t port, const Credentials* own, Version version)
    : descriptor_(connectTo(port)), context_(SSL_CTX_new(TLS_client_method())) {
  if (version == Version::tls12) SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
  if (own != nullptr) {
    SSL_CTX_use_certificate(context_.get(), own->certificate.handle());
    SSL_CTX_use_PrivateKey(context_.get(), own->key.handle());
  }
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_connect_state(ssl_.get());
}

RawPeer::~RawPeer() {
  hangUp();
}

void RawPeer::hangUp() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

base::Bytes RawPeer::takeOutput() {
  BIO* out = SSL_get_wbio(ssl_.get());
  base::Bytes bytes(BIO_ctrl_pending(out));
  if (!bytes.empty()) BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

bool RawPeer::takeInput() {
  std::array<std::uint8_t, 4096> bytes;
  const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (got <= 0) return false;
  BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(got));
  return true;
}

bool RawPeer::handshake() {
  for (;;) {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    const int error = SSL_get_error(ssl_.get(), result);
    if (!sendRaw(takeOutput())) return false;
    if (result == 1) return true;
    if (error != SSL_ERROR_WANT_READ || !takeInput()) return false;
  }
}

base::Bytes RawPeer::sealed(base::ByteView plain) {
  SSL_write(ssl_.get(), plain.data(), static_cast<int>(plain.size()));
  return takeOutput();
}

base::Bytes RawPeer::sealedKeyUpdate() {
  SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED);
  SSL_do_handshake(ssl_.get());
  return takeOutput();
}

bool RawPeer::sendRaw(base::ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

bool RawPeer::send(base::ByteView plain) {
  return sendRaw(sealed(plain));
}

bool RawPeer::sendCloseNotify() {
  SSL_shutdown(ssl_.get());
  return sendRaw(takeOutput());
}

base::Bytes RawPeer::receive(std::size_t size) {
  base::Bytes plain(size);
  std::size_t have = 0;
  while (have < size) {
    ERR_clear_error();
    const int got = SSL_read(ssl_.get(), plain.data() + have, static_cast<int>(size - have));
    if (got > 0) {
      have += static_cast<std::size_t>(got);
      continue;
    }
    const int error = SSL_get_error(ssl_.get(), got);
    closeNotify_ = error == SSL_ERROR_ZERO_RETURN;
    if (error != SSL_ERROR_WANT_READ || !takeInput()) break;
  }
  plain.resize(have);
  return plain;
}

base::Bytes RawPeer::frame(std::uint32_t length, std::uint16_t type, const std::string& body) {
  base::Bytes bytes;
  base::appendBigEndian32(bytes, length);
  base::appendBigEndian16(bytes, type);
  base::append(bytes, base::bytesOf(body));
  return bytes;
}

base::Bytes RawPeer::frame(std::uint16_t type, const std::string& body) {
  return frame(static_cast<std::uint32_t>(body.size() + 2), type, body);
}

}  // namespace vigie::link
