#include "common/content/PlanDefinition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "common/shadow/ShadowTest.hpp"

namespace vigie::content {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json definition() {
  return json::parse(R"({
    "format": "vigie-test-definition/2", "name": "pilot", "kind": "certification", "durationSeconds": 3600,
    "items": {"certifiableOnly": false},
    "estimator": {"kind": "wle", "startAbility": 0, "priorMean": 0.5, "priorDeviation": 1.2, "variationPercent": 0,
                  "confidence": 0.9},
    "criterion": "mepv",
    "exposure": {"kind": "sympsonHetter", "candidates": 1, "pickPercent": 51, "largestRate": 0.25,
                 "probabilities": {"b": 0.4}},
    "content": {"kind": "shadow", "oneQuestionPerTube": false, "passageByAllCompetences": false,
                "betweenSameCompetence": 0, "targets": [{"competence": "1.2", "least": 1, "most": 2}],
                "enemies": [["a", "c"]]},
    "stopping": {"minimumLength": 2, "maximumLength": 3, "standardError": 0.3,
                 "classification": "sequentialProbabilityRatio", "cut": 0.6, "indifference": 0.2, "errorRate": 0.05}})");
}

scoring::ModelBank bank() {
  std::vector<scoring::ModelItem> items;
  for (std::uint32_t i = 0; i < 5; ++i) {
    items.push_back({.id = std::string(1, static_cast<char>('a' + i)), .competence = i % 2, .tube = i, .skill = i});
  }
  return scoring::ModelBank::make(items).value();
}

const std::vector<std::string> kCompetences = {"1.1", "1.2"};

TEST(PlanDefinition, ExpressesAPlan) {
  const auto loaded = PlanDefinition::load(definition().dump());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->durationMs(), 3'600'000);
  EXPECT_FALSE(loaded->certifiableOnly());
  const auto plan = loaded->planFor(bank(), kCompetences, &shadow::shadowTest);
  ASSERT_TRUE(plan) << plan.error().detail;
  EXPECT_EQ(plan->estimator.kind, scoring::EstimatorKind::wle);
  EXPECT_EQ(plan->estimator.priorDeviation, 1.2);
  EXPECT_EQ(plan->criterion, scoring::Criterion::mepv);
  EXPECT_EQ(plan->exposure.kind, scoring::Exposure::sympsonHetter);
  EXPECT_THAT(plan->exposure.probabilities, testing::ElementsAre(1, 0.4, 1, 1, 1));
  EXPECT_EQ(plan->content.kind, scoring::Content::shadow);
  EXPECT_THAT(plan->content.enemies, testing::ElementsAre(testing::ElementsAre(0, 2)));
  ASSERT_EQ(plan->content.targets.size(), 1U);
  EXPECT_EQ(plan->content.targets[0].competence, 1U);
  EXPECT_EQ(plan->content.targets[0].most, 2U);
  EXPECT_EQ(plan->stopping.classification, scoring::Classification::sequentialProbabilityRatio);
  EXPECT_EQ(plan->stopping.minimumLength, 2U);
}

TEST(PlanDefinition, SaysWhatAResultIsWhenACentreIsToRunIt) {
  EXPECT_FALSE(PlanDefinition::load(definition().dump())->scale());
  json whole = definition();
  whole["result"] = json::parse(R"({"minimumAnswers": 2, "meshes": [{"min": -8, "max": 0}, {"min": 0, "max": 8}],
    "competences": [{"competence": "1.2", "levels": [{"level": 0, "min": -8, "max": 8}]}]})");
  const auto loaded = PlanDefinition::load(whole.dump());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  ASSERT_TRUE(loaded->scale());
  EXPECT_EQ(loaded->scale()->minimumAnswers(), 2U);
  EXPECT_EQ(loaded->scale()->mesh(1), 1U);
  EXPECT_EQ(loaded->competences(), std::vector<std::string>{"1.2"});
  whole["result"]["minimumAnswers"] = 4;  // more than the test has questions
  EXPECT_FALSE(PlanDefinition::load(whole.dump()));
  whole["result"]["minimumAnswers"] = 2;
  whole["result"]["meshes"][1]["min"] = 0.5;  // a gap
  EXPECT_EQ(PlanDefinition::load(whole.dump()).error().code, "test-definition-wrong");
}

