// What the window does while a question is on it.
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QRadioButton>

#include "tests/unit/candidate/WindowScene.hpp"

namespace vigie::candidate {
namespace {

using session::Screen;

TEST_F(WindowTest, SaysThatSomebodyLeftTheWindowDuringAQuestionToDoAlone) {
  ask("smp-1.1-01");
  EXPECT_TRUE(support::says(*window_, "Restez dans cette fenêtre"));
  EXPECT_FALSE(support::says(*window_, "Vous avez quitté cette fenêtre"));
  QWidget other;
  other.show();
  QApplication::setActiveWindow(&other);
  support::settle();
  EXPECT_TRUE(support::says(*window_, "Vous avez quitté cette fenêtre"));
  support::press(*window_, "Ctrl + F");
  support::press(*window_, "Valider et continuer");
  ask("smp-1.1-01", 6);
  EXPECT_FALSE(support::says(*window_, "Vous avez quitté cette fenêtre"));
  support::press(*window_, "Ctrl + F");
  support::press(*window_, "Valider et continuer");
  ASSERT_EQ(answers_.size(), 2U);
  EXPECT_TRUE(answers_[0].leftScreen);
  EXPECT_FALSE(answers_[1].leftScreen);
}

TEST_F(WindowTest, ReadsTheQuestionAloudInItsOwnLanguage) {
  EXPECT_EQ(support::findNamed(*window_, "Écouter"), nullptr);
  std::string said;
  actions_.readAloud = [&](const std::string& text, const std::string& language) { said = language + ": " + text; };
  ask("smp-1.1-01");
  support::press(*window_, "Écouter");
  EXPECT_TRUE(said.starts_with("fr: Une page web")) << said;
  EXPECT_NE(said.find("Ctrl + F"), std::string::npos) << said;
  EXPECT_EQ(said.find("**"), std::string::npos) << said;
}

TEST_F(WindowTest, ReadsEachQuestionAloudWhereThatWasAgreedUntilThePersonStopsIt) {
  std::vector<std::string> said;
  actions_.readAloud = [&](const std::string& text, const std::string&) { said.push_back(text); };
  const auto show = [&](const char* item, std::uint32_t number) {
    session::View view = support::questionView(support::sampleQuestion(item, "fr", number));
    view.accommodations = {"read-aloud"};
    present(view);
  };
  show("smp-1.1-01", 5);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(said[0].starts_with("Une page web")) << said[0];
  show("smp-1.1-01", 5);
  EXPECT_EQ(said.size(), 1U) << "once";
  show("smp-1.2-02", 6);
  EXPECT_EQ(said.size(), 2U);
  support::press(*window_, "Ne plus lire chaque question");
  ASSERT_EQ(said.size(), 3U);
  EXPECT_TRUE(said[2].empty()) << "what was being said ends";
  show("smp-3.2-02", 7);
  EXPECT_EQ(said.size(), 3U);
  support::press(*window_, "Lire chaque question");
  show("smp-1.1-01", 8);
  EXPECT_EQ(said.size(), 4U);
}

TEST_F(WindowTest, ShowsATimedQuestionOnlyOnceItWasStarted) {
  session::ShownQuestion question = *support::sampleQuestion("smp-1.1-01", "fr");
  question.item.timerSeconds = 60;
  present(support::questionView(std::make_shared<const session::ShownQuestion>(question)));
  EXPECT_TRUE(support::says(*window_, "Vous aurez 1 min 00 s pour cette question"));
  EXPECT_FALSE(support::says(*window_, "inscription"));
  EXPECT_EQ(support::findNamed(*window_, "Ctrl + F"), nullptr);
  EXPECT_EQ(support::findNamed(*window_, "Valider et continuer"), nullptr);
  key(Qt::Key_Return, Qt::ControlModifier);
  EXPECT_TRUE(answers_.empty());
  EXPECT_EQ(focusName(), "Voir la question");
  key(Qt::Key_Space);
  EXPECT_TRUE(support::says(*window_, "inscription"));
  EXPECT_TRUE(support::says(*window_, "Cette question : 1 min 0"));
  support::press(*window_, "Ctrl + F");
  support::press(*window_, "Valider et continuer");
  ASSERT_EQ(answers_.size(), 1U);
}

TEST_F(WindowTest, ShowsChoicesInTheOrderOfTheCentre) {
  session::ShownQuestion question = *support::sampleQuestion("smp-1.1-01", "fr");
  question.order = {"c", "a", "d", "b"};
  present(support::questionView(std::make_shared<const session::ShownQuestion>(question)));
  std::vector<QString> shown;
  for (QWidget* widget : support::visibleIn(*window_)) {
    if (qobject_cast<QRadioButton*>(widget) != nullptr) shown.push_back(support::nameOf(*widget));
  }
  EXPECT_EQ(shown, (std::vector<QString>{"Ctrl + C", "Ctrl + S", "Ctrl + F", "Ctrl + P"}));
}

TEST_F(WindowTest, AnswersAChoiceByKeyboardAlone) {
  ask("smp-1.1-01");
  EXPECT_EQ(focusName(), "Ctrl + S");
  key(Qt::Key_4);
  EXPECT_EQ(focusName(), "Ctrl + F");
  key(Qt::Key_Return, Qt::ControlModifier);
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].selected, std::vector<std::string>{"d"});
}

