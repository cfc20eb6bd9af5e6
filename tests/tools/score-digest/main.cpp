// score-digest: prints the digest of the simulated tests, to be compared with the committed one. No arguments.
#include <iostream>

#include "tests/tools/score-digest/Simulation.hpp"

int main() {
  std::cout << vigie::tools::simulate(vigie::tools::kGoldenTests).digest << '\n';
  return std::cout ? 0 : 1;
}
