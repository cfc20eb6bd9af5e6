// Who is linked at this moment. Thread: the state thread's.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "center-server/service/Surroundings.hpp"
#include "common/base/Id.hpp"
#include "common/crypto/Certificate.hpp"

namespace vigie::centre {

// An empty bucket slows its own peer down, so that one seat cannot stop a room; it does not disconnect it.
inline constexpr double kMessageBucket = 100;
inline constexpr double kMessagesPerSecond = 20;

// A seat has two links: answers never wait behind pictures.
enum class Connection : std::uint8_t { control, evidence };

struct Peer {
  link::LinkId link{};
  Connection connection = Connection::control;
  crypto::Role role = crypto::Role::seat;
  std::string machine;  // 32 hex digits
  crypto::PublicKey machineKey;
  bool expired = false;              // its certificate: it may only renew…
  bool mayRenew = false;             // …once it was welcomed to
  bool saidHello = false;
  bool silent = false;               // no frame for 3 s: its link counts as lost until it speaks
  std::int64_t heardRunMs = 0;       // of its last frame
  std::optional<base::SessionId> watching;  // consoles
  bool overseeing = false;                  // consoles: they watch the centre itself
  double messages = kMessageBucket;  // left in its bucket
  std::int64_t refilledRunMs = 0;

  // Takes one message out of the bucket; false when it was empty.
  bool takeMessage(std::int64_t runMs) {
    messages = std::min(kMessageBucket, messages + static_cast<double>(runMs - refilledRunMs) * kMessagesPerSecond / 1000);
    refilledRunMs = runMs;
    messages -= 1;
    return messages >= 0;
  }
};

class Peers {
 public:
  Peer& add(Peer peer) {
    remove(peer.link);
    links_.emplace(peer.machine, peer.link);
    return peers_.insert_or_assign(peer.link, std::move(peer)).first->second;
  }
  void remove(link::LinkId link) {
    const auto found = peers_.find(link);
    if (found == peers_.end()) return;
    links_.erase({found->second.machine, link});
    peers_.erase(found);
  }
  Peer* find(link::LinkId link) {
    const auto found = peers_.find(link);
    return found == peers_.end() ? nullptr : &found->second;
  }
  // The newest such link of a machine. Asked for every answer, so it does not look at the whole room.
  Peer* findMachine(const std::string& machine, Connection connection = Connection::control) {
    Peer* newest = nullptr;
    for (auto one = links_.lower_bound({machine, link::LinkId{}}); one != links_.end() && one->first == machine; ++one) {
      Peer& peer = peers_.at(one->second);
      if (peer.saidHello && peer.connection == connection) newest = &peer;
    }
    return newest;
  }
  auto begin() { return peers_.begin(); }
  auto end() { return peers_.end(); }

 private:
  std::map<link::LinkId, Peer> peers_;
  std::set<std::pair<std::string, link::LinkId>> links_;  // by machine
};

}  // namespace vigie::centre
