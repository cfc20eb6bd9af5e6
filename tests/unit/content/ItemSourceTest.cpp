#include "common/content/ItemSource.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "Demonstration.hpp"

namespace vigie::content {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const json& original() {
  static const json source = json::parse(test::demonstrationText());
  return source;
}

json& itemOf(json& source, const std::string& id) {
  for (json& item : source["items"]) {
    if (item["id"] == id) return item;
  }
  throw std::logic_error("no item " + id);
}

struct FaultCase {
  const char* name;
  const char* item;
  std::function<void(json&)> damage;
  const char* says;  // after "item <id>"
};

void PrintTo(const FaultCase& each, std::ostream* out) {
  *out << each.name;
}

class FaultyItem : public testing::TestWithParam<FaultCase> {};

TEST_P(FaultyItem, IsRefusedNamingItemAndField) {
  json source = original();
  GetParam().damage(itemOf(source, GetParam().item));
  const auto read = readItemSource(source.dump());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "items-wrong");
  EXPECT_THAT(read.error().detail, HasSubstr(std::string("item ") + GetParam().item + GetParam().says));
}

constexpr const char* kChoice = "smp-1.1-01";
constexpr const char* kTyped = "smp-2.1-02";
constexpr const char* kNumber = "smp-1.2-02";
constexpr const char* kGroups = "smp-5.2-02";
constexpr const char* kActivity = "abc-mouse-01";

