// What a candidate's camera sees now, for the consoles that ask: asked of the seat on its evidence link, passed on
// once, kept nowhere and recorded nowhere. One question per seat is under way; whoever asks meanwhile gets the same
// tile. Every refusal has a code that begins with "tile-", so that a console knows it beside a command's. Thread: the
// state thread's.
#pragma once

#include <map>
#include <vector>

#include "center-server/service/Centre.hpp"

namespace vigie::centre {

inline constexpr std::int64_t kTileWaitMs = 4'000;   // then those who wait are told that nothing came
inline constexpr std::size_t kMostTileWaiters = 32;  // per seat: consoles, and windows of scripts

class TileDesk {
 public:
  explicit TileDesk(Centre& centre) : centre_(centre) {}

  void ask(const Peer& console, const protocol::message::Query& query);
  void take(const Peer& seat, const protocol::message::Tile& tile);  // on its evidence link
  void linkEnded(const Peer& seat);                                  // its evidence link
  void tick();

 private:
  struct Waiter {
    link::LinkId console{};
    std::uint32_t query = 0;
  };
  struct Asked {
    base::SessionId session;
    base::CandidateRef candidate;
    std::int64_t runMs = 0;
    std::vector<Waiter> waiters;
  };
  base::Result<const Peer*> seatOf(const base::SessionId& session, const base::CandidateRef& candidate);
  bool sitsAt(const Asked& asked, const std::string& machine) const;
  void refuse(const Asked& asked, const base::Error& why);

  Centre& centre_;
  std::map<std::string, Asked> asked_;  // by machine of the seat
};

}  // namespace vigie::centre
