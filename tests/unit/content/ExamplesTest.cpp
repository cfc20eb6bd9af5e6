#include <gtest/gtest.h>

#include <map>

#include "Demonstration.hpp"
#include "common/content/Examples.hpp"

namespace vigie::content {
namespace {

struct ExampleCase {
  const Item* item;
  std::size_t example;
};

std::vector<ExampleCase> judgedCases() {
  std::vector<ExampleCase> cases;
  for (const Item& item : test::demonstration().items) {
    if (item.kind == Kind::abc) continue;
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
  std::size_t judged = 0;
  std::size_t all = 0;
  for (const Item& item : test::demonstration().items) {
    ++items[item.kind];
    all += item.examples.size();
    if (item.kind != Kind::abc) judged += item.examples.size();
  }
  EXPECT_EQ(test::demonstration().items.size(), 40U);
  EXPECT_EQ(judged, 168U);
  EXPECT_EQ(all, 196U);
  EXPECT_EQ(judged, judgedCases().size());
  EXPECT_EQ(items[Kind::abc], 6U);
}

TEST(Examples, ThatDisagreeAreNamed) {
  const auto good = checkExamples(test::demonstration().items);
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(good->judged, 168U);
  EXPECT_EQ(good->notJudged, 28U);
  std::vector<Item> items = test::demonstration().items;
  items[0].examples[1].expected = true;
  const auto bad = checkExamples(items);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, "examples-wrong");
  EXPECT_EQ(bad.error().detail,
            "item smp-1.1-01 examples[1] in en: expected right, judged wrong\n"
            "item smp-1.1-01 examples[1] in fr: expected right, judged wrong");
}

TEST(Examples, OfAnActivityAreRefusedByName) {
  for (const Item& item : test::demonstration().items) {
    if (item.kind != Kind::abc) continue;
    for (const ExampleOutcome& outcome : judgeExamples(item)) {
      ASSERT_FALSE(outcome.got) << item.id;
      EXPECT_EQ(outcome.got.error().code, "kind-not-judged");
      EXPECT_FALSE(outcome.agrees());
    }
  }
}

}  // namespace
}  // namespace vigie::content
