#include "common/content/PlanDefinition.hpp"

#include <algorithm>
#include <initializer_list>

#include "common/content/TestDefinition.hpp"
#include "common/content/impl/Node.hpp"
#include "common/content/impl/ResultPart.hpp"
#include "common/scoring/Selection.hpp"

namespace vigie::content {
namespace {

using impl::Node;

constexpr std::string_view kPlanFormat = "vigie-test-definition/2";
constexpr std::string_view kRulesFormat = "vigie-test-definition/1";
constexpr std::int64_t kLongestTestSeconds = 24 * 60 * 60;

// The place of the word in the list; the enums of TestPlan.hpp are in the order of these lists.
template <class Enum>
Enum readWord(const Node& node, std::initializer_list<std::string_view> words) {
  const std::string word = node.oneOf(words);
  const auto place = std::find(words.begin(), words.end(), word);
  return static_cast<Enum>(place == words.end() ? 0 : place - words.begin());
}

std::uint32_t readCount(const Node& node) {
  return static_cast<std::uint32_t>(node.integer(0, 1000));
}

scoring::EstimatorPlan readEstimator(const Node& node) {
  scoring::EstimatorPlan plan;
  if (!node.object({"kind", "startAbility", "priorMean", "priorDeviation", "variationPercent", "confidence"}, {})) {
    return plan;
  }
  plan.kind = readWord<scoring::EstimatorKind>(node["kind"], {"movingPriorEap", "eap", "map", "mle", "wle"});
  plan.startAbility = node["startAbility"].number(-9, 9);
  plan.priorMean = node["priorMean"].number(-9, 9);
  plan.priorDeviation = node["priorDeviation"].number(0.1, 10);
  plan.variationPercent = node["variationPercent"].number(0, 1);
  plan.confidence = node["confidence"].number(0.5, 0.9999);
  return plan;
}

scoring::StoppingPlan readStopping(const Node& node) {
  scoring::StoppingPlan plan;
  if (!node.object(
          {"minimumLength", "maximumLength", "standardError", "classification", "cut", "indifference", "errorRate"},
          {})) {
    return plan;
  }
  plan.minimumLength = readCount(node["minimumLength"]);
  plan.maximumLength = readCount(node["maximumLength"]);
  plan.standardError = node["standardError"].number(0, 5);
  plan.classification = readWord<scoring::Classification>(node["classification"],
                                                          {"none", "confidenceInterval", "sequentialProbabilityRatio"});
  plan.cut = node["cut"].number(-9, 9);
  plan.indifference = node["indifference"].number(0, 3);
  plan.errorRate = node["errorRate"].number(0.0001, 0.5);
  return plan;
}

}  // namespace

// Reads the parts that name items and competences into the definition.
class PlanReader {
 public:
  explicit PlanReader(PlanDefinition& definition) : definition_(definition) {}

  void readExposure(const Node& node) {
    scoring::ExposurePlan& plan = definition_.plan_.exposure;
    if (!node.object({"kind", "candidates", "pickPercent", "largestRate"}, {"probabilities"})) return;
    plan.kind = readWord<scoring::Exposure>(node["kind"], {"bestDraw", "randomesque", "sympsonHetter", "eligibility"});
    plan.candidates = static_cast<std::uint32_t>(node["candidates"].integer(1, scoring::kMostCandidates));
    plan.pickPercent = node["pickPercent"].number(0, 100);
    plan.largestRate = node["largestRate"].number(0, 1);
    if (!node.has("probabilities")) return;
    for (const auto& [item, probability] : node["probabilities"].members()) {
      definition_.probabilities_[item] = probability.number(0, 1);
    }
  }

  void readContent(const Node& node) {
    scoring::ContentPlan& plan = definition_.plan_.content;
    if (!node.object({"kind", "oneQuestionPerTube", "passageByAllCompetences", "betweenSameCompetence"},
                     {"targets", "enemies"})) {
      return;
    }
    plan.kind = readWord<scoring::Content>(node["kind"], {"rules", "proportional", "shadow"});
    plan.oneQuestionPerTube = node["oneQuestionPerTube"].boolean();
    plan.passageByAllCompetences = node["passageByAllCompetences"].boolean();
    plan.betweenSameCompetence = readCount(node["betweenSameCompetence"]);
    if (node.has("targets")) readTargets(node["targets"]);
    if (!node.has("enemies")) return;
    for (const Node& set : node["enemies"].elements()) definition_.enemies_.push_back(set.texts(2));
  }

 private:
  void readTargets(const Node& node) {
    for (const Node& target : node.elements()) {
      if (!target.object({"competence"}, {"share", "least", "most"})) continue;
      PlanDefinition::NamedTarget& named = definition_.targets_.emplace_back();
      named.competence = target["competence"].text(1);
      if (target.has("share")) named.target.share = target["share"].number(0, 1);
      if (target.has("least")) named.target.least = readCount(target["least"]);
      if (target.has("most")) named.target.most = readCount(target["most"]);
    }
  }

