#include "common/content/impl/ExpressionFunctions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "common/content/Calendar.hpp"
#include "common/content/impl/Unicode.hpp"

namespace vigie::content::impl {
namespace {

constexpr double kLargest = 1e15;  // whole numbers are exact up to here
constexpr int kMostDecimals = 10;

std::string fixedText(double value, int decimals) {
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  return {buffer.data(), end.ptr};
}

std::string grouped(std::string digits, std::string_view separator) {
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, separator);
  return digits;
}

// "-1500.5" as it is written in a language.
std::string localisedText(std::string plain, std::string_view language) {
  const bool negative = plain.starts_with('-');
  if (negative) plain.erase(0, 1);
  const std::size_t point = plain.find('.');
  std::string whole = plain.substr(0, point);
  std::string rest = point == std::string::npos ? "" : plain.substr(point);
  if (language == "fr") {
    whole = grouped(std::move(whole), "\u00a0");
    if (!rest.empty()) rest[0] = ',';
  } else if (language == "en") {
    whole = grouped(std::move(whole), ",");
  }
  return (negative ? "-" : "") + whole + rest;
}

std::optional<std::int64_t> wholeOf(const Json& value) {
  if (!value.is_number()) return std::nullopt;
  const auto number = value.get<double>();
  if (number != std::floor(number) || std::abs(number) > kLargest) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

double rounded(double value, double unit) {
  const double steps = std::floor(std::abs(value) * unit + 0.5);
  return (value < 0 ? -steps : steps) / unit;
}

double powerOf(double base, std::int64_t exponent) {
  double result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) result *= base;
  return result;
}

std::string inBase(std::uint64_t number, unsigned base) {
  std::string digits;
  do {
    digits += "0123456789ABCDEF"[number % base];
    number /= base;
  } while (number > 0);
  return {digits.rbegin(), digits.rend()};
}

std::string columnName(std::uint64_t number) {
  std::string name;
  for (; number > 0; number = (number - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (number - 1) % 26));
  return name;
}

std::string padded(std::string digits, std::int64_t width) {
  while (static_cast<std::int64_t>(digits.size()) < width) digits.insert(digits.begin(), '0');
  return digits;
}

Day dayFrom(std::int64_t days) {
  return Day(std::chrono::days(days));
}

std::string slashDate(Day day) {
  const std::string iso = isoDate(day);
  return iso.substr(8, 2) + '/' + iso.substr(5, 2) + '/' + iso.substr(0, 4);
}

// Arguments that were given, taken by type; asking for what is not there makes the call wrong.
class Call {
 public:
  Call(std::string_view name, std::span<const Json> arguments, std::string_view language)
      : name_(name), arguments_(arguments), language_(language) {}

  Json value() {
    if (const auto number = onNumbers()) return *number;
    if (const auto text = onTexts()) return *text;
    if (const auto date = onDates()) return *date;
    known_ = false;
    return Json();
  }

  bool known() const { return known_; }
  bool fits() const { return fits_ && used_ == arguments_.size(); }

 private:
  double number(std::size_t place) {
    used_ = std::max(used_, place + 1);
    if (place < arguments_.size() && arguments_[place].is_number()) return arguments_[place].get<double>();
    fits_ = false;
    return 0;
  }

  std::int64_t whole(std::size_t place, std::int64_t least, std::int64_t most) {
    used_ = std::max(used_, place + 1);
    const auto found = place < arguments_.size() ? wholeOf(arguments_[place]) : std::nullopt;
    if (found && *found >= least && *found <= most) return *found;
    fits_ = false;
    return least;
  }

  std::string text(std::size_t place) {
    used_ = std::max(used_, place + 1);
    if (place < arguments_.size() && arguments_[place].is_string()) return arguments_[place].get<std::string>();
    fits_ = false;
    return {};
  }

  std::string changed(char32_t (*change)(char32_t)) {
    std::u32string points = normalised(text(0), Form::nfc);
    for (char32_t& c : points) c = change(c);
    return toUtf8(points);
  }

