// plain-registry run --config FILE: national-registry run, with the judge of tests in the place of the auditors'
// library.
#include <iostream>

#include "certs/registry/app/Application.hpp"
#include "tests/support/PlainJudge.hpp"

int main(int argc, char** argv) {
  if (argc != 4) return 64;
  const auto configuration = vigie::registry::readConfiguration(argv[3]);
  if (!configuration) {
    std::cerr << configuration.error().detail << '\n';
    return 1;
  }
  const vigie::support::PlainJudge judge;
  const auto ended = vigie::registry::runRegistry(
      *configuration, judge, [](std::uint16_t port) { std::cout << "listening on 127.0.0.1:" << port << std::endl; });
  if (ended) return 0;
  std::cerr << ended.error().detail << '\n';
  return 1;
}
