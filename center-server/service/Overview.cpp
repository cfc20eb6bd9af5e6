#include "center-server/service/Overview.hpp"

#include "center-server/service/Centre.hpp"
#include "center-server/service/Views.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;

}  // namespace

void Overview::show(Centre& centre, Peer& peer) {
  peer.overseeing = true;
  message::Reply reply = aboutMachines(centre);
  reply.MergeFrom(aboutTickets(centre));
  reply.MergeFrom(aboutSessions(centre));
  centre.outbox().send(peer.link, std::move(reply));
}

void Overview::tell(Centre& centre) {
  const auto sessions = std::exchange(sessions_, {});
  const auto machines = std::exchange(machines_, {});
  const bool tickets = std::exchange(tickets_, false);
  const bool isWatched = std::any_of(centre.peers().begin(), centre.peers().end(),
                                     [](const auto& entry) { return entry.second.overseeing; });
  if (!isWatched) return shown_.clear();
  message::Reply reply;
  if (tickets) reply = aboutTickets(centre);
  for (const std::string& machine : machines) {
    if (auto view = viewOfMachine(centre, machine)) *reply.add_machines() = std::move(*view);
  }
  for (const base::SessionId& id : sessions) {
    const LiveSession* session = centre.findSession(id);
    if (session == nullptr) continue;
    message::SessionView view = viewOf(*session);
    base::Bytes bytes = exam::bytesOf(view);
    if (base::Bytes& shown = shown_[id]; shown != bytes) {
      shown = std::move(bytes);
      *reply.add_sessions() = std::move(view);
    }
  }
  if (reply.ByteSizeLong() == 0) return;
  for (const auto& [link, peer] : centre.peers()) {
    if (peer.overseeing) centre.outbox().send(link, reply);
  }
}

}  // namespace vigie::centre