INSTANTIATE_TEST_SUITE_P(
    Rules, FaultyItem,
    testing::Values(
        FaultCase{"UnknownField", kChoice, [](json& i) { i["surprise"] = 1; }, ": unknown field \"surprise\""},
        FaultCase{"MissingField", kChoice, [](json& i) { i.erase("tube"); }, ": \"tube\" is missing"},
        FaultCase{"Version", kChoice, [](json& i) { i["version"] = 0; }, " version: expected a whole number from 1"},
        FaultCase{"VersionFraction", kChoice, [](json& i) { i["version"] = 1.5; }, " version: expected a whole"},
        FaultCase{"Status", kChoice, [](json& i) { i["status"] = "draft"; }, " status: expected one of proposed"},
        FaultCase{"Framework", kChoice, [](json& i) { i["framework"] = "x"; }, " framework: expected one of"},
        FaultCase{"Competence", kChoice, [](json& i) { i["competence"] = "6.1"; }, " competence: expected a comp"},
        FaultCase{"DigComp", kChoice, [](json& i) { i["digcomp22"] = {"1.7"}; }, " digcomp22[0]: expected"},
        FaultCase{"NoDigComp", kChoice, [](json& i) { i["digcomp22"] = json::array(); }, " digcomp22: expected at"},
        FaultCase{"Level", kChoice, [](json& i) { i["level"] = 9; }, " level: expected a whole number from 1 to 8"},
        FaultCase{"Kind", kChoice, [](json& i) { i["kind"] = "QCX"; }, " kind: expected one of QCU"},
        FaultCase{"Difficulty", kChoice, [](json& i) { i["delta"] = 4.1; }, " delta: expected a number from -4 to 4"},
        FaultCase{"NegativeDiscrimination", kChoice, [](json& i) { i["alpha"] = -1; }, " alpha: expected a number"},
        FaultCase{"LeastDiscrimination", kChoice, [](json& i) { i["alpha"] = 0.3; }, " alpha: expected more than 0.3"},
        FaultCase{"TextDifficulty", kChoice, [](json& i) { i["delta"] = "1"; }, " delta: expected a number"},
        FaultCase{"Calibration", kChoice, [](json& i) { i["calibration"]["status"] = "sure"; }, " calibration.status:"},
        FaultCase{"CalibrationCount", kChoice, [](json& i) { i["calibration"]["n"] = -1; }, " calibration.n: expected"},
        FaultCase{"Timer", kChoice, [](json& i) { i["timerSeconds"] = 9; }, " timerSeconds: expected a whole number"},
        FaultCase{"Focused", kChoice, [](json& i) { i["focused"] = "yes"; }, " focused: expected true or false"},
        FaultCase{"Devices", kChoice, [](json& i) { i["devices"] = {"watch"}; }, " devices[0]: expected one of"},
        FaultCase{"Accessibility", kChoice, [](json& i) { i["accessibility"].erase("colour"); },
                  " accessibility: \"colour\" is missing"},
        FaultCase{"Theme", kChoice, [](json& i) { i["themes"] = {"cooking"}; }, " themes[0]: expected one of"},
        FaultCase{"MissingTranslation", kChoice, [](json& i) { i["locales"].erase("en"); },
                  " locales: \"en\" is missing"},
        FaultCase{"UnknownLocaleField", kChoice, [](json& i) { i["locales"]["fr"]["hint"] = "d"; },
                  " locales.fr: unknown field \"hint\""},
        FaultCase{"ShortInstruction", kChoice, [](json& i) { i["locales"]["fr"]["instruction"] = "Quoi ?"; },
                  " locales.fr.instruction: expected a text of at least 10"},
        FaultCase{"TwoChoices", kChoice, [](json& i) { i["locales"]["fr"]["choices"] = {{"a", "x"}, {"b", "y"}}; },
                  " locales.fr.choices: expected at least 3"},
        FaultCase{"ChoiceNotTranslated", kChoice, [](json& i) { i["locales"]["en"]["choices"].erase("d"); },
                  " answer: locales.en.choices must have exactly"},
        FaultCase{"EmptyChoice", kChoice, [](json& i) { i["locales"]["en"]["choices"]["d"] = ""; },
                  " locales.en.choices.d: expected a text of at least 1"},
        FaultCase{"RepeatedChoice", kChoice, [](json& i) { i["choiceIds"] = {"a", "b", "c", "d", "a"}; },
                  " choiceIds: the same choice is there twice"},
        FaultCase{"ChoiceIdWithComma", kChoice, [](json& i) { i["choiceIds"][0] = "a,b"; }, " choiceIds: a name has"},
        FaultCase{"UnknownCorrect", kChoice, [](json& i) { i["answer"]["correct"] = {"z"}; },
                  " answer.correct: \"z\" is not one of choiceIds"},
        FaultCase{"TwoCorrectInQcu", kChoice, [](json& i) { i["answer"]["correct"] = {"a", "d"}; },
                  " answer.correct: a QCU has one"},
        FaultCase{"NoCorrect", kChoice, [](json& i) { i["answer"]["correct"] = json::array(); },
                  " answer.correct: expected at least 1"},
        FaultCase{"UnknownKeyField", kChoice, [](json& i) { i["answer"]["partial"] = true; },
                  " answer: unknown field \"partial\""},
        FaultCase{"KeyOfAnotherKind", kChoice, [](json& i) { i["answer"]["type"] = "text"; },
                  " answer.type: QCU needs"},
        FaultCase{"TwoExamples", kChoice,
                  [](json& i) {
                    i["examples"].erase(0);
                    i["examples"].erase(0);
                    i["examples"].erase(0);
                  },
                  " examples: expected at least 3"},
        FaultCase{"ExampleLocale", kChoice, [](json& i) { i["examples"][0]["locale"] = "de"; },
                  " examples[0].locale: expected one of fr, en"},
        FaultCase{"ExampleField", kChoice, [](json& i) { i["examples"][0]["why"] = ""; },
                  " examples[0]: unknown field \"why\""},
        FaultCase{"ExampleResponse", kChoice, [](json& i) { i["examples"][0]["response"] = {{"chosen", "d"}}; },
                  " examples[0].response: unknown field \"chosen\""},
        FaultCase{"AcceptedNotTranslated", kTyped,
                  [](json& i) { i["answer"]["fields"]["domaine"]["accepted"].erase("en"); },
                  " answer.fields.domaine.accepted: \"en\" is missing"},
        FaultCase{"NothingAccepted", kTyped,
                  [](json& i) { i["answer"]["fields"]["domaine"]["accepted"]["fr"] = json::array(); },
                  " answer.fields.domaine.accepted.fr: expected at least 1"},
        FaultCase{"Treatments", kTyped, [](json& i) { i["answer"]["fields"]["domaine"]["treatments"].erase("fuzzy"); },
                  " answer.fields.domaine.treatments: \"fuzzy\" is missing"},
        FaultCase{"UnknownTreatment", kTyped,
                  [](json& i) { i["answer"]["fields"]["domaine"]["treatments"]["stem"] = true; },
                  " answer.fields.domaine.treatments: unknown field \"stem\""},
        FaultCase{"FieldNotJudged", kTyped, [](json& i) { i["answer"]["fields"].erase("domaine"); },
                  " answer.fields: the field \"domaine\" is not judged"},
        FaultCase{"FieldNotShown", kTyped, [](json& i) { i["fields"].erase("domaine"); },
                  " answer.fields.domaine: the item's fields have no"},
        FaultCase{"TemplateWithoutField", kTyped, [](json& i) { i["locales"]["fr"]["template"] = "${personne}"; },
                  " answer: locales.fr.template must have each field once"},
        FaultCase{"NoFields", kTyped,
                  [](json& i) {
                    i.erase("fields");  // then they are those of the answer
                    i["answer"].erase("fields");
                  },
                  " answer: a typed answer needs"},
        FaultCase{"Tolerance", kNumber, [](json& i) { i["answer"]["fields"]["n"]["numeric"]["tolerance"] = -1; },
                  " answer.fields.n.numeric.tolerance: expected a number from 0"},
        FaultCase{"NumericAndAccepted", kNumber,
                  [](json& i) { i["answer"]["fields"]["n"]["accepted"] = {{"fr", {"6"}}, {"en", {"6"}}}; },
                  " answer.fields.n: unknown field \"accepted\""},
        FaultCase{"OneSet", kGroups,
                  [](json& i) { i["answer"]["groups"]["sets"] = {{"x", {{"fr", {"x"}}, {"en", {"x"}}}}}; },
                  " answer.groups.sets: expected at least 2"},
        FaultCase{"SetNotTranslated", kGroups, [](json& i) { i["answer"]["groups"]["sets"]["camera"].erase("en"); },
                  " answer.groups.sets.camera: the language \"en\""},
        FaultCase{"TypedMode", kGroups, [](json& i) { i["answer"]["mode"] = "free"; }, " answer.mode: expected one of"},
        FaultCase{"UnknownCheck", kActivity, [](json& i) { i["answer"]["all"][0]["op"] = "guess"; },
                  " answer.all[0].op: there is no operator \"guess\""},
        FaultCase{"ActivityWithoutType", kActivity, [](json& i) { i["activity"].erase("type"); },
                  " activity: \"type\" is missing"}),
    [](const auto& info) { return std::string(info.param.name); });

