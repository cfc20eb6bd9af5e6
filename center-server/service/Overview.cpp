#include "center-server/service/Overview.hpp"

#include "center-server/service/Centre.hpp"
#include "center-server/service/Views.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;

constexpr int kConditionTicks = 10;                 // every so many it is looked at again
constexpr std::uint64_t kDiskStep = 1'000'000'000;  // bytes: a person reads whole gigabytes

bool isWatched(Centre& centre) {
  return std::any_of(centre.peers().begin(), centre.peers().end(),
                     [](const auto& entry) { return entry.second.overseeing; });
}

message::Reply conditionOf(Centre& centre) {
  message::Query query;
  query.set_centre(true);
  return answerQuery(centre, query).value_or(message::Reply());
}

// Without what changes by itself from one look to the next.
base::Bytes wordsOf(message::Reply condition) {
  if (!condition.has_centre()) return {};
  condition.mutable_centre()->clear_wall_ms();
  condition.mutable_centre()->clear_earliest_ms();
  condition.mutable_centre()->set_disk_free(condition.centre().disk_free() / kDiskStep);
  return exam::bytesOf(condition);
}

}  // namespace

void Overview::show(Centre& centre, Peer& peer) {
  peer.overseeing = true;
  message::Reply reply = aboutMachines(centre);
  reply.MergeFrom(aboutTickets(centre));
  reply.MergeFrom(aboutSessions(centre));
  reply.MergeFrom(conditionOf(centre));
  centre.outbox().send(peer.link, std::move(reply));
}

void Overview::tick(Centre& centre) {
  if (++ticks_ % kConditionTicks != 0 || !isWatched(centre)) return;
  const message::Reply condition = conditionOf(centre);
  base::Bytes words = wordsOf(condition);
  if (words == condition_) return;
  condition_ = std::move(words);
  for (const auto& [link, peer] : centre.peers()) {
    if (peer.overseeing) centre.outbox().send(link, condition);
  }
}

void Overview::tell(Centre& centre) {
  const auto sessions = std::exchange(sessions_, {});
  const auto machines = std::exchange(machines_, {});
  const bool tickets = std::exchange(tickets_, false);
  if (!isWatched(centre)) return shown_.clear();
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
