// What a server process and its children have used: CPU of all threads, and memory that is theirs. Read from /proc.
// Thread: any.
#pragma once

#include <sys/types.h>

#include <vector>

namespace vigie::load {

// Microseconds of every live thread of these processes (schedstat: exact, where ticks are 10 ms).
double cpuMicroseconds(const std::vector<pid_t>& processes);

// Proportional set size of all of them; the kernel's socket buffers are not in it.
double memoryKilobytes(const std::vector<pid_t>& processes);

}  // namespace vigie::load
