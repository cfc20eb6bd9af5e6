// score-digest: prints the digest of simulated tests, to be compared with the committed one.
//   score-digest                 the committed digest's 3,000 tests
//   score-digest TESTS THREADS   so many tests, each on its own random numbers
//   score-digest plans           the digest of vigie-plans/1, 240 tests
// Exit status: 0 printed; 1 standard output cannot be written; 64 wrong usage.
#include <charconv>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string_view>

#include "tests/tools/score-digest/PlanSimulation.hpp"
#include "tests/tools/score-digest/Simulation.hpp"

namespace {

std::optional<std::uint32_t> readCount(std::string_view text, std::uint32_t largest) {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool isWhole = error == std::errc{} && end == text.data() + text.size();
  return isWhole && count >= 1 && count <= largest ? std::optional(count) : std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    std::cout << vigie::tools::simulate(vigie::tools::kGoldenTests).digest << std::endl;
    return std::cout ? 0 : 1;
  }
  if (argc == 2 && std::string_view(argv[1]) == "plans") {
    std::cout << vigie::tools::simulatePlans(vigie::tools::kGoldenPlanTests) << std::endl;
    return std::cout ? 0 : 1;
  }
  const auto tests = argc == 3 ? readCount(argv[1], 100'000'000) : std::nullopt;
  const auto threads = argc == 3 ? readCount(argv[2], 256) : std::nullopt;
  if (!tests || !threads) {
    std::cerr << "usage: score-digest [plans | TESTS THREADS]: 1 to 100000000 tests on 1 to 256 threads\n";
    return 64;
  }
  std::cout << vigie::tools::simulateApart(*tests, *threads) << std::endl;
  return std::cout ? 0 : 1;
}
