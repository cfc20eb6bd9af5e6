#include "common/content/PublicContent.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "Demonstration.hpp"

namespace vigie::content {
namespace {

using nlohmann::json;

void collectNames(const json& value, std::set<std::string>& names) {
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) names.insert(name);
  }
  if (value.is_structured()) {
    for (const auto& [name, member] : value.items()) collectNames(member, names);
  }
}

TEST(PublicContent, HoldsOnlyWhatASeatMaySee) {
  const std::set<std::string> top = {"id",     "version", "kind",         "locales", "choiceIds",
                                     "fields", "shuffle", "timerSeconds", "focused", "activity"};
  const std::set<std::string> block = {"instruction", "choices", "template", "readAloud"};
  const std::set<std::string> field = {"input", "label", "placeholder", "options"};
  for (const Item& item : test::demonstration().items) {
    const json content = json::parse(publicContent(item));
    for (const auto& [name, value] : content.items()) EXPECT_TRUE(top.contains(name)) << item.id << " " << name;
    for (const auto& [language, shown] : content["locales"].items()) {
      for (const auto& [name, value] : shown.items()) EXPECT_TRUE(block.contains(name)) << item.id << " " << name;
    }
    if (!content.contains("fields")) continue;
    for (const auto& [id, shown] : content["fields"].items()) {
      for (const auto& [name, value] : shown.items()) EXPECT_TRUE(field.contains(name)) << item.id << " " << name;
    }
  }
}

TEST(PublicContent, NamesNothingThatHelpsToAnswer) {
  for (const Item& item : test::demonstration().items) {
    std::set<std::string> names;
    collectNames(json::parse(publicContent(item)), names);
    for (const char* forbidden :
         {"answer",         "correct",    "accepted",    "groups",   "sets",  "numeric",    "values",
          "tolerance",      "examples",   "expected",    "feedback", "delta", "alpha",      "difficulty",
          "discrimination", "level",      "calibration", "skill",    "tube",  "competence", "digcomp22",
          "themes",         "suspicious", "treatments",  "all",      "op"}) {
      EXPECT_FALSE(names.contains(forbidden)) << item.id << " shows " << forbidden;
    }
  }
}

TEST(PublicContent, LeavesOutFeedbackAcceptedTextsAndMeasures) {
  for (const Item& item : test::demonstration().items) {
    const std::string content = publicContent(item);
    for (const auto& [language, block] : item.locales) {
      EXPECT_EQ(content.find(json(block.feedback).dump()), std::string::npos) << item.id;
    }
    EXPECT_EQ(content.find(item.skill), std::string::npos) << item.id;
  }
  EXPECT_EQ(publicContent(test::demonstrationItem("smp-1.3-01")).find("SOMME("), std::string::npos);
  EXPECT_EQ(publicContent(test::demonstrationItem("smp-5.2-02")).find("trackball"), std::string::npos);
}

// The seat's view of one item, written by hand from the source: the bytes are a released format.
TEST(PublicContent, HasTheDocumentedBytes) {
  constexpr std::string_view kExpected =
      R"-({"fields":{"n":{"input":"number","label":{"en":"Number of backups","fr":"Nombre de sauvegardes"}}},)-"
      R"-("focused":true,"id":"smp-1.2-02","kind":"QROC","locales":{"en":{"instruction":)-"
      R"-("An external drive has **1.5 TB** of free space. Each full backup of your computer takes up **250 GB**.)-"
      R"-(\n\nAt most, how many full backups can it hold? (1 TB = 1,000 GB)","template":"Number of backups: ${n}"},)-"
      R"-("fr":{"instruction":"Un disque externe a **1,5 To** d’espace libre. Chaque sauvegarde complète de votre )-"
      R"-(ordinateur occupe **250 Go**.\n\nCombien de sauvegardes complètes peut-il recevoir au maximum ? )-"
      R"-((1 To = 1 000 Go)","template":"Nombre de sauvegardes : ${n}"}},"version":1})-";
  EXPECT_EQ(publicContent(test::demonstrationItem("smp-1.2-02")), kExpected);
}

