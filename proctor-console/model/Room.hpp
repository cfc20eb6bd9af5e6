// One session as its invigilators see it: built from the centre's replies and pushed changes, never from guesses.
// Thread: one at a time. Ownership: a value. Personal data: names and comments, for the screen only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "common/base/Id.hpp"
#include "common/exam/Session.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::console {

// nullopt for a word that this program does not know.
std::optional<exam::CandidatePhase> candidatePhase(std::string_view name);
std::optional<exam::SessionPhase> sessionPhase(std::string_view name);

struct RoomChange {
  bool session = false;
  std::set<base::CandidateRef> candidates;
  std::set<std::uint32_t> alerts;

  friend bool operator==(const RoomChange&, const RoomChange&) = default;
};

// What somebody should do about a candidate now, the most urgent first.
enum class Attention { openAlert, linkLost, confirmPresence, none };

class Room {
 public:
  explicit Room(base::SessionId session) : id_(session) {}

  // The answer to a session_view: everything there is.
  void replace(const protocol::message::Reply& view);
  // A pushed change: what it names is new, the rest stays. Gives what differs from before.
  RoomChange merge(const protocol::message::Reply& change);

  const base::SessionId& id() const { return id_; }
  const std::optional<protocol::message::SessionView>& session() const { return session_; }
  const std::map<base::CandidateRef, protocol::message::CandidateView>& candidates() const { return candidates_; }
  const std::map<std::uint32_t, protocol::message::AlertView>& alerts() const { return alerts_; }

  const protocol::message::CandidateView* find(const base::CandidateRef& candidate) const;
  std::vector<const protocol::message::CandidateView*> byName() const;
  std::vector<const protocol::message::AlertView*> openAlerts() const;  // the oldest first
  Attention attention(const protocol::message::CandidateView& candidate) const;

  // Is there at least one candidate, and has every one come at least this far?
  bool allReached(exam::CandidatePhase phase) const;
  bool sessionReached(exam::SessionPhase phase) const;

 private:
  base::SessionId id_;
  std::optional<protocol::message::SessionView> session_;
  std::map<base::CandidateRef, protocol::message::CandidateView> candidates_;
  std::map<std::uint32_t, protocol::message::AlertView> alerts_;
};

}  // namespace vigie::console
