// proctor-cli: what staff do at a centre, from a terminal or a script.
#include <csignal>
#include <iostream>

#include "proctor-console/cli/Program.hpp"

int main(int argc, char** argv) try {
  std::signal(SIGPIPE, SIG_IGN);
  const vigie::base::SystemClock clock;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return static_cast<int>(vigie::cli::runProgram(arguments, {std::cout, std::cerr, vigie::cli::askAtTerminal, clock}));
} catch (const std::exception& error) {
  std::cerr << "proctor-cli: " << error.what() << '\n';
  return 70;
}
