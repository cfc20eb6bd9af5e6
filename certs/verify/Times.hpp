// The server's two clocks: run time counts for candidates and never goes back, wall time dates what happened and can be
// set by a person. Thread: any.
#pragma once

#include "certs/verify/Streams.hpp"

namespace vigie::verify {

void examineTimes(const Stream<exam::SessionRecord>& stream, Findings& findings);

}  // namespace vigie::verify
