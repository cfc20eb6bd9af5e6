#include "tests/simulation/SeededEntropy.hpp"

// Replacing the whole random source has no other interface in OpenSSL 3 short of a provider.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/rand.h>

#include <cstring>
#include <stdexcept>

#include "tests/simulation/Chance.hpp"

namespace vigie::simulation {
namespace {

Chance& source() {
  static Chance chance(0);
  return chance;
}

int fill(unsigned char* out, int size) {
  while (size > 0) {
    const std::uint64_t word = source().next();
    const int part = size < 8 ? size : 8;
    std::memcpy(out, &word, static_cast<std::size_t>(part));
    out += part;
    size -= part;
  }
  return 1;
}

int seeded() {
  return 1;
}

}  // namespace

void seedEntropy(std::uint64_t seed) {
  static const RAND_METHOD method = {nullptr, fill, nullptr, nullptr, fill, seeded};
  if (RAND_set_rand_method(&method) != 1) throw std::runtime_error("OpenSSL keeps its own random source");
  source() = Chance(seed ^ 0x76696769652d3130U);  // another stream than the room's own decisions
}

}  // namespace vigie::simulation
