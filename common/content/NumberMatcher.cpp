#include "common/content/NumberMatcher.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "common/content/impl/Unicode.hpp"

namespace vigie::content {
namespace {

constexpr std::size_t kLongestNumber = 40;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// Digits, signs, separators and the "e" of an exponent in ASCII; empty when anything else is there.
std::string plainForm(std::string_view text) {
  std::string out;
  for (const char32_t c : impl::normalised(text, impl::Form::nfc)) {
    if (impl::isSpace(c)) continue;
    if (c == U'\u2212') {
      out += '-';
    } else if (c == 'e' || c == 'E') {
      out += 'e';
    } else if (c < 0x80 && (isDigit(static_cast<char>(c)) || c == '+' || c == '-' || c == ',' || c == '.')) {
      out += static_cast<char>(c);
    } else {
      return {};
    }
    if (out.size() > kLongestNumber) return {};
  }
  return out;
}

// 1,200 or 12,345,678.9: every comma is followed by exactly three digits, and one to three digits come first.
bool isGroupedByCommas(std::string_view number) {
  const std::string_view whole = number.substr(0, number.find('.'));
  const std::size_t first = whole.find(',');
  if (first == std::string_view::npos || first == 0 || first > 3 || (whole.size() - first) % 4 != 0) return false;
  for (std::size_t i = first; i < whole.size(); ++i) {
    if ((whole[i] == ',') != ((i - first) % 4 == 0)) return false;
  }
  return true;
}

// "3", "+3", "-12": what may stand after an "e".
bool isExponent(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), isDigit);
}

// A number whose only comma or point marks its decimals.
std::optional<double> readDecimal(std::string number) {
  const bool negative = number.starts_with('-');
  if (negative || number.starts_with('+')) number.erase(0, 1);
  std::replace(number.begin(), number.end(), ',', '.');
  const std::size_t mark = number.find('e');
  const std::string_view digits = std::string_view(number).substr(0, mark);
  const bool wellFormed = std::any_of(digits.begin(), digits.end(), isDigit) &&
                          std::count(digits.begin(), digits.end(), '.') <= 1 &&
                          digits.find_first_of("+-") == std::string_view::npos &&
                          (mark == std::string::npos || isExponent(std::string_view(number).substr(mark + 1)));
  if (!wellFormed) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::general);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size()) return std::nullopt;
  return negative ? -value : value;
}

bool isGrouped(std::string_view number, std::string_view locale) {
  if (number.starts_with('-') || number.starts_with('+')) number.remove_prefix(1);
  return locale == "en" && isGroupedByCommas(number);
}

}  // namespace

std::optional<double> readNumber(std::string_view text, std::string_view locale) {
  std::string number = plainForm(text);
  if (isGrouped(number, locale)) std::erase(number, ',');
  return readDecimal(std::move(number));
}

bool NumberMatcher::accepts(std::string_view answer, std::string_view locale) const {
  return isNear(readNumber(answer, locale)) || (locale == "en" && isNear(readDecimal(plainForm(answer))));
}

bool NumberMatcher::isNear(std::optional<double> given) const {
  return given && std::any_of(values.begin(), values.end(), [&](double value) {
           // 0.4 is within 0.1 of 0.3 on paper but not in doubles: allow the rounding of the numbers that were typed.
           const double largest = std::max({std::abs(*given), std::abs(value), tolerance});
           return std::abs(*given - value) <= tolerance + 4 * std::numeric_limits<double>::epsilon() * largest;
         });
}

}  // namespace vigie::content
