// Shadow test: the whole remaining test assembled at once, so that every content target can still be met; the next item
// is the best of those in it (van der Linden and Reese 1998). A 0-1 programme solved by GLPK:
//   maximise  sum merit_i x_i
//   with      sum x_i = maximumLength less the asked items, at most one per tube and per enemy set (none where one was
//             asked), least <= asked and chosen items of a competence <= most
// Without oneQuestionPerTube, at most one per skill. Of the items of one tube (or skill) and competence only the best
// takes part, and every item that has enemies: that keeps an optimum. Merits are rounded to whole millionths, so that
// the last bits of a merit do not decide; the solver has no randomness. Its arithmetic is
// its own, so it stands apart, plugged in as scoring::ShadowSolver, and its name and version stand in the arithmetic of
// a session: whoever has another version says so instead of calling a choice forged. A programme that takes 30 s (usual:
// 5 ms) is given up, so that no definition can stall whoever replays it. Allocates. Thread: any, GLPK keeps its state per
// thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/base/Result.hpp"
#include "common/scoring/TestPlan.hpp"

namespace vigie::shadow {

// "glpk/5.0": what repeats the same choices.
std::string solverName();

// `merits`: one per item, any sign, finite. `pool`: one byte per item, not 0 = may be asked. The items of the shadow
// test that are still to be asked, best first. Errors: "shadow-infeasible" when no test meets the targets,
// "shadow-solver" when the solver gave up.
base::Result<std::vector<scoring::ItemIndex>> shadowTest(const scoring::ModelBank& bank, const scoring::TestPlan& plan,
                                                         std::span<const double> merits,
                                                         std::span<const std::uint8_t> pool,
                                                         std::span<const scoring::ItemIndex> asked);

}  // namespace vigie::shadow
