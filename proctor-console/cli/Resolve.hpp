// Asks the centre which session, candidate or machine a person means. Errors: those of Lookup and of Connection.
#pragma once

#include "proctor-console/cli/Arguments.hpp"
#include "proctor-console/cli/Lookup.hpp"

namespace vigie::cli {

// The phases in which a session is looked for, when nobody names it.
std::vector<exam::SessionPhase> anyPhase();  // open, created, ended, finalised

// `named` by the verb, else by --session, else the only one in the first of these phases.
base::Result<base::SessionId> resolveSession(Context& context, const std::string& named,
                                             const std::vector<exam::SessionPhase>& preferred);

// Sessions, candidates and alerts of one session.
base::Result<protocol::message::Reply> askRoom(Context& context, const base::SessionId& session);

struct FoundCandidate {
  base::SessionId session;
  base::CandidateRef candidate;
};
// In --session, else in the open sessions, then in the others.
base::Result<FoundCandidate> resolveCandidate(Context& context, const std::string& named);
base::Result<protocol::message::CandidateView> askCandidate(Context& context, const FoundCandidate& found);

base::Result<base::WorkstationId> resolveMachine(Context& context, const std::string& named, const std::string& role);

}  // namespace vigie::cli
