// A test as a scoring::TestPlan. File: JSON {"format":"vigie-test-definition/2", "name", "kind":"certification",
// "durationSeconds", "items":{"certifiableOnly"},
// "estimator":{"kind":"movingPriorEap"|"eap"|"map"|"mle"|"wle", "startAbility", "priorMean", "priorDeviation",
//   "variationPercent", "confidence"},
// "criterion":"fisher"|"posteriorWeighted"|"kullbackLeibler"|"mepv",
// "exposure":{"kind":"bestDraw"|"randomesque"|"sympsonHetter"|"eligibility", "candidates", "pickPercent",
// "largestRate",
//   "probabilities":{item id: number…}},
// "content":{"kind":"rules"|"proportional"|"shadow", "oneQuestionPerTube", "passageByAllCompetences",
//   "betweenSameCompetence", "targets":[{"competence", "share", "least", "most"}…], "enemies":[[item id…]…]},
// "stopping":{"minimumLength", "maximumLength", "standardError", "classification":"none"|"confidenceInterval"|
//   "sequentialProbabilityRatio", "cut", "indifference", "errorRate"},
// "result":{"minimumAnswers" (at most minimumLength: a test that stops early must count), "meshes", "competences"} as
// in version 1}; every member is required but "result" (which a centre asks for), "probabilities", "targets", "enemies"
// and, in a target, "share", "least", "most". No other is allowed. A file of version 1 (TestDefinition.hpp) means the
// Pix mode and loads as that plan. Its arithmetic is vigie-plans/1 (scoring/Arithmetic.hpp). Ownership: a value, never
// changed. Thread: any.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"
#include "common/content/Calibration.hpp"
#include "common/crypto/Digest.hpp"
#include "common/scoring/ModelBank.hpp"
#include "common/scoring/Score.hpp"
#include "common/scoring/TestPlan.hpp"

namespace vigie::content {

class PlanDefinition {
 public:
  // Errors: "test-definition-format" (another format), "test-definition-wrong": one line per problem.
  static base::Result<PlanDefinition> load(std::string_view file);

  const crypto::Digest& digest() const { return digest_; }  // SHA-256 of the file's exact bytes
  const std::string& name() const { return name_; }
  std::int64_t durationMs() const { return durationMs_; }
  bool certifiableOnly() const { return certifiableOnly_; }
  const scoring::TestPlan& shape() const { return plan_; }                    // without what names items or competences
  const std::optional<scoring::ScoreScale>& scale() const { return scale_; }  // of "result", or of version 1
  const std::vector<std::string>& competences() const { return competences_; }  // by the scale's competence index

  // The plan over a bank, its names turned into numbers and checked (scoring::check). `competences`: names by the
  // bank's number. Errors: "plan-item", "plan-competence" (a name that the bank does not have), those of
  // scoring::check().
  base::Result<scoring::TestPlan> planFor(const scoring::ModelBank& bank, std::span<const std::string> competences,
                                          scoring::ShadowSolver solver = nullptr) const;

  // Likewise over a calibrated bank, with its items' ids.
  base::Result<scoring::TestPlan> planFor(const Calibration& calibration, scoring::ShadowSolver solver = nullptr) const;
  static scoring::ModelBank modelBankOf(const Calibration& calibration);

 private:
  struct NamedTarget {
    std::string competence;
    scoring::ContentTarget target;
  };
  friend class PlanReader;

  PlanDefinition() = default;

  crypto::Digest digest_{};
  std::string name_;
  std::int64_t durationMs_ = 0;
  bool certifiableOnly_ = true;
  std::optional<scoring::ScoreScale> scale_;
  std::vector<std::string> competences_;
  scoring::TestPlan plan_;  // without what names items or competences
  std::map<std::string, double> probabilities_;
  std::vector<NamedTarget> targets_;
  std::vector<std::vector<std::string>> enemies_;
};

}  // namespace vigie::content
