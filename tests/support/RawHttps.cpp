#include "tests/support/RawHttps.hpp"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace vigie::support {

struct RawHttps::Impl {
  ~Impl() {
    SSL_free(ssl);
    SSL_CTX_free(context);
    if (socket >= 0) ::close(socket);
  }
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
  int socket = -1;
};

namespace {

int connectTo(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return socket;
  ::close(socket);
  return -1;
}

}  // namespace

base::Result<RawHttps> RawHttps::connect(std::uint16_t port, const RawTls& tls) {
  // A server that hangs up must fail a write here, not end the test program.
  std::signal(SIGPIPE, SIG_IGN);
  auto impl = std::make_unique<Impl>();
  impl->context = SSL_CTX_new(TLS_client_method());
  X509_STORE_add_cert(SSL_CTX_get_cert_store(impl->context), tls.authority.handle());
  SSL_CTX_set_verify(impl->context, SSL_VERIFY_PEER, nullptr);
  if (tls.atMostTls12) SSL_CTX_set_max_proto_version(impl->context, TLS1_2_VERSION);
  if (tls.own) {
    SSL_CTX_use_certificate(impl->context, tls.own->certificate.handle());
    SSL_CTX_use_PrivateKey(impl->context, tls.own->key.handle());
  }
  impl->socket = connectTo(port);
  if (impl->socket < 0) return base::fail("connect", "nobody listens on this port");
  impl->ssl = SSL_new(impl->context);
  SSL_set_fd(impl->ssl, impl->socket);
  if (SSL_connect(impl->ssl) != 1) return base::fail("handshake", "the TLS handshake failed");
  return RawHttps(std::move(impl));
}

RawHttps::RawHttps(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RawHttps::RawHttps(RawHttps&&) noexcept = default;
RawHttps& RawHttps::operator=(RawHttps&&) noexcept = default;
RawHttps::~RawHttps() = default;

bool RawHttps::send(std::string_view bytes) {
  return SSL_write(impl_->ssl, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

std::string RawHttps::readToEnd() {
  std::string all;
  char buffer[4096];
  for (int got = 0; (got = SSL_read(impl_->ssl, buffer, sizeof buffer)) > 0;) {
    all.append(buffer, static_cast<std::size_t>(got));
  }
  return all;
}

std::string RawHttps::readAnswer() {
  std::string all;
  char one = 0;
  while (!all.ends_with("\r\n\r\n") && SSL_read(impl_->ssl, &one, 1) == 1) all.push_back(one);
  const std::size_t found = all.find("Content-Length: ");
  std::size_t size = found == std::string::npos ? 0 : std::strtoul(all.c_str() + found + 16, nullptr, 10);
  for (; size > 0 && SSL_read(impl_->ssl, &one, 1) == 1; --size) all.push_back(one);
  return all;
}

std::string RawHttps::exchange(std::uint16_t port, const RawTls& tls, std::string_view bytes) {
  auto peer = connect(port, tls);
  if (!peer) return peer.error().code;
  static_cast<void>(peer->send(bytes));
  return peer->readToEnd();
}

unsigned statusIn(std::string_view answer) {
  constexpr std::string_view kStart = "HTTP/1.1 ";
  if (!answer.starts_with(kStart)) return 0;
  return static_cast<unsigned>(std::strtoul(std::string(answer.substr(kStart.size(), 3)).c_str(), nullptr, 10));
}

std::string bodyIn(std::string_view answer) {
  const std::size_t head = answer.find("\r\n\r\n");
  return head == std::string_view::npos ? std::string() : std::string(answer.substr(head + 4));
}

}  // namespace vigie::support
