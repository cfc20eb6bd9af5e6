// A blocking HTTPS peer that sends exactly the bytes it is told, for tests of how a server takes them. Thread: one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/crypto/Certificate.hpp"

namespace vigie::support {

struct RawTls {
  crypto::Certificate authority;  // of the server
  struct Own {
    crypto::Certificate certificate;
    crypto::PrivateKey key;
  };
  std::optional<Own> own = {};
  bool atMostTls12 = false;
};

class RawHttps {
 public:
  // To 127.0.0.1. Error "handshake": with TLS 1.3 a server's refusal of our certificate comes at the first read only.
  static base::Result<RawHttps> connect(std::uint16_t port, const RawTls& tls);

  RawHttps(RawHttps&&) noexcept;
  RawHttps& operator=(RawHttps&&) noexcept;
  ~RawHttps();

  bool send(std::string_view bytes);
  std::string readAnswer();  // one whole HTTP answer, or what came before the end
  std::string readToEnd();   // until the server closes

  // Connection: close, both at once.
  static std::string exchange(std::uint16_t port, const RawTls& tls, std::string_view bytes);

 private:
  struct Impl;
  explicit RawHttps(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

unsigned statusIn(std::string_view answer);  // 0: no HTTP answer
std::string bodyIn(std::string_view answer);

}  // namespace vigie::support
