// The links of one server or client by id, for calls from any thread, and the count of tasks still under way. A link is
// in the table from its first byte; until it is marked open its owner does not know its id. Internal to common/link.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "common/link/IoCore.hpp"
#include "common/link/Link.hpp"
#include "common/link/LinkEvents.hpp"

namespace vigie::link {

class LinkTable {
 public:
  void add(LinkId id, std::shared_ptr<Link> link);
  bool markOpen(LinkId id);  // false once refuseNew() was called
  void remove(LinkId id);
  std::shared_ptr<Link> find(LinkId id) const;  // null when it ended
  std::size_t size() const;
  std::size_t handshakes() const;

  // No link may open from now on: those whose handshake is under way are aborted. Returns the open ones.
  std::vector<std::shared_ptr<Link>> refuseNew();
  std::vector<std::shared_ptr<Link>> all() const;
  bool refusesNew() const;

  void taskBegins();
  void taskEnds();
  void waitForTasks(IoCore& core);

 private:
  struct Entry {
    std::shared_ptr<Link> link;
    bool open = false;
  };
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<LinkId, Entry> links_;
  std::size_t handshakes_ = 0;
  std::size_t tasks_ = 0;
  bool refusesNew_ = false;
};

}  // namespace vigie::link
