// Closed sessions on their way out: the bundle is made from what is durable, so a session leaves for the registry only
// once a console countersigned its last checkpoint. Nobody waits for a console that is not there, nor longer than
// kCountersignMs for one that does not answer: verify-session then says that nobody countersigned the end.
// Thread: the state thread's.
#pragma once

#include <cstdint>
#include <map>

#include "common/base/Id.hpp"

namespace vigie::centre {

class Centre;
class LiveSession;

inline constexpr std::int64_t kCountersignMs = 10'000;  // of run time

class Departures {
 public:
  void depart(Centre& centre, const LiveSession& session);
  void countersigned(Centre& centre, const LiveSession& session);
  void look(Centre& centre);  // once a second, and when a link has ended

 private:
  std::map<base::SessionId, std::int64_t> waiting_;  // until this run time
};

}  // namespace vigie::centre
