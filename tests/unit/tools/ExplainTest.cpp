#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "common/content/ExplanationJson.hpp"
#include "common/content/PlanDefinition.hpp"
#include "tests/tools/score-explain/Record.hpp"

namespace vigie::tools {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

const std::filesystem::path kDemonstration = std::filesystem::path(VIGIE_SOURCE_DIR) / "deploy/demonstration";

struct Demonstration {
  StudyBank bank = readStudyBank(kDemonstration / "items.json", {}).value();
  content::TestDefinition test = readTestDefinition(kDemonstration / "certification.json").value();
};

scoring::Explanation explain(const Demonstration& demonstration, const TestRecord& record) {
  const auto excluded = exclusionsOf(demonstration.bank, demonstration.test, record);
  return scoring::explainTest(
             {demonstration.bank.bank, demonstration.test.rules(), excluded, record.seatSeed(), record.questions})
      .value();
}

TEST(ScoreExplain, FollowsAWholeTestOfTheDemonstrationBank) {
  const Demonstration demonstration;
  Json file = {{"format", "vigie-test-record/1"}, {"seed", "0102"}, {"nonce", "03"}, {"language", "fr"}};
  file["questions"] = Json::array();
  for (int i = 0; i < 32; ++i) {
    const auto record = readTestRecord(file.dump(), demonstration.bank);
    ASSERT_TRUE(record) << record.error().detail;
    const auto explanation = explain(demonstration, *record);
    ASSERT_TRUE(explanation.next->chosen);
    file["questions"].push_back(
        {{"item", demonstration.bank.ids[*explanation.next->chosen]}, {"outcome", i % 3 == 0 ? "wrong" : "right"}});
  }
  const auto record = readTestRecord(file.dump(), demonstration.bank);
  const auto explanation = explain(demonstration, *record);
  EXPECT_TRUE(explanation.agrees());
  EXPECT_EQ(explanation.next->choice.kind, scoring::ChoiceKind::ended);
  const Json printed = Json::parse(content::explanationJson(explanation, demonstration.bank.name,
                                                            {demonstration.bank.ids, demonstration.bank.competences},
                                                            record->seatSeed()));
  EXPECT_EQ(printed["agrees"], true);
  EXPECT_EQ(printed["drawKey"], "010203");
  EXPECT_EQ(printed["questions"].size(), 32U);
  EXPECT_EQ(printed["questions"][31]["after"]["ability"], explanation.questions[31].abilityAfter);
  EXPECT_EQ(printed["questions"][5]["draw"]["item"], file["questions"][5]["item"]);
}

TEST(ScoreExplain, FollowsATestByAPlanAndNamesAnExchangedQuestion) {
  const StudyBank bank = readStudyBank(kDemonstration / "items.json", {}).value();
  const content::TestDefinition test = readTestDefinition(kDemonstration / "certification-plan.json").value();
  Json file = {{"format", "vigie-test-record/1"}, {"seed", "0102"}, {"nonce", "03"}, {"language", "fr"}};
  file["questions"] = Json::array();
  const auto explain = [&] { return explainRecord(test, bank, readTestRecord(file.dump(), bank).value()).value(); };
  for (auto next = explain().next; next->chosen; next = explain().next) {
    file["questions"].push_back(
        {{"item", bank.ids[*next->chosen]}, {"outcome", file["questions"].size() % 3 == 0 ? "wrong" : "right"}});
  }
  const scoring::Explanation whole = explain();
  EXPECT_TRUE(whole.agrees());
  EXPECT_EQ(whole.arithmetic, "vigie-plans/1");
  EXPECT_GE(whole.questions.size(), 12U);
  EXPECT_LT(whole.questions.size(), 28U);
  EXPECT_EQ(whole.next->plan->stop, scoring::StopReason::standardError);
  EXPECT_LE(whole.next->errorRate, 0.55);
  file["questions"][4]["item"] = file["questions"][4]["item"] == "smp-1.1-01" ? "smp-1.1-02" : "smp-1.1-01";
  EXPECT_FALSE(explain().questions[4].agrees());
}

// Two, three and four parameters, graded response and partial credit in one bank, chosen and explained as one test.
TEST(ScoreExplain, FollowsATestOfAllModelsWithPartialCredit) {
  const StudyBank bank = generateBank(300, 3, GeneratedModels::mixed).value();
  const content::PlanDefinition definition =
      content::PlanDefinition::load(
          base::readTextFile(VIGIE_SOURCE_DIR "/tests/tools/score-simulate/definitions/eap-free.json").value())
          .value();
  const scoring::TestPlan plan = definition.planFor(bank.models, bank.competences).value();
  Json file = {{"format", "vigie-test-record/1"}, {"seed", "0102"}, {"nonce", "03"}};
  file["questions"] = Json::array();
  std::array<int, 5> asked{};
  std::uint32_t points = 0;
  const auto explain = [&] {
    const TestRecord record = readTestRecord(file.dump(), bank).value();
    return scoring::explainPlan({bank.models, plan, {}, record.seatSeed(), record.questions});
  };
  for (auto next = explain()->next; next->chosen; next = explain()->next) {
    const scoring::ModelItem& item = bank.models.item(*next->chosen);
    ++asked[static_cast<std::size_t>(item.model)];
    file["questions"].push_back({{"item", item.id}, {"outcome", "scored"}, {"category", points++ % item.categories}});
  }
  EXPECT_EQ(file["questions"].size(), 32U);
  EXPECT_GT(asked[3], 0);
  EXPECT_GT(asked[4], 0);
  const auto whole = explain();
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->agrees());
  std::vector<scoring::ModelAnswer> answers;
  for (const auto& question : whole->questions) answers.push_back({*question.asked, question.category});
  EXPECT_EQ(whole->questions.back().abilityAfter, scoring::estimate(bank.models, plan.estimator, answers).ability);

