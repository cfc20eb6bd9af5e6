// A staff member's desk with everything on it: speaks with the centre through a StaffDesk, keeps what it shows as an
// Outlook, and settles each order once. No socket and no thread: the owner hands over what arrives, sends what
// takeOutgoing() gives, and calls beat() once a second. The centre pushes every change; nothing is polled.
// Thread: one at a time; callbacks come on it.
#pragma once

#include <functional>
#include <map>

#include "proctor-console/model/Outlook.hpp"
#include "proctor-console/model/StaffDesk.hpp"

namespace vigie::console {

// nullopt: done. A refusal has the centre's code and sentence (see Explanations.hpp for plain words).
using Settled = std::function<void(const std::optional<base::Error>&)>;

class Workplace {
 public:
  // A book that holds a fork begins stopped.
  Workplace(DeskSettings settings, std::shared_ptr<const crypto::Signer> signer, StandingBook book);

  // ---- the link ----
  void linkOpened();
  void linkLost(const base::Error& why, std::int64_t wallMs);
  // No further attempt will help. Orders that wait are settled with `why`.
  void linkRefused(const base::Error& why, std::int64_t wallMs);
  void receive(const protocol::Message& message, std::int64_t wallMs);
  void beat();  // once a second: heartbeat, and the book on the disk when it changed
  std::vector<protocol::Message> takeOutgoing() { return desk_.takeOutgoing(); }
  bool mayConnect() const { return outlook_.link.phase != LinkPhase::refused && !desk_.isStopped() && !outlook_.fork; }

  void notice(base::Error error);  // for the person to read; the work goes on

  // ---- the person ----
  void look(const base::SessionId& session);  // from now on this is the room
  // One candidate closely, or nobody: a live picture about once a second, asked for when the one before has come.
  void regard(const std::optional<base::CandidateRef>& candidate);
  // Waits while there is no link, and is repeated on the next one: the centre carries it out once.
  void give(Order order, Settled settled, std::int64_t wallMs);

  const Outlook& outlook() const { return outlook_; }
  bool takeChanged() { return std::exchange(changed_, false); }  // since the last call

 private:
  void handle(Event event, std::int64_t wallMs);
  void merge(const protocol::message::Reply& change);
  void mergeRoom(const protocol::message::Reply& change);
  void wantPicture();  // one at a time: a person's order never waits behind more than one
  void takePicture(const QuerySettled& settled);
  bool maySeeLive() const;
  void wantTile();
  void takeTile(const TileSettled& settled);
  void setLink(LinkPhase phase, std::optional<base::Error> why, std::int64_t wallMs);
  void settleAll(const base::Error& why);

  StaffDesk desk_;
  Outlook outlook_;
  std::optional<base::SessionId> looking_;
  std::map<base::CommandId, Settled> waiting_;
  struct Wanted {
    std::uint32_t query = 0;
    base::CandidateRef candidate;
    std::uint32_t number = 0;
  };
  std::optional<Wanted> wanted_;
  std::map<base::CandidateRef, std::uint32_t> asked_;  // number of the newest picture asked for
  struct WantedTile {
    std::uint32_t query = 0;
    base::CandidateRef candidate;
  };
  std::optional<WantedTile> wantedTile_;  // under way
  int restBeats_ = 0;                     // before a seat that gave none is asked again
  bool changed_ = true;
};

}  // namespace vigie::console
