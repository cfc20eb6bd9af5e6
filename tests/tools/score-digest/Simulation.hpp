// Simulated tests whose every bit goes into one digest. Two builds of the engine that give the same digest give the
// same scores; the digest committed in tests/fixtures belongs to the arithmetic's name for ever. Covered: exp and log
// over their range, banks of ordinary and of very sharp items (which need logarithms), Pix's rules in several settings,
// draws, step limits, scores, levels, interrupted tests.
#pragma once

#include <cstdint>
#include <string>

namespace vigie::tools {

// The number of tests that the committed digest stands for.
inline constexpr std::uint32_t kGoldenTests = 3'000;

struct SimulationResult {
  std::string digest;  // lower-case hex SHA-256
  std::uint64_t logDomainAnswers = 0;
  std::uint64_t uncorrectedAnswers = 0;
};

SimulationResult simulate(std::uint32_t tests);

}  // namespace vigie::tools
