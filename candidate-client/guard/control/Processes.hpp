// What runs already: which program a process is, judged by content, and ended by a handle. Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "candidate-client/guard/control/Programs.hpp"

namespace vigie::control {

struct RunningProgram {
  std::string path;
  crypto::Digest digest{};
  Verdict verdict = Verdict::unknown;
  std::optional<OpenedBy> openedBy;  // of an allowed program
};

std::vector<std::int32_t> runningProcesses();

// Nothing for a kernel thread, or what is gone already. An interpreter that runs an allowed script is allowed.
std::optional<RunningProgram> programOf(std::int32_t pid, const AllowList& allowed, HashCache& cache);

// Who started it, and the processes that it started and that are still its own; 0 and none when it is gone.
std::int32_t parentOf(std::int32_t pid);
std::uint64_t startOf(std::int32_t pid);  // ticks since the boot: tells it from a later one of its number; 0: gone
std::vector<std::int32_t> childrenOf(std::int32_t pid);

// The first variable this process was started with that makes a loader or an interpreter load foreign code.
std::string misleadingVariable(std::int32_t pid);

// kill -9, by a handle: never of a process that took its number over.
void endProcess(std::int32_t pid);
void stopProcess(std::int32_t pid);  // SIGSTOP, likewise

}  // namespace vigie::control
