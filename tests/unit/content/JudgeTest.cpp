#include "common/content/Judge.hpp"

#include <gtest/gtest.h>

#include "Demonstration.hpp"
#include "common/content/Examples.hpp"

namespace vigie::content {
namespace {

using test::demonstrationItem;

Answer choosing(std::vector<std::string> selected) {
  return {std::move(selected), {}};
}
Answer typing(std::vector<std::pair<std::string, std::string>> fields) {
  return {{}, std::move(fields)};
}

Verdict verdict(std::string_view id, const Answer& answer, std::string_view locale = "fr") {
  const auto judged = judge(demonstrationItem(id), locale, answer);
  EXPECT_TRUE(judged) << judged.error().detail;
  return judged.value_or(Verdict::wrong);
}

TEST(Judge, WantsExactlyTheCorrectChoicesInAnyOrder) {
  EXPECT_EQ(verdict("smp-1.1-03", choosing({"f", "c", "e"})), Verdict::right);
  EXPECT_EQ(verdict("smp-1.1-03", choosing({"c", "e"})), Verdict::wrong);
  EXPECT_EQ(verdict("smp-1.1-03", choosing({"c", "e", "f", "z"})), Verdict::wrong);
  EXPECT_EQ(verdict("smp-1.1-01", choosing({"d", "a"})), Verdict::wrong);
  EXPECT_EQ(verdict("smp-1.1-01", {}), Verdict::wrong);
}

TEST(Judge, WantsEveryFieldOnceAndNoOther) {
  EXPECT_EQ(verdict("smp-3.4-02", typing({{"combien", "4"}, {"premiere", "6"}})), Verdict::right);
  EXPECT_EQ(verdict("smp-3.4-02", typing({{"premiere", "6"}})), Verdict::wrong);
  EXPECT_EQ(verdict("smp-3.4-02", typing({{"premiere", "6"}, {"premiere", "6"}})), Verdict::wrong);
  EXPECT_EQ(verdict("smp-3.4-02", typing({{"combien", "4"}, {"premiere", "6"}, {"x", ""}})), Verdict::wrong);
  EXPECT_EQ(verdict("smp-3.4-02", choosing({"6"})), Verdict::wrong);
}

TEST(Judge, UsesTheTextsOfTheCandidatesLanguage) {
  const Answer answer = typing({{"p1", "headset microphone"}, {"p2", "drawing tablet"}});
  EXPECT_EQ(verdict("smp-5.2-02", answer, "en"), Verdict::right);
  EXPECT_EQ(verdict("smp-5.2-02", answer, "fr"), Verdict::wrong);
}

TEST(Judge, CountsARightAnswerOnlyFromWhoStayedWhereTheItemAsksForIt) {
  Item item = demonstrationItem("smp-1.1-03");
  Answer answer = choosing({"f", "c", "e"});
  answer.leftScreen = true;
  item.focused = false;
  EXPECT_EQ(judge(item, "fr", answer), Verdict::right);
  item.focused = true;
  EXPECT_EQ(judge(item, "fr", answer), Verdict::wrong);
  answer.leftScreen = false;
  answer.outOfTime = true;
  EXPECT_EQ(judge(item, "fr", answer), Verdict::right) << "what stood there when the time was over is the answer";
}

TEST(Judge, RefusesALanguageThatTheItemHasNot) {
  const auto judged = judge(demonstrationItem("smp-5.2-02"), "de", {});
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().code, "locale-unknown");
}

// Both answers fit "left"; only the second fits "right" too. Taking the first set that fits would fail.
TEST(Judge, GivesEachFieldASetOfItsOwnWheneverThereIsAWay) {
  Item item;
  item.kind = Kind::qrocm;
  item.locales["fr"] = {};
  for (const char* name : {"p1", "p2", "p3"}) item.fields[name] = {};
  DependentKey key;
  key.sets["a"]["fr"] = TextMatcher({}, {"one", "two", "three"});
  key.sets["b"]["fr"] = TextMatcher({}, {"one", "two"});
  key.sets["c"]["fr"] = TextMatcher({}, {"one"});
  item.key = key;
  const auto answer = [](const char* first, const char* second, const char* third) {
    return typing({{"p1", first}, {"p2", second}, {"p3", third}});
  };
  EXPECT_EQ(*judge(item, "fr", answer("one", "two", "three")), Verdict::right);
  EXPECT_EQ(*judge(item, "fr", answer("three", "two", "one")), Verdict::right);
  EXPECT_EQ(*judge(item, "fr", answer("two", "one", "three")), Verdict::right);
  EXPECT_EQ(*judge(item, "fr", answer("three", "two", "three")), Verdict::wrong);
  EXPECT_EQ(*judge(item, "fr", answer("one", "one", "one")), Verdict::right);
  EXPECT_EQ(*judge(item, "fr", answer("two", "two", "two")), Verdict::wrong);
}

TEST(Judge, TakesASelectExactly) {
  const auto source = readItem(R"({"id":"smp-1.1-09","version":1,"status":"validated","framework":"crcn",
    "competence":"1.1","digcomp22":["1.1"],"tube":"t","skill":"s","level":1,"kind":"QROC","delta":0,"alpha":1,
    "calibration":{"status":"expert-prior","n":0},"timerSeconds":null,"focused":false,"certifiable":true,
    "devices":["desktop"],"accessibility":{"screenReader":"ok","keyboardOnly":"ok","colour":"ok","hearing":"ok"},
    "themes":[],"locales":{"fr":{"instruction":"Choisissez l’année.","feedback":"C’était 2011."},
    "en":{"instruction":"Choose the year.","feedback":"It was 2011."}},
    "fields":{"year":{"input":"select","label":"Year","options":["2010","2011",
    {"id":"x","label":{"fr":"Autre","en":"Other"}}]}},
    "answer":{"type":"text","mode":"independent","fields":{"year":{"accepted":{"fr":["2011"],"en":["2011"]},
    "treatments":{"fold":true,"strip":true,"fuzzy":true}}}},
    "examples":[{"response":{"year":"2011"},"expected":true},{"response":{"year":"2010"},"expected":false},
    {"response":{"year":""},"expected":false}]})");
  ASSERT_TRUE(source) << source.error().detail;
  EXPECT_EQ(source->fields.at("year").options.size(), 3U);
  for (const ExampleOutcome& outcome : judgeExamples(*source)) EXPECT_TRUE(outcome.agrees()) << outcome.example;
}

