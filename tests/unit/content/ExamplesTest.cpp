#include <gtest/gtest.h>

#include <map>

#include "Demonstration.hpp"
#include "common/base/File.hpp"
#include "common/content/Examples.hpp"
#include "common/content/ItemSource.hpp"

namespace vigie::content {
namespace {

struct ExampleCase {
  const Item* item;
  std::size_t example;
};

std::vector<ExampleCase> judgedCases() {
  std::vector<ExampleCase> cases;
  for (const Item& item : test::demonstration().items) {
    for (std::size_t i = 0; i < item.examples.size(); ++i) cases.push_back({&item, i});
  }
  return cases;
}

std::string caseName(const testing::TestParamInfo<ExampleCase>& info) {
  std::string name = info.param.item->id + "_" + std::to_string(info.param.example);
  for (char& c : name) {
    if (c == '-' || c == '.') c = '_';
  }
  return name;
}

class EveryExample : public testing::TestWithParam<ExampleCase> {};

TEST_P(EveryExample, GetsItsVerdictInEachLanguageThatApplies) {
  const auto& [item, index] = GetParam();
  const Example& example = item->examples[index];
  std::size_t judged = 0;
  for (const ExampleOutcome& outcome : judgeExamples(*item)) {
    if (outcome.example != index) continue;
    ++judged;
    ASSERT_TRUE(outcome.got) << outcome.got.error().detail;
    EXPECT_EQ(*outcome.got == Verdict::right, example.expected) << outcome.locale;
    EXPECT_TRUE(outcome.agrees());
    EXPECT_TRUE(!example.locale || *example.locale == outcome.locale);
  }
  EXPECT_EQ(judged, example.locale ? 1U : 2U);
}

INSTANTIATE_TEST_SUITE_P(Demonstration, EveryExample, testing::ValuesIn(judgedCases()), caseName);

TEST(Examples, AreAllThere) {
  std::map<Kind, std::size_t> items;
  for (const Item& item : test::demonstration().items) ++items[item.kind];
  EXPECT_EQ(test::demonstration().items.size(), 40U);
  EXPECT_EQ(judgedCases().size(), 196U);
  EXPECT_EQ(items[Kind::abc], 6U);
}

// 97 items as no author of ours writes them, valid under the schema of version 1.0. Their verdicts were computed by a
// program of its own (Python) from the text of the rules, without any of our code.
TEST(Examples, OfOddItemsThatTheFirstSchemaAllowsHaveTheVerdictsOfItsRules) {
  const auto items = readItems(base::readTextFile(VIGIE_SOURCE_DIR "/tests/fixtures/items/odd.json").value_or(""));
  ASSERT_TRUE(items) << items.error().detail;
  EXPECT_EQ(items->size(), 97U);
  std::size_t judged = 0;
  for (const Item& item : *items) {
    for (const ExampleOutcome& outcome : judgeExamples(item)) {
      ++judged;
      ASSERT_TRUE(outcome.got) << item.id << ": " << outcome.got.error().detail;
      EXPECT_TRUE(outcome.agrees()) << item.id << " (" << item.skill << ") examples[" << outcome.example << "] in "
                                    << outcome.locale;
    }
  }
  EXPECT_GT(judged, 1'400U);
}

TEST(Examples, ThatDisagreeAreNamed) {
  const auto good = checkExamples(test::demonstration().items);
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(good->examples, 196U);
  EXPECT_EQ(good->verdicts, 389U);  // three examples are in one language
  std::vector<Item> items = test::demonstration().items;
  items[0].examples[1].expected = true;
  const auto bad = checkExamples(items);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, "examples-wrong");
  EXPECT_EQ(bad.error().detail,
            "item smp-1.1-01 examples[1] in en: expected right, judged wrong\n"
            "item smp-1.1-01 examples[1] in fr: expected right, judged wrong");
}

TEST(Examples, AreReportedAsLinesForScripts) {
  const auto report = reportExamples(test::demonstrationText(), "smp-1.2-02");
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->differences, 0U);
  ASSERT_EQ(report->lines.size(), 12U);
  EXPECT_EQ(report->lines[0], R"({"example":0,"expected":true,"got":true,"item":"smp-1.2-02","locale":"en"})");
  const Item& item = test::demonstrationItem("smp-1.2-02");
  std::string wrong = item.json;
  wrong.replace(wrong.find("\"values\":[6]"), 12, "\"values\":[7]");
  const auto differing = reportExamples(wrong, "");
  ASSERT_TRUE(differing) << differing.error().detail;
  EXPECT_EQ(differing->differences, 6U);
  EXPECT_EQ(differing->lines[0], R"({"example":0,"expected":true,"got":false,"item":"smp-1.2-02","locale":"en"})");
}

TEST(Examples, OfAnUnknownItemAreRefused) {
  const auto report = reportExamples(test::demonstrationText(), "smp-1.2-99");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "item-unknown");
  EXPECT_FALSE(reportExamples("{}", ""));
  EXPECT_FALSE(reportExamples("no JSON", ""));
}

}  // namespace
}  // namespace vigie::content
