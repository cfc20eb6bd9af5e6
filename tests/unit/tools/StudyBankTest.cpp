#include "tests/tools/score-study/StudyBank.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/tools/score-study/StudyRandom.hpp"
#include "tests/tools/score-study/StudyTest.hpp"

namespace vigie::tools {
namespace {

using testing::HasSubstr;

const std::filesystem::path kDemonstration = std::filesystem::path(VIGIE_SOURCE_DIR) / "deploy/demonstration";

TEST(StudyBank, ReadsAnAuthorsItemsAndAdmitsThoseOfTheTest) {
  const auto bank = readStudyBank(kDemonstration / "items.json", {});
  ASSERT_TRUE(bank) << bank.error().detail;
  const auto test = readTestDefinition(kDemonstration / "certification.json");
  ASSERT_TRUE(test);
  EXPECT_EQ(bank->ids.size(), bank->bank.size());
  EXPECT_EQ(bank->ids[0], "smp-1.1-01");
  const auto excluded = exclusionsOf(*bank, *test, "fr");
  const auto admitted = std::count(excluded.begin(), excluded.end(), 0);
  EXPECT_GT(admitted, 32);
  const auto unspoken = exclusionsOf(*bank, *test, "xx");
  EXPECT_EQ(std::count(unspoken.begin(), unspoken.end(), 0), 0);
}

TEST(StudyBank, RefusesBadItemsNamingIdAndField) {
  struct Case {
    std::string items;
    std::string says;
  };
  const std::vector<Case> cases = {
      {R"({"id":"x","discrimination":0,"difficulty":0})", "item x: discrimination"},
      {R"({"id":"x","discrimination":-1,"difficulty":0})", "item x: discrimination"},
      {R"({"id":"x","discrimination":1,"difficulty":1e400})", "vigie-bank-parameters/1"},
      {R"({"id":"x","discrimination":1,"difficulty":5000})", "item x: difficulty"},
      {R"({"id":"x","discrimination":"1","difficulty":0})", "item x: discrimination"},
      {R"({"id":"x","discrimination":1,"difficulty":0,"guessing":1.2})", "item x: guessing"},
      {R"({"id":"x","discrimination":1,"difficulty":0,"guessing":"a"})", "item x: guessing"},
      {R"({"id":"x","discrimination":1,"difficulty":0,"ceiling":0})", "item x: ceiling"},
      {R"({"id":"x","discrimination":1,"difficulty":0,"thresholds":[0]})", "item x: model"},
      {R"({"id":"x","discrimination":1,"difficulty":0,"model":"gradedResponse","thresholds":[1,0]})",
       "item x: thresholds"},
      {R"({"id":"x","difficulty":0})", "item x: discrimination is missing"},
      {R"({"id":"x","discrimination":1,"difficulty":0,"tube":7})", "item x: tube"},
      {R"({"discrimination":1,"difficulty":0})", "items[0]: id"},
      {R"({"id":"x","discrimination":1,"difficulty":0},{"id":"x","discrimination":1,"difficulty":0})",
       "item x: id stands twice"},
      {"", "at least"}};
  for (const auto& [items, says] : cases) {
    const auto bank = readParameters(R"({"format":"vigie-bank-parameters/1","items":[)" + items + "]}");
    ASSERT_FALSE(bank) << items;
    EXPECT_THAT(bank.error().detail, HasSubstr(says)) << items;
  }
  EXPECT_EQ(readParameters("[]").error().code, "bank-format");
  EXPECT_EQ(generateBank(0, 1).error().code, "bank-size");
}

TEST(StudyTest, RefusesADefinitionThatExcludesEverything) {
  const auto bank = readStudyBank(kDemonstration / "items.json", {});
  ASSERT_TRUE(bank);
  for (const char* file : {"certification.json", "certification-plan.json"}) {
    EXPECT_TRUE(readStudyTest(kDemonstration / file, *bank, "fr"));
    const auto none = readStudyTest(kDemonstration / file, *bank, "de");
    ASSERT_FALSE(none) << file;
    EXPECT_EQ(none.error().code, "study-no-item");
    EXPECT_THAT(none.error().detail, HasSubstr("none of the bank's 40 items in de"));
  }
}

TEST(StudyBank, GeneratesTheSameBankForTheSameSeed) {
  const auto one = generateBank(300, 5);
  const auto two = generateBank(300, 5);
  const auto other = generateBank(300, 6);
  ASSERT_TRUE(one && two && other);
  EXPECT_TRUE(std::ranges::equal(one->bank.discriminations(), two->bank.discriminations()));
  EXPECT_FALSE(std::ranges::equal(one->bank.discriminations(), other->bank.discriminations()));
  EXPECT_EQ(one->competences.size(), 16U);
}

TEST(StudyRandom, DrawsStandardNormalNumbersFromUnrelatedStreams) {
  double sum = 0;
  double square = 0;
  double product = 0;
  double previous = 0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = StudyRandom::stream(42, static_cast<std::uint64_t>(i)).normal();
    sum += x;
    square += x * x;
    product += x * previous;
    previous = x;
  }
  EXPECT_NEAR(sum / kDraws, 0, 4 / std::sqrt(kDraws));
  EXPECT_NEAR(square / kDraws, 1, 4 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(product / kDraws, 0, 4 / std::sqrt(kDraws));
}

}  // namespace
}  // namespace vigie::tools
