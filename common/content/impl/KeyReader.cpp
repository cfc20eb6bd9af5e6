#include <algorithm>
#include <set>

#include "common/content/ActivityChecks.hpp"
#include "common/content/impl/ItemReader.hpp"

namespace vigie::content::impl {
namespace {

template <class T>
std::string namesOf(const ByName<T>& map) {
  std::string out;
  for (const auto& [name, ignored] : map) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

Treatments readTreatments(const Node& node) {
  Treatments treatments;
  if (!node.object({"fold", "strip", "fuzzy"}, {"dropWords"})) return treatments;
  treatments.fold = node["fold"].boolean();
  treatments.strip = node["strip"].boolean();
  treatments.fuzzy = node["fuzzy"].boolean();
  if (node.has("dropWords")) treatments.dropWords = node["dropWords"].texts();
  return treatments;
}

TextMatcher readTexts(const Node& node, const Treatments& treatments) {
  const auto texts = node.isText() ? std::vector<std::string>{node.text()} : node.texts(1);
  for (const std::string& text : texts) {
    if (isBlank(treat(text, treatments))) node.unfit("accepts a text of which its treatments leave nothing");
  }
  return {treatments, texts};
}

ByName<TextMatcher> readAccepted(const Node& node, const Treatments& treatments, const Item& item) {
  ByName<TextMatcher> matchers;
  if (!node.isObject()) {  // for every language
    for (const std::string& language : item.languages()) matchers[language] = readTexts(node, treatments);
    return matchers;
  }
  for (const auto& [language, accepted] : node.members()) matchers[language] = readTexts(accepted, treatments);
  for (const std::string& language : item.languages()) {
    if (matchers.contains(language)) continue;
    const std::string what = "the language \"" + language + "\" of the item is missing";
    language == "fr" || language == "en" ? node.wrong(what) : node.unfit(what);
  }
  return matchers;
}

NumberMatcher readNumeric(const Node& node) {
  NumberMatcher matcher;
  if (!node.object({"values", "tolerance"}, {}, OtherMembers::allowed)) return matcher;
  for (const Node& value : node["values"].elements(1)) matcher.values.push_back(value.number(-1e300, 1e300));
  matcher.tolerance = node["tolerance"].number(0, 1e300);
  return matcher;
}

DateMatcher readDates(const Node& node) {
  DateMatcher matcher;
  if (!node.object({"values"}, {})) return matcher;
  for (const Node& value : node["values"].elements(1)) {
    const auto day = readDate(value.text());
    if (!day || isoDate(*day) != value.text()) value.wrong("expected a date like 2026-03-07");
    matcher.values.push_back(day.value_or(Day()));
  }
  return matcher;
}

TimeMatcher readTimes(const Node& node) {
  TimeMatcher matcher;
  if (!node.object({"values"}, {})) return matcher;
  for (const Node& value : node["values"].elements(1)) {
    const auto time = readTime(value.text());
    if (!time || value.text().size() != 5) value.wrong("expected a time like 14:30");
    matcher.values.push_back(time.value_or(Minutes()));
  }
  return matcher;
}

FieldMatcher readFieldMatcher(const Node& node, const Item& item, const Field& field) {
  if (node.has("date")) {
    node.object({"date"}, {});
    return readDates(node["date"]);
  }
  if (node.has("time")) {
    node.object({"time"}, {});
    return readTimes(node["time"]);
  }
  if (node.has("numeric")) {
    node.object({"numeric"}, {});
    return readNumeric(node["numeric"]);
  }
  if (!node.object({"accepted", "treatments"}, {})) return NumberMatcher{};
  node["accepted"].object({"fr", "en"}, {}, OtherMembers::allowed);
  Treatments treatments = readTreatments(node["treatments"]);
  // What is chosen from a list is never mistyped: "2010" must not pass for "2011".
  if (field.input == "select") treatments = {};
  return readAccepted(node["accepted"], treatments, item);
}

ChoiceKey readChoice(const Node& node, const Item& item) {
  ChoiceKey key;
  if (!node.object({"type", "correct"}, {})) return key;
  key.correct = node["correct"].texts(1);
  std::sort(key.correct.begin(), key.correct.end());
  key.correct.erase(std::unique(key.correct.begin(), key.correct.end()), key.correct.end());
  for (const std::string& id : key.correct) {
    if (std::find(item.choiceIds.begin(), item.choiceIds.end(), id) == item.choiceIds.end()) {
      node["correct"].unfit("\"" + id + "\" is not one of choiceIds");
    }
  }
  if (item.kind == Kind::qcu && key.correct.size() > 1) node["correct"].unfit("a QCU has one correct choice");
  const std::set<std::string> ids(item.choiceIds.begin(), item.choiceIds.end());
  for (const auto& [language, block] : item.locales) {
    const bool complete =
        std::all_of(ids.begin(), ids.end(), [&](const auto& id) { return block.choices.contains(id); });
    if (complete && block.choices.size() == ids.size()) continue;
    const std::string what =
        "locales." + language + ".choices must have exactly the choices of choiceIds, found " + namesOf(block.choices);
    const bool needed = language == "fr" || language == "en";
    !complete&& needed ? node.wrong(what) : node.unfit(what);
  }
  return key;
}

IndependentKey readIndependent(const Node& node, const Item& item) {
  IndependentKey key;
  if (!node.object({"type", "mode", "fields"}, {})) return key;
  for (const auto& [name, rule] : node["fields"].members(1)) {
    const auto field = item.fields.find(name);
    key.fields[name] = readFieldMatcher(rule, item, field == item.fields.end() ? Field{} : field->second);
  }
  for (const auto& [name, ignored] : item.fields) {
    if (!key.fields.contains(name)) node["fields"].unfit("the field \"" + name + "\" is not judged");
  }
  return key;
}

DependentKey readDependent(const Node& node, const Item& item) {
  DependentKey key;
  if (!node.object({"type", "mode", "groups"}, {})) return key;
  const Node groups = node["groups"];
  if (!groups.object({"treatments", "sets"}, {}, OtherMembers::allowed)) return key;
  key.treatments = readTreatments(groups["treatments"]);
  for (const auto& [name, set] : groups["sets"].members(2)) key.sets[name] = readAccepted(set, key.treatments, item);
  if (key.sets.size() < item.fields.size()) groups["sets"].unfit("there are more fields than sets: never all right");
  return key;
}

ChecksKey readChecks(const Node& node) {
  if (!node.object({"type", "all"}, {})) return {};
  for (const Node& check : node["all"].elements(1)) {
    if (!check.object({"op", "path"}, {"value", "treatments"})) continue;
    const auto operators = checkOperators();
    const std::string op = check["op"].text();
    if (check["op"].isText() && std::find(operators.begin(), operators.end(), op) == operators.end()) {
      check["op"].wrong("there is no operator \"" + op + "\"");
    }
    check["path"].text();
    if (check.has("treatments")) readTreatments(check["treatments"]);
  }
  return ChecksKey{jcs::canonicalText(node["all"].json())};
}

// ${name} of a template, in order.
std::vector<std::string> placeholdersOf(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) break;
    names.emplace_back(text.substr(at + 2, end - at - 2));
  }
  return names;
}

void checkTemplates(const Node& node, const Item& item) {
  for (const auto& [language, block] : item.locales) {
    if (!block.fieldTemplate) continue;
    const auto names = placeholdersOf(*block.fieldTemplate);
    const std::set<std::string> known(names.begin(), names.end());
    const bool same = known.size() == item.fields.size() && names.size() == known.size() &&
                      std::all_of(known.begin(), known.end(), [&](const auto& n) { return item.fields.contains(n); });
    if (!same) {
      node.unfit("locales." + language + ".template must have each field once: " + namesOf(item.fields));
    }
  }
}

AnswerKey readTyped(const Node& node, const Item& item) {
  if (item.fields.empty()) node.unfit("a typed answer needs the item's fields");
  if (item.kind == Kind::qroc && item.fields.size() > 1) node.unfit("a QROC has one field");
  checkTemplates(node, item);
  if (node["mode"].oneOf({"independent", "dependent"}) == "dependent") return readDependent(node, item);
  return readIndependent(node, item);
}

// One id, or a list of them; what is no text is no choice.
std::vector<std::string> readSelected(const Node& node) {
  std::vector<std::string> selected;
  if (!node.isArray()) {
    if (node.isThere()) node.unfit("expected a list of choices");
    if (node.isText()) selected.push_back(node.text());
    return selected;
  }
  for (const Node& each : node.elements()) {
    if (!each.isText()) each.unfit("expected the id of a choice");
    selected.push_back(each.isText() ? each.text() : std::string());
  }
  return selected;
}

// A field that holds neither text nor number is left out: it is never right.
Answer readResponse(const Node& node, const AnswerKey& key) {
  Answer answer;
  for (const auto& [name, given] : node.members()) {
    if (std::holds_alternative<ChoiceKey>(key)) {
      if (name != "selected") node.unfit("unknown field \"" + name + "\"");
    } else if (given.isText()) {
      answer.fields.emplace_back(name, given.text());
    } else if (given.json().is_number()) {
      answer.fields.emplace_back(name, jcs::canonicalText(given.json()));
    } else {
      given.unfit("expected a text");
    }
  }
  if (std::holds_alternative<ChoiceKey>(key)) answer.selected = readSelected(node["selected"]);
  if (const auto form = checkForm(answer); !form) node.unfit(form.error().detail);
  return answer;
}

}  // namespace

