// Makes OpenSSL's random source, and with it every key, nonce, salt, id and signature of this process, a function of a
// seed: a failing room replays exactly, with the real cryptography. Only in simulations. Thread: one.
#pragma once

#include <cstdint>

namespace vigie::simulation {

// From now on random bytes follow this seed.
void seedEntropy(std::uint64_t seed);

}  // namespace vigie::simulation
