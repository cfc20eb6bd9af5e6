// Shadow test: the whole remaining test assembled at once, so that every content target can still be met; the next item
// is the best of those in it (van der Linden and Reese 1998). A 0-1 programme solved by GLPK:
//   maximise  sum merit_i x_i
//   with      sum x_i = maximumLength, x_i = 1 for asked items, at most one per tube and per enemy set,
//             least <= sum over a competence <= most
// Without oneQuestionPerTube, at most one per skill. Items that another of the same tube (or skill) and competence
// beats are left out first when neither has enemies: that keeps every optimum's merit. Deterministic: merits are
// rounded to whole millionths and equal ones keep the bank's order. Allocates. Thread: any, GLPK keeps its state per
// thread.
#pragma once

#include <span>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/Selection.hpp"
#include "common/scoring/TestPlan.hpp"

namespace vigie::scoring {

// `merits`: one per item, any sign, finite. `open`: one byte per item, not 0 = may still be asked (asked ones need not
// be marked). The items of the shadow test that are not asked yet, best first. Error: "shadow-infeasible" when no test
// meets the targets, "shadow-solver" when the solver gave up.
base::Result<std::vector<ItemIndex>> shadowTest(const ModelBank& bank, const TestPlan& plan,
                                                std::span<const double> merits, std::span<const std::uint8_t> open,
                                                std::span<const ItemIndex> asked);

}  // namespace vigie::scoring
