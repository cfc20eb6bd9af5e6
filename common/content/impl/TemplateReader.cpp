#include "common/content/impl/TemplateReader.hpp"

#include <algorithm>
#include <set>

#include "common/base/Bytes.hpp"
#include "common/content/Template.hpp"
#include "common/content/impl/Expression.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::content::impl {
namespace {

constexpr std::size_t kMostParameters = 16;
constexpr std::size_t kMostComputed = 32;
constexpr std::size_t kMostChoices = 64;
constexpr std::uint32_t kMostAttempts = 1000;
constexpr std::int64_t kLargestInteger = 1'000'000'000;

bool isName(std::string_view name) {
  const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && name.size() <= 32 && isLetter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

std::unexpected<base::Error> wrong(const Json& item, const std::string& place, const std::string& why) {
  return base::fail("template-wrong", "item " + item.value("id", std::string("?")) + " " + place + ": " + why);
}

// Finds the values of names: parameters as drawn, the others computed when they are first asked for.
class Scope {
 public:
  Scope(const Json& item, const Json& drawn) : item_(item), values_(drawn) {}

  base::Result<Json> value(std::string_view name) {
    const std::string key(name);
    if (values_.contains(key)) return Json(values_.at(key));
    if (!item_.contains("computed") || !item_["computed"].contains(key)) {
      return base::fail("expression-wrong", "nothing is called \"" + key + "\"");
    }
    if (!computing_.insert(key).second) return base::fail("expression-wrong", "\"" + key + "\" needs itself");
    auto computed = evaluated(item_["computed"][key].get_ref<const std::string&>(), "");
    computing_.erase(key);
    if (computed) values_[key] = *computed;
    return computed;
  }

  base::Result<Json> evaluated(std::string_view expression, std::string_view language) {
    return evaluate(expression, [this](std::string_view name) { return value(name); }, language);
  }

 private:
  const Json& item_;
  Json values_;
  std::set<std::string> computing_;
};

// Unbiased numbers for one parameter of one attempt.
class Draws {
 public:
  Draws(const Json& item, std::uint32_t variant, std::uint32_t attempt, std::string_view parameter)
      : key_(base::toBytes("vigie/template/1")) {
    key_.push_back(0);
    base::append(key_, base::toBytes(item.at("id").get_ref<const std::string&>()));
    key_.push_back(0);
    base::appendBigEndian32(key_, item.at("version").get<std::uint32_t>());
    base::appendBigEndian32(label_, variant);
    base::appendBigEndian32(label_, attempt);
    base::append(label_, base::toBytes(parameter));
  }

  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t excess = (0 - bound) % bound;  // 2^64 modulo bound: words below it would be too frequent
    for (;;) {
      const std::uint64_t word = next();
      if (word >= excess) return word % bound;
    }
  }

 private:
  std::uint64_t next() {
    base::Bytes message = label_;
    base::appendBigEndian32(message, block_++);
    return base::readBigEndian64(crypto::hmacSha256(key_, message));
  }

  base::Bytes key_;
  base::Bytes label_;
  std::uint32_t block_ = 0;
};

std::uint64_t rangeOf(const Json& rule) {
  const auto step = rule.value("step", std::int64_t{1});
  return static_cast<std::uint64_t>((rule["to"].get<std::int64_t>() - rule["from"].get<std::int64_t>()) / step) + 1;
}

Json drawOne(const Json& item, std::uint32_t variant, std::uint32_t attempt) {
  Json drawn = Json::object();
  for (const auto& [name, rule] : item["parameters"].items()) {
    Draws draws(item, variant, attempt, name);
    if (rule.contains("of")) {
      drawn[name] = rule["of"][draws.below(rule["of"].size())];
    } else {
      const auto from = rule["from"].get<std::int64_t>();
      const auto step = rule.value("step", std::int64_t{1});
      drawn[name] = from + step * static_cast<std::int64_t>(draws.below(rangeOf(rule)));
    }
  }
  return drawn;
}

// How many different draws there are at most; enough to be more than anybody draws.
std::uint64_t differentDraws(const Json& item) {
  std::uint64_t count = 1;
  for (const auto& [name, rule] : item["parameters"].items()) {
    const std::uint64_t values = rule.contains("of") ? rule["of"].size() : rangeOf(rule);
    count *= std::min<std::uint64_t>(values, kMostAttempts);
    if (count > kMostAttempts) return kMostAttempts;
  }
  return count;
}

base::Result<bool> isAllowed(const Json& item, const Json& drawn) {
  Scope scope(item, drawn);
  if (!item.contains("require")) return true;
  for (const Json& condition : item["require"]) {
    const auto holds = scope.evaluated(condition.get_ref<const std::string&>(), "");
    if (!holds) return wrong(item, "require", holds.error().detail);
    if (!holds->is_boolean()) return wrong(item, "require", "\"" + condition.get<std::string>() + "\" is no condition");
    if (!holds->get<bool>()) return false;
  }
  return true;
}

// Walks the item and replaces what stands between {{ and }}.
class Expansion {
 public:
  Expansion(const Json& item, const Json& drawn) : scope_(item, drawn) {}

