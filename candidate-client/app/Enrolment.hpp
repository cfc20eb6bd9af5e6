// Links this workstation to its centre with the code that somebody typed, and saves it. Blocks up to some 15 seconds.
// Thread: any. Errors: "enrolment-code", those of link::enrol and link::saveMachine.
#pragma once

#include <string>

#include "candidate-client/app/Configuration.hpp"

namespace vigie::candidate {

// `host`: empty for the configured one.
base::Result<void> enrolWorkstation(const Configuration& configuration, const std::string& code,
                                    const std::string& host);

}  // namespace vigie::candidate
