// proctor-cli as a function: one call is one command. Thread: the main one.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "common/base/Clock.hpp"
#include "proctor-console/cli/Explanations.hpp"
#include "proctor-console/cli/Password.hpp"

namespace vigie::cli {

struct Surroundings {
  std::ostream& out;
  std::ostream& err;
  PasswordPrompt prompt;
  const base::Clock& clock;
};

// `arguments` without the program's name.
ExitStatus runProgram(const std::vector<std::string>& arguments, const Surroundings& surroundings);

}  // namespace vigie::cli
