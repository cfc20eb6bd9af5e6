// What a script may wait for in a room, as words:
//   of the session    created open ended finalised paused resumed alert no-alert issued anchored
//                     all-seated all-identified all-ready all-running all-ended
//   of one candidate  seated identified ready running ended linked unlinked paused resumed alert no-alert
// A phase counts as reached when it or a later one holds. "issued": finalised, and every validated result has its
// certificate. Pure. Thread: any.
#pragma once

#include <optional>
#include <string>

#include "proctor-console/model/Room.hpp"

namespace vigie::console {

struct Condition {
  std::string until;                            // of the session; empty: not asked
  std::optional<base::CandidateRef> candidate;  // whom the next two are about
  std::string phase;                            // empty: not asked
  std::uint32_t question = 0;                   // reached at least this one; 0: not asked
};

// Error "condition-unknown": lists the words.
base::Result<void> checkCondition(const Condition& condition);

// All that was asked. False while the room was not shown yet.
bool holds(const Condition& condition, const Room& room);

}  // namespace vigie::console
