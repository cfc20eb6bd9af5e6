// What a process gives up for itself and everything it starts, never to get it back: Landlock (files it may write and
// start, TCP ports it may reach) and seccomp (calls it has no use for, kinds of sockets Landlock does not know).
// Thread: the calling process, before it starts threads. Errors: "no-landlock", "no-seccomp", "sandbox-failed".
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/Descriptor.hpp"
#include "common/base/Result.hpp"

namespace vigie::control {

struct ClientSandbox {
  std::vector<std::filesystem::path> startable;  // files (or folders) that may be started: the client and its loader
  std::vector<std::filesystem::path> writable;   // folders that may be written to
  std::vector<std::uint16_t> ports;              // TCP ports that may be connected to
};

// Landlock's version in this kernel, 0 when there is none; network rules need 4.
int landlockVersion();

// Both need PR_SET_NO_NEW_PRIVS, which they set.
base::Result<void> enterLandlock(const ClientSandbox& sandbox);

// Refuses (EPERM): ptrace and reading other processes' memory, namespaces, mounts, kernel modules, bpf, perf, io_uring,
// keyrings, sockets other than UNIX and TCP over IPv4/IPv6 (so no UDP, raw, packet, netlink route to the wire), other
// machine interfaces (x32, 32 bit), opening a program's memory (/proc/pid/mem) to write. Gives the listener: whoever
// holds it is asked about each refused call and each file opened to write, and must answer (refuseNextCall) from
// another process; it is not passed on by exec.
base::Result<base::Descriptor> enterClientSeccomp();

struct RefusedCall {
  std::string name;       // as in syscalls(2)
  std::string arguments;  // the first three, or the path
  std::int32_t pid = 0;
};

// Answers one call that `listener` holds (poll it first); nothing when it may go on, or its process is gone. Needs the
// right to read that process's memory (root).
std::optional<RefusedCall> refuseNextCall(int listener);

// For the guard itself: no program is ever started again.
base::Result<void> refuseExec();

// Undumpable (no ptrace, no /proc/pid/mem for the same user), no core file, no new rights.
base::Result<void> protectSelf();

}  // namespace vigie::control
