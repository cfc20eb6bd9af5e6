// The composition root: who is made, in which order, and who ends first.
#pragma once

#include "center-server/app/Configuration.hpp"
#include "center-server/service/Centre.hpp"

namespace vigie::centre {

// Runs until SIGTERM or SIGINT (clean end) or until the journal fails. Errors name what could not start or go on.
base::Result<void> runCentre(const Configuration& configuration, DateTrust trust);

}  // namespace vigie::centre
