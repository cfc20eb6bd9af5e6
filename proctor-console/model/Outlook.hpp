// What a staff window shows, as one value: the link, what the centre has, and the room that is looked at. Made by the
// Workplace on the model's thread, read on any other. Personal data: names and comments, for the screen only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "proctor-console/model/Room.hpp"
#include "proctor-console/model/StandingBook.hpp"

namespace vigie::console {

enum class LinkPhase {
  connecting,  // never linked since the start
  linked,
  lost,     // tried again by itself
  refused,  // the centre does not want this console, or it is not our centre: a person must act
  stopped,  // the centre showed another past: nothing is sent any more
};

struct LinkState {
  LinkPhase phase = LinkPhase::connecting;
  std::optional<base::Error> why;  // of lost and refused
  std::int64_t sinceMs = 0;        // wall time of this console
};

// What the camera of the one candidate who is looked at closely sees now; nobody keeps it.
struct LiveView {
  base::CandidateRef candidate;
  std::shared_ptr<const protocol::message::PictureView> picture;  // null: none has come, or none comes any more
  std::optional<base::Error> why;                                 // none comes
};

struct Outlook {
  LinkState link;
  std::optional<Fork> fork;
  std::string consoleLabel;
  std::string centreProgram;
  std::int64_t centreAheadMs = 0;       // the server's wall time less this console's
  std::optional<std::uint32_t> health;  // of the server, 0 to 10; absent until it said so
  bool isComplete = false;              // the centre has shown sessions, tickets and machines since the start
  std::optional<protocol::message::CentreView> centre;   // the server's own condition, once it said so
  std::vector<protocol::message::SessionView> sessions;  // the most urgent phase first
  std::vector<protocol::message::TicketView> tickets;    // by number
  std::vector<protocol::message::MachineView> machines;  // by label
  std::shared_ptr<const Room> room;                      // null: none is looked at, or it was not shown yet
  std::map<base::CandidateRef, std::shared_ptr<const protocol::message::PictureView>>
      pictures;                      // the newest, of the room
  std::optional<LiveView> live;      // while somebody is looked at closely
  std::vector<base::Error> notices;  // what a person should know, the oldest first

  bool isLinked() const { return link.phase == LinkPhase::linked; }
  const protocol::message::SessionView* session(const std::string& id) const;  // 16 bytes
};

}  // namespace vigie::console
