// A practical question around its interaction: empty until something is done, kept over a restart, started again on
// request, whole at every size and in every theme.
#include "candidate-client/ui/activity/ActivityQuestion.hpp"

#include <gtest/gtest.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <cstdlib>

#include "common/content/ActivityChecks.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/WindowHand.hpp"
#include "tests/unit/candidate/activity/PracticalScene.hpp"
#include "tests/unit/candidate/activity/Scripts.hpp"

namespace vigie::activity::test {
namespace {

TEST(ActivityQuestion, IsEmptyUntilSomethingIsDoneAndSaysSo) {
  PracticalScene scene;
  scene.ask("vig-mouse-02");
  support::press(scene.window(), "Valider et continuer");
  EXPECT_TRUE(support::says(scene.window(), "Vous n’avez pas répondu"));
  scene.follow(With::mouse, "open Photos");
  EXPECT_TRUE(isRight("vig-mouse-02", "fr", scene.confirm(With::mouse)));
}

TEST(ActivityQuestion, GoesOnFromWhereItWasAfterARestart) {
  PracticalScene scene;
  scene.ask("vig-files-05");
  scene.follow(With::keyboard, "open Photos|press mer.png|press Supprimer");
  scene.restart();
  scene.follow(With::keyboard, "press Retour|open Corbeille|press mer.png|press Remettre à sa place");
  EXPECT_TRUE(isRight("vig-files-05", "fr", scene.confirm(With::keyboard)));
}

TEST(ActivityQuestion, StartsAgainOnlyAfterASecondYes) {
  PracticalScene scene;
  scene.ask("vig-mouse-01");
  scene.follow(With::keyboard, "press Deux|press Recommencer cette tâche|press Non, continuer");
  EXPECT_EQ(scene.summary()["hits"].toArray().size(), 1);
  scene.follow(With::keyboard, "press Recommencer cette tâche|press Oui, recommencer");
  EXPECT_TRUE(scene.summary().isEmpty());
  scene.follow(With::keyboard, "press Un|press Deux|press Trois");
  EXPECT_EQ(scene.summary()["restarts"].toInt(), 1);
  EXPECT_TRUE(isRight("vig-mouse-01", "fr", scene.confirm(With::keyboard)));
}

TEST(ActivityQuestion, NeverNotesAPassword) {
  PracticalScene scene;
  scene.ask("vig-password-01");
  scene.follow(With::keyboard, "type Nouveau mot de passe => marguerite58jardin|press Montrer le mot de passe");
  const content::Answer answer = scene.confirm(With::keyboard);
  EXPECT_EQ(answer.fields.at(0).second.find("marguerite"), std::string::npos);
  EXPECT_EQ(scene.summary()["length"].toInt(), 18);
}

TEST(ActivityQuestion, KeepsTheNewestSummaryThatFitsAndSaysThatThisIsTooLong) {
  support::qtApplication();
  std::string fields;
  for (int i = 0; i < 6; ++i) {
    fields += (i == 0 ? "" : ",") + std::string(R"({"id":"p)") + std::to_string(i) +
              R"(","input":"paragraph","label":"Texte )" + std::to_string(i) + "\"}";
  }
  content::PublicItem item;
  item.id = "abc-form-09";
  item.kind = content::Kind::abc;
  item.locales["fr"] = {};
  item.activity = R"({"type":"form-fill","fields":[)" + fields + "]}";
  session::ShownQuestion question;
  question.item = item;
  question.language = "fr";
  const auto widget = support::must(ActivityQuestion::make(question));
  widget->speak(ui::Language::french);
  widget->show();
  const auto hand = makeHand(With::reader, *widget);
  const QString much = QStringLiteral("é").repeated(900);
  for (int i = 0; i < 6; ++i) hand->follow(QStringLiteral("type Texte %1 => %2").arg(i).arg(much));
  EXPECT_TRUE(support::says(*widget, "C’est trop long"));
  const content::Answer answer = widget->answer();
  EXPECT_LE(answer.fields.at(0).second.size(), content::kLargestSummary);
  EXPECT_TRUE(content::checkForm(answer));
  EXPECT_NE(answer.fields.at(0).second.find("\"p1\":\"é"), std::string::npos);
}

TEST(ActivityQuestion, RefusesAPasteOfTenMegabytesAndSaysSo) {
  PracticalScene scene;
  for (const auto& [item, id, field, room] : {std::tuple("vig-form-01", "nom", "Nom", "200"),
                                              std::tuple("vig-keyboard-04", "texte", "Votre message", "900")}) {
    scene.ask(item);
    scene.follow(With::keyboard, std::string("type ") + field + " => avant");
    QGuiApplication::clipboard()->setText(QString(10'000'000, 'x'));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_V, Qt::ControlModifier);
    support::settle();
    EXPECT_TRUE(support::says(scene.window(), "Ce texte est trop long : 10000005")) << item;
    EXPECT_TRUE(support::says(scene.window(), QStringLiteral("de la place pour ") + room)) << item;
    EXPECT_EQ(scene.summary()["fields"].toObject().value(QLatin1String(id)).toString(), "avant") << item;
    QGuiApplication::clipboard()->clear();
  }
}

TEST(ActivityQuestion, TellsAVoiceWhatToReadInsteadOfTheInstruction) {
  support::qtApplication();
  const auto question = shownItem(practicalItems().at("vig-mouse-01"), "fr");
  const auto widget = support::must(ActivityQuestion::make(*question));
  EXPECT_EQ(widget->readAloud(), "Appuyez sur les boutons Un, Deux, Trois, dans cet ordre.");
  EXPECT_EQ(widget->accessibleDescription(), widget->readAloud());
}

TEST(ActivityQuestion, RefusesAnItemNamingThePlace) {
  support::qtApplication();
  session::ShownQuestion question;
  question.item.id = "abc-bad-01";
  question.item.locales["fr"] = {};
  question.language = "fr";
  EXPECT_EQ(ActivityQuestion::make(question).error().code, "activity-missing");
  question.item.activity = R"({"type":"task-list","tasks":[]})";
  const auto refused = ActivityQuestion::make(question);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().detail, "activity.tasks: expected at least 1");
  EXPECT_EQ(makeActivityQuestion(question), nullptr);
}

