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

// Of a closed session whose records cannot be read at this moment: another bank is installed now, or it was damaged.
protocol::message::SessionView viewOfUnreadable(const Centre& centre, const base::SessionId& id);

protocol::message::StreamView viewOf(const journal::StreamReport& report);

// A closed session that must be recalled before the query can be answered; nothing when memory has it all.
std::optional<base::SessionId> absentFor(Centre& centre, const protocol::message::Query& query);

protocol::message::Reply aboutSessions(Centre& centre);  // closed ones as far as memory has them
protocol::message::Reply aboutMachines(Centre& centre);
protocol::message::Reply aboutTickets(Centre& centre);
std::optional<protocol::message::MachineView> viewOfMachine(Centre& centre, const std::string& machine);  // 32 hex digits

// Errors: "session-unknown", "candidate-unknown", "query-unknown".
base::Result<protocol::message::Reply> answerQuery(Centre& centre, const protocol::message::Query& query);

}  // namespace vigie::centre
