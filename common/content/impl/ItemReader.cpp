#include "common/content/impl/ItemReader.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "common/base/Bytes.hpp"
#include "common/content/Template.hpp"
#include "common/content/impl/TemplateReader.hpp"

namespace vigie::content::impl {
namespace {

constexpr std::size_t kLargestAttachments = 40'000;
constexpr std::int64_t kLargest32 = std::numeric_limits<std::int32_t>::max();

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// "2.4": one digit of each range.
bool isPair(std::string_view text, char lastFirst, char lastSecond) {
  return text.size() == 3 && text[0] >= '1' && text[0] <= lastFirst && text[1] == '.' && text[2] >= '1' &&
         text[2] <= lastSecond;
}

bool endsWithNumber(std::string_view text) {
  return text.size() > 3 && text[text.size() - 3] == '-' && isDigit(text[text.size() - 2]) && isDigit(text.back());
}

bool isWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// smp-2.4-01 or abc-mouse-01; vig-2.4-01 or vig-mail-01.
bool isItemId(std::string_view id) {
  if (!endsWithNumber(id) || id.size() < 7) return false;
  const std::string_view middle = id.substr(4, id.size() - 7);
  if (id.starts_with("smp-")) return isPair(middle, '5', '4');
  if (id.starts_with("vig-")) return isPair(middle, '5', '4') || isWord(middle);
  return id.starts_with("abc-") && isWord(middle);
}

// Names go into digests between separators (Presentation.hpp).
bool isPlainName(std::string_view name, std::size_t longest) {
  return !name.empty() && name.size() <= longest && std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != ',';
  });
}

void expectPlainName(const Node& node, std::string_view name, std::size_t longest) {
  if (!isPlainName(name, longest)) {
    node.unfit("a name has 1 to " + std::to_string(longest) + " bytes, without spaces or commas; found \"" +
               std::string(name) + "\"");
  }
}

// What the schema of version 1.0 leaves open: a text, or anything else as the JSON that it is.
std::string looseText(const Node& node) {
  if (node.isText()) return node.text();
  node.unfit("expected a text");
  return node.isThere() ? jcs::canonicalText(node.json()) : std::string();
}

Localised readLocalised(const Node& node, const std::vector<std::string>& languages) {
  Localised texts;
  if (node.isObject()) {
    for (const auto& [language, text] : node.members()) texts[language] = looseText(text);
  } else if (node.isThere() && !node.isNull()) {
    for (const std::string& language : languages) texts[language] = looseText(node);
  }
  return texts;
}

Field::Option readOption(const Node& node, const std::vector<std::string>& languages) {
  if (!node.isObject()) return {looseText(node), readLocalised(node, languages)};
  const bool isNamed = node.has("id") && node.has("label");
  if (!isNamed) node.unfit("expected an option with \"id\" and \"label\"");
  const Node id = node[node.has("id") ? "id" : "value"];
  return {looseText(id), readLocalised(node.has("label") ? node["label"] : id, languages)};
}

void readOptions(const Node& node, const std::vector<std::string>& languages, Field& field) {
  if (node.isObject()) {  // {id: label}
    node.unfit("expected a list");
    for (const auto& [id, label] : node.members()) field.options.push_back({id, readLocalised(label, languages)});
  } else if (node.isArray()) {
    for (const Node& option : node.elements()) field.options.push_back(readOption(option, languages));
  }
  if (field.options.empty()) node.unfit("expected at least one option");
}

LocaleBlock readLocale(const Node& node) {
  LocaleBlock block;
  if (!node.object({"instruction", "feedback"}, {"choices", "template", "readAloud"})) return block;
  block.instruction = node["instruction"].text(10);
  block.feedback = node["feedback"].text(10);
  if (node.has("choices")) {
    for (const auto& [id, text] : node["choices"].members(3)) block.choices[id] = text.text(1);
  }
  if (node.has("template")) block.fieldTemplate = node["template"].text();
  if (node.has("readAloud")) block.readAloud = node["readAloud"].text();
  return block;
}

Accessibility readAccessibility(const Node& node) {
  if (!node.object({"screenReader", "keyboardOnly", "colour", "hearing"}, {}, OtherMembers::allowed)) return {};
  return {looseText(node["screenReader"]), looseText(node["keyboardOnly"]), looseText(node["colour"]),
          looseText(node["hearing"])};
}

// An author's hint on who is the villain of an activity must not reach the seat with it.
Json withoutJudgement(const Json& value) {
  static const std::set<std::string, std::less<>> kJudging = {"answer",   "accepted", "correct",   "expected",
                                                              "feedback", "solution", "suspicious"};
  if (!value.is_structured()) return value;
  Json kept = value.is_array() ? Json::array() : Json::object();
  for (const auto& [name, member] : value.items()) {
    if (value.is_array()) {
      kept.push_back(withoutJudgement(member));
    } else if (!kJudging.contains(name)) {
      kept[name] = withoutJudgement(member);
    }
  }
  return kept;
}

