// An activity of an author whom nobody knows: what is refused, and with which words.
#include "candidate-client/ui/activity/Spec.hpp"

#include <gmock/gmock.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include "candidate-client/ui/activity/ActivityQuestion.hpp"
#include "candidate-client/ui/activity/Registry.hpp"
#include "candidate-client/ui/activity/Words.hpp"
#include "tests/support/WindowHand.hpp"
#include "tests/unit/candidate/activity/PracticalScene.hpp"

namespace vigie::activity::test {
namespace {

using testing::HasSubstr;

base::Result<void> shows(const std::string& activity) {
  support::qtApplication();
  const auto spec = Spec::read(activity, "fr");
  if (!spec) return base::fail(spec.error());
  const auto made = makeInteraction(*spec);
  if (!made) return base::fail(made.error());
  return {};
}

struct Hostile {
  const char* what;
  std::string activity;
  const char* code;
  const char* words;
};

std::string manyTargets(int count) {
  QJsonArray targets;
  for (int i = 0; i < count; ++i) targets.append(QJsonObject{{"id", "t" + QString::number(i)}, {"x", 1}, {"y", 1}});
  const QJsonObject activity{
      {"type", "click-targets"}, {"canvas", QJsonObject{{"width", 900}, {"height", 500}}}, {"targets", targets}};
  return QJsonDocument(activity).toJson(QJsonDocument::Compact).toStdString();
}

std::string nested(int depth) {
  std::string text = R"({"id":"leaf","kind":"file","label":"x"})";
  for (int i = 0; i < depth; ++i) {
    text = R"({"id":"f)" + std::to_string(i) + R"(","kind":"folder","label":"x","children":[)" + text + "]}";
  }
  return R"({"type":"desktop","icons":[)" + text + "]}";
}

TEST(Spec, RefusesHostileActivitiesWithAReason) {
  const std::string form = R"({"type":"form-fill","fields":[{"id":"a","label":"A","input":"text")";
  const Hostile cases[] = {
      {"no JSON", "{", "activity-wrong", "not a JSON object"},
      {"no type", R"({"targets":[]})", "activity-wrong", "\"type\""},
      {"an unknown type", R"({"type":"launch-rocket"})", "activity-unknown", "launch-rocket"},
      {"a script", R"({"type":"text-edit","text":"a","script":"launch"})", "activity-wrong", "script"},
      {"a script inside", R"({"type":"text-edit","text":"a","x":[{"html":"<b>"}]})", "activity-wrong", "html"},
      {"too many bytes", R"({"type":"text-edit","text":")" + std::string(70'000, 'a') + "\"}", "activity-wrong",
       "bytes"},
      {"a text too long", R"({"type":"text-edit","text":")" + std::string(5'000, 'a') + "\"}", "activity-wrong",
       "4000 characters"},
      {"too many targets", manyTargets(60), "activity-wrong", "at most 48"},
      {"folders in folders", nested(30), "activity-wrong", "children"},
      {"no targets", R"({"type":"click-targets","canvas":{},"targets":[]})", "activity-wrong", "at least 1"},
      {"the same id twice", R"({"type":"task-list","tasks":[{"id":"a","label":"A"},{"id":"a","label":"B"}]})",
       "activity-wrong", "same id"},
      {"an id that is no id", R"({"type":"task-list","tasks":[{"id":"a\u0007","label":"A"}]})", "activity-wrong",
       "64 characters"},
      {"an id too long", R"({"type":"task-list","tasks":[{"id":")" + std::string(65, 'a') + R"(","label":"A"}]})",
       "activity-wrong", "64 characters"},
      {"no words", R"({"type":"task-list","tasks":[{"id":"a"}]})", "activity-wrong", "words that people see"},
      {"words in no language", R"({"type":"task-list","tasks":[{"id":"a","label":{"de":"A"}}]})", "activity-wrong",
       "expected a text"},
      {"a pattern with groups", form + R"(,"pattern":"(a+)+"}]})", "activity-wrong", "without groups"},
      {"a pattern without end", form + R"(,"pattern":"a*b*c*"}]})", "activity-wrong", "at most two"},
      {"an unknown field", R"({"type":"form-fill","fields":[{"id":"a","label":"A","input":"retina-scan"}]})",
       "activity-wrong", "no such field"},
      {"a link to nowhere", R"({"type":"web-site","pages":[{"id":"h","title":"H","links":[{"to":"x","label":"X"}]}]})",
       "activity-wrong", "no page"},
      {"a web site without pages", R"({"type":"web-site","pages":[]})", "activity-wrong", "at least 1"},
      {"a cell far away", R"({"type":"spreadsheet","cells":{"ZZ99999":1}})", "activity-wrong", "no cell"},
      {"a chart of nothing", R"({"type":"spreadsheet","cells":{"A1":1},"chart":{"categories":"A1:Z9","heights":"x"}})",
       "activity-wrong", "one column"},
      {"a message in no folder",
       R"({"type":"mail-read","mailbox":{"folders":["inbox"],"messages":[{"id":"m","folder":"x","subject":"s"}]}})",
       "activity-wrong", "no such folder"},
      {"a mailbox that is none", R"({"type":"mail-read","mailbox":7})", "activity-wrong", "expected an object"},
      {"a list that is none", R"({"type":"task-list","tasks":"all"})", "activity-wrong", "expected a list"},
  };
  for (const Hostile& each : cases) {
    const auto result = shows(each.activity);
    ASSERT_FALSE(result) << each.what;
    EXPECT_EQ(result.error().code, each.code) << each.what;
    EXPECT_THAT(result.error().detail, HasSubstr(each.words)) << each.what;
  }
}

