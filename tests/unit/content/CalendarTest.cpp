#include "common/content/Calendar.hpp"

#include <gtest/gtest.h>

namespace vigie::content {
namespace {

std::string readDay(std::string_view text) {
  const auto day = readDate(text);
  return day ? isoDate(*day) : "none";
}

int readMinutes(std::string_view text) {
  const auto time = readTime(text);
  return time ? static_cast<int>(time->count()) : -1;
}

TEST(Calendar, ReadsDatesAsPeopleTypeThem) {
  for (const char* text :
       {"2026-03-07", "07/03/2026", "7/3/2026", "7.3.2026", "07-03-2026", " 7 / 3 / 2026 ", "07032026", "7 mars 2026",
        "7 MARS 2026", "samedi 7 mars 2026", "le 7 mars 2026", "7 March 2026", "Saturday, 7 March 2026",
        "March 7, 2026", "7th of March 2026", "March 7th 2026"}) {
    EXPECT_EQ(readDay(text), "2026-03-07") << text;
  }
  EXPECT_EQ(readDay("1er août 2026"), "2026-08-01");
  EXPECT_EQ(readDay("1 février 2026"), "2026-02-01");
  EXPECT_EQ(readDay("29/02/2028"), "2028-02-29");
}

TEST(Calendar, RefusesWhatIsNoDate) {
  for (const char* text : {"", "mars", "7 mars", "03/2026", "7/3/26", "31/04/2026", "29/02/2027", "32/01/2026",
                           "7/13/2026", "2026-3", "7 mars 2026 14h", "1 2 3 4", "20260307", "brumaire 7 2026"}) {
    EXPECT_EQ(readDay(text), "none") << text;
  }
}

TEST(Calendar, TakesTheDayFirst) {
  EXPECT_EQ(readDay("03/07/2026"), "2026-07-03");
  EXPECT_EQ(readDay("12/11/2026"), "2026-11-12");
}

TEST(Calendar, ReadsTimesAsPeopleTypeThem) {
  for (const char* text : {"14:30", "14h30", "14 h 30", "à 14:30", "14.30", "1430", "2:30 pm", "2.30 p.m.",
                           "at 2:30 PM", "14 heures 30", "14h30 min"}) {
    EXPECT_EQ(readMinutes(text), 870) << text;
  }
  EXPECT_EQ(readMinutes("14h"), 840);
  EXPECT_EQ(readMinutes("2 pm"), 840);
  EXPECT_EQ(readMinutes("2:30 am"), 150);
  EXPECT_EQ(readMinutes("2:30 a.m."), 150);
  EXPECT_EQ(readMinutes("12:15 am"), 15);
  EXPECT_EQ(readMinutes("12 pm"), 720);
  EXPECT_EQ(readMinutes("midi"), 720);
  EXPECT_EQ(readMinutes("minuit"), 0);
  EXPECT_EQ(readMinutes("9h05"), 545);
}

TEST(Calendar, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "14", "10", "24:00", "14:60", "14:5", "14h30m20", "25h", "13 pm", "0 pm", "abc", "1 2 3"}) {
    EXPECT_EQ(readMinutes(text), -1) << text;
  }
}

TEST(Calendar, WritesDatesInBothLanguages) {
  const Day day = *readDate("2026-08-01");
  EXPECT_EQ(longDate(day, "fr"), "1er août 2026");
  EXPECT_EQ(longDate(day, "en"), "1 August 2026");
  EXPECT_EQ(weekdayName(day, "fr"), "samedi");
  EXPECT_EQ(weekdayName(day, "en"), "Saturday");
  for (int i = 0; i < 800; ++i) {
    const Day each = day + std::chrono::days(i);
    EXPECT_EQ(readDate(longDate(each, "fr")), each);
    EXPECT_EQ(readDate(longDate(each, "en")), each);
  }
}

}  // namespace
}  // namespace vigie::content
