// HTTPS in front of a Service: limits, deadlines, connections; Boost.Beast stays in Http.cpp. The service's answers run
// on threads of their own, since judging a session takes seconds. Thread: start and stop from the owner's.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "certs/registry/Exchange.hpp"
#include "certs/registry/Tls.hpp"

namespace vigie::registry {

struct HttpSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::size_t connections = 512;
  std::size_t connectionsPerAddress = 64;
  std::size_t headerBytes = 8 * 1024;
  std::size_t workers = 4;  // threads that answer
  std::chrono::milliseconds handshake{10'000};
  std::chrono::milliseconds idle{15'000};    // between two requests, and between two pieces of one
  std::chrono::milliseconds whole{120'000};  // one request's body
  std::chrono::milliseconds write{30'000};
  std::chrono::milliseconds grace{10'000};  // for answers in the making when the server stops
};

class HttpServer {
 public:
  // Listens when this returns. Errors: "tls-credentials", "listen" (address in use, not ours…).
  static base::Result<std::unique_ptr<HttpServer>> start(const HttpSettings& settings, const TlsIdentity& identity,
                                                         Service& service);
  ~HttpServer();  // stop()

  std::uint16_t port() const;

  // Accepts no more, lets requests that have begun be answered, closes the rest, joins the threads.
  void stop();

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vigie::registry
