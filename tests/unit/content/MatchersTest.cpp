#include <gtest/gtest.h>

#include "common/content/NumberMatcher.hpp"
#include "common/content/TextMatcher.hpp"

namespace vigie::content {
namespace {

constexpr Treatments kNone{};
const Treatments kFold{.fold = true, .strip = false, .fuzzy = false, .dropWords = {}};
const Treatments kFoldStrip{.fold = true, .strip = true, .fuzzy = false, .dropWords = {}};
const Treatments kFuzzy{.fold = true, .strip = true, .fuzzy = true, .dropWords = {}};
const Treatments kArticles{.fold = true, .strip = false, .fuzzy = false, .dropWords = {"un", "une", "le", "l'", "à"}};

TEST(TextMatcher, ComparesUnderItsTreatments) {
  const struct {
    const char* answer;
    const char* accepted;
    const Treatments& treatments;
    bool right;
  } cases[] = {
      {"Clavier", "Clavier", kNone, true},
      {"clavier", "Clavier", kNone, false},
      {" Clavier", "Clavier", kNone, false},
      {"caf\u00e9", "cafe\u0301", kNone, true},  // composed and decomposed
      {"a\u00a0b", "a b", kNone, true},          // no-break spaces
      {"a\u202fb", "a b", kNone, true},
      {"  ÉCRAN\ttactile ", "écran tactile", kFold, true},
      {"ecrantactile", "Écran Tactile", kFold, true},
      {"e-mail", "email", kFold, false},
      {"e-mail!", "email", kFoldStrip, true},
      {"micro casque", "micro-casque", kFoldStrip, true},
      {"ǖ", "u", kFold, true},  // two marks on one letter
      {"한국", "한국", kFold, true},
      {"clavié", "clavier", kFuzzy, true},  // 1 of 6
      {"clavi", "clavier", kFuzzy, false},  // 2 of 5
      {"2010", "2011", kFuzzy, true},       // 1 of 4
      {"201", "2011", kFuzzy, false},       // 1 of 3
      {"Un clavier", "clavier", kArticles, true},
      {"une  le clavier", "clavier", kArticles, true},
      {"L’écran", "écran", kArticles, true},
      {"l' écran", "écran", kArticles, true},
      {"lecran", "ecran", kArticles, false},
      {"unclavier", "clavier", kArticles, false},  // a word, not a beginning
      {"clavier", "un clavier", kArticles, true},  // on both sides
      {"ΟΔΟΣ", "οδος", kFold, true},               // one sigma, wherever it stands
      {"οδοσ", "ΟΔΟΣ", kFold, true},
      {"İstanbul", "ISTANBUL", kFold, true},
      {"ıstanbul", "ISTANBUL", kFold, false},
      {"cafe",
       "CAFE",
       {.fold = false, .strip = true, .fuzzy = false, .dropWords = {}},
       false},  // no letter is left of one
      {"x 12", "Y 12", {.fold = false, .strip = true, .fuzzy = false, .dropWords = {}}, false},
      {"Z 12", "Y 12", {.fold = false, .strip = true, .fuzzy = false, .dropWords = {}}, true},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(TextMatcher(each.treatments, {each.accepted}).accepts(each.answer), each.right)
        << each.answer << " against " << each.accepted;
  }
}

TEST(TextMatcher, AcceptsNothingTypedOnlyWhereNothingIsAccepted) {
  for (const Treatments& treatments : {kNone, kFold, kFoldStrip, kFuzzy, kArticles}) {
    for (const char* answer : {"", "   ", "\u00a0", "\xff\xfe"}) {
      EXPECT_FALSE(TextMatcher(treatments, {"=", "ab", "le"}).accepts(answer)) << answer;
      EXPECT_EQ(TextMatcher(treatments, {"ab", ""}).accepts(answer), answer[0] != '\xff') << answer;
    }
    EXPECT_FALSE(TextMatcher(treatments, {""}).accepts("?"));
  }
}

TEST(TextMatcher, ComparesWhatItsTreatmentsWouldRemoveAsItIs) {
  EXPECT_FALSE(TextMatcher(kFoldStrip, {"="}).accepts("?"));
  EXPECT_TRUE(TextMatcher(kFoldStrip, {"="}).accepts(" = "));
  EXPECT_TRUE(TextMatcher(kFuzzy, {"Привет"}).accepts("привет"));
  EXPECT_FALSE(TextMatcher(kFuzzy, {"Привет"}).accepts("Пока"));
  EXPECT_FALSE(TextMatcher(kArticles, {"le"}).accepts("un"));
  EXPECT_TRUE(TextMatcher(kArticles, {"le"}).accepts("LE"));
}

TEST(TextMatcher, TakesAnyOfItsTexts) {
  const TextMatcher matcher(kFold, {"souris", "pavé tactile"});
  EXPECT_TRUE(matcher.accepts("Pave tactile"));
  EXPECT_TRUE(matcher.accepts("SOURIS"));
  EXPECT_FALSE(matcher.accepts("clavier"));
}

TEST(NumberMatcher, ReadsNumbersAsPeopleTypeThem) {
  const struct {
    const char* text;
    const char* locale;
    double value;
  } cases[] = {
      {"6", "fr", 6},
      {" 6 ", "fr", 6},
      {"6,0", "fr", 6},
      {"6.0", "en", 6},
      {"1 200", "fr", 1200},
      {"1\u202f200", "fr", 1200},
      {"1\u00a0200,5", "fr", 1200.5},
      {"1,200", "en", 1200},
      {"1,200", "fr", 1.2},
      {"12,345,678.9", "en", 12345678.9},
      {"1,5", "en", 1.5},
      {"1,2345", "en", 1.2345},
      {"0,5", "en", 0.5},
      {"-3", "fr", -3},
      {"\u2212 3,25", "fr", -3.25},
      {"+7", "en", 7},
      {",5", "fr", 0.5},
      {"5,", "fr", 5},
      {"007", "fr", 7},
      {"1e3", "fr", 1000},
      {"1,5E+3", "fr", 1500},
      {"25e\u22121", "en", 2.5},
  };
  for (const auto& each : cases) {
    const auto value = readNumber(each.text, each.locale);
    ASSERT_TRUE(value) << each.text;
    EXPECT_EQ(*value, each.value) << each.text << " in " << each.locale;
  }
}

TEST(NumberMatcher, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"",      " ",     "six",   "6 Go",  "1e",     "e3",
        "1e+",   "1e1e1", "1e2.5", "1e400", "--3",    "3-",
        "1.2.3", "1,2,3", ".",     ",",     "-",      "+",
        "0x10",  "inf",   "nan",   "6\xff", "1,200,", "10000000000000000000000000000000000000000000000"}) {
    for (const char* locale : {"fr", "en"}) EXPECT_FALSE(readNumber(text, locale)) << text << " in " << locale;
  }
}

TEST(NumberMatcher, AcceptsWithinItsToleranceAsOnPaper) {
  const NumberMatcher exact{{6, 12}, 0};
  EXPECT_TRUE(exact.accepts("6,00", "fr"));
  EXPECT_TRUE(exact.accepts("12", "fr"));
  EXPECT_FALSE(exact.accepts("6,0001", "fr"));
  EXPECT_FALSE(exact.accepts("", "fr"));
  // In English "1,500" is 1500 or, as everywhere else, 1.5.
  EXPECT_TRUE((NumberMatcher{{1500}, 0}.accepts("1,500", "en")));
  EXPECT_TRUE((NumberMatcher{{1.5}, 0}.accepts("1,500", "en")));
  EXPECT_FALSE((NumberMatcher{{1500}, 0}.accepts("1,500", "fr")));
  const NumberMatcher near{{0.3}, 0.1};
  EXPECT_TRUE(near.accepts("0,4", "fr"));  // 0.4 - 0.3 is above 0.1 in doubles
  EXPECT_TRUE(near.accepts("0,2", "fr"));
  EXPECT_FALSE(near.accepts("0,401", "fr"));
  EXPECT_FALSE(near.accepts("0,199", "fr"));
}

}  // namespace
}  // namespace vigie::content
