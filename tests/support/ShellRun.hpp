// A program run to its end by the shell: exit status and everything it printed. Thread: any.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace vigie::support {

struct Ran {
  int status = -1;
  std::string out;  // standard output and error
};

// `environment`: NAME=value, so that nothing depends on who runs the test.
inline Ran shellRun(const std::string& program, const std::string& arguments,
                    const std::string& environment = "LC_ALL=C") {
  const std::string command = "env " + environment + " '" + program + "' " + arguments + " 2>&1";
  Ran ran;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) ran.out.append(buffer.data(), got);
  const int state = pclose(pipe);
  ran.status = WIFEXITED(state) ? WEXITSTATUS(state) : -1;
  return ran;
}

}  // namespace vigie::support
