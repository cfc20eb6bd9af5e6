// The composition root of `national-registry run`.
#pragma once

#include "certs/registry/SessionJudge.hpp"
#include "certs/registry/app/Configuration.hpp"

namespace vigie::registry {

// Serves until SIGTERM or SIGINT. `announce` receives the port once it listens. Errors say what could not start.
base::Result<void> runRegistry(const Configuration& configuration, const SessionJudge& judge,
                               const std::function<void(std::uint16_t)>& announce);

}  // namespace vigie::registry
