// Simulated tests of the arithmetic vigie-plans/1, every bit of them in one digest: a bank that mixes all models, every
// estimator with every criterion, exposure control, content but shadow tests, and stopping rule; results, person fit
// and area reports.
#pragma once

#include <cstdint>
#include <string>

namespace vigie::tools {

// The number of tests that the committed digest stands for.
inline constexpr std::uint32_t kGoldenPlanTests = 240;

std::string simulatePlans(std::uint32_t tests);  // lower-case hex SHA-256

}  // namespace vigie::tools
