// The centre as its consoles' first screens show it: every session, ticket and machine, told whole to a console that
// asks to watch the centre (a Watch that names no session), and afterwards what changes, at the end of the turn that
// changed it. Thread: the state thread's.
#pragma once

#include <map>
#include <set>
#include <string>

#include "center-server/service/Peers.hpp"

namespace vigie::centre {

class Centre;

class Overview {
 public:
  void show(Centre& centre, Peer& peer);

  void sessionChanged(const base::SessionId& session) { sessions_.insert(session); }
  void machineChanged(const std::string& machine) { machines_.insert(machine); }  // 32 hex digits
  void ticketsChanged() { tickets_ = true; }

  void tell(Centre& centre);  // what changed since the last call, to those who watch

 private:
  std::set<base::SessionId> sessions_;
  std::set<std::string> machines_;
  bool tickets_ = false;
  std::map<base::SessionId, base::Bytes> shown_;  // the newest view of each session: most answers do not change it
};

}  // namespace vigie::centre
