// What this program calls itself, and the day before which no clock can be right.
#pragma once

#include <cstdint>
#include <string_view>

namespace vigie::centre {

inline constexpr std::string_view kProgram = "center-server 0.1.0";
inline constexpr std::int64_t kReleaseWallMs = 1'795'219'200'000;  // 2026-11-21T00:00:00Z

}  // namespace vigie::centre
