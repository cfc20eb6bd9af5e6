// The questions of the practice, one of each kind, about nothing that anybody has to know. They are no items: no bank
// has them, nothing judges them, nothing keeps the answers. Thread: any.
#pragma once

#include <memory>
#include <vector>

#include "candidate-client/session/ShownQuestion.hpp"

namespace vigie::candidate {

// Numbered from 1, in that language ("fr", "en").
std::vector<std::shared_ptr<const session::ShownQuestion>> practiceQuestions(const std::string& language);

}  // namespace vigie::candidate
