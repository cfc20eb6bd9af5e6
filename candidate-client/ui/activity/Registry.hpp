// The interactions that this version can show, one line each (Registry.cpp). Thread: the window's.
#pragma once

#include <memory>

#include "candidate-client/ui/activity/Interaction.hpp"

namespace vigie::activity {

QStringList knownTypes();

// Errors: "activity-unknown" (a type that this version cannot show), "activity-wrong" (what makes no such task, with
// the place and what was expected).
base::Result<std::unique_ptr<Interaction>> makeInteraction(const Spec& spec);

}  // namespace vigie::activity
