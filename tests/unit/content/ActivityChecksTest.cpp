#include "common/content/ActivityChecks.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

namespace vigie::content {
namespace {

using nlohmann::json;

struct CheckCase {
  const char* op;
  const char* summary;  // under "x", unless it is "-": nothing there
  const char* value;
  bool holds;
  const char* treatments = "";  // letters f, s, z
};

void PrintTo(const CheckCase& each, std::ostream* out) {
  *out << each.op << " " << each.summary << " " << each.value;
}

class EveryOperator : public testing::TestWithParam<CheckCase> {};

TEST_P(EveryOperator, HoldsOnWhatItSaysAndOnNothingElse) {
  const CheckCase& each = GetParam();
  json check = {{"op", each.op}, {"path", "x"}, {"value", json::parse(each.value)}};
  const std::string_view letters = each.treatments;
  const auto has = [&](char c) { return letters.find(c) != std::string_view::npos; };
  if (!letters.empty()) check["treatments"] = {{"fold", has('f')}, {"strip", has('s')}, {"fuzzy", has('z')}};
  json summary = json::object();
  if (std::string_view(each.summary) != "-") summary["x"] = json::parse(each.summary);
  const auto passed = passesChecks(json::array({check}).dump(), "fr", summary.dump());
  ASSERT_TRUE(passed) << passed.error().detail;
  EXPECT_EQ(*passed, each.holds);
}

const CheckCase kCases[] = {
    {"equals", "3", "3", true},
    {"equals", "3.0", "3", true},
    {"equals", "\"3\"", "3", false},
    {"equals", "true", "true", true},
    {"equals", "-", "null", false},
    {"equals", "{\"a\":[1]}", "{\"a\":[1]}", true},
    {"equalsList", "[1,2]", "[1,2]", true},
    {"equalsList", "[2,1]", "[1,2]", false},
    {"equalsList", "[1,2,2]", "[1,2]", false},
    {"equalsList", "1", "1", false},
    {"containsInOrder", "[9,1,8,2]", "[1,2]", true},
    {"containsInOrder", "[2,1]", "[1,2]", false},
    {"containsInOrder", "[1]", "[1,1]", false},
    {"containsInOrder", "-", "[1]", false},
    {"setEquals", "[2,1,1]", "[1,2]", true},
    {"setEquals", "[1]", "[1,2]", false},
    {"setEquals", "[1,2,3]", "[1,2]", false},
    {"setEquals", "[]", "[]", true},
    {"mapEquals", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"mapEquals", "{\"a\":1}", "{\"b\":2,\"a\":1}", false},
    {"mapEquals", "{\"a\":1,\"b\":2,\"c\":3}", "{\"b\":2,\"a\":1}", false},
    {"mapEquals", "[1]", "[1]", false},
    {"includes", "[\"a\",\"b\"]", "\"b\"", true},
    {"includes", "[\"a\",\"b\"]", "[\"b\",\"a\"]", true},
    {"includes", "[\"a\"]", "[\"b\",\"a\"]", false},
    {"includes", "\"ab\"", "\"b\"", false},
    {"atMost", "4", "4", true},
    {"atMost", "4.5", "4", false},
    {"atMost", "\"3\"", "4", false},
    {"atMost", "-", "4", false},
    {"countEquals", "[1,1]", "2", true},
    {"countEquals", "{\"a\":1}", "1", true},
    {"countEquals", "[]", "0", true},
    {"countEquals", "-", "0", false},
    {"textEquals", "\"LEFEVRE\"", "[\"Lefèvre\"]", true, "fs"},
    {"textEquals", "\"LEFEVRE\"", "[\"Lefèvre\"]", false},
    {"textEquals", "\"lefebvre\"", "[\"Lefèvre\"]", true, "fz"},
    {"textEquals", "\"b\"", "[\"a\",\"b\"]", true},
    {"textEquals", "\"b\"", "\"b\"", true},
    {"textEquals", "\"oui\"", "{\"fr\":[\"oui\"],\"en\":[\"yes\"]}", true},
    {"textEquals", "\"yes\"", "{\"fr\":[\"oui\"],\"en\":[\"yes\"]}", false},
    {"textEquals", "\"\"", "[\"\"]", true},
    {"textEquals", "-", "[\"a\"]", false},
    {"textContains", "\"Re: Inscription  ATELIER\"", "[\"Inscription atelier\"]", true, "fs"},
    {"textContains", "\"Inscription\"", "[\"Inscription atelier\"]", false, "fs"},
    {"textContains", "\"abc\"", "[\"z\",\"b\"]", true},
    {"textContains", "\"abc\"", "[\"\"]", false},
    {"dateEquals", "\"7/3/1958\"", "\"1958-03-07\"", true},
    {"dateEquals", "\"7 mars 1958\"", "\"1958-03-07\"", true},
    {"dateEquals", "\"03/07/1958\"", "\"1958-03-07\"", false},
    {"dateEquals", "\"hier\"", "\"1958-03-07\"", false},
    {"timeEquals", "\"à 14h30\"", "\"14:30\"", true},
    {"timeEquals", "\"2:30 pm\"", "\"14:30\"", true},
    {"timeEquals", "\"2:30\"", "\"14:30\"", false},
    {"digitsEqual", "\"01 99 00-12.34\"", "\"0199001234\"", true},
    {"digitsEqual", "23000", "\"23000\"", true},
    {"digitsEqual", "\"0199001235\"", "\"0199001234\"", false},
    {"digitsEqual", "\"\"", "\"\"", false},
    {"addressListEquals", "[\" A@B.example \",\"c@d.example\"]", "[\"c@d.example\",\"a@b.example\"]", true},
    {"addressListEquals", "\"Ann <a@b.example>; c@d.example\"", "[\"a@b.example\",\"c@d.example\"]", true},
    {"addressListEquals", "[\"a@b.example\",\"x@y.example\"]", "[\"a@b.example\"]", false},
    {"addressListEquals", "[]", "[\"a@b.example\"]", false},
    {"minWords", "\"un deux  trois\"", "3", true},
    {"minWords", "\"un deux\"", "3", false},
    {"minWords", "\" \"", "1", false},
    {"minWords", "12", "1", false},
    {"atLeast", "4", "4", true},
    {"atLeast", "3.9", "4", false},
    {"atLeast", "-", "0", false},
    {"oneOf", "\"b\"", "[\"a\",\"b\"]", true},
    {"oneOf", "\"c\"", "[\"a\",\"b\"]", false},
    {"oneOf", "-", "[null]", false},
    {"excludes", "-", "\"m2\"", true},
    {"excludes", "[]", "\"m2\"", true},
    {"excludes", "[\"m1\"]", "[\"m2\",\"m3\"]", true},
    {"excludes", "[\"m1\",\"m3\"]", "[\"m2\",\"m3\"]", false},
    {"excludes", "\"m1\"", "\"m2\"", false},
    {"numberEquals", "355", "355", true},
    {"numberEquals", "\"1 355,5\"", "1355.5", true},
    {"numberEquals", "118.4", "{\"value\":118.3333,\"tolerance\":0.1}", true},
    {"numberEquals", "118.5", "{\"value\":118.3333,\"tolerance\":0.1}", false},
    {"numberEquals", "\"beaucoup\"", "355", false},
    {"numberEquals", "-", "0", false},
    {"formulaEquals", "\"= somme( $b$2 : B4 ; 1 )\"", "[\"=SOMME(B2:B4;1)\"]", true},
    {"formulaEquals", "\"=SUM(B2:B4,1)\"", "[\"=SUM(B2:B4;1)\"]", true},
    {"formulaEquals", "\"SOMME(B2:B4)\"", "[\"=SOMME(B2:B4)\"]", false},
    {"formulaEquals", "\"=SOMME(B2:B5)\"", "[\"=SOMME(B2:B4)\"]", false},
};

INSTANTIATE_TEST_SUITE_P(Operators, EveryOperator, testing::ValuesIn(kCases), [](const auto& info) {
  return std::string(info.param.op) + "_" + std::to_string(info.index);
});

TEST(ActivityChecks, AreAllTested) {
  std::set<std::string_view> tested;
  for (const CheckCase& each : kCases) tested.insert(each.op);
  const auto all = checkOperators();
  EXPECT_EQ(tested, std::set<std::string_view>(all.begin(), all.end()));
  EXPECT_EQ(all.size(), 20U);
}

bool holdsAt(const char* path, const char* summary) {
  const json check = {{"op", "equals"}, {"path", path}, {"value", 7}};
  return passesChecks(json::array({check}).dump(), "fr", summary).value_or(false);
}

TEST(ActivityChecks, FollowPathsThroughMembersAndLists) {
  EXPECT_TRUE(holdsAt("a.b", R"({"a":{"b":7}})"));
  EXPECT_TRUE(holdsAt("a.1.b", R"({"a":[0,{"b":7}]})"));
  EXPECT_TRUE(holdsAt("a.1", R"({"a":{"1":7}})"));
  for (const char* path : {"a.2.b", "a.-1", "a.x", "a.1.b.c", "b", "a..b", "a.99999999999999999999"}) {
    EXPECT_FALSE(holdsAt(path, R"({"a":[0,{"b":7}]})")) << path;
  }
}

TEST(ActivityChecks, MustAllHold) {
  const std::string checks = R"([{"op":"equals","path":"a","value":1},{"op":"equals","path":"b","value":2}])";
  EXPECT_TRUE(passesChecks(checks, "fr", R"({"a":1,"b":2})").value_or(false));
  EXPECT_FALSE(passesChecks(checks, "fr", R"({"a":1,"b":3})").value_or(true));
}

TEST(ActivityChecks, RefuseASummaryThatIsNone) {
  for (const std::string& summary :
       {std::string("[]"), std::string("no JSON"), std::string(), std::string(R"({"a":1,"a":2})"),
        std::string(kLargestSummary + 1, ' '), std::string(5000, '[')}) {
    const auto passed = passesChecks(R"([{"op":"excludes","path":"a","value":1}])", "fr", summary);
    ASSERT_FALSE(passed);
    EXPECT_EQ(passed.error().code, "summary-wrong");
  }
}

}  // namespace
}  // namespace vigie::content
