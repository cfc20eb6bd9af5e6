#include "proctor-console/cli/Resolve.hpp"

#include "proctor-console/model/Room.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

base::Result<message::Reply> askSessions(Context& context) {
  message::Query query;
  query.set_sessions(true);
  return context.centre->ask(std::move(query));
}

// The matches among the candidates of all sessions in one phase.
base::Result<std::vector<FoundCandidate>> matchesIn(Context& context, const SessionViews& sessions,
                                                    exam::SessionPhase phase, const std::string& named) {
  std::vector<FoundCandidate> out;
  for (const auto& session : sessions) {
    const auto id = base::SessionId::fromBytes(session.session());
    if (!id || console::sessionPhase(session.phase()) != phase) continue;
    const auto room = askRoom(context, *id);
    if (!room) return base::fail(room.error());
    const auto found = findCandidate(room->candidates(), named);
    if (found) out.push_back({*id, *found});
    if (!found && found.error().code == "candidate-ambiguous") return base::fail(found.error());
  }
  return out;
}

}  // namespace

std::vector<exam::SessionPhase> anyPhase() {
  using enum exam::SessionPhase;
  return {open, created, ended, finalised};
}

base::Result<base::SessionId> resolveSession(Context& context, const std::string& named,
                                             const std::vector<exam::SessionPhase>& preferred) {
  const auto reply = askSessions(context);
  if (!reply) return base::fail(reply.error());
  return findSession(reply->sessions(), named.empty() ? context.options.session : named, preferred);
}

base::Result<message::Reply> askRoom(Context& context, const base::SessionId& session) {
  message::Query query;
  query.set_session(session.bytes());
  query.set_session_view(true);
  return context.centre->ask(std::move(query));
}

base::Result<FoundCandidate> resolveCandidate(Context& context, const std::string& named) {
  const auto sessions = askSessions(context);
  if (!sessions) return base::fail(sessions.error());
  if (!context.options.session.empty()) {
    const auto session = findSession(sessions->sessions(), context.options.session, {});
    if (!session) return base::fail(session.error());
    const auto room = askRoom(context, *session);
    if (!room) return base::fail(room.error());
    const auto candidate = findCandidate(room->candidates(), named);
    if (!candidate) return base::fail(candidate.error());
    return FoundCandidate{*session, *candidate};
  }
  for (const exam::SessionPhase phase : anyPhase()) {
    const auto found = matchesIn(context, sessions->sessions(), phase, named);
    if (!found) return base::fail(found.error());
    if (found->size() == 1) return found->front();
    if (found->size() > 1) {
      return base::fail("candidate-ambiguous",
                        named + " matches candidates of several sessions; name one with --session");
    }
  }
  return base::fail(findCandidate({}, named).error());
}

base::Result<message::CandidateView> askCandidate(Context& context, const FoundCandidate& found) {
  message::Query query;
  query.set_session(found.session.bytes());
  query.set_candidate(found.candidate.bytes());
  query.set_candidate_view(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  for (const auto& candidate : reply->candidates()) {
    if (candidate.candidate() == found.candidate.bytes()) return candidate;
  }
  return base::fail("candidate-unknown", "the centre did not show this candidate");
}

base::Result<base::WorkstationId> resolveMachine(Context& context, const std::string& named, const std::string& role) {
  message::Query query;
  query.set_machines(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  return findMachine(reply->machines(), named, role);
}

}  // namespace vigie::cli
