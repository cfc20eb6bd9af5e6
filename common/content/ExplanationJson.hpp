// An explanation (common/scoring/Explanation.hpp) as JSON, numbers exact: what every program prints that explains a
// test.
//   {"format": "vigie-explanation/1", "arithmetic", "bank", "drawKey": hex, "agrees", "questions": [{"number",
//   "before":
//    {"answers", "ability", "errorRate"}, "pool", "choice", "rules": [{"rule", "effect", "left", "best"}…],
//    "candidates":
//    [{"item", "information", "chance"}…], "draw": {"message", "question", "u", "position", "item"}, "asked": {"item",
//    "information", "agrees", "outcome"}, "after": {…}}…], "next": likewise, when a question would follow}
// "asked" has "category" where "outcome" is "scored" (an item with several categories).
// Under a plan each question has "plan": {"criterion", "exposure", "lower", "upper", "stop", "verdict", "refused"}.
// Thread: any.
#pragma once

#include <string>

#include "common/base/Bytes.hpp"
#include "common/scoring/ExplanationText.hpp"

namespace vigie::content {

// Ends with a newline.
std::string explanationJson(const scoring::Explanation& explanation, const std::string& bank,
                            const scoring::BankNames& names, base::ByteView seatSeed);

}  // namespace vigie::content