// The schema of version 1.0 says nothing about these: an author's file with them is read and judged, a bank is not
// made.
TEST(ItemSource, LetsAnAuthorTryWhatNoBankMayHave) {
  const struct {
    const char* item;
    std::function<void(json&)> change;
  } cases[] = {
      {kChoice, [](json& i) { i["answer"]["correct"] = {"z"}; }},
      {kChoice, [](json& i) { i["answer"]["correct"] = {"a", "d"}; }},
      {kChoice, [](json& i) { i["locales"]["fr"]["choices"]["e"] = "E"; }},
      {kChoice,
       [](json& i) { i["examples"][0]["response"] = {{"chosen", "d"}}, i["examples"][0]["expected"] = false; }},
      {kChoice, [](json& i) { i["examples"][0]["response"] = {{"selected", "d"}}; }},
      {kChoice, [](json& i) { i["examples"][1]["response"] = {{"selected", {1, nullptr}}}; }},
      {kChoice, [](json& i) { i["accessibility"]["colour"] = true; }},
      {kTyped, [](json& i) { i["answer"]["fields"].erase("domaine"); }},
      {kTyped, [](json& i) { i["fields"].erase("domaine"); }},
      {kTyped, [](json& i) { i["locales"]["fr"]["template"] = "${personne} ${personne}"; }},
      {kTyped, [](json& i) { i["fields"]["domaine"] = "text"; }},
      {kTyped, [](json& i) { i["examples"][4]["response"]["domaine"] = nullptr; }},
      {kTyped, [](json& i) { i["examples"][4]["response"]["domaine"] = std::string(10'000, 'x'); }},
      {kGroups, [](json& i) { i.erase("fields"); }},
      {kGroups, [](json& i) { i["locales"]["de"] = i["locales"]["en"]; }},
  };
  for (std::size_t n = 0; n < std::size(cases); ++n) {
    json source = original();
    cases[n].change(itemOf(source, cases[n].item));
    const auto bank = readItemSource(source.dump());
    EXPECT_FALSE(bank) << n;
    const auto items = readItems(source.dump());
    ASSERT_TRUE(items) << n << ": " << items.error().detail;
    EXPECT_EQ(items->size(), original()["items"].size());
  }
}

TEST(ItemSource, ReadsAnAuthorsFileWithAByteOrderMark) {
  EXPECT_TRUE(readItems("\xef\xbb\xbf" + original().dump()));
  EXPECT_FALSE(readItemSource("\xef\xbb\xbf" + original().dump()));
}

TEST(ItemSource, KeepsTheWholeItem) {
  EXPECT_EQ(test::demonstration().bank, "demonstration");
  const Item& item = test::demonstrationItem("abc-mail-01");
  EXPECT_EQ(item.difficulty, -1.9);
  EXPECT_EQ(item.discrimination, 1.5);
  EXPECT_EQ(item.competence, "2.1");
  EXPECT_EQ(item.skill, "abc-mail-read-2");
  EXPECT_EQ(item.timerSeconds, 240U);
  EXPECT_FALSE(item.certifiable);
  EXPECT_EQ(json::parse(item.json), [] {
    json source = original();
    return itemOf(source, "abc-mail-01");
  }());
}

TEST(ItemSource, TakesANumberOrNothingAsAnExamplesResponse) {
  json source = original();
  itemOf(source, kNumber)["examples"][0]["response"] = {{"n", 6}};
  itemOf(source, kChoice)["examples"][4]["response"] = json::object();
  const auto read = readItemSource(source.dump());
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->items[4].examples[0].answer.fields.at(0).second, "6");
  EXPECT_TRUE(read->items[0].examples[4].answer.selected.empty());
}

TEST(ItemSource, RefusesAnIdTwice) {
  json source = original();
  source["items"][3]["id"] = source["items"][0]["id"];
  const auto read = readItemSource(source.dump());
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().detail, HasSubstr("item smp-1.1-01 id: another item has the same id"));
}

TEST(ItemSource, RefusesIdsOfAnotherForm) {
  for (const char* id : {"", "smp-1.1-1", "smp-6.1-01", "smp-1.5-01", "smp-1.1-001", "vig-1.5-01", "vig-Mail-01",
                         "vig-01", "abc--01", "abc-Mouse-01", "x"}) {
    json source = original();
    source["items"][0]["id"] = id;
    const auto read = readItemSource(source.dump());
    ASSERT_FALSE(read) << id;
    EXPECT_THAT(read.error().detail, HasSubstr("id: expected an id like")) << id;
  }
}

TEST(ItemSource, RefusesAFormatOfTheFuture) {
  for (const json& version : {json("1.2"), json("2.0"), json(1), json(nullptr)}) {
    json source = original();
    source["schemaVersion"] = version;
    source["items"][0]["newField"] = 1;
    const auto read = readItemSource(source.dump());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "items-format");
  }
}