TEST(CheckFits, NamesWhatDoesNotFitTheItem) {
  const std::string longText(kLongestText + 1, 'x');
  const struct {
    const char* item;
    Answer answer;
    const char* code;
  } cases[] = {
      {"smp-1.1-01", choosing({"d"}), ""},
      {"smp-1.1-01", {}, ""},
      {"smp-1.1-03", choosing({"a", "b"}), ""},
      {"smp-1.2-02", typing({{"n", std::string(kLongestText, 'x')}}), ""},
      {"smp-1.1-01", choosing({"a", "b"}), "answer-two-choices"},
      {"smp-1.1-01", choosing({"z"}), "answer-unknown-choice"},
      {"smp-1.1-03", choosing({"a", "a"}), "answer-repeats"},
      {"smp-1.2-02", choosing({"a"}), "answer-unknown-choice"},
      {"smp-1.1-01", typing({{"n", "6"}}), "answer-unknown-field"},
      {"smp-1.2-02", typing({{"m", "6"}}), "answer-unknown-field"},
      {"smp-1.2-02", typing({{"n", "6"}, {"n", "6"}}), "answer-repeats"},
      {"smp-1.2-02", typing({{"n", longText}}), "answer-too-large"},
      {"smp-1.2-02", typing({{longText, ""}}), "answer-too-large"},
      {"smp-1.2-02", typing({{"n", "\xc0\x80"}}), "answer-not-text"},
      {"smp-1.1-03", choosing(std::vector<std::string>(65, "a")), "answer-too-large"},
      {"smp-1.2-02", typing(std::vector<std::pair<std::string, std::string>>(65)), "answer-too-large"},
  };
  for (const auto& each : cases) {
    const auto fits = checkFits(demonstrationItem(each.item), each.answer);
    EXPECT_EQ(fits ? "" : fits.error().code, each.code) << each.item;
  }
}

}  // namespace
}  // namespace vigie::content
