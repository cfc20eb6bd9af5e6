// Collects numbers as big-endian bytes and folds them into one SHA-256 digest.
#pragma once

#include <bit>
#include <cstdint>
#include <string>

#include "common/base/Bytes.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::tools {

class Transcript {
 public:
  void add(std::uint32_t number) { base::appendBigEndian32(bytes_, number); }
  void add(const std::string& text) { base::append(bytes_, base::bytesOf(text)); }
  void add(double number) { base::appendBigEndian64(bytes_, std::bit_cast<std::uint64_t>(number)); }

  // Ends a part: what was added since the last one is hashed onto the digest so far.
  void fold() {
    digest_ = crypto::sha256({digest_, bytes_});
    bytes_.clear();
  }
  std::string hex() const { return base::toHex(digest_); }

 private:
  base::Bytes bytes_;
  crypto::Digest digest_{};
};

}  // namespace vigie::tools
