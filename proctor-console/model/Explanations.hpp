// Every code with which the centre, or a program of staff, may refuse: in plain words, what it means and what to do.
// Thread: any (data).
#pragma once

#include <string_view>

#include "proctor-console/model/Text.hpp"

namespace vigie::console {

// Of proctor-cli; a window only shows the sentence.
enum class ExitStatus : int { done = 0, refused = 1, unreachable = 2, usage = 64 };

struct Explanation {
  std::string_view code;
  ExitStatus status;
  Phrase sentence;
  Phrase atTerminal = {};  // what proctor-cli adds: the verb that helps
};

// Never null: a code that a newer centre may bring gets a general sentence, and counts as refused.
const Explanation& explanationOf(std::string_view code);
bool isExplained(std::string_view code);

}  // namespace vigie::console
