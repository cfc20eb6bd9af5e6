#include "common/content/TestDefinition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "Demonstration.hpp"
#include "common/content/Bank.hpp"
#include "common/crypto/Seal.hpp"

namespace vigie::content {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string certificationText() {
  return base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json").value_or("");
}

Calibration calibrationOf(const ItemSource& source) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const auto files = makeBank(source, 1, key, crypto::newSealKey());
  EXPECT_TRUE(files) << files.error().detail;
  auto calibration = Calibration::load(files->cal, key.publicKey());
  EXPECT_TRUE(calibration);
  return std::move(*calibration);
}

TEST(TestDefinition, LoadsTheDemonstrationsCertification) {
  const std::string text = certificationText();
  const auto definition = TestDefinition::load(text);
  ASSERT_TRUE(definition) << definition.error().detail;
  EXPECT_EQ(definition->name(), "demonstration-certification");
  EXPECT_EQ(definition->digest(), crypto::sha256(base::bytesOf(text)));
  EXPECT_EQ(definition->arithmetic(), "vigie-scoring/1");
  EXPECT_EQ(definition->durationMs(), 105 * 60 * 1000);
  const scoring::TestRules& rules = definition->rules();
  EXPECT_EQ(rules.maximumLength, 32U);
  EXPECT_EQ(rules.betweenSameCompetence, 2U);
  EXPECT_TRUE(rules.oneQuestionPerTube);
  EXPECT_TRUE(rules.passageByAllCompetences);
  EXPECT_EQ(rules.variationPercent, 0.5);
  EXPECT_EQ(rules.startAbility, -3);
  EXPECT_EQ(rules.pickPercent, 51);
  EXPECT_EQ(definition->scale().minimumAnswers(), 20U);
  EXPECT_EQ(definition->scale().largestPixScore(), 895U);
  EXPECT_EQ(definition->scale().mesh(0.6), 3U);
  EXPECT_EQ(definition->competences().size(), 16U);
  EXPECT_EQ(definition->scale().levels(-100).front(), 0U);
  EXPECT_EQ(definition->scale().levels(0.5).back(), 3U);
  EXPECT_EQ(definition->scale().levels(100).back(), 7U);
}

TEST(TestDefinition, RefusesWhatItDoesNotKnow) {
  const struct {
    const char* name;
    std::function<void(json&)> change;
    const char* code;
    const char* says;
  } cases[] = {
      {"future", [](json& d) { d["format"] = "vigie-test-definition/3"; }, "test-definition-format", "/3"},
      {"no format", [](json& d) { d.erase("format"); }, "test-definition-wrong", "\"format\" is missing"},
      {"unknown", [](json& d) { d["pass"] = 1; }, "test-definition-wrong", "unknown field \"pass\""},
      {"missing", [](json& d) { d.erase("rules"); }, "test-definition-wrong", "\"rules\" is missing"},
      {"kind", [](json& d) { d["kind"] = "game"; }, "test-definition-wrong", "kind: expected one of certification"},
      {"arithmetic", [](json& d) { d["arithmetic"] = "vigie-scoring/9"; }, "test-definition-wrong", "arithmetic:"},
      {"rule", [](json& d) { d["rules"]["luck"] = 1; }, "test-definition-wrong", "rules: unknown field \"luck\""},
      {"length", [](json& d) { d["rules"]["maximumLength"] = 0; }, "test-definition-wrong", "rules.maximumLength:"},
      {"pick", [](json& d) { d["rules"]["pickPercent"] = 0; }, "test-definition-wrong", "rules: "},
      {"minimum", [](json& d) { d["minimumAnswers"] = 33; }, "test-definition-wrong", "minimumAnswers: expected"},
      {"duration", [](json& d) { d["durationSeconds"] = 0; }, "test-definition-wrong", "durationSeconds:"},
      {"filter", [](json& d) { d["items"] = json::object(); }, "test-definition-wrong", "items: \"certifiableOnly\""},
      {"no mesh", [](json& d) { d["meshes"] = json::array(); }, "test-definition-wrong", "meshes: expected at least"},
      {"mesh gap", [](json& d) { d["meshes"][1]["min"] = -1; }, "test-definition-wrong", "mesh 1"},
      {"twice", [](json& d) { d["competences"][1]["competence"] = "1.1"; }, "test-definition-wrong", "there twice"},
      {"levels", [](json& d) { d["competences"][0]["levels"][3]["min"] = 9; }, "test-definition-wrong", "level 3"},
      {"list", [](json& d) { d = json::array(); }, "test-definition-wrong", "expected an object"},
  };
  for (const auto& each : cases) {
    json changed = json::parse(certificationText());
    each.change(changed);
    const auto definition = TestDefinition::load(changed.dump());
    ASSERT_FALSE(definition) << each.name;
    EXPECT_EQ(definition.error().code, each.code) << each.name;
    EXPECT_THAT(definition.error().detail, HasSubstr(each.says)) << each.name;
  }
  EXPECT_FALSE(TestDefinition::load(""));
}