TEST(PlanDefinition, IsRefusedByNameWhereItsShadowTestsHaveNoSolver) {
  const auto plan = PlanDefinition::load(definition().dump())->planFor(bank(), kCompetences);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, "plan-shadow");
}

TEST(PlanDefinition, ReadsVersionOneAsThePixMode) {
  const auto text = base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json");
  const auto loaded = PlanDefinition::load(text.value_or(""));
  ASSERT_TRUE(loaded) << loaded.error().detail;
  std::vector<scoring::ModelItem> items(40);
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    items[i].id = std::to_string(i);
    items[i].tube = items[i].skill = i;
  }
  const auto plan = loaded->planFor(scoring::ModelBank::make(items).value(), {});
  ASSERT_TRUE(plan) << plan.error().detail;
  EXPECT_EQ(plan->estimator, scoring::EstimatorPlan{});
  EXPECT_EQ(plan->exposure.kind, scoring::Exposure::bestDraw);
  EXPECT_EQ(plan->content.betweenSameCompetence, 2U);
  EXPECT_EQ(plan->stopping.maximumLength, 32U);
}

TEST(PlanDefinition, RefusesWhatIsWrongInTheFile) {
  const struct {
    std::function<void(json&)> change;
    const char* code;
    const char* says;
  } cases[] = {
      {[](json& d) { d["format"] = "vigie-test-definition/3"; }, "test-definition-format", "/3"},
      {[](json& d) { d.erase("stopping"); }, "test-definition-wrong", "stopping"},
      {[](json& d) { d["extra"] = 1; }, "test-definition-wrong", "extra"},
      {[](json& d) { d["estimator"]["kind"] = "guess"; }, "test-definition-wrong", "kind"},
      {[](json& d) { d["estimator"]["priorDeviation"] = 0; }, "test-definition-wrong", "priorDeviation"},
      {[](json& d) { d["exposure"]["probabilities"]["b"] = 1.5; }, "test-definition-wrong", "b"},
      {[](json& d) { d["content"]["enemies"] = json::array({json::array({"a"})}); }, "test-definition-wrong",
       "enemies"},
      {[](json& d) { d["content"]["targets"] = json::array(); }, "test-definition-wrong", "targets"},
      {[](json& d) { d["stopping"]["minimumLength"] = 4; }, "test-definition-wrong", "minimum-length"},
      {[](json& d) { d["stopping"]["indifference"] = 0; }, "test-definition-wrong", "indifference"},
  };
  for (const auto& [change, code, says] : cases) {
    json changed = definition();
    change(changed);
    const auto loaded = PlanDefinition::load(changed.dump());
    ASSERT_FALSE(loaded) << says;
    EXPECT_EQ(loaded.error().code, code);
    EXPECT_THAT(loaded.error().detail, HasSubstr(says));
  }
  EXPECT_FALSE(PlanDefinition::load(""));
}

TEST(PlanDefinition, RefusesABankThatCannotCarryIt) {
  const struct {
    std::function<void(json&)> change;
    const char* code;
  } cases[] = {
      {[](json& d) { d["content"]["enemies"] = json::array({json::array({"a", "nobody"})}); }, "plan-item"},
      {[](json& d) { d["exposure"]["probabilities"]["nobody"] = 0.5; }, "plan-item"},
      {[](json& d) { d["content"]["targets"][0]["competence"] = "9.9"; }, "plan-competence"},
      {[](json& d) { d["content"]["targets"][0] = {{"competence", "1.2"}, {"least", 3}}; }, "plan-too-few-items"},
      {[](json& d) { d["stopping"]["maximumLength"] = 6; }, "plan-too-few-items"},
      {[](json& d) { d["content"]["enemies"] = json::array({json::array({"a", "b", "c", "d", "e"})}); },
       "plan-too-few-items"},
  };
  for (const auto& [change, code] : cases) {
    json changed = definition();
    change(changed);
    const auto loaded = PlanDefinition::load(changed.dump());
    ASSERT_TRUE(loaded) << loaded.error().detail;
    const auto plan = loaded->planFor(bank(), kCompetences, &shadow::shadowTest);
    ASSERT_FALSE(plan) << code;
    EXPECT_EQ(plan.error().code, code) << plan.error().detail;
  }
}

}  // namespace
}  // namespace vigie::content
