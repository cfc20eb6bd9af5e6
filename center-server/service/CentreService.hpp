// One input at a time: a frame, a link that came or went, a tick, the writer's word. Each is a turn: it is dealt with
// whole, its records go to the sink together, its frames wait for them. No threads of its own: the state thread of the
// program, or a simulation, calls it. Errors end as refusals to the peer; a failed commit ends the service.
#pragma once

#include "center-server/service/EnrolmentDesk.hpp"
#include "center-server/service/EvidenceDesk.hpp"
#include "center-server/service/SeatDesk.hpp"
#include "center-server/service/StaffDesk.hpp"
#include "center-server/service/TileDesk.hpp"

namespace vigie::centre {

inline constexpr std::int64_t kSilenceMs = 3'000;      // then a seat counts as lost, and its question hides itself
inline constexpr std::int64_t kCheckpointMs = 60'000;  // while candidates sit

class CentreService {
 public:
  explicit CentreService(Centre& centre) : centre_(centre), seats_(centre), evidence_(centre), tiles_(centre), staff_(centre), enrolment_(centre) {}

  void linkOpened(link::LinkId link, const crypto::RoleIdentity& role, const crypto::PublicKey& key,
                  link::Validity validity = link::Validity::valid);
  void frame(link::LinkId link, const base::Result<protocol::Message>& message);
  void linkEnded(link::LinkId link);
  void enrolmentFrame(link::LinkId link, const base::Result<protocol::Message>& message);
  void tick();  // once a second
  void anchored(const base::SessionId& session, const exam::record::SessionAnchored& anchor);
  void picturesWritten(const VaultReport& report);
  void turn(const std::function<void()>& input);  // anything else that must happen on this thread
  void durable(std::uint64_t ticket) { centre_.durable(ticket); }
  void failed(const base::Error& error) { centre_.fail(error); }

  bool enrolmentIsOpen() const { return enrolment_.isOpen(); }
  const std::optional<base::Error>& failure() const { return centre_.failure(); }

 private:
  using Next = EvidenceDesk::Next;
  Next dispatch(Peer& peer, const protocol::Message& message);
  Next dispatchKnown(Peer& peer, const protocol::Message& message);
  void renewExpired(Peer& peer, const protocol::Message& message);
  void greetExpired(Peer& peer, const protocol::message::Hello& hello);
  void greet(Peer& peer, const protocol::message::Hello& hello);

  Centre& centre_;
  SeatDesk seats_;
  EvidenceDesk evidence_;
  TileDesk tiles_;
  StaffDesk staff_;
  EnrolmentDesk enrolment_;
  std::vector<link::LinkId> slowed_;  // read again at the next tick: their bucket was empty
};

}  // namespace vigie::centre
