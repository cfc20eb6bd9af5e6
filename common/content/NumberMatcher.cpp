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

// Digits, signs and separators in ASCII; empty when anything else is there.
std::string plainForm(std::string_view text) {
  std::string out;
  for (const char32_t c : impl::normalised(text, impl::Form::nfc)) {
    if (impl::isSpace(c)) continue;
    if (c == U'\u2212') {
      out += '-';
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

}  // namespace

std::optional<double> readNumber(std::string_view text, std::string_view locale) {
  std::string number = plainForm(text);
  const bool negative = number.starts_with('-');
  if (negative || number.starts_with('+')) number.erase(0, 1);
  if (locale == "en" && isGroupedByCommas(number)) std::erase(number, ',');
  std::replace(number.begin(), number.end(), ',', '.');
  const bool wellFormed = std::any_of(number.begin(), number.end(), isDigit) &&
                          std::count(number.begin(), number.end(), '.') <= 1 &&
                          number.find_first_of("+-") == std::string::npos;
  if (!wellFormed) return std::nullopt;
  double value = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size()) return std::nullopt;
  return negative ? -value : value;
}

bool NumberMatcher::accepts(std::string_view answer, std::string_view locale) const {
  const auto given = readNumber(answer, locale);
  if (!given) return false;
  return std::any_of(values.begin(), values.end(), [&](double value) {
    // 0.4 is within 0.1 of 0.3 on paper but not in doubles: allow the rounding of the numbers that were typed.
    const double largest = std::max({std::abs(*given), std::abs(value), tolerance});
    return std::abs(*given - value) <= tolerance + 4 * std::numeric_limits<double>::epsilon() * largest;
  });
}

}  // namespace vigie::content