TEST_F(WindowTest, AnswersSeveralChoices) {
  ask("smp-1.1-03");
  for (const Qt::Key one : {Qt::Key_3, Qt::Key_5, Qt::Key_6, Qt::Key_5}) key(one);
  support::press(*window_, "Valider et continuer");
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].selected, (std::vector<std::string>{"c", "f"}));
}

TEST_F(WindowTest, AnswersFieldsInTheOrderOfTheTemplate) {
  ask("smp-2.1-02");
  const QString first = "Partie qui identifie la boîte de la personne";
  EXPECT_EQ(focusName(), first);
  support::type(*window_, first, "camille.durand");
  key(Qt::Key_Return);
  EXPECT_EQ(focusName(), "Nom de domaine");
  support::type(*window_, "Nom de domaine", "mairie.example");
  key(Qt::Key_Return, Qt::ControlModifier);
  ASSERT_EQ(answers_.size(), 1U);
  const decltype(answers_[0].fields) expected = {{"personne", "camille.durand"}, {"domaine", "mairie.example"}};
  EXPECT_EQ(answers_[0].fields, expected);
}

TEST_F(WindowTest, AsksTwiceBeforeAnEmptyAnswer) {
  ask("smp-1.1-01");
  support::press(*window_, "Valider et continuer");
  EXPECT_TRUE(answers_.empty());
  EXPECT_TRUE(support::says(*window_, "Vous n’avez pas répondu"));
  support::press(*window_, "Valider et continuer");
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_TRUE(answers_[0].selected.empty());
}

TEST_F(WindowTest, SendsNothingTwiceWhileAnAnswerIsOnItsWay) {
  ask("smp-1.1-01");
  key(Qt::Key_1);
  session::View view = support::questionView(support::sampleQuestion("smp-1.1-01", "fr"));
  view.busy = true;
  present(view);
  key(Qt::Key_Return, Qt::ControlModifier);
  EXPECT_TRUE(answers_.empty());
  EXPECT_NE(support::findNamed(*window_, "Envoi de la réponse…"), nullptr);
}

TEST_F(WindowTest, KeepsWhatWasTypedWhileTheQuestionIsHidden) {
  const QString field = "Nombre de sauvegardes";
  for (const Screen cover : {Screen::hidden, Screen::paused, Screen::alertOpen, Screen::connecting}) {
    ask("smp-1.2-02");
    if (cover == Screen::hidden) support::type(*window_, field, "42");
    session::View view = support::questionView(support::sampleQuestion("smp-1.2-02", "fr"));
    view.screen = cover;
    present(view);
    EXPECT_EQ(support::findNamed(*window_, field), nullptr);
    EXPECT_FALSE(support::says(*window_, "disque externe")) << "the question shows while it must be hidden";
    ask("smp-1.2-02");
    const auto* back = qobject_cast<QLineEdit*>(support::findNamed(*window_, field));
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(back->text(), "42");
    EXPECT_EQ(focusName(), field);
  }
}

TEST_F(WindowTest, BringsBackWhatWasTypedBeforeARestart) {
  ask("smp-1.2-02");
  support::type(*window_, "Nombre de sauvegardes", "6");
  ASSERT_FALSE(drafts_.empty());
  notes_.draft = drafts_.back();
  window_ = std::make_unique<Window>(actions_, WindowSettings{});
  window_->show();
  ask("smp-1.2-02");
  EXPECT_EQ(qobject_cast<QLineEdit*>(support::findNamed(*window_, "Nombre de sauvegardes"))->text(), "6");
  ask("smp-3.2-02", 6);
  EXPECT_EQ(qobject_cast<QLineEdit*>(support::findNamed(*window_, "Hauteur en pixels"))->text(), "");
}

// A question is made after the buttons under it: its fields must not come after them for the keyboard.
TEST_F(WindowTest, GoesByTabFromTheQuestionThroughItsAnswersToTheButtonThatConfirms) {
  ask("smp-1.1-01");
  ASSERT_TRUE(qobject_cast<QRadioButton*>(QApplication::focusWidget()));
  key(Qt::Key_Tab);
  EXPECT_EQ(focusName(), "Valider et continuer");
  key(Qt::Key_Tab);
  EXPECT_EQ(focusName(), "Signaler un problème");

  ask("smp-2.1-02", 6);
  EXPECT_EQ(focusName(), "Partie qui identifie la boîte de la personne");
  key(Qt::Key_Tab);
  EXPECT_EQ(focusName(), "Nom de domaine");
  key(Qt::Key_Tab);
  EXPECT_EQ(focusName(), "Valider et continuer");
  for (int i = 0; i < 3; ++i) key(Qt::Key_Backtab);
  EXPECT_TRUE(focusName().contains("camille.durand")) << "the words of the question come before its fields";

  // What is pressed is made anew, and stays where it was read.
  ask("abc-drag-01", 7);
  key(Qt::Key_Space);
  QStringList met;
  for (int i = 0; i < 9 && focusName() != "Valider et continuer"; ++i) {
    met << focusName();
    key(Qt::Key_Tab);
  }
  EXPECT_EQ(
      met.join(" | ").toStdString(),
      "facture-eau.pdf | plage.jpg | facture-gaz.pdf | mariage.jpg | Factures | Photos | Recommencer cette tâche");
}

