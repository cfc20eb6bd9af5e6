#include "proctor-console/model/Text.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace vigie::console {
namespace {

TEST(Text, SpeaksFrenchAndEnglish) {
  const Phrase phrase{"{} candidats sur {}", "{} of {} candidates"};
  EXPECT_EQ(Text(Language::french)(phrase, {"3", "12"}), "3 candidats sur 12");
  EXPECT_EQ(Text(Language::english)(phrase, {"3", "12"}), "3 of 12 candidates");
  EXPECT_EQ(fill("{} {} {}", {"a"}), "a  ") << "what is missing stays empty";
  EXPECT_EQ(fill("{}", {"{}"}), "{}") << "values are not filled again";
}

TEST(Text, NamesStatesAndKeepsUnknownWords) {
  EXPECT_EQ(Text(Language::french).word("identified"), "identité confirmée");
  EXPECT_EQ(Text(Language::english).word("link-lost"), "link lost");
  EXPECT_EQ(Text(Language::french).word("asleep"), "asleep");
}

TEST(Text, SaysDurations) {
  const Text text(Language::french);
  EXPECT_EQ(text.duration(0), "0 s");
  EXPECT_EQ(text.duration(-5), "0 s");
  EXPECT_EQ(text.duration(12'999), "12 s");
  EXPECT_EQ(text.duration(65'000), "1 min 05 s");
  EXPECT_EQ(text.duration(3'900'000), "1 h 05 min");
}

TEST(Text, SaysTimes) {
  EXPECT_EQ(Text(Language::english).time(0), "-");
  EXPECT_EQ(Text(Language::english).time(1'795'288'500'000), "2026-11-21 19:15 UTC");
}

TEST(Text, FollowsTheEnvironmentInItsOrder) {
  ::setenv("LC_ALL", "", 1);
  ::setenv("LC_MESSAGES", "", 1);
  ::setenv("LANG", "fr_FR.UTF-8", 1);
  EXPECT_EQ(languageOfEnvironment(), Language::french);
  ::setenv("LC_ALL", "C", 1);
  EXPECT_EQ(languageOfEnvironment(), Language::english);
  EXPECT_EQ(languageNamed("fr"), Language::french);
  EXPECT_FALSE(languageNamed("de"));
}

}  // namespace
}  // namespace vigie::console
