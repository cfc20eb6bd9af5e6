// Every practical item is done in the candidate's window, right once and wrong once, with the mouse, with the keyboard
// alone and with the actions of a screen reader alone; the centre's judge agrees each time.
#include <gtest/gtest.h>

#include <QJsonDocument>
#include <set>

#include "candidate-client/ui/activity/Registry.hpp"
#include "common/content/ActivityChecks.hpp"
#include "tests/support/Must.hpp"
#include "tests/unit/candidate/activity/PracticalScene.hpp"
#include "tests/unit/candidate/activity/Scripts.hpp"

namespace vigie::activity::test {
namespace {

struct Case {
  Script script;
  With with;
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.script.item;
}

std::string nameOfCase(const testing::TestParamInfo<Case>& info) {
  constexpr const char* kWith[] = {"mouse", "keyboard", "reader"};
  std::string name = info.param.script.item + "_" + kWith[static_cast<int>(info.param.with)];
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class PracticalItem : public testing::TestWithParam<Case> {
 protected:
  // What the person did must come back whole after the program was started again.
  void expectKept(const PracticalScene& scene) {
    const auto& item = practicalItems().at(GetParam().script.item);
    const auto spec = support::must(Spec::read(item.activity.value(), "fr"));
    const auto fresh = support::must(makeInteraction(spec));
    QJsonObject noted = scene.summary();
    fresh->restore(noted);
    noted.remove("durationMs");
    noted.remove("restarts");
    const QJsonObject again = fresh->summary();
    EXPECT_EQ(QJsonDocument(again).toJson().toStdString(), QJsonDocument(noted).toJson().toStdString());
  }

  void doIt(const std::string& script) {
    scene_.ask(GetParam().script.item);
    ASSERT_TRUE(scene_.isShown());
    scene_.follow(GetParam().with, script);
    expectKept(scene_);
  }

  void expectVerdict(bool right) {
    const content::Answer answer = scene_.confirm(GetParam().with);
    EXPECT_TRUE(content::checkForm(answer));
    EXPECT_EQ(isRight(GetParam().script.item, "fr", answer), right) << answer.fields.at(0).second;
  }

  PracticalScene scene_;
};

TEST_P(PracticalItem, IsJudgedRightWhenItIsDoneRightAlsoAfterARestart) {
  doIt(GetParam().script.right);
  expectVerdict(true);
  const bool isSecret = GetParam().script.item == "vig-password-01";  // a password is never kept
  if (GetParam().with != With::mouse || isSecret) return;  // what is kept is the same whoever did it (expectKept)
  scene_.restart();
  expectVerdict(true);
}

TEST_P(PracticalItem, IsJudgedWrongWhenItIsDoneWrong) {
  doIt(GetParam().script.wrong);
  expectVerdict(false);
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const Script& script : scripts()) {
    for (const With with : {With::mouse, With::keyboard, With::reader}) out.push_back({script, with});
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(All, PracticalItem, testing::ValuesIn(cases()), nameOfCase);

TEST(PracticalItems, AreAllDoneByAScript) {
  std::set<std::string> done;
  for (const Script& script : scripts()) done.insert(script.item);
  for (const auto& [id, item] : practicalItems()) EXPECT_TRUE(done.contains(id)) << id;
  EXPECT_EQ(done.size(), practicalItems().size());
}

TEST(PracticalItems, CoverEveryInteractionOfThisVersion) {
  std::set<std::string> types;
  for (const auto& [id, item] : practicalItems()) {
    types.insert(support::must(Spec::read(item.activity.value(), "fr")).type().toStdString());
  }
  for (const QString& type : knownTypes()) EXPECT_TRUE(types.contains(type.toStdString())) << type.toStdString();
}

TEST(PracticalItems, ShowInEnglishToo) {
  for (const auto& [id, item] : practicalItems()) {
    PracticalScene scene({}, ui::Language::english);
    scene.ask(id);
    EXPECT_TRUE(scene.isShown()) << id;
  }
}

}  // namespace
}  // namespace vigie::activity::test
