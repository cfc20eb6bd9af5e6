// What consoles are shown of the centre. Thread: the state thread's.
#pragma once

#include <optional>

#include "center-server/service/LiveSession.hpp"
#include "common/journal/Verify.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::centre {

class Centre;

protocol::message::SessionView viewOf(const LiveSession& session);
protocol::message::AlertView viewOf(const LiveSession& session, const exam::Alert& alert);
protocol::message::CandidateView viewOf(Centre& centre, const LiveSession& session, const exam::Candidate& candidate);

protocol::message::StreamView viewOf(const journal::StreamReport& report);

protocol::message::Reply aboutMachines(Centre& centre);
protocol::message::Reply aboutTickets(Centre& centre);
std::optional<protocol::message::MachineView> viewOfMachine(Centre& centre, const std::string& machine);  // 32 hex digits

// Errors: "session-unknown", "candidate-unknown", "query-unknown".
base::Result<protocol::message::Reply> answerQuery(Centre& centre, const protocol::message::Query& query);

}  // namespace vigie::centre
