// Why each question of a session was asked, what the answers and their times suggest, and what they say of each area:
// from the records alone, by the engine's own functions (common/scoring: Explanation, PersonFit, AreaReport). Advice
// never changes a result. verifySession() says whether the records themselves hold; this explains them as they stand.
//   times       seconds on screen, signed by the seat; typical: the median of the other candidates on the same item
//               when there are 5, else of all answers of the session when there are 20, else unknown; with the bank, not
//               below what its instruction takes to be read (scoring::readingSeconds)
//   copying     every ordered pair with 8 shared items; wrong answers are sealed, so only right ones count as the same;
//               the threshold rises by the logarithm of the number of pairs, so that the session as a whole keeps the
//               stated rate
//   areas       a population of mean 0 and spread 1, areas correlated by 0.8 (scoring::AreaModel)
// Ownership: values. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "certs/verify/SessionFiles.hpp"
#include "certs/verify/SessionSentences.hpp"
#include "common/base/Id.hpp"
#include "common/content/Bank.hpp"
#include "common/scoring/AreaReport.hpp"
#include "common/scoring/Explanation.hpp"
#include "common/scoring/PersonFit.hpp"

namespace vigie::verify {

struct ShownArea {
  std::string name;
  scoring::AreaEstimate estimate;
};

struct CandidateExplanation {
  base::CandidateRef candidate;
  base::Bytes seatSeed;
  scoring::Explanation choice;
  // Questions whose recorded ability, number of items left or draw is not what was computed again.
  std::vector<std::uint32_t> differing;
  std::vector<scoring::Measure> advice;  // what could be measured, flagged or not
  std::vector<ShownArea> areas;          // only those whose standard error allows it
  std::uint32_t areasWithheld = 0;
};

struct SessionExplanation {
  std::string bankName;
  std::vector<std::string> items;        // names by the bank's number
  std::vector<std::string> competences;  // likewise
  std::optional<scoring::Bank> bank;
  std::vector<CandidateExplanation> candidates;  // those whose test began, by reference
};

// `candidate`: 32 hex digits, or empty for all; `bank` may be null when the bundle has bank.cal. Errors:
// "explanation-records" (they cannot be read or bound: what verifySession() found first), "explanation-candidate" (none
// of this reference began a test), "explanation-arithmetic" (one that this program does not have).
base::Result<SessionExplanation> explainSession(const SessionFiles& files, const Anchors& anchors,
                                                const content::Bank* bank, const std::string& candidate);

std::string textOf(const SessionExplanation& explanation, Language language);

// One JSON object: {"format":"vigie-session-explanation/1","candidates":[{"candidate","explanation","differing",
// "advice","areas","areasWithheld"}…]}; "explanation" as content::explanationJson().
std::string jsonOf(const SessionExplanation& explanation);

}  // namespace vigie::verify
