#include "common/content/TestDefinition.hpp"

#include <algorithm>
#include <set>

#include "common/content/impl/Node.hpp"
#include "common/content/impl/ResultPart.hpp"
#include "common/scoring/Arithmetic.hpp"

namespace vigie::content {
namespace {

constexpr std::string_view kFormat = "vigie-test-definition/1";
constexpr std::string_view kPlanFormat = "vigie-test-definition/2";
constexpr std::int64_t kLongestTestSeconds = 24 * 60 * 60;

scoring::TestRules readRules(const impl::Node& node) {
  scoring::TestRules rules;
  if (!node.object({"maximumLength", "betweenSameCompetence", "oneQuestionPerTube", "passageByAllCompetences",
                    "variationPercent", "startAbility", "pickPercent"},
                   {})) {
    return rules;
  }
  rules.maximumLength = static_cast<std::uint32_t>(node["maximumLength"].integer(1, 1000));
  rules.betweenSameCompetence = static_cast<std::uint32_t>(node["betweenSameCompetence"].integer(0, 1000));
  rules.oneQuestionPerTube = node["oneQuestionPerTube"].boolean();
  rules.passageByAllCompetences = node["passageByAllCompetences"].boolean();
  rules.variationPercent = node["variationPercent"].number(0, 1);
  rules.startAbility = node["startAbility"].number(-9, 9);
  rules.pickPercent = node["pickPercent"].number(0, 100);
  if (const auto checked = scoring::check(rules); !checked) node.wrong(checked.error().detail);
  return rules;
}

}  // namespace

base::Result<TestDefinition> TestDefinition::load(std::string_view file) {
  const auto json = jcs::parse(file);
  if (!json) return base::fail("test-definition-wrong", "test definition: " + json.error().detail);
  const bool hasFormat = json->is_object() && json->contains("format");
  if (hasFormat && json->at("format") == kPlanFormat) return ofPlan(file);
  if (hasFormat && json->at("format") != kFormat) {
    return base::fail("test-definition-format", "the test definition has the format " + json->at("format").dump() +
                                                    ": this program reads \"" + std::string(kFormat) + "\" and \"" +
                                                    std::string(kPlanFormat) + "\"");
  }
  impl::Problems problems;
  const impl::Node root(&*json, "test definition ", problems);
  root.object({"format", "name", "kind", "arithmetic", "rules", "minimumAnswers", "durationSeconds", "items", "meshes",
               "competences"},
              {});
  const std::string name = root["name"].text(1);
  root["kind"].oneOf({"certification"});
  root["arithmetic"].oneOf({scoring::kArithmeticName});
  const scoring::TestRules rules = readRules(root["rules"]);
  const std::int64_t seconds = root["durationSeconds"].integer(60, kLongestTestSeconds);
  root["items"].object({"certifiableOnly"}, {});
  const bool certifiableOnly = root["items"]["certifiableOnly"].boolean();
  impl::ResultPart result = impl::readMembers(root, rules.maximumLength);
  if (!problems.none()) return base::fail(problems.asError("test-definition-wrong"));
  auto scale = scoring::ScoreScale::make(std::move(result.configuration));
  if (!scale) return base::fail("test-definition-wrong", "test definition: " + scale.error().detail);
  TestDefinition definition(std::move(*scale));
  definition.digest_ = crypto::sha256(base::bytesOf(file));
  definition.name_ = name;
  definition.rules_ = rules;
  definition.competences_ = std::move(result.competences);
  definition.durationMs_ = seconds * 1000;
  definition.certifiableOnly_ = certifiableOnly;
  return definition;
}

base::Result<TestDefinition> TestDefinition::ofPlan(std::string_view file) {
  auto plan = PlanDefinition::load(file);
  if (!plan) return base::fail(plan.error());
  if (!plan->scale()) {
    return base::fail("test-definition-wrong",
                      "test definition: \"result\" is missing: without minimumAnswers, meshes and competences a test "
                      "can be studied, but nobody can be certified by it");
  }
  TestDefinition definition(*plan->scale());
  definition.digest_ = plan->digest();
  definition.name_ = plan->name();
  definition.rules_ = scoring::rulesOf(plan->shape());
  definition.competences_ = plan->competences();
  definition.durationMs_ = plan->durationMs();
  definition.certifiableOnly_ = plan->certifiableOnly();
  definition.plan_ = std::move(*plan);
  return definition;
}

std::string TestDefinition::arithmetic(std::string_view solver) const {
  if (!plan_) return std::string(scoring::kArithmeticName);
  std::string name(scoring::kPlanArithmeticName);
  if (plan_->shape().content.kind == scoring::Content::shadow) name += "+" + std::string(solver);
  return name;
}

bool TestDefinition::admits(const CalibratedItem& item) const {
  return item.status == "validated" && (item.certifiable || !certifiableOnly_);
}

std::vector<std::uint8_t> TestDefinition::exclusions(const Calibration& calibration) const {
  std::vector<std::uint8_t> excluded;
  for (const CalibratedItem& item : calibration.items()) excluded.push_back(admits(item) ? 0 : 1);
  return excluded;
}

base::Result<void> TestDefinition::checkPlan(const Calibration& calibration, scoring::ShadowSolver solver) const {
  const scoring::ModelBank bank = PlanDefinition::modelBankOf(calibration);
  const auto plan = plan_->planFor(bank, calibration.competences(), solver);
  if (!plan) return base::fail(plan.error());
  for (const scoring::ContentTarget& target : plan->content.targets) {
    const std::string& competence = calibration.competences()[target.competence];
    const auto serves = [&](const CalibratedItem& item) { return item.competence == competence && admits(item); };
    const bool isWanted = target.share > 0 || target.least > 0;
    if (!isWanted || std::any_of(calibration.items().begin(), calibration.items().end(), serves)) continue;
    return base::fail("plan-competence", "the test definition \"" + name_ + "\" has a target for competence " +
                                             competence + ", of which the bank has no item that it admits");
  }
  if (plan->content.kind != scoring::Content::shadow) return {};
  std::vector<std::uint8_t> pool = exclusions(calibration);
  for (std::uint8_t& open : pool) open = open == 0 ? 1 : 0;
  if (auto found = solver(bank, *plan, std::vector<double>(bank.size()), pool, {}); !found) {
    return base::fail("plan-too-few-items", "the test definition \"" + name_ + "\": " + found.error().detail);
  }
  return {};
}

base::Result<void> TestDefinition::checkBank(const Calibration& calibration, scoring::ShadowSolver solver) const {
  std::set<std::string_view> different;
  for (const CalibratedItem& item : calibration.items()) {
    if (!admits(item)) continue;
    different.insert(rules_.oneQuestionPerTube ? item.tube : item.skill);
    if (std::find(competences_.begin(), competences_.end(), item.competence) == competences_.end()) {
      return base::fail("bank-competence", "item " + item.id + " is of competence " + item.competence +
                                               ", which has no levels in the test definition \"" + name_ + "\"");
    }
    if (!plan_ && (item.guessing != 0 || item.ceiling != 1)) {
      return base::fail("bank-model", "item " + item.id + " has a guessing or ceiling parameter, and the test " +
                                          "definition \"" + name_ + "\" is Pix's, of two parameters; use a plan " +
                                          "(version 2), or calibrate the item with two");
    }
  }
  if (different.size() < rules_.maximumLength) {
    return base::fail("bank-too-small", "the bank \"" + calibration.bank() + "\" gives at most " +
                                            std::to_string(different.size()) + " questions, the test definition \"" +
                                            name_ + "\" asks " + std::to_string(rules_.maximumLength));
  }
  if (plan_) return checkPlan(calibration, solver);
  return {};
}

}  // namespace vigie::content
