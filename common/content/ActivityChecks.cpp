#include "common/content/ActivityChecks.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "common/base/Text.hpp"
#include "common/content/Calendar.hpp"
#include "common/content/NumberMatcher.hpp"
#include "common/content/TextMatcher.hpp"
#include "common/content/impl/Json.hpp"
#include "common/content/impl/Unicode.hpp"

namespace vigie::content {
namespace {

using impl::Json;

// One check, with what its path leads to.
struct Checked {
  const Json* found;  // null: nothing there
  const Json& value;
  Treatments treatments;
  std::string_view locale;
};

const Json* follow(const Json& summary, std::string_view path) {
  const Json* at = &summary;
  if (path.empty()) return at;
  for (const std::string& step : base::split(path, '.')) {
    if (at->is_object() && at->contains(step)) {
      at = &at->at(step);
    } else if (at->is_array() && !step.empty() && step.size() < 5 &&
               std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
               std::stoul(step) < at->size()) {
      at = &at->at(std::stoul(step));
    } else {
      return nullptr;
    }
  }
  return at;
}

std::vector<Json> elementsOf(const Json& value) {
  if (value.is_array()) return {value.begin(), value.end()};
  return {value};
}

bool holds(const Json& list, const Json& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

// A text or a number as it was typed.
std::optional<std::string> textOf(const Json* found) {
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number()) return jcs::canonicalText(*found);
  return std::nullopt;
}

// The texts of a check, in the candidate's language when there are several.
std::vector<std::string> textsOf(const Checked& check) {
  const bool byLanguage = check.value.is_object() && check.value.contains(std::string(check.locale));
  const Json& value = byLanguage ? check.value.at(std::string(check.locale)) : check.value;
  std::vector<std::string> texts;
  for (const Json& element : elementsOf(value)) {
    if (const auto text = textOf(&element)) texts.push_back(*text);
  }
  return texts;
}

std::string digitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

// "Name <A@b.example>" is a@b.example.
std::string addressOf(std::string_view text) {
  const auto open = text.find('<');
  const auto close = text.find('>');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
    text = text.substr(open + 1, close - open - 1);
  }
  std::string address(base::trim(text));
  for (char& c : address) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return address;
}

std::optional<std::set<std::string>> addressesOf(const Json* found) {
  if (found == nullptr) return std::nullopt;
  std::set<std::string> addresses;
  for (const Json& element : elementsOf(*found)) {
    if (!element.is_string()) return std::nullopt;
    auto text = element.get<std::string>();
    std::replace(text.begin(), text.end(), ';', ',');
    for (const std::string& part : base::split(text, ',')) {
      if (const auto address = addressOf(part); !address.empty()) addresses.insert(address);
    }
  }
  return addresses;
}

std::size_t wordsIn(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char32_t c : impl::normalised(text, impl::Form::nfc)) {
    const bool space = impl::isSpace(c);
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

std::string plainFormula(std::string text) {
  std::erase(text, '$');
  std::replace(text.begin(), text.end(), ';', ',');
  return text;
}

bool isList(const Checked& check) {
  return check.found != nullptr && check.found->is_array();
}

bool equals(const Checked& check) {
  return check.found != nullptr && *check.found == check.value;
}

bool equalsList(const Checked& check) {
  return isList(check) && equals(check);
}

bool containsInOrder(const Checked& check) {
  if (!isList(check)) return false;
  auto at = check.found->begin();
  for (const Json& wanted : elementsOf(check.value)) {
    at = std::find(at, check.found->end(), wanted);
    if (at == check.found->end()) return false;
    ++at;
  }
  return true;
}

bool setEquals(const Checked& check) {
  if (!isList(check)) return false;
  const Json wanted = elementsOf(check.value);
  return std::all_of(wanted.begin(), wanted.end(), [&](const Json& each) { return holds(*check.found, each); }) &&
         std::all_of(check.found->begin(), check.found->end(), [&](const Json& each) { return holds(wanted, each); });
}

bool mapEquals(const Checked& check) {
  return equals(check) && check.found->is_object();
}

bool includes(const Checked& check) {
  if (!isList(check)) return false;
  const auto wanted = elementsOf(check.value);
  return holds(*check.found, check.value) ||
         std::all_of(wanted.begin(), wanted.end(), [&](const Json& each) { return holds(*check.found, each); });
}

bool excludes(const Checked& check) {
  if (check.found == nullptr) return true;
  if (!check.found->is_array()) return false;
  const auto unwanted = elementsOf(check.value);
  return std::none_of(unwanted.begin(), unwanted.end(), [&](const Json& each) { return holds(*check.found, each); });
}

bool atMost(const Checked& check) {
  return check.found != nullptr && check.found->is_number() && check.value.is_number() &&
         check.found->get<double>() <= check.value.get<double>();
}

bool atLeast(const Checked& check) {
  return check.found != nullptr && check.found->is_number() && check.value.is_number() &&
         check.found->get<double>() >= check.value.get<double>();
}

bool countEquals(const Checked& check) {
  return check.found != nullptr && check.found->is_structured() && check.value.is_number() &&
         static_cast<double>(check.found->size()) == check.value.get<double>();
}

bool oneOf(const Checked& check) {
  return check.found != nullptr && check.value.is_array() && holds(check.value, *check.found);
}

bool textEquals(const Checked& check) {
  const auto text = textOf(check.found);
  return text && TextMatcher(check.treatments, textsOf(check)).accepts(*text);
}

bool textContains(const Checked& check) {
  const auto text = textOf(check.found);
  if (!text) return false;
  const std::u32string treated = treat(*text, check.treatments);
  const auto wanted = textsOf(check);
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& each) {
    const std::u32string part = treat(each, check.treatments);
    return !part.empty() && treated.find(part) != std::u32string::npos;
  });
}

