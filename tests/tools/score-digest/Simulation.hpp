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

// As simulate(), but each test draws from its own random numbers and is digested apart, so that threads can share the
// work; the digest is the same for any number of threads. For the long run of compare-builds.sh, whose digest of
// kLongRunTests tests is committed too (tests/fixtures/vigie-scoring-1-100000.digest).
inline constexpr std::uint32_t kLongRunTests = 100'000;
std::string simulateApart(std::uint32_t tests, std::uint32_t threads);

}  // namespace vigie::tools
