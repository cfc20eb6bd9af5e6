// Which items may follow under a ContentPlan, shadow tests apart (they choose on their own).
//   enemies       none of a set of which one was asked
//   rules         Pix's three rules, in the order and with the fallbacks of Selection.hpp
//   proportional  one per tube (or skill), not the competences of the last questions unless nothing else is left, and
//                 of these only the competence furthest below its share: the largest share (n + 1) - asked, equal ones
//                 by order of the targets; without an item of any target, all of them (Kingsbury and Zara 1989)
// Pure. Thread: any.
#pragma once

#include <span>
#include <vector>

#include "common/scoring/TestPlan.hpp"

namespace vigie::scoring {

// One byte per item, not 0 = open. `pool` likewise.
std::vector<std::uint8_t> openItems(const ModelBank& bank, const ContentPlan& content,
                                    std::span<const std::uint8_t> pool, std::span<const ItemIndex> asked);

}  // namespace vigie::scoring
