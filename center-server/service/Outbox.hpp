// Nothing leaves before what it rests on is durable: every frame waits, in order, for the ticket of the newest record at
// its decision (design.md 2). Thread: the state thread's.
#pragma once

#include <deque>
#include <functional>

#include "center-server/service/Surroundings.hpp"

namespace vigie::centre {

class Outbox {
 public:
  explicit Outbox(Links& links) : links_(links) {}

  void send(link::LinkId to, protocol::Message message);
  void resumeReading(link::LinkId link);
  void finish(link::LinkId link);
  void then(std::function<void()> action);  // once durable

  // Stamps what was emitted since the last call with this ticket, then lets go what is durable.
  void stamp(std::uint64_t ticket);
  void durable(std::uint64_t ticket);

  // The journal failed: nothing that waits may ever leave.
  void discard() { waiting_.clear(); fresh_.clear(); }

 private:
  using Action = std::function<void()>;
  void release();

  Links& links_;
  std::vector<Action> fresh_;
  std::deque<std::pair<std::uint64_t, Action>> waiting_;
  std::uint64_t durable_ = 0;
};

}  // namespace vigie::centre
