#include "common/crypto/Random.hpp"

#include <openssl/rand.h>

#include "common/crypto/Handles.hpp"

namespace vigie::crypto {

void randomBytes(std::span<std::uint8_t> out) {
  require(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1, "RAND_bytes");
}

base::Bytes randomBytes(std::size_t size) {
  base::Bytes out(size);
  randomBytes(std::span<std::uint8_t>(out));
  return out;
}

std::string randomCode(std::size_t characters) {
  // Bytes from 240 up are thrown away: 240 is a multiple of 24, so each character is equally likely.
  std::string code;
  std::array<std::uint8_t, 64> pool;
  while (code.size() < characters) {
    randomBytes(std::span<std::uint8_t>(pool));
    for (const std::uint8_t byte : pool) {
      if (byte < 240 && code.size() < characters) code.push_back(kCodeAlphabet[byte % kCodeAlphabet.size()]);
    }
  }
  return code;
}

}  // namespace vigie::crypto
