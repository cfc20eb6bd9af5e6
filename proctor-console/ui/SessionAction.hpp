// The next sensible thing to do with a session, as a button that does it: on its card and in its room.
// Thread: Qt's main one.
#pragma once

#include "proctor-console/model/NextStep.hpp"
#include "proctor-console/ui/Action.hpp"

namespace vigie::window {

// Gives the order that is the next step of the session as it stands when the button is pressed.
Action* makeSessionAction(const Context& context, const base::SessionId& session, QWidget* parent);

// Words for this state; hidden when the next step is no order (then a card's button leads somewhere instead).
void showSessionAction(const Context& context, Action& action, const protocol::message::SessionView& view);

bool isOrder(console::NextStep step);

}  // namespace vigie::window
