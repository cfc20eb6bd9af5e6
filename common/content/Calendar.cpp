#include "common/content/Calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/content/impl/Unicode.hpp"

namespace vigie::content {
namespace {

constexpr std::size_t kMostTokens = 12;

constexpr std::array<std::string_view, 12> kFrenchMonths = {"janvier",   "février", "mars",     "avril",
                                                            "mai",       "juin",    "juillet",  "août",
                                                            "septembre", "octobre", "novembre", "décembre"};
constexpr std::array<std::string_view, 12> kEnglishMonths = {"January",   "February", "March",    "April",
                                                             "May",       "June",     "July",     "August",
                                                             "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kFrenchDays = {"lundi",    "mardi",  "mercredi", "jeudi",
                                                         "vendredi", "samedi", "dimanche"};
constexpr std::array<std::string_view, 7> kEnglishDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                          "Friday", "Saturday", "Sunday"};
// What may stand around a date or a time without changing it.
constexpr std::array<std::string_view, 12> kFillers = {"le", "the", "of", "on", "du", "a",
                                                       "at", "er",  "st", "nd", "rd", "th"};

// Runs of digits or of letters without accents, in lower case; everything else separates.
std::vector<std::string> tokensOf(std::string_view text) {
  std::vector<std::string> tokens;
  bool open = false;
  bool digits = false;
  for (char32_t c : impl::normalised(text, impl::Form::nfd)) {
    c = impl::lowerCase(c);
    const bool isDigit = c >= U'0' && c <= U'9';
    const bool isLetter = c >= U'a' && c <= U'z';
    if (c >= 0x300 && c <= 0x36F) continue;
    if (!isDigit && !isLetter) {
      open = false;
      continue;
    }
    if (!open || digits != isDigit) {
      if (tokens.size() == kMostTokens) return {};
      tokens.emplace_back();
    }
    open = true;
    digits = isDigit;
    tokens.back() += static_cast<char>(c);
  }
  return tokens;
}

template <std::size_t N>
std::optional<unsigned> placeIn(const std::array<std::string_view, N>& names, const std::string& token) {
  for (std::size_t i = 0; i < N; ++i) {
    if (tokensOf(names[i]).front() == token) return static_cast<unsigned>(i);
  }
  return std::nullopt;
}

template <std::size_t N>
bool isIn(const std::array<std::string_view, N>& names, const std::string& token) {
  return placeIn(names, token).has_value();
}

std::vector<std::string> withoutFillers(std::vector<std::string> tokens) {
  std::erase_if(tokens, [](const std::string& token) {
    return isIn(kFillers, token) || isIn(kFrenchDays, token) || isIn(kEnglishDays, token);
  });
  return tokens;
}

std::optional<unsigned> numberOf(const std::string& token, std::size_t mostDigits) {
  if (token.empty() || token.size() > mostDigits || token.front() > '9') return std::nullopt;
  unsigned number = 0;
  std::from_chars(token.data(), token.data() + token.size(), number);
  return number;
}

std::optional<unsigned> monthOf(const std::string& token) {
  if (const auto number = numberOf(token, 2)) return number;
  for (const auto* months : {&kFrenchMonths, &kEnglishMonths}) {
    if (const auto place = placeIn(*months, token)) return *place + 1;
  }
  return std::nullopt;
}

std::optional<Day> dayOf(const std::string& year, const std::string& month, const std::string& day) {
  const auto y = numberOf(year, 4);
  const auto m = monthOf(month);
  const auto d = numberOf(day, 2);
  if (year.size() != 4 || !y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*y)), std::chrono::month(*m),
                                         std::chrono::day(*d));
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

std::optional<Minutes> minutesOf(unsigned hour, unsigned minute, bool afternoon, bool morning) {
  if (afternoon || morning) {
    if (hour < 1 || hour > 12) return std::nullopt;
    hour = hour % 12 + (afternoon ? 12 : 0);
  }
  if (hour > 23 || minute > 59) return std::nullopt;
  return Minutes(static_cast<int>(hour * 60 + minute));
}

