// Dates and times as people type them, in French or in English whatever the page's language.
//   date  "2026-03-07", "7/3/2026" (day first, also with . - or spaces), "07032026", "7 mars 2026", "1er mars 2026",
//         "Saturday 7 March 2026", "March 7th, 2026". The year has four digits; the day must exist.
//   time  "14:30", "14h30", "14 h 30", "14h", "à 14.30", "1430", "2:30 pm", "2 p.m.", "midi", "noon", "minuit",
//         "midnight". A lone "14" is no time.
// Thread: any, pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vigie::content {

using Day = std::chrono::sys_days;
using Minutes = std::chrono::minutes;  // since midnight, below 24 h

std::optional<Day> readDate(std::string_view text);
std::optional<Minutes> readTime(std::string_view text);

std::string isoDate(Day day);                                 // "2026-03-07"
std::string longDate(Day day, std::string_view language);     // "7 mars 2026", "7 March 2026"
std::string weekdayName(Day day, std::string_view language);  // "samedi", "Saturday"

struct DateMatcher {
  std::vector<Day> values;
  bool accepts(std::string_view answer) const;
};

struct TimeMatcher {
  std::vector<Minutes> values;
  bool accepts(std::string_view answer) const;
};

}  // namespace vigie::content
