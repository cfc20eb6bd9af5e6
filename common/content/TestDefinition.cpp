#include "common/content/TestDefinition.hpp"

#include <algorithm>
#include <set>

#include "common/content/impl/Node.hpp"
#include "common/content/impl/ResultPart.hpp"

namespace vigie::content {
namespace {

constexpr std::string_view kFormat = "vigie-test-definition/1";
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
  if (json->is_object() && json->contains("format") && json->at("format") != kFormat) {
    return base::fail("test-definition-format", "the test definition has the format " + json->at("format").dump() +
                                                    ": this program reads \"" + std::string(kFormat) + "\"");
  }
  impl::Problems problems;
  const impl::Node root(&*json, "test definition ", problems);
  root.object({"format", "name", "kind", "arithmetic", "rules", "minimumAnswers", "durationSeconds", "items", "meshes",
               "competences"},
              {});
  const std::string name = root["name"].text(1);
  root["kind"].oneOf({"certification"});
  root["arithmetic"].oneOf({kScoringArithmetic});
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

bool TestDefinition::admits(const CalibratedItem& item) const {
  return item.status == "validated" && (item.certifiable || !certifiableOnly_);
}

std::vector<std::uint8_t> TestDefinition::exclusions(const Calibration& calibration) const {
  std::vector<std::uint8_t> excluded;
  for (const CalibratedItem& item : calibration.items()) excluded.push_back(admits(item) ? 0 : 1);
  return excluded;
}

base::Result<void> TestDefinition::checkBank(const Calibration& calibration) const {
  std::set<std::string_view> different;
  for (const CalibratedItem& item : calibration.items()) {
    if (!admits(item)) continue;
    different.insert(rules_.oneQuestionPerTube ? item.tube : item.skill);
    if (std::find(competences_.begin(), competences_.end(), item.competence) == competences_.end()) {
      return base::fail("bank-competence", "item " + item.id + " is of competence " + item.competence +
                                               ", which has no levels in the test definition \"" + name_ + "\"");
    }
  }
  if (different.size() < rules_.maximumLength) {
    return base::fail("bank-too-small", "the bank \"" + calibration.bank() + "\" gives at most " +
                                            std::to_string(different.size()) + " questions, the test definition \"" +
                                            name_ + "\" asks " + std::to_string(rules_.maximumLength));
  }
  return {};
}

}  // namespace vigie::content