TEST(TestDefinition, LoadsAPlanThatSaysWhatItsResultIs) {
  const std::string text =
      base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification-plan.json").value_or("");
  const auto definition = TestDefinition::load(text);
  ASSERT_TRUE(definition) << definition.error().detail;
  EXPECT_EQ(definition->digest(), crypto::sha256(base::bytesOf(text)));
  EXPECT_EQ(definition->arithmetic("glpk/5.0"), "vigie-plans/1");
  ASSERT_NE(definition->plan(), nullptr);
  EXPECT_EQ(definition->rules().maximumLength, 28U);
  EXPECT_EQ(definition->scale().minimumAnswers(), 8U);
  EXPECT_EQ(definition->competences().size(), 16U);
  EXPECT_TRUE(definition->checkBank(calibrationOf(test::demonstration())));
  json shadow = json::parse(text);
  shadow["content"]["kind"] = "shadow";
  const auto assembled = TestDefinition::load(shadow.dump());
  ASSERT_TRUE(assembled) << assembled.error().detail;
  EXPECT_EQ(assembled->arithmetic("glpk/5.0"), "vigie-plans/1+glpk/5.0");
  EXPECT_EQ(assembled->checkBank(calibrationOf(test::demonstration())).error().code, "plan-shadow");
  const struct {
    const char* says;
    std::function<void(json&)> change;
  } cases[] = {
      {"\"result\" is missing", [](json& d) { d.erase("result"); }},
      {"result.minimumAnswers:", [](json& d) { d["result"]["minimumAnswers"] = 13; }},  // a test may end after 12
      {"result: unknown field", [](json& d) { d["result"]["luck"] = 1; }},
      {"criterion:", [](json& d) { d["criterion"] = "luck"; }},
  };
  for (const auto& [says, change] : cases) {
    json changed = json::parse(text);
    change(changed);
    const auto wrong = TestDefinition::load(changed.dump());
    ASSERT_FALSE(wrong) << says;
    EXPECT_EQ(wrong.error().code, "test-definition-wrong");
    EXPECT_THAT(wrong.error().detail, HasSubstr(says));
  }
}

TEST(TestDefinition, UsesThreeAndFourParametersUnderAPlanAlone) {
  ItemSource source = test::demonstration();
  const auto withMember = [](const Item& item, const char* member, double value) {
    json authored = json::parse(item.authored());
    authored[member] = value;
    return readItem(authored.dump()).value();
  };
  source.items[0] = withMember(source.items[0], "guessing", 0.2);
  source.items[1] = withMember(source.items[1], "ceiling", 0.95);
  const Calibration calibration = calibrationOf(source);
  const scoring::ModelBank bank = PlanDefinition::modelBankOf(calibration);
  EXPECT_EQ(bank.item(0).model, scoring::Model::threeParameter);
  EXPECT_EQ(bank.item(0).guessing, 0.2);
  EXPECT_EQ(bank.item(1).model, scoring::Model::fourParameter);
  EXPECT_EQ(bank.item(1).ceiling, 0.95);
  EXPECT_EQ(bank.item(2).model, scoring::Model::twoParameter);
  const auto plan = TestDefinition::load(
      base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification-plan.json").value_or(""));
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->checkBank(calibration));
  const auto pix = TestDefinition::load(certificationText())->checkBank(calibration);
  ASSERT_FALSE(pix);
  EXPECT_EQ(pix.error().code, "bank-model");
  EXPECT_THAT(pix.error().detail, HasSubstr("item " + calibration.items()[0].id));
}

TEST(TestDefinition, AdmitsOnlyValidatedCertifiableItems) {
  ItemSource source = test::demonstration();
  const auto definition = TestDefinition::load(certificationText());
  ASSERT_TRUE(definition);
  const Calibration calibration = calibrationOf(source);
  const auto excluded = definition->exclusions(calibration);
  ASSERT_EQ(excluded.size(), 40U);
  EXPECT_EQ(std::count(excluded.begin(), excluded.end(), 0), 34);
  CalibratedItem item = calibration.items().front();
  EXPECT_TRUE(definition->admits(item));
  item.status = "archived";
  EXPECT_FALSE(definition->admits(item));
  item.status = "validated";
  item.certifiable = false;
  EXPECT_FALSE(definition->admits(item));
}

TEST(TestDefinition, RefusesABankThatCannotCarryIt) {
  const auto definition = TestDefinition::load(certificationText());
  ASSERT_TRUE(definition);
  ItemSource source = test::demonstration();
  EXPECT_TRUE(definition->checkBank(calibrationOf(source)));
  source.items.erase(source.items.begin(), source.items.begin() + 3);
  const auto small = definition->checkBank(calibrationOf(source));
  ASSERT_FALSE(small);
  EXPECT_EQ(small.error().code, "bank-too-small");
  json fewer = json::parse(certificationText());
  fewer["competences"].erase(4);
  const auto incomplete = TestDefinition::load(fewer.dump());
  ASSERT_TRUE(incomplete);
  const auto unknown = incomplete->checkBank(calibrationOf(test::demonstration()));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, "bank-competence");
}

}  // namespace
}  // namespace vigie::content
