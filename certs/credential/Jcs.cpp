#include "certs/credential/Jcs.hpp"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "certs/credential/Json.hpp"

namespace vigie::credential {

base::Result<std::string> canonicalize(std::string_view json) {
  const auto value = parseJson(json);
  if (!value) return base::fail(value.error());
  return canonicalText(*value);
}

base::Result<void> requireCanonical(std::string_view json) {
  const auto value = parseCanonicalJson(json);
  if (!value) return base::fail(value.error());
  return {};
}

std::string formatNumber(double value) {
  if (value == 0) return "0";  // also -0
  std::array<char, 40> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  std::string out;
  if (text.front() == '-') {
    out.push_back('-');
    text.remove_prefix(1);
  }
  const std::size_t mark = text.find('e');
  std::string digits(text.substr(0, 1));
  if (mark > 2) digits += text.substr(2, mark - 2);
  const bool small = text[mark + 1] == '-';
  int exponent = 0;
  std::from_chars(text.data() + mark + 2, text.data() + text.size(), exponent);
  const int point = (small ? -exponent : exponent) + 1;  // "n" of ECMA-262: where the decimal point stands
  const int count = static_cast<int>(digits.size());     // "k"

  if (count <= point && point <= 21) return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21) return out + digits.insert(static_cast<std::size_t>(point), ".");
  if (-6 < point && point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (count > 1) digits.insert(1, ".");
  return out + digits + (point > 0 ? "e+" : "e-") + std::to_string(point > 0 ? point - 1 : 1 - point);
}

}  // namespace vigie::credential
