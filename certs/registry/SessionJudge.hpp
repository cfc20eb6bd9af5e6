// The question the registry asks before it logs anything: is this bundle the true course of a session, and do its
// certificates say what the answers are worth? The answer comes from certs/verify, the auditors' own library; tests of
// the registry's other rules put a simple judge in its place. Thread: any, several at once.
#pragma once

#include <string>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Id.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::registry {

// What a bundle says, once it has been judged good.
struct HandedIn {
  base::SessionId session;
  std::string ticket;  // exact JWS
  std::int64_t openedMs = 0;
  std::uint64_t position = 0;  // of the final checkpoint
  crypto::Digest head{};
  std::vector<std::string> certificates;  // exact JWS of each
};

class SessionJudge {
 public:
  virtual ~SessionJudge() = default;

  // An error is a refusal that names what is wrong with the bundle; the same bytes will always be refused.
  virtual base::Result<HandedIn> judge(base::ByteView bundle) const = 0;
};

}  // namespace vigie::registry
