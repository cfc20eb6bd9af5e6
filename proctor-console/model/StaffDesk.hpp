// A staff member's side of the conversation with the centre, without a socket: the owner hands over what arrives and
// sends what takeOutgoing() gives. Signs commands, finds their answers, repeats unanswered ones with the same bytes on
// the next link (the centre carries each out once), remembers the centre's standings, and countersigns its checkpoints.
// One command or query is under way at a time; the others wait in order, and on each link until the centre has shown
// where its journal stands. Only a live tile is asked for beside them: a seat may take seconds, and no order waits for
// it. After a fork the desk has stopped: it reports the fork and sends nothing more. Thread: one at a time. Ownership:
// shares the signer.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "proctor-console/model/Checkpoint.hpp"
#include "proctor-console/model/Order.hpp"
#include "proctor-console/model/StandingBook.hpp"

namespace vigie::console {

struct Welcomed {  // on each new link: answers to a Watch start anew, so ask for the room again
  std::string program;
  std::string label;  // of this console
  std::int64_t wallMs = 0;
};
struct EpochChanged {  // the centre says that it lives on from a restored backup
  base::EpochId epoch;
};
struct CommandSettled {
  base::CommandId command;
  bool repeated = false;               // it had been carried out before
  std::optional<base::Error> refusal;  // nullopt: done
};
struct QuerySettled {
  std::uint32_t query = 0;
  base::Result<protocol::message::Reply> reply;
};
struct TileSettled {  // what a candidate's camera sees now, or why that cannot be seen
  std::uint32_t query = 0;
  base::Result<protocol::message::PictureView> tile;
};
struct RoomChanged {  // pushed for the watched session
  protocol::message::Reply change;
};
struct CheckpointKept {
  Checkpoint checkpoint;
  bool countersigned = false;  // false: nobody's key is loaded
};
struct CheckpointDoubted {  // neither kept nor countersigned
  base::Error why;
};
struct ForkSeen {
  Fork fork;
};
struct ConversationRefused {  // the centre does not want to speak with this program, or refused a Watch
  base::Error why;
};

using Event = std::variant<Welcomed, EpochChanged, CommandSettled, QuerySettled, TileSettled, RoomChanged,
                           CheckpointKept, CheckpointDoubted, ForkSeen, ConversationRefused>;

struct DeskSettings {
  std::string program;           // "proctor-cli 0.1.0"
  std::filesystem::path folder;  // of the console, for checkpoints; empty: not kept on disk
};

class StaffDesk {
 public:
  // Without `signer` there are queries only: commands may not be given, checkpoints are kept but not countersigned.
  StaffDesk(DeskSettings settings, std::shared_ptr<const crypto::Signer> signer, StandingBook book);

  void linkOpened();
  void linkLost();

  base::CommandId command(Order order, std::int64_t wallMs);  // precondition: there is a signer
  std::uint32_t ask(protocol::message::Query query);          // its id is set here
  // One at a time. Nothing while the link is not ready; one that a link took with it is forgotten.
  std::optional<std::uint32_t> askTile(const base::SessionId& session, const base::CandidateRef& candidate);
  void watch(const base::SessionId& session);  // on this link and all later ones
  void oversee();  // the centre itself: sessions, tickets, machines; on this link and all later ones
  void heartbeat();

  std::vector<Event> receive(const protocol::Message& message, std::int64_t wallMs);
  std::vector<protocol::Message> takeOutgoing() { return std::exchange(outgoing_, {}); }

  bool isStopped() const { return stopped_; }
  StandingBook& book() { return book_; }  // the owner saves it

 private:
  struct Errand {  // a command or a query
    std::optional<Order> order;
    std::int64_t wallMs = 0;
    std::optional<protocol::message::StaffCommand> command;  // once signed
    protocol::message::Query query;
  };
  class Reception;

  void pump();
  void settleFront() {
    errands_.pop_front();
    underWay_ = false;
  }

  DeskSettings settings_;
  std::shared_ptr<const crypto::Signer> signer_;
  StandingBook book_;
  std::optional<base::EpochId> epoch_;
  std::optional<crypto::PublicKey> checkpointKey_;
  std::optional<base::SessionId> watched_;
  bool oversees_ = false;
  std::deque<Errand> errands_;
  std::uint32_t lastQuery_ = 0;
  std::optional<std::uint32_t> tile_;  // id of the query that is under way beside the errands
  bool welcomed_ = false;
  bool standingShown_ = false;  // the heartbeat that follows a welcome was answered
  bool underWay_ = false;       // errands_.front() was sent on this link
  bool stopped_ = false;
  std::vector<protocol::Message> outgoing_;
};

}  // namespace vigie::console