bool formulaEquals(const Checked& check) {
  const auto text = textOf(check.found);
  if (!text) return false;
  std::vector<std::string> wanted;
  for (const std::string& each : textsOf(check)) wanted.push_back(plainFormula(each));
  return TextMatcher({.fold = true, .strip = false, .fuzzy = false, .dropWords = {}}, wanted)
      .accepts(plainFormula(*text));
}

bool dateEquals(const Checked& check) {
  const auto text = textOf(check.found);
  const auto wanted = textOf(&check.value);
  const auto day = wanted ? readDate(*wanted) : std::nullopt;
  return text && day && DateMatcher{{*day}}.accepts(*text);
}

bool timeEquals(const Checked& check) {
  const auto text = textOf(check.found);
  const auto wanted = textOf(&check.value);
  const auto time = wanted ? readTime(*wanted) : std::nullopt;
  return text && time && TimeMatcher{{*time}}.accepts(*text);
}

bool digitsEqual(const Checked& check) {
  const auto text = textOf(check.found);
  const auto wanted = textOf(&check.value);
  return text && wanted && digitsOf(*text) == digitsOf(*wanted) && !digitsOf(*text).empty();
}

bool numberEquals(const Checked& check) {
  const auto text = textOf(check.found);
  const bool withTolerance = check.value.is_object();
  const Json value = withTolerance ? check.value.value("value", Json()) : check.value;
  const Json tolerance = withTolerance ? check.value.value("tolerance", Json(0)) : Json(0);
  if (!text || !value.is_number() || !tolerance.is_number()) return false;
  const auto locale = check.found->is_number() ? std::string_view("fr") : check.locale;  // "1.5" is JSON's, no grouping
  return NumberMatcher{{value.get<double>()}, tolerance.get<double>()}.accepts(*text, locale);
}

bool addressListEquals(const Checked& check) {
  const auto given = addressesOf(check.found);
  const auto wanted = addressesOf(&check.value);
  return given && wanted && *given == *wanted;
}

bool minWords(const Checked& check) {
  return check.found != nullptr && check.found->is_string() && check.value.is_number() &&
         static_cast<double>(wordsIn(check.found->get<std::string>())) >= check.value.get<double>();
}

using Operator = bool (*)(const Checked&);

constexpr std::array<std::string_view, 20> kNames = {
    "equals",      "equalsList", "containsInOrder", "setEquals",  "mapEquals",    "includes",     "atMost",
    "countEquals", "textEquals", "textContains",    "dateEquals", "timeEquals",   "digitsEqual",  "addressListEquals",
    "minWords",    "atLeast",    "oneOf",           "excludes",   "numberEquals", "formulaEquals"};
constexpr std::array<Operator, 20> kOperators = {  // in the order of kNames
    equals,      equalsList, containsInOrder, setEquals,  mapEquals,    includes,     atMost,
    countEquals, textEquals, textContains,    dateEquals, timeEquals,   digitsEqual,  addressListEquals,
    minWords,    atLeast,    oneOf,           excludes,   numberEquals, formulaEquals};

Treatments treatmentsOf(const Json& check) {
  if (!check.contains("treatments")) return {};
  const Json& given = check.at("treatments");
  return {.fold = given.value("fold", false),
          .strip = given.value("strip", false),
          .fuzzy = given.value("fuzzy", false),
          .dropWords = given.value("dropWords", std::vector<std::string>())};
}

bool passes(const Json& check, std::string_view locale, const Json& summary) {
  static const Json kNothing;
  const auto name = check.value("op", std::string());
  const auto place = std::find(kNames.begin(), kNames.end(), name);
  if (place == kNames.end()) return false;
  const Checked checked = {follow(summary, check.value("path", std::string())),
                           check.contains("value") ? check.at("value") : kNothing, treatmentsOf(check), locale};
  return kOperators[static_cast<std::size_t>(place - kNames.begin())](checked);
}

}  // namespace

std::span<const std::string_view> checkOperators() {
  return kNames;
}

base::Result<bool> passesChecks(std::string_view checks, std::string_view locale, std::string_view summary) {
  if (summary.size() > kLargestExample) return base::fail("summary-wrong", "a summary has at most 1,000,000 bytes");
  const auto what = jcs::parse(summary);
  if (!what || !what->is_object()) return base::fail("summary-wrong", "an activity's summary is one JSON object");
  const auto all = jcs::parse(checks);
  if (!all || !all->is_array()) return base::fail("summary-wrong", "the item's checks are not a list");
  return std::all_of(all->begin(), all->end(), [&](const Json& check) { return passes(check, locale, *what); });
}

}  // namespace vigie::content
