#include "common/content/PublicContent.hpp"

#include <limits>

#include "common/content/Template.hpp"
#include "common/content/impl/ItemReader.hpp"

namespace vigie::content {
namespace {

using impl::Json;

Json localisedJson(const Localised& texts) {
  Json object = Json::object();
  for (const auto& [language, text] : texts) object[language] = text;
  return object;
}

Json fieldJson(const Field& field) {
  Json object = {{"input", field.input}};
  if (!field.label.empty()) object["label"] = localisedJson(field.label);
  if (!field.placeholder.empty()) object["placeholder"] = localisedJson(field.placeholder);
  for (const Field::Option& option : field.options) {
    object["options"].push_back({{"id", option.id}, {"label", localisedJson(option.label)}});
  }
  return object;
}

Json attachmentJson(const Attachment& attachment) {
  Json object = {{"id", attachment.id},
                 {"name", attachment.name},
                 {"mediaType", attachment.mediaType},
                 {"alternative", localisedJson(attachment.alternative)}};
  if (!attachment.text.empty()) object["text"] = localisedJson(attachment.text);
  if (!attachment.base64.empty()) object["base64"] = attachment.base64;
  return object;
}

// The feedback stays behind: it tells the answer.
Json localeJson(const LocaleBlock& block) {
  Json object = {{"instruction", block.instruction}};
  for (const auto& [id, text] : block.choices) object["choices"][id] = text;
  if (block.fieldTemplate) object["template"] = *block.fieldTemplate;
  if (block.readAloud) object["readAloud"] = *block.readAloud;
  return object;
}

PublicBlock readBlock(const impl::Node& node) {
  PublicBlock block;
  if (!node.object({"instruction"}, {"choices", "template", "readAloud"})) return block;
  block.instruction = node["instruction"].text();
  for (const auto& [id, text] : node["choices"].members()) block.choices[id] = text.text();
  if (node.has("template")) block.fieldTemplate = node["template"].text();
  if (node.has("readAloud")) block.readAloud = node["readAloud"].text();
  return block;
}

PublicItem readPublicNode(const impl::Node& node) {
  constexpr std::int64_t kLargest32 = std::numeric_limits<std::int32_t>::max();
  PublicItem item;
  if (!node.object({"id", "version", "kind", "focused", "locales"},
                   {"shuffle", "timerSeconds", "choiceIds", "fields", "activity", "attachments", "variant"})) {
    return item;
  }
  item.id = node["id"].text(1);
  item.version = static_cast<std::uint32_t>(node["version"].integer(1, kLargest32));
  item.kind = kindOf(node["kind"].oneOf({"QCU", "QCM", "QROC", "QROCM", "ABC"})).value_or(Kind::abc);
  item.focused = node["focused"].boolean();
  item.shuffle = node["shuffle"].boolean();
  if (node.has("timerSeconds")) {
    item.timerSeconds = static_cast<std::uint32_t>(node["timerSeconds"].integer(1, kLargest32));
  }
  std::vector<std::string> languages;
  for (const auto& [language, block] : node["locales"].members(1)) {
    languages.push_back(language);
    item.locales[language] = readBlock(block);
  }
  item.choiceIds = node["choiceIds"].texts();
  item.fields = impl::readFields(node["fields"], languages);
  if (node.has("activity")) item.activity = jcs::canonicalText(node["activity"].json());
  for (const impl::Node& each : node["attachments"].elements()) {
    item.attachments.push_back(impl::readAttachment(each, languages));
  }
  if (node.has("variant")) item.variant = static_cast<std::uint32_t>(node["variant"].integer(0, kMostVariants - 1));
  return item;
}

}  // namespace

std::string publicContent(const Item& item) {
  Json object = {{"id", item.id},
                 {"version", item.version},
                 {"kind", kindName(item.kind)},
                 {"focused", item.focused},
                 {"locales", Json::object()}};
  for (const auto& [language, block] : item.locales) object["locales"][language] = localeJson(block);
  if (item.timerSeconds) object["timerSeconds"] = *item.timerSeconds;
  if (!item.choiceIds.empty()) {
    object["choiceIds"] = item.choiceIds;
    object["shuffle"] = item.shuffle;
  }
  for (const auto& [name, field] : item.fields) object["fields"][name] = fieldJson(field);
  if (item.activity) object["activity"] = Json::parse(*item.activity);
  for (const Attachment& attachment : item.attachments) object["attachments"].push_back(attachmentJson(attachment));
  if (item.variants > 1) object["variant"] = item.variant;
  return jcs::canonicalText(object);
}

base::Result<PublicItem> readPublicContent(std::string_view bytes) {
  const auto parsed = jcs::parse(bytes);
  if (!parsed) return base::fail("public-content", parsed.error().detail);
  // Another spelling of the same question would have another digest than bank.cal's.
  if (jcs::canonicalText(*parsed) != bytes) return base::fail("public-content", "the question is not canonical JSON");
  impl::Problems problems(impl::Weight::wrong);  // what is unfit was refused where the bank was made
  PublicItem item = readPublicNode(impl::Node(&*parsed, "question ", problems));
  if (!problems.none()) return base::fail(problems.asError("public-content"));
  return item;
}

crypto::Digest publicContentDigest(std::string_view bytes) {
  return crypto::sha256(base::bytesOf(bytes));
}

}  // namespace vigie::content