  PlanDefinition& definition_;
};

base::Result<PlanDefinition> PlanDefinition::load(std::string_view file) {
  const auto json = jcs::parse(file);
  if (!json) return base::fail("test-definition-wrong", "test definition: " + json.error().detail);
  PlanDefinition definition;
  definition.digest_ = crypto::sha256(base::bytesOf(file));
  const bool hasFormat = json->is_object() && json->contains("format");
  if (hasFormat && json->at("format") == kRulesFormat) {
    const auto rules = TestDefinition::load(file);
    if (!rules) return base::fail(rules.error());
    definition.name_ = rules->name();
    definition.durationMs_ = rules->durationMs();
    definition.certifiableOnly_ = rules->certifiableOnly();
    definition.scale_ = rules->scale();
    definition.competences_ = rules->competences();
    definition.plan_ = scoring::planOf(rules->rules());
    return definition;
  }
  if (hasFormat && json->at("format") != kPlanFormat) {
    return base::fail("test-definition-format", "the test definition has the format " + json->at("format").dump() +
                                                    ": expected \"" + std::string(kRulesFormat) + "\" or \"" +
                                                    std::string(kPlanFormat) + "\"");
  }
  impl::Problems problems;
  const Node root(&*json, "test definition ", problems);
  root.object({"format", "name", "kind", "durationSeconds", "items", "estimator", "criterion", "exposure", "content",
               "stopping"},
              {"result"});
  definition.name_ = root["name"].text(1);
  root["kind"].oneOf({"certification"});
  definition.durationMs_ = root["durationSeconds"].integer(60, kLongestTestSeconds) * 1000;
  root["items"].object({"certifiableOnly"}, {});
  definition.certifiableOnly_ = root["items"]["certifiableOnly"].boolean();
  definition.plan_.estimator = readEstimator(root["estimator"]);
  definition.plan_.criterion =
      readWord<scoring::Criterion>(root["criterion"], {"fisher", "posteriorWeighted", "kullbackLeibler", "mepv"});
  PlanReader reader(definition);
  reader.readExposure(root["exposure"]);
  reader.readContent(root["content"]);
  definition.plan_.stopping = readStopping(root["stopping"]);
  std::optional<impl::ResultPart> result;
  if (root.has("result")) result = impl::readResult(root["result"], definition.plan_.stopping.minimumLength);
  if (!problems.none()) return base::fail(problems.asError("test-definition-wrong"));
  if (result) {
    auto scale = scoring::ScoreScale::make(std::move(result->configuration));
    if (!scale) return base::fail("test-definition-wrong", "test definition: " + scale.error().detail);
    definition.scale_ = std::move(*scale);
    definition.competences_ = std::move(result->competences);
  }

  scoring::TestPlan checked = definition.plan_;
  for (std::uint32_t i = 0; i < definition.targets_.size(); ++i) {
    checked.content.targets.push_back(definition.targets_[i].target);
    checked.content.targets.back().competence = i;
  }
  if (const auto sound = scoring::check(checked); !sound) {
    return base::fail("test-definition-wrong", sound.error().detail);
  }
  return definition;
}

base::Result<scoring::TestPlan> PlanDefinition::planFor(const scoring::ModelBank& bank,
                                                        std::span<const std::string> competences,
                                                        scoring::ShadowSolver solver) const {
  std::map<std::string_view, scoring::ItemIndex> items;
  for (scoring::ItemIndex i = 0; i < bank.size(); ++i) items[bank.item(i).id] = i;
  const auto unknownItem = [](const std::string& id) {
    return base::fail("plan-item", "the test definition names item " + id + ", which the bank does not have");
  };

  scoring::TestPlan plan = plan_;
  if (!probabilities_.empty()) plan.exposure.probabilities.assign(bank.size(), 1);
  for (const auto& [id, probability] : probabilities_) {
    const auto found = items.find(id);
    if (found == items.end()) return unknownItem(id);
    plan.exposure.probabilities[found->second] = probability;
  }
  for (const auto& names : enemies_) {
    auto& set = plan.content.enemies.emplace_back();
    for (const std::string& id : names) {
      const auto found = items.find(id);
      if (found == items.end()) return unknownItem(id);
      set.push_back(found->second);
    }
  }
  for (const auto& [competence, target] : targets_) {
    const auto found = std::find(competences.begin(), competences.end(), competence);
    if (found == competences.end()) {
      return base::fail("plan-competence", "the test definition has a target for competence " + competence +
                                               ", of which the bank has no item");
    }
    plan.content.targets.push_back(target);
    plan.content.targets.back().competence = static_cast<std::uint32_t>(found - competences.begin());
  }
  if (auto checked = scoring::check(plan, bank, solver); !checked) return base::fail(checked.error());
  return plan;
}

base::Result<scoring::TestPlan> PlanDefinition::planFor(const Calibration& calibration,
                                                        scoring::ShadowSolver solver) const {
  return planFor(modelBankOf(calibration), calibration.competences(), solver);
}

// A calibration was checked when it was loaded: a refusal here is a bug.
scoring::ModelBank PlanDefinition::modelBankOf(const Calibration& calibration) {
  const scoring::ModelBank numbered = scoring::ModelBank::from(calibration.scoringBank());
  std::vector<scoring::ModelItem> items(numbered.items().begin(), numbered.items().end());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const CalibratedItem& calibrated = calibration.items()[i];
    items[i].id = calibrated.id;
    items[i].guessing = calibrated.guessing;
    items[i].ceiling = calibrated.ceiling;
    if (calibrated.guessing > 0) items[i].model = scoring::Model::threeParameter;
    if (calibrated.ceiling < 1) items[i].model = scoring::Model::fourParameter;
  }
  return scoring::ModelBank::make(std::move(items)).value();
}

}  // namespace vigie::content
