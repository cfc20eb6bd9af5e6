// The centre's line to the national registry: one HTTPS exchange at a time, mutual TLS, nobody else's authority
// believed. An interface, so that the queue above it is tested without a network. Thread: exchanges from one; cancel()
// from any. Ownership: values.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "common/crypto/Certificate.hpp"

namespace vigie::centre {

struct RegistryReply {
  unsigned status = 0;
  std::string body;
};

class RegistryLine {
 public:
  virtual ~RegistryLine() = default;

  // Errors: "registry-away" (no connection, no answer in time: try again later), "registry-stranger" (whoever answered
  // is not the registry), "cancelled".
  virtual base::Result<RegistryReply> get(const std::string& path) = 0;
  virtual base::Result<RegistryReply> post(const std::string& path, base::ByteView body) = 0;

  // Ends the exchange under way and every later one; a name lookup that the system has begun is waited for.
  virtual void cancel() = 0;
};

struct RegistryAddress {
  std::string host;  // name or address to connect to; its certificate must be for it
  std::uint16_t port = 443;
  crypto::Certificate authority;    // of the registry's TLS: the only one believed
  crypto::Certificate certificate;  // of this centre, role registry-client
  crypto::PrivateKey key;
  std::chrono::milliseconds connect{10'000};  // name, connection and handshake
  std::chrono::milliseconds whole{180'000};   // the rest: a session is judged before it is answered
};

std::unique_ptr<RegistryLine> openRegistryLine(RegistryAddress address);

}  // namespace vigie::centre
