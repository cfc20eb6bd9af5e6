// The guard as a service: a supervisor, and a worker that is put together here. Thread: the program's main one.
#pragma once

#include <filesystem>

#include "candidate-client/guard/app/Configuration.hpp"

namespace vigie::station {

// Until SIGTERM; a locked seat stays locked. The exit status.
int runService(const Configuration& configuration, const std::filesystem::path& networkNamespace);

// Without a running guard: gives everything back and notes it in the record. Errors: those of guard::Guard.
base::Result<void> restoreAlone(const Configuration& configuration, bool giveUpDamage);

}  // namespace vigie::station
