// Sessions that no start replays any more: nothing is recorded in them again, but staff still look at them. A few stay
// in memory; the others come back from the archive. Thread: the state thread's.
#pragma once

#include <functional>

#include "center-server/service/Archive.hpp"

namespace vigie::centre {

class ClosedSessions {
 public:
  using Sessions = std::map<base::SessionId, LiveSession>;
  // The session, valid during the call, or why it cannot be read. Errors: "session-closed" (there is no archive),
  // "session-changed" (its stream does not end where it was closed), those of replaySession.
  using Then = std::function<void(const base::Result<LiveSession*>&)>;

  void setArchive(Archive* archive);  // not owned

  void add(Sessions::node_type closed);          // the address of the session stays the same
  LiveSession* find(const base::SessionId& id);  // of those in memory
  const protocol::message::SessionView* summaryOf(const base::SessionId& id) const;
  void setSummary(const base::SessionId& id, protocol::message::SessionView summary) {
    summaries_[id] = std::move(summary);
  }

  void recall(const base::SessionId& id, LiveSession bound, const journal::Head& closedAt, Then then);

 private:
  void makeRoom();

  Archive* archive_ = nullptr;
  Sessions sessions_;
  std::map<base::SessionId, protocol::message::SessionView> summaries_;
};

}  // namespace vigie::centre