void readAttachments(const Node& node, Item& item) {
  std::set<std::string> ids;
  for (const Node& each : node.elements(1)) {
    Attachment attachment = readAttachment(each, item.languages());
    if (!ids.insert(attachment.id).second) each["id"].wrong("another attachment has the same id");
    item.attachments.push_back(std::move(attachment));
  }
  std::size_t size = 0;
  for (const Attachment& attachment : item.attachments) {
    size += attachment.base64.size();
    for (const auto& [language, text] : attachment.text) size += text.size();
  }
  if (size > kLargestAttachments) node.wrong("expected at most 40,000 bytes in all: a question travels in one message");
}

void readMeasure(const Node& node, Item& item) {
  item.competence = node["competence"].text();
  if (node["competence"].isText() && !isPair(item.competence, '5', '4')) {
    node["competence"].wrong("expected a competence from 1.1 to 5.4, found \"" + item.competence + "\"");
  }
  for (const Node& digcomp : node["digcomp22"].elements(1)) {
    if (!isPair(digcomp.text(), '5', '6')) digcomp.wrong("expected a DigComp 2.2 competence from 1.1 to 5.6");
  }
  item.tube = node["tube"].text();
  item.skill = node["skill"].text();
  item.level = static_cast<int>(node["level"].integer(1, 8));
  item.difficulty = node["delta"].number(-4, 4);
  item.discrimination = node["alpha"].number(0.3, 2.5);
  if (node["alpha"].json().is_number() && item.discrimination == 0.3) node["alpha"].wrong("expected more than 0.3");
  if (node.has("guessing")) item.guessing = node["guessing"].number(0, 0.5);
  if (node.has("ceiling")) item.ceiling = node["ceiling"].number(0.6, 1);
  const Node calibration = node["calibration"];
  if (calibration.object({"status", "n"}, {}, OtherMembers::allowed)) {
    calibration["status"].oneOf({"expert-prior", "provisional", "calibrated"});
    calibration["n"].integer(0, kLargest32);
  }
}

void readDelivery(const Node& node, Item& item) {
  const Node timer = node["timerSeconds"];
  if (timer.isThere() && !timer.isNull()) {
    item.timerSeconds = static_cast<std::uint32_t>(timer.integer(10, kLargest32));
  }
  item.focused = node["focused"].boolean();
  item.certifiable = node["certifiable"].boolean();
  if (node.has("shuffle")) item.shuffle = node["shuffle"].boolean();
  for (const Node& device : node["devices"].elements(1)) device.oneOf({"desktop", "tablet", "smartphone"});
  item.accessibility = readAccessibility(node["accessibility"]);
  for (const Node& theme : node["themes"].elements()) {
    theme.oneOf({"digital-parenting", "e-health", "access-to-rights"});
  }
}

void readShown(const Node& node, Item& item) {
  const Node locales = node["locales"];
  if (locales.object({"fr", "en"}, {}, OtherMembers::allowed)) {
    for (const auto& [language, block] : locales.members()) {
      expectPlainName(block, language, 16);
      item.locales[language] = readLocale(block);
    }
  }
  if (node.has("choiceIds")) {
    item.choiceIds = node["choiceIds"].texts(3);
    for (const std::string& id : item.choiceIds) expectPlainName(node["choiceIds"], id, kLongestName);
    if (std::set<std::string>(item.choiceIds.begin(), item.choiceIds.end()).size() != item.choiceIds.size()) {
      node["choiceIds"].wrong("the same choice is there twice");  // uniqueItems
    }
  }
  if (item.choiceIds.size() > kMostSelected) node["choiceIds"].unfit("expected at most 64 choices");
  if (node.has("fields")) item.fields = readFields(node["fields"], item.languages());
  if (node.has("attachments")) readAttachments(node["attachments"], item);
  if (node.has("activity") && node["activity"].object({"type"}, {}, OtherMembers::allowed)) {
    item.activity = jcs::canonicalText(withoutJudgement(node["activity"].json()));
  }
}

// What version 1.0 lets an author leave out, because the answer and the texts say it already.
void completeShown(const Node& node, Item& item) {
  const bool choice = item.kind == Kind::qcu || item.kind == Kind::qcm;
  const auto french = item.locales.find("fr");
  if (choice && !node.has("choiceIds") && french != item.locales.end()) {
    for (const auto& [id, text] : french->second.choices) {
      expectPlainName(node["locales"], id, kLongestName);
      item.choiceIds.push_back(id);
    }
  }
  if (!node["answer"].isObject() || node["answer"]["type"].json() != "text") return;
  if (node["answer"]["fields"].isObject()) {
    for (const auto& [name, rule] : node["answer"]["fields"].members()) {
      if (item.fields.contains(name)) continue;
      expectPlainName(rule, name, kLongestName);
      if (node.has("fields")) rule.unfit("the item's fields have no \"" + name + "\"");
      item.fields[name].input = rule.has("numeric") ? "number" : "text";
    }
  }
  if (!item.fields.empty() || !node["answer"].has("groups") || !node["examples"].isArray()) return;
  node["answer"].unfit("a typed answer needs the item's fields");
  for (const Node& example : node["examples"].elements()) {  // groups do not name the fields that share them
    if (!example["response"].isObject()) continue;
    for (const auto& [name, ignored] : example["response"].members()) item.fields[name].input = "text";
  }
}