TEST(ItemSource, ListsAllFaultsAtOnceUpToTwenty) {
  json source = original();
  for (json& item : source["items"]) item["level"] = 0;
  const auto read = readItemSource(source.dump());
  ASSERT_FALSE(read);
  EXPECT_EQ(std::count(read.error().detail.begin(), read.error().detail.end(), '\n'), 20);
  EXPECT_THAT(read.error().detail, HasSubstr("item smp-1.1-01 level: "));
  EXPECT_THAT(read.error().detail, testing::EndsWith("and 20 more"));
}

TEST(ItemSource, SurvivesAnyOtherTypeAnywhere) {
  // Every member of one item of each kind is replaced by a value of every other type: a refusal or a reading, no crash.
  int tried = 0;
  for (const char* id : {kChoice, kTyped, kNumber, kGroups, kActivity}) {
    json source = original();
    const json item = itemOf(source, id);
    const json flat = item.flatten();
    for (const auto& [pointer, ignored] : flat.items()) {
      for (const json& value : {json(nullptr), json(1e9), json("x"), json(true), json::array(), json::object()}) {
        json damaged = item;
        damaged[json::json_pointer(pointer)] = value;
        const auto read = readItem(damaged.dump());
        if (!read) EXPECT_EQ(read.error().code, "items-wrong");
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 1000);
}

TEST(ItemSource, RefusesWhatIsNoBank) {
  for (const char* text : {"", "[]", "{}", "{\"schemaVersion\":\"1.0\"}", "{\"items\":3}"}) {
    EXPECT_FALSE(readItemSource(text)) << text;
  }
}

// The schema of version 1.0 asks for neither.
TEST(ItemSource, TakesChoicesAndFieldsFromTheTextsAndTheKeyWhenTheyAreNotListed) {
  json source = original();
  itemOf(source, kChoice).erase("choiceIds");
  itemOf(source, kNumber).erase("fields");
  const auto read = readItemSource(source.dump());
  ASSERT_TRUE(read) << read.error().detail;
  for (const Item& item : read->items) {
    if (item.id == kChoice) {
      EXPECT_EQ(item.choiceIds, (std::vector<std::string>{"a", "b", "c", "d"}));
    }
    if (item.id == kNumber) {
      ASSERT_EQ(item.fields.size(), 1U);
      EXPECT_EQ(item.fields.begin()->second.input, "number");
    }
  }
}

}  // namespace
}  // namespace vigie::content
