// How people name things: a session by its id or the start of it, a candidate by reference, start of it or slip code, a
// machine by label, id or start of it. Pure functions over the centre's views. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "common/base/Id.hpp"
#include "common/exam/Session.hpp"
#include "proctor-console/cli/Views.hpp"

namespace vigie::cli {

inline constexpr std::size_t kShortestPrefix = 4;

// `named` empty: the only session in the first of these phases that any session is in.
// Errors: "session-unknown", "session-ambiguous", "session-phase" (none is in any of them).
base::Result<base::SessionId> findSession(const SessionViews& sessions, const std::string& named,
                                          const std::vector<exam::SessionPhase>& preferred);

// Errors: "candidate-unknown", "candidate-ambiguous".
base::Result<base::CandidateRef> findCandidate(const CandidateViews& candidates, const std::string& named);

// `role` empty: any. Revoked machines are found by their id only. Errors: "workstation-unknown",
// "workstation-ambiguous".
base::Result<base::WorkstationId> findMachine(const MachineViews& machines, const std::string& named,
                                              const std::string& role);

}  // namespace vigie::cli