Item readPlainNode(const Node& node) {
  Item item;
  if (!node.object(
          {"id",      "version",       "status", "framework", "competence",  "digcomp22",    "tube",    "skill",
           "level",   "kind",          "delta",  "alpha",     "calibration", "timerSeconds", "focused", "certifiable",
           "devices", "accessibility", "themes", "locales",   "answer",      "examples"},
          {"shuffle", "choiceIds", "fields", "activity", "attachments", "variant", "drawn", "guessing", "ceiling"})) {
    return item;
  }
  item.id = node["id"].text();
  if (node["id"].isText() && !isItemId(item.id)) {
    node["id"].wrong("expected an id like smp-2.4-01 or abc-mouse-01, found \"" + item.id + "\"");
  }
  item.version = static_cast<std::uint32_t>(node["version"].integer(1, kLargest32));
  item.status = node["status"].oneOf({"proposed", "validated", "archived", "obsolete"});
  item.framework = node["framework"].oneOf({"crcn", "abc"});
  const auto kind = kindOf(node["kind"].oneOf({"QCU", "QCM", "QROC", "QROCM", "ABC"}));
  item.kind = kind.value_or(Kind::abc);
  readMeasure(node, item);
  readDelivery(node, item);
  readShown(node, item);
  completeShown(node, item);
  item.key = readKey(node["answer"], item);
  item.examples = readExamples(node["examples"], item);
  if (node.has("variant")) item.variant = static_cast<std::uint32_t>(node["variant"].integer(0, kMostVariants - 1));
  item.json = jcs::canonicalText(node.json());
  return item;
}

// A template is read as its first variant.
Item readTemplateNode(const Node& node) {
  Problems problems;
  const Node checked(&node.json(), node.place(), problems);
  for (const std::string_view name : {"variant", "drawn"}) {
    if (checked.has(name)) checked[name].wrong("is of a variant, not of a template");
  }
  if (checked["id"].text(1).empty() || checked["version"].integer(1, kLargest32) < 1)
    problems.add(node.place(), "no id");
  checkTemplate(checked);
  if (!problems.none()) {
    node.wrong(problems);
    return {};
  }
  const auto draws = drawVariants(node.json());
  const auto first = draws ? expand(node.json(), draws->front(), 0) : base::Result<Json>(base::fail(draws.error()));
  if (!first) {
    node.wrong(first.error().detail);
    return {};
  }
  Item item = readPlainNode(node.over(*first));
  item.source = jcs::canonicalText(node.json());
  item.variants = static_cast<std::uint32_t>(draws->size());
  return item;
}

}  // namespace

ByName<Field> readFields(const Node& node, const std::vector<std::string>& languages) {
  ByName<Field> fields;
  for (const auto& [name, shown] : node.members()) {
    expectPlainName(shown, name, kLongestName);
    Field& field = fields[name];
    field.input = "text";
    if (!shown.isObject()) {
      shown.unfit("expected an object");
      continue;
    }
    if (shown.has("input")) field.input = looseText(shown["input"]);
    field.label = readLocalised(shown["label"], languages);
    field.placeholder = readLocalised(shown["placeholder"], languages);
    if (shown.has("options")) readOptions(shown["options"], languages, field);
    if (field.input == "select" && field.options.empty()) shown.unfit("a select needs options");
  }
  if (fields.size() > kMostFields) node.unfit("expected at most 64 fields");
  return fields;
}

Attachment readAttachment(const Node& node, const std::vector<std::string>& languages) {
  Attachment attachment;
  if (!node.object({"id", "name", "mediaType", "alternative"}, {"text", "base64"})) return attachment;
  attachment.id = node["id"].text(1);
  expectPlainName(node["id"], attachment.id, kLongestName);
  attachment.name = node["name"].text(1);
  if (attachment.name.find_first_of("/\\:") != std::string::npos) node["name"].wrong("a file name without folders");
  attachment.mediaType =
      node["mediaType"].oneOf({"text/plain", "text/csv", "image/png", "image/jpeg", "application/pdf"});
  attachment.alternative = readLocalised(node["alternative"], languages);
  for (const std::string& language : languages) {
    if (attachment.alternative[language].empty())
      node["alternative"].wrong("the language \"" + language + "\" is missing");
  }
  if (attachment.mediaType.starts_with("text/")) {
    node.object({"text"}, {"id", "name", "mediaType", "alternative"});
    attachment.text = readLocalised(node["text"], languages);
    for (const std::string& language : languages) {
      if (attachment.text[language].empty()) node["text"].wrong("the language \"" + language + "\" is missing");
    }
  } else {
    node.object({"base64"}, {"id", "name", "mediaType", "alternative"});
    attachment.base64 = node["base64"].text(1);
    if (!base::fromBase64(attachment.base64)) node["base64"].wrong("expected base64 (RFC 4648, padded)");
  }
  return attachment;
}

Item readItemNode(const Node& node) {
  return isTemplate(node.json()) ? readTemplateNode(node) : readPlainNode(node);
}

}  // namespace vigie::content::impl
