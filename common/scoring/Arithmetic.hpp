// The name of the arithmetic. It stands in every session and certificate, and a golden digest of thousands of
// simulated tests is committed for it (tests/fixtures/vigie-scoring-1.digest). A change that moves one bit of one
// result is a new name, and the old one stays built.
#pragma once

#include <string_view>

namespace vigie::scoring {

inline constexpr std::string_view kArithmeticName = "vigie-scoring/1";

}  // namespace vigie::scoring
