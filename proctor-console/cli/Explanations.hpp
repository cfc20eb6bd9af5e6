// Every code with which the centre, or this program, may refuse: in plain words, what it means and what to do.
// Thread: any (data).
#pragma once

#include <string_view>

#include "proctor-console/cli/Text.hpp"

namespace vigie::cli {

enum class ExitStatus : int { done = 0, refused = 1, unreachable = 2, usage = 64 };

struct Explanation {
  std::string_view code;
  ExitStatus status;
  Phrase sentence;
};

// Never null: a code that a newer centre may bring gets a general sentence, and counts as refused.
const Explanation& explanationOf(std::string_view code);
bool isExplained(std::string_view code);

}  // namespace vigie::cli
