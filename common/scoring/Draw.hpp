// The random number of question k. Nobody in the centre can choose it: the ticket's seed comes from the registry, the
// nonce from the seat, and anybody who has both can compute it again.
//   u = first 53 bits of HMAC-SHA-256(key, message) / 2^53; HMAC: RFC 2104
//   key     = ticket seed || seat nonce, as they are
//   message = the 4 ASCII bytes "draw" || k as 4 bytes, big-endian
// Thread: any.
#pragma once

#include <cstdint>

#include "common/base/Bytes.hpp"

namespace vigie::scoring {

// `seatSeed` is the key above; `question` counts from 1. In [0, 1).
double draw(base::ByteView seatSeed, std::uint32_t question);

}  // namespace vigie::scoring
