#include "certs/credential/Json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "certs/credential/Jcs.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64;

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
  std::vector<const std::string*> names;
  for (const auto& member : object.items()) names.push_back(&member.key());
  std::sort(names.begin(), names.end(), [](const auto* a, const auto* b) { return lessInUtf16(*a, *b); });
  out.push_back('{');
  for (const std::string* name : names) {
    if (name != names.front()) out.push_back(',');
    appendText(out, *name);
    out.push_back(':');
    appendValue(out, object[*name]);
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
      out += formatNumber(value.get<double>());
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
        tooDeep_ = tooDeep_ || open_.size() > kDeepest;
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        open_.pop_back();
        break;
      case Json::parse_event_t::key:
        repeated_ = repeated_ || !open_.back().insert(parsed.get_ref<const std::string&>()).second;
        break;
      default:
        break;
    }
    return !tooDeep_ && !repeated_;
  }
  bool tooDeep() const { return tooDeep_; }
  bool repeated() const { return repeated_; }

 private:
  std::vector<std::set<std::string>> open_;
  bool tooDeep_ = false;
  bool repeated_ = false;
};

}  // namespace

base::Result<Json> parseJson(std::string_view text) {
  Watch watch;
  Json value;
  try {
    value = Json::parse(text, std::ref(watch));
  } catch (const Json::exception& error) {
    // The library's message quotes the input, which may hold personal data; its position is enough to find the place.
    const auto* parse = dynamic_cast<const Json::parse_error*>(&error);
    return base::fail("not-json", "expected JSON" + (parse ? "; wrong at byte " + std::to_string(parse->byte) : ""));
  }
  if (watch.repeated()) return base::fail("not-json", "a member name stands twice in one object");
  if (watch.tooDeep()) return base::fail("not-json", "nested deeper than " + std::to_string(kDeepest));
  if (text.starts_with("\xef\xbb\xbf")) return base::fail("not-json", "a byte order mark is not allowed");
  return value;
}

base::Result<Json> parseCanonicalJson(std::string_view text) {
  auto value = parseJson(text);
  if (value && canonicalText(*value) != text)
    return base::fail("not-canonical", "expected the RFC 8785 form of this JSON");
  return value;
}

std::string canonicalText(const Json& value) {
  std::string out;
  appendValue(out, value);
  return out;
}

std::string textMember(const Json& object, std::string_view name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace vigie::credential
