#include "center-server/service/Departures.hpp"

#include <algorithm>
#include <vector>

#include "center-server/service/Centre.hpp"

namespace vigie::centre {
namespace {

bool hasConsole(Centre& centre) {
  return std::any_of(centre.peers().begin(), centre.peers().end(), [](const auto& entry) {
    return entry.second.role == crypto::Role::console && entry.second.saidHello;
  });
}

}  // namespace

void Departures::depart(Centre& centre, const LiveSession& session) {
  if (session.isEndCountersigned() || !hasConsole(centre)) return centre.carryToRegistry(session);
  waiting_.emplace(session.state().id, centre.now().runMs + kCountersignMs);
}

void Departures::countersigned(Centre& centre, const LiveSession& session) {
  if (session.isEndCountersigned() && waiting_.erase(session.state().id) != 0) centre.carryToRegistry(session);
}

void Departures::look(Centre& centre) {
  if (waiting_.empty()) return;
  const std::int64_t now = centre.now().runMs;
  const bool nobody = !hasConsole(centre);
  std::vector<base::SessionId> leaving;
  std::erase_if(waiting_, [&](const auto& entry) {
    if (!nobody && now < entry.second) return false;
    leaving.push_back(entry.first);
    return true;
  });
  for (const base::SessionId& id : leaving) {
    if (const LiveSession* session = centre.findSession(id)) centre.carryToRegistry(*session);
  }
}

}  // namespace vigie::centre
