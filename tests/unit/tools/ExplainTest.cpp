#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "common/content/ExplanationJson.hpp"
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
      {start + R"(,"questions":[{"item":"smp-1.1-01"}]})", "question 1, outcome"}};
  for (const auto& [text, says] : cases) {
    const auto record = readTestRecord(text, demonstration.bank);
    ASSERT_FALSE(record) << text;
    EXPECT_THAT(record.error().detail, HasSubstr(says)) << text;
  }
}

}  // namespace
}  // namespace vigie::tools
