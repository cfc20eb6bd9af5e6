// Is the centre fit for an exam? Five lines that a person reads before anybody sits down. Pure. Thread: any.
#pragma once

#include "proctor-console/model/Outlook.hpp"
#include "proctor-console/model/Text.hpp"

namespace vigie::console {

enum class Level { good, attention, bad, unknown };  // green, amber, red, grey: always said in words too

struct ReadinessLine {
  Phrase name;
  Level level = Level::unknown;
  std::string words;
};

// Server, date, disk, seats, registry, in this order. `nowMs`: wall time of this console.
std::vector<ReadinessLine> readinessOf(const Outlook& outlook, const Text& text, std::int64_t nowMs);

Phrase nameOf(Level level);  // "bon", "attention"…

}  // namespace vigie::console
