// proctor-cli as a function: one call is one command. Thread: the main one.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "common/base/Clock.hpp"
#include "proctor-console/cli/Password.hpp"
#include "proctor-console/model/Explanations.hpp"

namespace vigie::cli {

using console::ExitStatus;
using console::Explanation;
using console::explanationOf;

struct Surroundings {
  std::ostream& out;
  std::ostream& err;
  PasswordPrompt prompt;
  const base::Clock& clock;
};

// `arguments` without the program's name.
ExitStatus runProgram(const std::vector<std::string>& arguments, const Surroundings& surroundings);

}  // namespace vigie::cli