AnswerKey readKey(const Node& node, const Item& item) {
  if (!node.object({"type"}, {}, OtherMembers::allowed)) return ChecksKey{};
  const std::string type = node["type"].oneOf({"choice", "text", "checks"});
  const bool choice = item.kind == Kind::qcu || item.kind == Kind::qcm;
  const bool typed = item.kind == Kind::qroc || item.kind == Kind::qrocm;
  if ((choice && type != "choice") || (typed && type != "text")) {
    node["type"].unfit(std::string(kindName(item.kind)) + " needs " + (choice ? "\"choice\"" : "\"text\""));
  }
  if (type == "choice") return readChoice(node, item);
  if (type == "text") return readTyped(node, item);
  return readChecks(node);
}

std::vector<Example> readExamples(const Node& node, const Item& item) {
  std::vector<Example> examples;
  for (const Node& each : node.elements(3)) {
    if (!each.object({"response", "expected"}, {"locale"})) continue;
    Example example;
    example.expected = each["expected"].boolean();
    if (each.has("locale")) example.locale = each["locale"].oneOf({"fr", "en"});
    if (!each["response"].object({}, {}, OtherMembers::allowed)) continue;
    if (std::holds_alternative<ChecksKey>(item.key)) {
      example.answer.fields = {{kSummaryField, jcs::canonicalText(each["response"].json())}};
      if (const auto form = checkForm(example.answer); !form) each["response"].unfit(form.error().detail);
    } else {
      example.answer = readResponse(each["response"], item.key);
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace vigie::content::impl
