// SHA-256 of what comes in pieces: files too large to hold. Ownership: value, movable. Thread: one at a time.
#pragma once

#include <memory>

#include "common/crypto/Digest.hpp"

namespace vigie::crypto {

class DigestStream {
 public:
  DigestStream();
  DigestStream(DigestStream&&) noexcept;
  DigestStream& operator=(DigestStream&&) noexcept;
  ~DigestStream();

  void add(base::ByteView bytes);
  Digest finish();  // then it begins anew

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace vigie::crypto
