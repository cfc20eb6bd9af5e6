#include "proctor-console/model/CandidateFile.hpp"

#include <gmock/gmock.h>

namespace vigie::console {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t kNow = 1'795'288'500'000;  // 2026-11-21
const Text kText(Language::english);

base::Result<std::vector<CandidateLine>> read(std::string_view content) {
  return readCandidates(content, kText, kNow);
}

TEST(CandidateFile, ReadsWhatSpreadsheetsSave) {
  const auto people = read(
      "\xef\xbb\xbf"
      "family,given,birth,language,extra-minutes,accessible\r\n"
      "\"Noël, de\",Ada,2001-12-31,en,20,yes\r\n\r\nO\"Hara,\"Eve \"\"E\"\"\",1999-02-28,,,\r\n");
  ASSERT_TRUE(people) << people.error().detail;
  ASSERT_EQ(people->size(), 2U);
  const console::NewCandidate& ada = (*people)[0].candidate;
  EXPECT_EQ(ada.familyName, "Noël, de");
  EXPECT_EQ(ada.givenName, "Ada");
  EXPECT_EQ(ada.birthDate, "2001-12-31");
  EXPECT_EQ(ada.language, "en");
  EXPECT_EQ(ada.extraTimeMs, 20 * 60'000);
  EXPECT_TRUE(ada.accessibleItemsOnly);
  const console::NewCandidate& eve = (*people)[1].candidate;
  EXPECT_EQ((*people)[1].line, 4U);
  EXPECT_EQ(eve.familyName, "O\"Hara");
  EXPECT_EQ(eve.givenName, "Eve \"E\"");
  EXPECT_EQ(eve.language, "fr");
  EXPECT_FALSE(eve.accessibleItemsOnly);
}

TEST(CandidateFile, ReadsFrenchHeadingsAndSemicolonsInAnyOrder) {
  const auto people = read("Naissance;Nom;Prénom;Minutes\n2001-12-31;Noël;Ada;10");
  ASSERT_TRUE(people) << people.error().detail;
  EXPECT_EQ((*people)[0].candidate.familyName, "Noël");
  EXPECT_EQ((*people)[0].candidate.extraTimeMs, 600'000);
}

TEST(CandidateFile, ReadsAccommodationsByNameAndListsThemWhenOneIsUnknown) {
  const auto people = read(
      "nom;prénom;naissance;Aménagements\nNoël;Ada;2001-12-31;veil + large-text\n"
      "Petit;Bo;2001-12-31;\nDurand;Zoé;2001-12-31;scribe human-reader scribe\n");
  ASSERT_TRUE(people) << people.error().detail;
  EXPECT_THAT((*people)[0].candidate.accommodations, ::testing::ElementsAre("veil", "large-text"));
  EXPECT_TRUE((*people)[1].candidate.accommodations.empty());
  EXPECT_THAT((*people)[2].candidate.accommodations, ::testing::ElementsAre("human-reader", "scribe"));
  const auto wrong = read("family,given,birth,accommodations\nNoël,Ada,2001-12-31,veil+voile\n");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().detail, HasSubstr("line 2: column accommodations: expected accommodations out of: veil, "));
  EXPECT_THAT(wrong.error().detail, HasSubstr("human-reader, scribe"));
  EXPECT_THAT(wrong.error().detail, Not(HasSubstr("voile"))) << "never what stands there";
  const auto french =
      readCandidates("nom,prénom,naissance,aménagements\nNoël,Ada,2001-12-31,x\n", Text(Language::french), kNow);
  ASSERT_FALSE(french);
  EXPECT_THAT(french.error().detail, HasSubstr("attendu des aménagements parmi : veil, "));
}

TEST(CandidateFile, KeepsCountingLinesInsideQuotations) {
  const auto people = read("family,given,birth\n\"No\nel\",Ada,2001-12-31\nZola,Bob,tomorrow\n");
  ASSERT_FALSE(people);
  EXPECT_THAT(people.error().detail, HasSubstr("line 2: column family")) << "names hold no line ends";
  EXPECT_THAT(people.error().detail, HasSubstr("line 4: column birth"));
}

TEST(CandidateFile, NamesEveryFaultAtOnceAndNobody) {
  const auto people = read(
      "family,given,birth,language,extra-minutes,accessible\n"
      "Marquebidon,Zoe,31/12/2001,de,ten,maybe\n"
      ",Ada,2001-02-29,,,\n"
      "Short,Row\n");
  ASSERT_FALSE(people);
  EXPECT_EQ(people.error().code, "csv-wrong");
  for (const char* fault :
       {"line 2: column birth: expected a birth date such as 2001-12-31", "line 2: column language: expected fr or en",
        "line 2: column extra-minutes: expected a number of minutes", "line 2: column accessible: expected yes or no",
        "line 3: column family: expected a family name", "line 3: column birth",
        "line 4: expected 6 columns, found 2"}) {
    EXPECT_THAT(people.error().detail, HasSubstr(fault));
  }
  for (const char* personal : {"Marquebidon", "Zoe", "31/12", "Ada"})
    EXPECT_THAT(people.error().detail, Not(HasSubstr(personal)));
}

TEST(CandidateFile, RefusesHeadingsItDoesNotKnow) {
  const auto people = read("family,given,birth,shoe,family\nNoël,Ada,2001-12-31,42,x\n");
  ASSERT_FALSE(people);
  EXPECT_THAT(people.error().detail, HasSubstr("line 1: column 4: expected one of these names"));
  EXPECT_THAT(people.error().detail, HasSubstr("line 1: column 5"));
  EXPECT_THAT(read("family,given\n").error().detail, HasSubstr("the column birth is missing"));
}

TEST(CandidateFile, AcceptsTwoPeopleOfTheSameNameAndBirthday) {
  const auto people = read("family,given,birth\nNoël,Ada,2001-12-31\nNoël,Ada,2001-12-31\n");
  ASSERT_TRUE(people) << people.error().detail;
  EXPECT_EQ(people->size(), 2U);
}

TEST(CandidateFile, RefusesWhatIsNoList) {
  EXPECT_THAT(read("").error().detail, HasSubstr("empty"));
  EXPECT_THAT(read("family,given,birth\n").error().detail, HasSubstr("no candidate"));
  EXPECT_THAT(read("family,given,birth\nNo\xe9l,Ada,2001-12-31\n").error().detail, HasSubstr("UTF-8"));
  EXPECT_THAT(read("family,given,birth\n\"Noel,Ada,2001-12-31\n").error().detail, HasSubstr("quotation mark"));
}

TEST(CandidateFile, HasALimit) {
  std::string content = "family,given,birth\n";
  for (std::size_t i = 0; i <= kMostCandidates; ++i) content += "Noël" + std::to_string(i) + ",Ada,2001-12-31\n";
  EXPECT_THAT(read(content).error().detail, HasSubstr("line 502: at most 500 candidates"));
}

TEST(CandidateField, JudgesDatesByTheCalendar) {
  const CandidateField* birth = fieldNamed("Birth");
  ASSERT_NE(birth, nullptr);
  console::NewCandidate out;
  for (const char* good : {"2000-02-29", "1900-01-01", "2026-11-21", " 2001-12-31 "}) {
    EXPECT_FALSE(readField(*birth, out, good, kNow)) << good;
  }
  for (const char* bad :
       {"", "2001-02-29", "1899-12-31", "2026-11-22", "2001-1-1", "2001-12-3x", "20011231", "2001/12/31"}) {
    EXPECT_TRUE(readField(*birth, out, bad, kNow)) << bad;
  }
}

TEST(CandidateField, JudgesNamesAndMinutes) {
  console::NewCandidate out;
  EXPECT_TRUE(readField(*fieldNamed("nom"), out, std::string(101, 'a'), kNow));
  EXPECT_TRUE(readField(*fieldNamed("nom"), out, "a\tb", kNow));
  EXPECT_FALSE(readField(*fieldNamed("nom"), out, std::string(100, 'a'), kNow));
  EXPECT_TRUE(readField(*fieldNamed("minutes"), out, "-1", kNow));
  EXPECT_TRUE(readField(*fieldNamed("minutes"), out, "601", kNow));
  EXPECT_FALSE(readField(*fieldNamed("minutes"), out, "", kNow));
  EXPECT_EQ(fieldNamed("shoe"), nullptr);
}

}  // namespace
}  // namespace vigie::console
