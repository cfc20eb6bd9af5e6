// How items become a test. File: JSON {"format":"vigie-test-definition/1", "name", "kind":"certification",
// "arithmetic":"vigie-scoring/1", "rules":{members of scoring::TestRules}, "minimumAnswers", "durationSeconds",
// "items":{"certifiableOnly"}, "meshes":[{"min","max"}…], "competences":[{"competence","levels":[{"level","min",
// "max"}…]}…]}; every member is required, no other is allowed. A session binds the SHA-256 of the file's exact bytes.
// This is the Pix mode. Version 2, for every other plan, is read through PlanDefinition.hpp; here it needs its
// "result". Ownership: a value, never changed. Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/Calibration.hpp"
#include "common/content/PlanDefinition.hpp"
#include "common/crypto/Digest.hpp"
#include "common/scoring/Score.hpp"
#include "common/scoring/TestRules.hpp"

namespace vigie::content {

enum class TestKind { certification };

class TestDefinition {
 public:
  // Of either version. Errors: "test-definition-format" (another format), "test-definition-wrong": one line per
  // problem.
  static base::Result<TestDefinition> load(std::string_view file);

  const crypto::Digest& digest() const { return digest_; }
  const std::string& name() const { return name_; }
  TestKind kind() const { return TestKind::certification; }
  // What chooses and scores (scoring/Arithmetic.hpp): "vigie-scoring/1", or for a plan "vigie-plans/1". Shadow tests
  // add the solver, whose numbers are its own: "vigie-plans/1+glpk/5.0" for the solver "glpk/5.0".
  std::string arithmetic(std::string_view solver = {}) const;
  const PlanDefinition* plan() const { return plan_ ? &*plan_ : nullptr; }  // of version 2; none: the Pix mode
  const scoring::TestRules& rules() const { return rules_; }  // of a plan: what it shares with Pix's (scoring::rulesOf)
  const scoring::ScoreScale& scale() const { return scale_; }
  const std::vector<std::string>& competences() const { return competences_; }  // by the scale's competence index
  std::int64_t durationMs() const { return durationMs_; }                       // allowed time

  bool certifiableOnly() const { return certifiableOnly_; }
  // Validated items, and only certifiable ones when the definition says so.
  bool admits(const CalibratedItem& item) const;
  // One byte per item of the bank, 1 = not in this test (scoring::Exclusions).
  std::vector<std::uint8_t> exclusions(const Calibration& calibration) const;

  // Whether the bank can carry the test: enough admitted items with different tubes (or skills), each of a competence
  // that has levels; and for a plan what PlanDefinition::planFor() asks, of the admitted items alone. Errors:
  // "bank-too-small", "bank-competence", "bank-model" (Pix's rules over an item of three or four parameters), those of
  // planFor().
  base::Result<void> checkBank(const Calibration& calibration, scoring::ShadowSolver solver = nullptr) const;

 private:
  explicit TestDefinition(scoring::ScoreScale scale) : scale_(std::move(scale)) {}
  static base::Result<TestDefinition> ofPlan(std::string_view file);
  base::Result<void> checkPlan(const Calibration& calibration, scoring::ShadowSolver solver) const;

  crypto::Digest digest_{};
  std::string name_;
  scoring::TestRules rules_;
  scoring::ScoreScale scale_;
  std::vector<std::string> competences_;
  std::int64_t durationMs_ = 0;
  bool certifiableOnly_ = true;
  std::optional<PlanDefinition> plan_;
};

}  // namespace vigie::content
