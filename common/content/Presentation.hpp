// How a question stood on the screen. The order of choices is derived from a seed, not stored; the digest of what was
// shown is computed by the centre and by the seat (which has only the public content), and signed with the answer.
// Thread: any, pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/Digest.hpp"

namespace vigie::content {

using Seed = std::array<std::uint8_t, 32>;

// Fisher-Yates from the last place down; each place draws uniformly (by rejection) from the 32-bit big-endian words of
// HMAC-SHA-256(seed, "vigie/choice-order/1" ‖ 00 ‖ block number, 4 bytes big-endian), block = 0, 1, 2…
std::vector<std::string> shuffleOrder(std::vector<std::string> choiceIds, const Seed& seed);

// SHA-256("vigie/shown/1" ‖ 00 ‖ digest of the public content ‖ locale ‖ 00 ‖ ids in the order shown, joined by ',').
// Without choices the order is empty.
crypto::Digest shownDigest(const crypto::Digest& publicContentDigest, std::string_view locale,
                           const std::vector<std::string>& order);

}  // namespace vigie::content
