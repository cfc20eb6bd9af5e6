#include "common/content/impl/Json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

#include "common/content/CanonicalJson.hpp"

namespace vigie::content {
namespace impl {
namespace {

// nlohmann keeps the last of two members with one name; an auditor's parser may keep the first.
class StructureGuard {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth >= kDeepestJson) tooDeep_ = true;
    if (event == Json::parse_event_t::object_start) names_.emplace_back();
    if (event == Json::parse_event_t::object_end) names_.pop_back();
    if (event == Json::parse_event_t::key && !names_.back().insert(parsed.get<std::string>()).second) {
      if (repeated_.empty()) repeated_ = parsed.get<std::string>();
      anyRepeated_ = true;
    }
    return !tooDeep_;  // false drops the value: nothing nested without end is kept
  }

  bool tooDeep() const { return tooDeep_; }
  bool anyRepeated() const { return anyRepeated_; }
  const std::string& repeated() const { return repeated_; }

 private:
  std::vector<std::set<std::string>> names_;
  std::string repeated_;
  bool anyRepeated_ = false;
  bool tooDeep_ = false;
};

void appendString(std::string& out, const std::string& text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (byte < 0x20) {
          out += "\\u00";
          out += kHex[byte >> 4U];
          out += kHex[byte & 15U];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

// UTF-16 order differs from byte order in one place: U+E000..U+FFFF (first bytes EE, EF) come after everything above
// U+FFFF (first bytes F0..F4).
unsigned utf16Rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10U : byte;
}

bool lessInUtf16(const std::string* left, const std::string* right) {
  return std::lexicographical_compare(left->begin(), left->end(), right->begin(), right->end(),
                                      [](char a, char b) { return utf16Rank(a) < utf16Rank(b); });
}

void appendValue(std::string& out, const Json& value);

void appendObject(std::string& out, const Json& object) {
  std::vector<const std::string*> names;
  for (auto member = object.begin(); member != object.end(); ++member) names.push_back(&member.key());
  std::sort(names.begin(), names.end(), lessInUtf16);
  out += '{';
  for (const std::string* name : names) {
    if (name != names.front()) out += ',';
    appendString(out, *name);
    out += ':';
    appendValue(out, object.at(*name));
  }
  out += '}';
}

void appendValue(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return appendObject(out, value);
    case Json::value_t::array:
      out += '[';
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out += ',';
        appendValue(out, value[i]);
      }
      out += ']';
      return;
    case Json::value_t::string:
      return appendString(out, value.get_ref<const std::string&>());
    case Json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      out += canonicalNumber(value.get<double>());
      return;
    default:
      out += "null";
      return;
  }
}

}  // namespace

base::Result<Json> parseJson(std::string_view text) {
  StructureGuard guard;
  Json value;
  try {
    value = Json::parse(text.begin(), text.end(), std::ref(guard));
  } catch (const Json::exception& error) {
    return base::fail("json-wrong", std::string("not a JSON text: ") + error.what());
  }
  if (guard.tooDeep()) {
    return base::fail("json-wrong", "nested deeper than " + std::to_string(kDeepestJson) + " levels");
  }
  if (guard.anyRepeated()) {
    return base::fail("json-wrong", "the member \"" + guard.repeated() + "\" is there twice in one object");
  }
  return value;
}

std::string writeCanonical(const Json& value) {
  std::string out;
  appendValue(out, value);
  return out;
}

}  // namespace impl

base::Result<std::string> canonicalJson(std::string_view text) {
  auto value = impl::parseJson(text);
  if (!value) return base::fail(value.error());
  return impl::writeCanonical(*value);
}

std::string canonicalNumber(double value) {
  if (value == 0) return "0";  // also minus zero
  if (value < 0) return "-" + canonicalNumber(-value);
  // Shortest digits that read back to the same double, as d.ddde±xx; ECMAScript (Number::toString) only lays them out
  // differently.
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  const std::string_view scientific(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  const std::size_t mark = scientific.find('e');
  std::string digits(scientific.substr(0, 1));
  if (mark > 2) digits += scientific.substr(2, mark - 2);
  const int exponent = std::stoi(std::string(scientific.substr(mark + 1)));
  const int point = exponent + 1;  // digits before the decimal point
  const int count = static_cast<int>(digits.size());
  const auto zeros = [](int n) { return std::string(static_cast<std::size_t>(n), '0'); };
  if (count <= point && point <= 21) return digits + zeros(point - count);
  if (0 < point && point <= 21) return digits.insert(static_cast<std::size_t>(point), ".");
  if (-6 < point && point <= 0) return "0." + zeros(-point) + digits;
  if (count > 1) digits.insert(1, ".");
  return digits + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

}  // namespace vigie::content