TEST(PublicContent, IsReadBackWhole) {
  for (const Item& item : test::demonstration().items) {
    const auto read = readPublicContent(publicContent(item));
    ASSERT_TRUE(read) << item.id << read.error().detail;
    EXPECT_EQ(read->id, item.id);
    EXPECT_EQ(read->version, item.version);
    EXPECT_EQ(read->kind, item.kind);
    EXPECT_EQ(read->focused, item.focused);
    EXPECT_EQ(read->shuffle, item.shuffle);
    EXPECT_EQ(read->timerSeconds, item.timerSeconds);
    EXPECT_EQ(read->choiceIds, item.choiceIds);
    EXPECT_EQ(read->activity, item.activity);
    ASSERT_EQ(read->locales.size(), item.locales.size());
    for (const auto& [language, block] : item.locales) {
      EXPECT_EQ(read->locales.at(language).instruction, block.instruction);
      EXPECT_EQ(read->locales.at(language).choices, block.choices);
      EXPECT_EQ(read->locales.at(language).fieldTemplate, block.fieldTemplate);
      EXPECT_EQ(read->locales.at(language).readAloud, block.readAloud);
    }
    ASSERT_EQ(read->fields.size(), item.fields.size());
    for (const auto& [name, field] : item.fields) {
      EXPECT_EQ(read->fields.at(name).input, field.input);
      EXPECT_EQ(read->fields.at(name).label, field.label);
      EXPECT_EQ(read->fields.at(name).placeholder, field.placeholder);
    }
  }
}

TEST(PublicContent, RefusesBytesThatAreNotIt) {
  const std::string good = publicContent(test::demonstrationItem("smp-1.1-01"));
  const std::string leaking = R"({"answer":1,)" + good.substr(1);
  for (const std::string& bytes : {std::string(), good + " ", " " + good, good.substr(1), leaking, std::string("{}")}) {
    const auto read = readPublicContent(bytes);
    ASSERT_FALSE(read) << bytes;
    EXPECT_EQ(read.error().code, "public-content");
  }
}

json withAttachment() {
  json item = json::parse(test::demonstrationItem("smp-1.2-02").json);
  item["attachments"] = {{{"id", "table"},
                          {"name", "ventes.csv"},
                          {"mediaType", "text/csv"},
                          {"alternative", {{"fr", "Ventes par jour"}, {"en", "Sales by day"}}},
                          {"text", {{"fr", "Jour;Places\nLundi;6\n"}, {"en", "Day;Seats\nMonday;6\n"}}}},
                         {{"id", "plan"},
                          {"name", "plan.png"},
                          {"mediaType", "image/png"},
                          {"alternative", {{"fr", "Un plan"}, {"en", "A plan"}}},
                          {"base64", "iVBORw0KGgo="}}};
  return item;
}

TEST(PublicContent, CarriesAttachments) {
  const auto item = readItem(withAttachment().dump());
  ASSERT_TRUE(item) << item.error().detail;
  const auto back = readPublicContent(publicContent(*item));
  ASSERT_TRUE(back) << back.error().detail;
  ASSERT_EQ(back->attachments.size(), 2U);
  EXPECT_EQ(back->attachments[0].text.at("en"), "Day;Seats\nMonday;6\n");
  EXPECT_EQ(back->attachments[0].alternative.at("fr"), "Ventes par jour");
  EXPECT_EQ(back->attachments[1].base64, "iVBORw0KGgo=");
  EXPECT_EQ(back->attachments[1].mediaType, "image/png");
}

TEST(PublicContent, RefusesAttachmentsThatCannotBeShown) {
  const std::pair<const char*, json> faults[] = {
      {"/attachments/0/mediaType", "text/html"},       {"/attachments/0/mediaType", "image/png"},
      {"/attachments/0/alternative", {{"fr", "x"}}},   {"/attachments/0/text", {{"fr", "x"}}},
      {"/attachments/0/name", "../etc/passwd"},        {"/attachments/1/id", "table"},
      {"/attachments/1/base64", "no base64 at all !"}, {"/attachments/1/base64", std::string(60'000, 'A')},
  };
  for (const auto& [pointer, value] : faults) {
    json item = withAttachment();
    item[json::json_pointer(pointer)] = value;
    const auto read = readItem(item.dump());
    ASSERT_FALSE(read) << pointer << value.dump().substr(0, 40);
    EXPECT_NE(read.error().detail.find("item smp-1.2-02 attachments"), std::string::npos) << read.error().detail;
  }
}

}  // namespace
}  // namespace vigie::content
