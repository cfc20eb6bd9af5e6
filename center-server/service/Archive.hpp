// Sessions that are closed: a start does not replay them, so they are read back from the disk, beside the state thread,
// when somebody asks. The summary of each, which lists show, is kept in a file that can be dropped.
#pragma once

#include "center-server/service/LiveSession.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::centre {

struct Recalled {
  LiveSession session;
  journal::Head head;  // of its stream
};

class Archive {
 public:
  using Done = std::function<void(base::Result<Recalled>)>;
  virtual ~Archive() = default;

  // Replays `bound`, which has applied nothing yet. `done` runs on the state thread, in a turn.
  virtual void recall(const base::SessionId& session, LiveSession bound, Done done) = 0;

  virtual std::vector<protocol::message::SessionView> summaries() = 0;  // all that were kept; read at the start
  virtual void keepSummary(const protocol::message::SessionView& summary) = 0;
};

}  // namespace vigie::centre