  Json value(const Json& from, const std::string& place, const std::string& language) {
    if (from.is_string()) return text(from.get_ref<const std::string&>(), place, language);
    if (!from.is_structured()) return from;
    Json to = from.is_array() ? Json::array() : Json::object();
    if (from.is_array()) {
      for (std::size_t i = 0; i < from.size(); ++i) {
        to.push_back(value(from[i], place + "[" + std::to_string(i) + "]", language));
      }
      return to;
    }
    const bool example = from.contains("locale") && from["locale"].is_string();
    for (const auto& [name, member] : from.items()) {
      const bool isLanguage = name == "fr" || name == "en";
      const std::string spoken = isLanguage ? name : example ? from["locale"].get<std::string>() : language;
      to[name] = value(member, place + "." + name, spoken);
    }
    return to;
  }

  const std::string& fault() const { return fault_; }

 private:
  Json text(const std::string& from, const std::string& place, const std::string& language) {
    if (from.starts_with("{{=") && from.ends_with("}}") && from.find("}}") == from.size() - 2) {
      const auto found = scope_.evaluated(std::string_view(from).substr(3, from.size() - 5), language);
      if (!found) return note(place, found.error().detail);
      return *found;
    }
    std::string out;
    std::size_t at = 0;
    for (std::size_t open = from.find("{{"); open != std::string::npos; open = from.find("{{", at)) {
      const std::size_t close = from.find("}}", open);
      if (close == std::string::npos) return note(place, "\"{{\" without \"}}\"");
      out.append(from, at, open - at);
      const auto found = scope_.evaluated(std::string_view(from).substr(open + 2, close - open - 2), language);
      if (!found) return note(place, found.error().detail);
      const auto shown = display(*found, language);
      if (!shown) return note(place, shown.error().detail);
      out += *shown;
      at = close + 2;
    }
    return out.append(from, at);
  }

  Json note(const std::string& place, const std::string& why) {
    if (fault_.empty()) fault_ = place + ": " + why;
    return "";
  }

  Scope scope_;
  std::string fault_;
};

void checkParameter(const Node& node, const std::string& name) {
  if (!isName(name)) node.wrong("a name has 1 to 32 letters and digits, a letter first; found \"" + name + "\"");
  if (node.has("of")) {
    node.object({"of"}, {});
    if (node["of"].elements(2).size() > kMostChoices) node["of"].wrong("expected at most 64 values");
    return;
  }
  if (!node.object({"from", "to"}, {"step"})) return;
  const auto from = node["from"].integer(-kLargestInteger, kLargestInteger);
  node["to"].integer(from, kLargestInteger);
  if (node.has("step")) node["step"].integer(1, kLargestInteger);
}

}  // namespace

bool isTemplate(const Json& item) {
  return item.is_object() && item.contains("parameters");
}

void checkTemplate(const Node& node) {
  const auto parameters = node["parameters"].members(1);
  if (parameters.size() > kMostParameters) node["parameters"].wrong("expected at most 16 parameters");
  for (const auto& [name, rule] : parameters) checkParameter(rule, name);
  const auto computed = node["computed"].members();
  if (computed.size() > kMostComputed) node["computed"].wrong("expected at most 32 computed values");
  for (const auto& [name, expression] : computed) {
    expression.text(1);
    if (!isName(name)) expression.wrong("a name has 1 to 32 letters and digits, a letter first");
    if (node["parameters"].has(name)) expression.wrong("a parameter has the same name");
  }
  for (const Node& condition : node["require"].elements()) condition.text(1);
}

base::Result<std::vector<Json>> drawVariants(const Json& item) {
  std::vector<Json> variants;
  std::set<Json> seen;
  const std::uint64_t different = differentDraws(item);  // once all were seen, no attempt brings another
  for (std::uint32_t attempt = 0; attempt < kMostAttempts && seen.size() < different; ++attempt) {
    if (variants.size() == kMostVariants) break;
    Json drawn = drawOne(item, static_cast<std::uint32_t>(variants.size()), attempt);
    if (!seen.insert(drawn).second) continue;
    const auto allowed = isAllowed(item, drawn);
    if (!allowed) return base::fail(allowed.error());
    if (*allowed) variants.push_back(std::move(drawn));
  }
  if (variants.size() < 2) return wrong(item, "parameters", "fewer than two different draws hold the requirements");
  return variants;
}

base::Result<Json> expand(const Json& item, const Json& drawn, std::uint32_t variant) {
  Expansion expansion(item, drawn);
  Json out = Json::object();
  for (const auto& [name, member] : item.items()) {
    if (name == "parameters" || name == "computed" || name == "require") continue;
    out[name] = expansion.value(member, name, "");
  }
  if (!expansion.fault().empty()) return wrong(item, expansion.fault(), "in variant " + std::to_string(variant));
  out["variant"] = variant;
  out["drawn"] = drawn;
  return out;
}

}  // namespace vigie::content::impl