  std::optional<Json> onNumbers() {
    if (name_ == "min") return std::min(number(0), number(1));
    if (name_ == "max") return std::max(number(0), number(1));
    if (name_ == "abs") return std::abs(number(0));
    if (name_ == "floor") return std::floor(number(0));
    if (name_ == "ceil") return std::ceil(number(0));
    if (name_ == "round") {
      return rounded(number(0), powerOf(10, arguments_.size() > 1 ? whole(1, 0, kMostDecimals) : 0));
    }
    if (name_ == "power") return powerOf(number(0), whole(1, 0, 64));
    if (name_ == "length") return static_cast<double>(normalised(text(0), Form::nfc).size());
    return std::nullopt;
  }

  std::optional<Json> onTexts() {
    constexpr auto kMost = static_cast<std::int64_t>(kLargest);
    if (name_ == "text") return readableNumber(number(0), language_);
    if (name_ == "plain") return readableNumber(number(0), "");
    if (name_ == "fixed") {
      return localisedText(fixedText(number(0), static_cast<int>(whole(1, 0, kMostDecimals))), language_);
    }
    if (name_ == "pad") return padded(std::to_string(whole(0, 0, kMost)), whole(1, 1, 20));
    if (name_ == "binary") return inBase(static_cast<std::uint64_t>(whole(0, 0, kMost)), 2);
    if (name_ == "hex") return inBase(static_cast<std::uint64_t>(whole(0, 0, kMost)), 16);
    if (name_ == "column") return columnName(static_cast<std::uint64_t>(whole(0, 1, 16384)));
    if (name_ == "upper") return changed(upperCase);
    if (name_ == "lower") return changed(lowerCase);
    return std::nullopt;
  }

  std::optional<Json> onDates() {
    if (name_ == "date") return dateNumber();
    constexpr std::int64_t kFar = 200'000;  // days from 1970: five centuries
    const bool known = name_ == "year" || name_ == "month" || name_ == "day" || name_ == "weekday" ||
                       name_ == "longDate" || name_ == "weekdayName" || name_ == "isoDate" || name_ == "slashDate";
    if (!known) return std::nullopt;
    const Day day = dayFrom(whole(0, -kFar, kFar));
    const std::chrono::year_month_day date(day);
    if (name_ == "year") return static_cast<double>(static_cast<int>(date.year()));
    if (name_ == "month") return static_cast<double>(static_cast<unsigned>(date.month()));
    if (name_ == "day") return static_cast<double>(static_cast<unsigned>(date.day()));
    if (name_ == "weekday") return static_cast<double>(std::chrono::weekday(day).iso_encoding());
    if (name_ == "isoDate") return isoDate(day);
    if (name_ == "slashDate") return slashDate(day);
    if (language_.empty()) fits_ = false;
    return name_ == "longDate" ? longDate(day, language_) : weekdayName(day, language_);
  }

  Json dateNumber() {
    const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(whole(0, 1600, 2400))),
                                           std::chrono::month(static_cast<unsigned>(whole(1, 1, 12))),
                                           std::chrono::day(static_cast<unsigned>(whole(2, 1, 31))));
    if (!date.ok()) fits_ = false;
    return static_cast<double>(Day(date).time_since_epoch().count());
  }

  std::string_view name_;
  std::span<const Json> arguments_;
  std::string_view language_;
  std::size_t used_ = 0;
  bool fits_ = true;
  bool known_ = true;
};

}  // namespace

base::Result<Json> callFunction(std::string_view name, std::span<const Json> arguments, std::string_view language) {
  Call call(name, arguments, language);
  Json value = call.value();
  if (!call.known()) return base::fail("expression-wrong", "there is no function " + std::string(name));
  if (!call.fits()) return base::fail("expression-wrong", std::string(name) + " does not take these arguments");
  return value;
}

std::string readableNumber(double value, std::string_view language) {
  if (!std::isfinite(value) || std::abs(value) > kLargest) return "out of range";
  std::string text = fixedText(value, kMostDecimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  if (text == "-0") text = "0";
  return localisedText(std::move(text), language);
}

}  // namespace vigie::content::impl
