// One HTTP request and its answer, without a socket. Ownership: values. Thread: any.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/crypto/Certificate.hpp"

namespace vigie::registry {

struct RequestHead {
  std::string method;
  std::string target;                          // as sent, with its query
  std::string language;                        // Accept-Language, as sent
  std::string address;                         // of the peer, without port
  std::optional<crypto::RoleIdentity> client;  // what its certificate says; none: it showed none
};

struct Answer {
  unsigned status = 200;
  std::string contentType = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
  // Sent no sooner than this after the request came in, so that the time tells nothing about what was found.
  std::chrono::milliseconds settle{0};
};

// Decided from the head, before a byte of the body is read.
struct Admission {
  std::size_t bodyCap = 0;
  std::optional<Answer> refusal;
  std::shared_ptr<void> slot;  // held while the request is dealt with
};

class Service {
 public:
  virtual ~Service() = default;
  virtual Admission admit(const RequestHead& head) = 0;
  virtual Answer answer(const RequestHead& head, base::Bytes body) = 0;  // may take seconds
};

}  // namespace vigie::registry
