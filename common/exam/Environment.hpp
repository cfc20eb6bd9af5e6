// What a session was opened with and never changes: the bank's calibration, the test definition, the ticket.
// The centre, the registry and the auditor's tool build it from the same files, so that a replay decides the same.
// Ownership: a value, shared by all states of one session. Thread: read from any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/content/TestDefinition.hpp"
#include "common/crypto/Digest.hpp"
#include "common/scoring/Item.hpp"
#include "common/scoring/ModelBank.hpp"
#include "common/scoring/Score.hpp"
#include "common/scoring/TestPlan.hpp"
#include "common/scoring/TestRules.hpp"

namespace vigie::exam {

struct ExamItem {
  std::string id;
  std::uint32_t version = 1;
  crypto::Digest content{};            // of the public content, as in bank.cal; of a template, the ticket's variant
  std::vector<std::string> choiceIds;  // empty for an auditor, who checks the order that the record names
  bool shuffle = false;
  bool admitted = false;    // by the test definition
  bool accessible = false;  // for candidates who need accessible items
  std::vector<std::string> languages;
};

enum class SessionKind : std::uint8_t { real, demonstration };

// A session under another plan than Pix's rules: what chooses and scores then.
struct PlannedExam {
  scoring::ModelBank bank;  // parallel to Environment::items
  scoring::TestPlan plan;
  scoring::ShadowSolver solver = nullptr;
};

struct Environment {
  scoring::Bank bank;  // parallel to `items`
  std::vector<ExamItem> items;
  scoring::TestRules rules;  // under a plan: what it shares with them, its length among it
  scoring::ScoreScale scale;
  std::int64_t durationMs = 0;
  SessionKind kind = SessionKind::demonstration;
  std::int64_t ticketFromMs = 0;
  std::int64_t ticketUntilMs = 0;
  base::Bytes ticketSeed;  // 32 bytes
  std::size_t certificateCodes = 0;
  std::int64_t earliestWallMs = 0;                  // the program's release: a clock before it is wrong
  std::shared_ptr<const PlannedExam> planned = {};  // none: the Pix mode. Measurements point into it

  // The test may end before rules.maximumLength: a candidate is told "at most".
  bool mayStopEarly() const;
};

// What a ticket says that decisions depend on.
struct TicketTerms {
  SessionKind kind = SessionKind::demonstration;
  std::int64_t validFromMs = 0;
  std::int64_t validUntilMs = 0;
  base::Bytes drawSeed;
  std::size_t certificateCodes = 0;
};

// `choiceIds` is parallel to the calibration's items, or empty for those who have no content; `solver` is for plans of
// shadow tests. Errors: those of content::PlanDefinition::planFor().
base::Result<Environment> makeEnvironment(const content::Calibration& calibration, const content::TestDefinition& test,
                                          const TicketTerms& ticket, std::vector<std::vector<std::string>> choiceIds,
                                          std::vector<bool> shuffled, std::int64_t earliestWallMs,
                                          scoring::ShadowSolver solver);

}  // namespace vigie::exam
