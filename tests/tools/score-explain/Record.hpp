// The record of one candidate's test, as a file:
//   {"format": "vigie-test-record/1", "seed": ticket seed in hex, "nonce": the seat's in hex, "language": "fr",
//    "accessibleItemsOnly": false, "questions": [{"item": id, "outcome": "right" | "wrong" | "replaced" | "open"}…]}
// or, of an item with several categories, {"item": id, "outcome": "scored", "category": 2}; right is then the highest.
// "language" and "accessibleItemsOnly" may be left out: then they exclude no item. Ownership: values. Thread: any.
// Errors: "record-format" (names the member and what was expected), "record-item" (not in the bank).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/scoring/Explanation.hpp"
#include "tests/tools/score-study/StudyBank.hpp"

namespace vigie::tools {

struct TestRecord {
  base::Bytes seed;
  base::Bytes nonce;
  std::string language;
  bool accessibleItemsOnly = false;
  std::vector<scoring::AskedQuestion> questions;

  base::Bytes seatSeed() const;  // seed || nonce
};

base::Result<TestRecord> readTestRecord(std::string_view json, const StudyBank& bank);

std::vector<std::uint8_t> exclusionsOf(const StudyBank& bank, const content::TestDefinition& test,
                                       const TestRecord& record);

// By the plan of the test definition, or by Pix's rules. Errors: "bank-item" (Pix's rules over other models than two
// parameters), those of content::PlanDefinition::planFor(), scoring::explainTest() and explainPlan().
base::Result<scoring::Explanation> explainRecord(const content::TestDefinition& test, const StudyBank& bank,
                                                 const TestRecord& record);

}  // namespace vigie::tools
