#include <gmock/gmock.h>

#include "tests/tools/score-batch/Sections.hpp"

namespace vigie::tools {
namespace {

using testing::HasSubstr;

Json smallFile() {
  return Json::parse(R"({
    "format": "irt-reference/1",
    "configs": [{"name": "c", "maximumAssessmentLength": 4, "challengesBetweenSameCompetence": 0,
      "limitToOneQuestionPerTube": true, "enablePassageByAllCompetences": false, "variationPercent": 0.5,
      "defaultCandidateCapacity": -3, "defaultProbabilityToPickChallenge": 51}],
    "scoringConfigs": [{"name": "s", "global": [{"meshLevel": 0, "bounds": {"min": 3, "max": 8}}],
      "competences": [], "minimumAnswers": 1}],
    "bank": [[1.5, -2, 0, 0, 0], [1, 0, 0, 1, 1], [1, 0, 0, 2, 2], [1.2, 1, 0, 3, 3]]})");
}

std::string messageFor(const Json& section, const std::string& name) {
  Json file = smallFile();
  file[name] = Json::array({section});
  try {
    computeAll(file);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ScoreBatch, CopiesUnknownSectionsUnchanged) {
  Json file = smallFile();
  file["models"] = Json::parse(R"([{"kind": "3PL", "items": [1, 2.5, null], "text": "é"}])");
  const Json before = file;
  computeAll(file);
  EXPECT_EQ(file, before);
  EXPECT_EQ(Json::parse(writeFile(file)), before);
}

TEST(ScoreBatch, WritesNumbersThatReadBackToTheSameDouble) {
  Json file = {{"rows", {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, -0.0, 2.0}}};
  const Json back = Json::parse(writeFile(file));
  for (std::size_t i = 0; i < file["rows"].size(); ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(file["rows"][i].get<double>()),
              std::bit_cast<std::uint64_t>(back["rows"][i].get<double>()));
  }
}

TEST(ScoreBatch, WritesNonFiniteNumbersAsNull) {
  const Json file = {{"rows", {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}}};
  EXPECT_EQ(Json::parse(writeFile(file))["rows"], Json::array({nullptr, nullptr}));
}

// The second answer's sum is 0 and the third's is not: ours goes on, Pix's ability stays NaN.
TEST(ScoreBatch, ListsEveryAnswerFromTheFirstWithoutANumberInPix) {
  Json file = Json::parse(R"({"edge": [{"variationPercent": 0, "initialCapacity": 6.7, "ok": "100",
    "items": [[10.39, 59.59], [17.09, -5.97], [50.59, 5.44]]}]})");
  computeAll(file);
  EXPECT_EQ(file["edge"][0]["logDomain"], Json::array({1, 2}));
  for (const Json& ability : file["edge"][0]["capacity"]) EXPECT_TRUE(ability.is_number());
}

TEST(ScoreBatch, KeepsThePoolOrderAmongEqualItems) {
  Json file = smallFile();
  file["next"] = Json::parse(R"([{"config": 0, "items": [], "ok": "", "initialCapacity": 0, "pool": [2, 1]},
                                 {"config": 0, "items": [1], "ok": "1", "pool": []},
                                 {"config": 0, "items": [], "ok": "", "pool": []},
                                 {"config": 0, "items": [], "ok": "", "alerted": [3, 0]}])");
  computeAll(file);
  EXPECT_EQ(file["next"][0]["expected"]["possible"], Json::array({2, 1}));
  EXPECT_EQ(file["next"][1]["expected"]["error"], "lackOfChallenges");
  EXPECT_EQ(file["next"][2]["expected"]["error"], "lackOfChallenges");
  EXPECT_EQ(file["next"][3]["expected"]["possible"], Json::array({1, 2}));
}

TEST(ScoreBatch, ComputesAFileWithoutABankWhenNoRowNeedsOne) {
  Json file = Json::parse(R"({"ties": [{"items": [[1, 0], [2, 0]], "capacity": 0}]})");
  computeAll(file);
  EXPECT_EQ(file["ties"][0]["possible"], Json::array({1, 0}));
}

TEST(ScoreBatch, NamesSectionAndRowOfBadInput) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"sequences", R"({"config": 7, "items": [], "ok": ""})", "entry 7 of \"configs\""},
      {"sequences", R"({"config": 0, "items": [4], "ok": "1"})", "item 4 is not in the bank"},
      {"sequences", R"({"config": 0, "items": [1], "ok": "11"})", "\"ok\" must be"},
      {"sequences", R"({"config": 0, "items": [1], "ok": "x"})", "\"ok\" must be"},
      {"sequences", R"({"config": 0, "ok": "1"})", "items"},
      {"edge", R"({"items": [[2000, 0]], "ok": "1", "initialCapacity": 0})", "item 0: discrimination is 2000"},
      {"inverse", R"({"config": 0, "score": 5})", "above the largest"},
      {"finals", R"({"config": 0, "scoring": 0, "items": [], "ok": "", "abortReason": "bored", "framework": "CORE",
                     "fraud": false, "cancelled": false})",
       "abortReason"},
      {"finals", R"({"config": 0, "scoring": 0, "items": [], "ok": "", "abortReason": null, "framework": "X",
                     "fraud": false, "cancelled": false})",
       "unknown \"framework\""},
  };
  for (const auto& [section, row, expected] : cases) {
    const std::string message = messageFor(Json::parse(row), section);
    EXPECT_THAT(message, HasSubstr(std::string(section) + "[0]: "));
    EXPECT_THAT(message, HasSubstr(expected));
  }
}

}  // namespace
}  // namespace vigie::tools