  const auto partial = std::find_if(whole->questions.begin(), whole->questions.end(),
                                    [](const auto& question) { return question.highestCategory == 3; });
  ASSERT_NE(partial, whole->questions.end());
  const std::string points3 = std::to_string(partial->category) + " of 3";
  EXPECT_THAT(explainInWords(*partial, bank.bank, {bank.ids, bank.competences}, scoring::TextLanguage::english),
              HasSubstr("Points: " + points3));
  const Json printed = Json::parse(content::explanationJson(*whole, bank.name, {bank.ids, bank.competences}, {}));
  EXPECT_EQ(printed["questions"][0]["asked"]["outcome"], "scored");
  EXPECT_EQ(printed["questions"][0]["asked"]["category"], 0);
  file["questions"].back()["category"] = 5;
  EXPECT_EQ(explain().error().code, "explanation-category");
}

TEST(ScoreExplain, RefusesARecordThatItCannotUse) {
  const Demonstration demonstration;
  const std::string start = R"({"format":"vigie-test-record/1","seed":"00","nonce":"00")";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"nonsense", "JSON object"},
      {R"({"format":"vigie-test-record/2"})", "format"},
      {R"({"format":"vigie-test-record/1","seed":"0X","nonce":"00","questions":[]})", "seed"},
      {start + "}", "questions"},
      {start + R"(,"language":3,"questions":[]})", "language"},
      {start + R"(,"questions":[{"item":"none","outcome":"right"}]})", "no item none"},
      {start + R"(,"questions":[{"item":"smp-1.1-01","outcome":"maybe"}]})", "question 1, outcome"},
      {start + R"(,"questions":[{"item":"smp-1.1-01","outcome":"scored"}]})", "question 1, category"},
      {start + R"(,"questions":[{"item":"smp-1.1-01","outcome":"scored","category":8}]})", "question 1, category"},
      {start + R"(,"questions":[{"item":"smp-1.1-01"}]})", "question 1, outcome"}};
  for (const auto& [text, says] : cases) {
    const auto record = readTestRecord(text, demonstration.bank);
    ASSERT_FALSE(record) << text;
    EXPECT_THAT(record.error().detail, HasSubstr(says)) << text;
  }
}

}  // namespace
}  // namespace vigie::tools