TEST(ActivityQuestion, IgnoresAKeptAnswerThatIsDamaged) {
  support::qtApplication();
  for (const char* kept : {"", "{", "[]", "7", R"({"hits":{"a":1},"misses":"x"})", R"({"place":7,"opened":{}})"}) {
    for (const auto& [id, item] : practicalItems()) {
      const auto widget = support::must(ActivityQuestion::make(*shownItem(item, "fr")));
      content::Answer answer;
      answer.fields.emplace_back(content::kSummaryField, kept);
      widget->restore(answer);
      widget->show();
      support::settle();
      EXPECT_NE(widget->firstInput(), nullptr) << id;
    }
  }
}

struct LookCase {
  ui::Language language;
  ui::Look look;
};

class EveryLook : public testing::TestWithParam<LookCase> {};

// VIGIE_SCREENSHOTS: a folder for pictures of what was tested.
void expectWhole(PracticalScene& scene, const std::string& name) {
  support::settle();
  for (const auto& fault : support::faultsOf(scene.window(), ui::kSmallestTarget))
    ADD_FAILURE() << name << ": " << fault;
  for (const auto& fault : support::contrastFaultsOf(scene.window(), 4.5)) ADD_FAILURE() << name << ": " << fault;
  for (const auto& fault : support::overlapsOf(scene.window())) ADD_FAILURE() << name << ": " << fault;
  if (const char* folder = std::getenv("VIGIE_SCREENSHOTS")) {
    scene.window().grab().save(QString::fromStdString(std::string(folder) + "/" + name + ".png"));
  }
}

std::string nameOfLook(const LookCase& one) {
  constexpr const char* kSchemes[] = {"light", "dark", "contrast"};
  return std::string(ui::codeOf(one.language)) + "_" + kSchemes[static_cast<int>(one.look.scheme)] + "_" +
         std::to_string(one.look.zoom);
}

TEST_P(EveryLook, IsWholeReadableAndLargeEnough) {
  const bool french = GetParam().language == ui::Language::french;
  PracticalScene scene(GetParam().look, GetParam().language);
  for (const Script& script : scripts()) {
    scene.ask(script.item);
    const std::string name = script.item + "_" + nameOfLook(GetParam());
    expectWhole(scene, name);
    if (!french) continue;  // the scripts are
    scene.follow(With::mouse, script.right);
    expectWhole(scene, name + "_done");
  }
}

// What is only there for a moment: menus, lists, forms that say what is wrong.
TEST_P(EveryLook, IsSoOnTheWayToo) {
  if (GetParam().language != ui::Language::french) return;
  const Script ways[] = {
      {"vig-mouse-03", "menu lettre", ""},
      {"vig-mouse-04", "press loyer.pdf", ""},
      {"vig-form-01", "press Envoyer", ""},
      {"abc-form-01", "press Situation familiale", ""},
      {"vig-form-04", "press Ajouter un fichier", ""},
      {"vig-mail-01", "press Mairie", ""},
      {"vig-mail-02", "press Léa|press Répondre", ""},
      {"vig-mail-03", "press Service Colis|press Déplacer vers…", ""},
      {"abc-mail-02", "press Nouveau message|press Ajouter un fichier", ""},
      {"vig-files-01", "press Nouveau dossier", ""},
      {"vig-files-03", "open Photos|press chat.jpg|press Copier", ""},
      {"vig-files-04", "type Chercher un fichier => pdf|press Chercher", ""},
      {"vig-sheet-04", "press Condition", ""},
      {"vig-password-02", "press Double authentification", ""},
      {"vig-desktop-03", "press Agrandir Courrier", ""},
      {"vig-mouse-01", "press Un|press Recommencer cette tâche", ""},
  };
  PracticalScene scene(GetParam().look, GetParam().language);
  for (const Script& way : ways) {
    scene.ask(way.item);
    scene.follow(With::mouse, way.right);
    expectWhole(scene, way.item + "_" + nameOfLook(GetParam()) + "_way");
  }
}

std::vector<LookCase> everyLook() {
  std::vector<LookCase> out;
  for (const ui::Language language : ui::kLanguages) {
    for (const ui::Scheme scheme : ui::kSchemes) {
      for (const int zoom : {100, 200}) out.push_back({language, {scheme, zoom}});
    }
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(All, EveryLook, testing::ValuesIn(everyLook()),
                         [](const auto& info) { return nameOfLook(info.param); });

TEST(ActivityQuestion, KeepsWhatWasDoneWhenTheTextGrowsOrTheColoursChange) {
  PracticalScene scene;
  scene.ask("vig-mail-02");
  scene.follow(With::keyboard, "press Léa|press Répondre|type Texte du message => Oui, je viens !");
  for (int i = 0; i < 4; ++i) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Plus, Qt::ControlModifier);
    support::settle();
    support::settle();
  }
  EXPECT_EQ(ui::look().zoom, 200);
  for (const std::string& fault : support::faultsOf(scene.window(), ui::kSmallestTarget)) ADD_FAILURE() << fault;
  scene.follow(With::keyboard, "press Envoyer");
  EXPECT_TRUE(isRight("vig-mail-02", "fr", scene.confirm(With::keyboard)));
}

}  // namespace
}  // namespace vigie::activity::test
