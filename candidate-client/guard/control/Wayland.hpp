// The candidate's Wayland screen (cage), looked at from outside: what it offers to programs, and who is connected to
// it. Every wait is bounded. The protocol's bytes: wayland.xml, "Wire Format" of the Wayland book. Thread: any. Errors:
// "no-screen", "screen-silent".
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::control {

// Names of the interfaces that every connected program may bind.
base::Result<std::vector<std::string>> offeredInterfaces(const std::filesystem::path& socket);

// Processes that are connected, as they were when they connected, each once; without this one. Needs root: the
// compositor's own descriptors are looked at (pidfd_getfd), because only its end knows the peer.
base::Result<std::vector<std::int32_t>> screenPeers(const std::filesystem::path& socket);

}  // namespace vigie::control
