// The next sensible thing to do with a session: what its one button says. Pure. Thread: any.
#pragma once

#include "proctor-console/model/Room.hpp"
#include "proctor-console/model/Text.hpp"

namespace vigie::console {

enum class NextStep {
  addCandidates,
  open,
  confirmAndWatch,  // people come in or sit their test
  resume,           // the whole room is paused
  endSession,       // everybody has finished
  finalise,
  issue,
  awaitRegistry,  // nothing to do: certificates wait for the registry
  seeResults,
};

NextStep nextStep(const protocol::message::SessionView& session);
Phrase buttonOf(NextStep step);
int urgencyOf(const protocol::message::SessionView& session);  // the smaller the more urgent

}  // namespace vigie::console