std::string padded(unsigned number, std::size_t digits) {
  const std::string text = std::to_string(number);
  return text.size() >= digits ? text : std::string(digits - text.size(), '0') + text;
}

}  // namespace

std::optional<Day> readDate(std::string_view text) {
  const auto tokens = withoutFillers(tokensOf(text));
  if (tokens.size() == 1 && tokens[0].size() == 8) {
    return dayOf(tokens[0].substr(4), tokens[0].substr(2, 2), tokens[0].substr(0, 2));
  }
  if (tokens.size() != 3) return std::nullopt;
  if (tokens[0].size() == 4 && numberOf(tokens[0], 4)) return dayOf(tokens[0], tokens[1], tokens[2]);
  const bool monthFirst = !numberOf(tokens[0], 2);
  return monthFirst ? dayOf(tokens[2], tokens[0], tokens[1]) : dayOf(tokens[2], tokens[1], tokens[0]);
}

std::optional<Minutes> readTime(std::string_view text) {
  auto tokens = withoutFillers(tokensOf(text));
  if (tokens.size() == 1 && (tokens[0] == "midi" || tokens[0] == "noon")) return Minutes(720);
  if (tokens.size() == 1 && (tokens[0] == "minuit" || tokens[0] == "midnight")) return Minutes(0);
  bool afternoon = false;
  bool morning = false;
  bool named = false;  // something says that a lone number is an hour
  if (tokens.size() >= 2 && tokens.back() == "m" &&
      (tokens[tokens.size() - 2] == "p" || tokens[tokens.size() - 2] == "a")) {
    tokens.pop_back();
    tokens.back() += 'm';
  }
  // "2:30 a.m.": the "a" went with the fillers.
  if (tokens.size() >= 2 && (tokens.back() == "am" || tokens.back() == "pm" || tokens.back() == "m")) {
    afternoon = tokens.back() == "pm";
    morning = !afternoon;
    named = true;
    tokens.pop_back();
  }
  std::vector<std::string> numbers;
  for (const std::string& token : tokens) {
    if (token == "h" || token == "heure" || token == "heures") {
      named = true;
    } else if (token != "min" && token != "minutes") {
      numbers.push_back(token);
    }
  }
  if (numbers.size() == 1 && numbers[0].size() == 4 && numberOf(numbers[0], 4)) {
    numbers = {numbers[0].substr(0, 2), numbers[0].substr(2)};
  }
  if (numbers.empty() || numbers.size() > 2 || (numbers.size() == 1 && !named)) return std::nullopt;
  const auto hour = numberOf(numbers[0], 2);
  const auto minute = numbers.size() == 2 ? numberOf(numbers[1], 2) : std::optional<unsigned>(0);
  if (!hour || !minute || (numbers.size() == 2 && numbers[1].size() != 2)) return std::nullopt;
  return minutesOf(*hour, *minute, afternoon, morning);
}

std::string isoDate(Day day) {
  const std::chrono::year_month_day date(day);
  return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + '-' +
         padded(static_cast<unsigned>(date.month()), 2) + '-' + padded(static_cast<unsigned>(date.day()), 2);
}

std::string longDate(Day day, std::string_view language) {
  const std::chrono::year_month_day date(day);
  const auto number = static_cast<unsigned>(date.day());
  const bool french = language == "fr";
  std::string out = std::to_string(number) + (french && number == 1 ? "er" : "") + ' ';
  out += (french ? kFrenchMonths : kEnglishMonths)[static_cast<unsigned>(date.month()) - 1];
  return out + ' ' + std::to_string(static_cast<int>(date.year()));
}

std::string weekdayName(Day day, std::string_view language) {
  const unsigned place = std::chrono::weekday(day).iso_encoding() - 1;
  return std::string((language == "fr" ? kFrenchDays : kEnglishDays)[place]);
}

bool DateMatcher::accepts(std::string_view answer) const {
  const auto given = readDate(answer);
  return given && std::find(values.begin(), values.end(), *given) != values.end();
}

bool TimeMatcher::accepts(std::string_view answer) const {
  const auto given = readTime(answer);
  return given && std::find(values.begin(), values.end(), *given) != values.end();
}

}  // namespace vigie::content