// What a screen reader says before the first answer: the name of the group that the keyboard comes into. The group of
// the question before must be there still, so that it can tell that it left it.
TEST_F(WindowTest, NamesTheAnswersByTheirQuestion) {
  const auto groupOfFocus = [] {
    QWidget* at = QApplication::focusWidget();
    while (at != nullptr && !at->accessibleName().startsWith("Question ")) at = at->parentWidget();
    return at;
  };
  ask("smp-1.1-01");
  const QPointer<QWidget> first = groupOfFocus();
  ASSERT_NE(first, nullptr);
  EXPECT_TRUE(first->accessibleName().startsWith("Question 5 sur 32.\nUne page web"))
      << first->accessibleName().toStdString();
  ask("smp-2.1-02", 6);
  const QPointer<QWidget> second = groupOfFocus();
  ASSERT_NE(second, nullptr);
  EXPECT_NE(second, first);
  EXPECT_TRUE(second->accessibleName().contains("camille.durand"));
  ASSERT_TRUE(first) << "a screen reader may still ask about the place where it was";
  EXPECT_FALSE(first->isVisible());
  support::press(*window_, "English");
  EXPECT_TRUE(second->accessibleName().startsWith("Question 5 of 32.")) << second->accessibleName().toStdString();
  ask("smp-1.1-01", 7);
  EXPECT_FALSE(first) << "one is enough";
}

// Letters typed there replace what stood there, as everywhere.
TEST_F(WindowTest, SelectsWhatStandsInALineThatTabComesTo) {
  ask("smp-2.1-02");
  auto* line = qobject_cast<QLineEdit*>(support::findNamed(*window_, "Nom de domaine"));
  ASSERT_NE(line, nullptr);
  line->setText("avant");
  key(Qt::Key_Tab);
  ASSERT_EQ(QApplication::focusWidget(), line);
  EXPECT_EQ(line->selectedText(), "avant");
}

// A line and a text that an assistive technology fills at once, and letters typed past the end.
TEST_F(WindowTest, TakesNoMoreThanFitsAndSaysSoUntilItFits) {
  ask("smp-2.1-02");
  auto* line = qobject_cast<QLineEdit*>(support::findNamed(*window_, "Nom de domaine"));
  ASSERT_NE(line, nullptr);
  line->setText(QString(1024, 'x'));
  EXPECT_FALSE(support::says(*window_, "Ce texte est trop long"));
  line->setFocus();
  QTest::keyClick(line, Qt::Key_Y);
  EXPECT_TRUE(support::says(*window_, "Ce texte est trop long : 1025"));
  EXPECT_EQ(line->text(), QString(1024, 'x'));
  QTest::keyClick(line, Qt::Key_Backspace);
  EXPECT_FALSE(support::says(*window_, "Ce texte est trop long"));
  line->setText(QString(5'000, 'z'));
  EXPECT_TRUE(support::says(*window_, "Ce texte est trop long : 5000"));
  EXPECT_EQ(line->text(), QString(1023, 'x'));
}

TEST_F(WindowTest, SendsNoTaskOfWhichPartWouldBeLost) {
  session::ShownQuestion question = *support::sampleQuestion("smp-1.1-01", "fr");
  question.order.clear();
  question.item.kind = content::Kind::abc;
  question.item.choiceIds.clear();
  question.item.activity = R"({"type":"form-fill","fields":[{"id":"a","input":"paragraph","label":"Un"},
    {"id":"b","input":"paragraph","label":"Deux"},{"id":"c","input":"paragraph","label":"Trois"}]})";
  present(support::questionView(std::make_shared<const session::ShownQuestion>(question)));
  for (const char* name : {"Un", "Deux", "Trois"}) {
    auto* field = qobject_cast<QPlainTextEdit*>(support::findNamed(*window_, name));
    ASSERT_NE(field, nullptr) << name;
    field->setPlainText(QString(900, QChar(0xE9)));
  }
  support::settle();
  support::press(*window_, "Valider et continuer");
  EXPECT_TRUE(answers_.empty());
  EXPECT_TRUE(support::says(*window_, "Votre réponse est trop longue. Raccourcissez-la."));
  qobject_cast<QPlainTextEdit*>(support::findNamed(*window_, "Trois"))->setPlainText("court");
  support::settle();
  EXPECT_FALSE(support::says(*window_, "Votre réponse est trop longue"));
  support::press(*window_, "Valider et continuer");
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_TRUE(content::checkForm(answers_[0]));
  EXPECT_NE(answers_[0].fields.at(0).second.find("court"), std::string::npos);
}

}  // namespace
}  // namespace vigie::candidate
