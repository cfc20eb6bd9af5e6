// The result of a test that has ended: the shared engine over the recorded answers. Pure.
#pragma once

#include "common/exam/Session.hpp"

namespace vigie::exam {

record::ResultDecided decideResult(const Environment& environment, const Candidate& candidate);

}  // namespace vigie::exam
