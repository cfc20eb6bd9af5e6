// Whether this client can show a question at all; what it cannot show it reports by itself (QuestionPage).
// Thread: the window's. Error "item-unshowable": which field, what was expected. It names no text of the question.
#pragma once

#include "candidate-client/session/ShownQuestion.hpp"

namespace vigie::candidate {

base::Result<void> checkShowable(const session::ShownQuestion& question);

}  // namespace vigie::candidate
