#include "common/jcs/Jcs.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <vector>

namespace vigie::jcs {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestName = 64;

// RFC 8785 3.2.2.2: the short escapes, \u00xx for the other control characters, everything else as it is.
void appendText(std::string& out, const std::string& text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
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
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
          out.push_back(digits[static_cast<unsigned char>(c) & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

// RFC 8785 3.2.3 sorts by UTF-16 code units. In UTF-8 byte order only the lead bytes differ: 4-byte sequences
// (surrogates D800-DFFF in UTF-16) come before U+E000-U+FFFF (lead bytes EE and EF).
bool lessInUtf16(const std::string& left, const std::string& right) {
  const auto weight = [](char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    return byte == 0xee || byte == 0xef ? byte + 0x10 : byte;
  };
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [&](char a, char b) { return weight(a) < weight(b); });
}

void appendValue(std::string& out, const Json& value);

void appendObject(std::string& out, const Json& object) {
  const auto& map = object.get_ref<const Json::object_t&>();
  std::vector<const Json::object_t::value_type*> members;
  members.reserve(map.size());
  for (const auto& member : map) members.push_back(&member);
  const auto less = [](const auto* a, const auto* b) { return lessInUtf16(a->first, b->first); };
  if (!std::is_sorted(members.begin(), members.end(), less)) std::sort(members.begin(), members.end(), less);
  out.push_back('{');
  for (const auto* member : members) {
    if (member != members.front()) out.push_back(',');
    appendText(out, member->first);
    out.push_back(':');
    appendValue(out, member->second);
  }
  out.push_back('}');
}

void appendArray(std::string& out, const Json& array) {
  out.push_back('[');
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out.push_back(',');
    appendValue(out, array[i]);
  }
  out.push_back(']');
}

void appendValue(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::object:
      return appendObject(out, value);
    case Json::value_t::array:
      return appendArray(out, value);
    case Json::value_t::string:
      return appendText(out, value.get_ref<const std::string&>());
    case Json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      out += numberText(value.get<double>());
      return;
    default:
      out += "null";
  }
}

// Watches the parser: member names seen in each open object, and the depth.
class Watch {
 public:
  bool operator()(int, Json::parse_event_t event, Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        open_.emplace_back();
        tooDeep_ = tooDeep_ || open_.size() > std::size_t{kDeepest};
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        open_.pop_back();
        break;
      case Json::parse_event_t::key:
        if (!open_.back().insert(parsed.get_ref<const std::string&>()).second)
          repeated_ = parsed.get_ref<const std::string&>().substr(0, kLongestName);
        break;
      default:
        break;
    }
    return !tooDeep_ && !repeated_;
  }
  bool tooDeep() const { return tooDeep_; }
  const std::optional<std::string>& repeated() const { return repeated_; }

 private:
  std::vector<std::set<std::string>> open_;
  std::optional<std::string> repeated_;
  bool tooDeep_ = false;
};

// "line 3, column 14": where a text editor shows the byte.
std::string placeOf(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(before.size() - lineStart + 1);
}

}  // namespace

base::Result<Json> parse(std::string_view text) {
  Watch watch;
  Json value;
  if (text.starts_with("\xef\xbb\xbf")) return base::fail("not-json", "a byte order mark is not allowed");
  try {
    value = Json::parse(text, std::ref(watch));
  } catch (const Json::parse_error& error) {
    return base::fail("not-json", "expected JSON; wrong at " + placeOf(text, error.byte));
  } catch (const Json::exception&) {
    return base::fail("not-json", "expected JSON; a number in it is larger than a double can hold");
  }
  if (watch.repeated())
    return base::fail("not-json", "the member \"" + *watch.repeated() + "\" stands twice in one object");
  if (watch.tooDeep()) return base::fail("not-json", "nested deeper than " + std::to_string(kDeepest) + " levels");
  return value;
}

base::Result<Json> parseCanonical(std::string_view text) {
  auto value = parse(text);
  if (value && canonicalText(*value) != text)
    return base::fail("not-canonical", "expected the RFC 8785 form of this JSON");
  return value;
}

base::Result<void> requireCanonical(std::string_view text) {
  if (const auto value = parseCanonical(text); !value) return base::fail(value.error());
  return {};
}

std::string canonicalText(const Json& value) {
  std::string out;
  appendValue(out, value);
  return out;
}

base::Result<std::string> canonicalize(std::string_view text) {
  const auto value = parse(text);
  if (!value) return base::fail(value.error());
  return canonicalText(*value);
}

std::string numberText(double value) {
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

std::string textMember(const Json& object, std::string_view name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace vigie::jcs