TEST(Spec, CountsValuesAtAnyDepth) {
  std::string values = "1";
  for (int i = 0; i < 4'500; ++i) values += ",1";
  const auto result = shows(R"({"type":"text-edit","text":"a","x":[)" + values + "]}");
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().detail, HasSubstr("4000 values"));
}

TEST(Spec, ShowsWordsThatLookLikeMarkupAsWords) {
  support::qtApplication();
  const auto spec =
      Spec::read(R"({"type":"task-list","tasks":[{"id":"a","label":"<img src=http://x/y><b>A & B</b>"}]})", "fr");
  ASSERT_TRUE(spec);
  const auto made = makeInteraction(*spec);
  ASSERT_TRUE(made) << made.error().detail;
  (*made)->show();
  support::settle();
  EXPECT_NE(support::findNamed(**made, "<img src=http://x/y><b>A & B</b>"), nullptr);
}

// Easy to read: one idea in a sentence, at most 20 words.
TEST(Words, AreThereInBothLanguagesInShortSentences) {
  static const QRegularExpression kEnd("[.!?:;…](\\s|$)");
  static const QRegularExpression kSpace("\\s+");
  for (int i = 0; i < static_cast<int>(Word::count); ++i) {
    for (const ui::Language language : ui::kLanguages) {
      const QString text = say(static_cast<Word>(i), language);
      EXPECT_FALSE(text.isEmpty()) << i;
      for (const QString& sentence : text.split(kEnd, Qt::SkipEmptyParts)) {
        EXPECT_LE(sentence.split(kSpace, Qt::SkipEmptyParts).size(), 20) << sentence.toStdString();
      }
    }
  }
}

// Of an author who wrote less, or with other names, than ours do.
TEST(Spec, ShowsActivitiesThatAreWrittenMoreLoosely) {
  for (const char* activity : {
           R"({"type":"click-targets","targets":[{"id":"première cible","x":10,"y":10,"r":8}]})",
           R"({"type":"task-list","tasks":["Navigateur","Courrier"]})",
           R"({"type":"form-fill","fields":[{"id":"a b","label":"A","input":"textarea"},
               {"id":"c","label":"C","input":"dropdown","options":["x","y"]},{"id":"d","label":"D","input":"password"}]})",
           R"({"type":"mail-read","mailbox":{"folders":[{"id":"inbox","label":{"fr":"Reçus","en":"Received"}}],
               "messages":[{"id":"m","from":"Zoé <zoe@x.example>","subject":"s","body":"b"},
                           {"id":"n","from":"zoe@x.example","subject":"s","body":"b"}]}})",
       }) {
    const auto shown = shows(activity);
    EXPECT_TRUE(shown) << activity << ": " << shown.error().detail;
  }
}

TEST(Spec, ReadsTheLanguageOfTheQuestion) {
  const auto spec = Spec::read(R"({"type":"x","label":{"fr":"Bonjour","en":"Hello"},"only":{"fr":"Oui"}})", "en");
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->label(), "Hello");
  EXPECT_EQ(spec->words("only"), "Oui") << "a missing translation is shown in the other language";
  EXPECT_EQ(spec->language(), ui::Language::english);
}

// Every cut of every description: nothing may end the program, whatever arrives.
TEST(Spec, SurvivesEveryDamagedDescription) {
  support::qtApplication();
  for (const auto& [id, item] : practicalItems()) {
    const QJsonObject whole = QJsonDocument::fromJson(QByteArray::fromStdString(*item.activity)).object();
    for (const QString& member : whole.keys()) {
      for (const QJsonValue& instead : {QJsonValue(), QJsonValue(7), QJsonValue("x"), QJsonValue(QJsonArray{1, "a"}),
                                        QJsonValue(QJsonObject{{"id", "z"}}), QJsonValue(QJsonArray{QJsonObject{}})}) {
        QJsonObject damaged = whole;
        damaged[member] = instead;
        const auto result = shows(QJsonDocument(damaged).toJson(QJsonDocument::Compact).toStdString());
        if (!result) EXPECT_FALSE(result.error().detail.empty());
      }
    }
  }
}

}  // namespace
}  // namespace vigie::activity::test
