// What the window does with a view and with what a person does.
#include <gtest/gtest.h>

#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QRadioButton>
#include <QTest>
#include <set>

#include "candidate-client/ui/Window.hpp"
#include "tests/support/SampleScreens.hpp"
#include "tests/support/WindowHand.hpp"

namespace vigie::candidate {
namespace {

using session::Screen;
using ui::Language;

class WindowTest : public testing::Test {
 protected:
  WindowTest() {
    support::qtApplication();
    actions_.typeCode = [this](const std::string& code) { codes_.push_back(code); };
    actions_.answer = [this](const content::Answer& answer) { answers_.push_back(answer); };
    actions_.typed = [this](std::uint32_t question, const content::Answer& answer) {
      drafts_.push_back({question, answer});
    };
    actions_.report = [this](const std::string& category, const std::string& comment) {
      reports_.emplace_back(category, comment);
    };
    actions_.chooseCamera = [this](session::CameraChoice choice) { notes_.camera = choice; };
    actions_.confirmIdentity = [this] { ++confirmed_; };
    window_ = std::make_unique<Window>(actions_, WindowSettings{});
    window_->resize(1366, 768);
    window_->show();
    window_->activateWindow();
    support::settle();
  }

  void present(const session::View& view) {
    window_->present(view, notes_);
    support::settle();
  }
  void ask(const std::string& item, std::uint32_t number = 5) {
    present(support::questionView(support::sampleQuestion(item, "fr", number)));
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWidget* focus = QApplication::focusWidget();
    QTest::keyClick(focus != nullptr ? focus : window_.get(), key, modifiers);
    support::settle();
  }
  QString focusName() const {
    const QWidget* focus = QApplication::focusWidget();
    return focus == nullptr ? QString() : support::nameOf(*focus);
  }

  Actions actions_;
  session::Notes notes_;
  std::vector<std::string> codes_;
  std::vector<content::Answer> answers_;
  std::vector<session::Draft> drafts_;
  std::vector<std::pair<std::string, std::string>> reports_;
  int confirmed_ = 0;
  std::unique_ptr<Window> window_;
};

TEST_F(WindowTest, TakesACodeHoweverItIsTyped) {
  present(support::viewOf(Screen::enterCode));
  support::type(*window_, "Votre code", "ab2d efgh");
  EXPECT_EQ(qobject_cast<QLineEdit*>(support::findNamed(*window_, "Votre code"))->text(), "AB2D-EFGH");
  key(Qt::Key_Return);
  ASSERT_EQ(codes_.size(), 1U);
  EXPECT_EQ(codes_[0], "AB2D-EFGH");
}

TEST_F(WindowTest, SaysInPlainWordsWhyACodeIsRefused) {
  session::View view = support::viewOf(Screen::enterCode);
  view.refusal = "session-not-open";
  present(view);
  EXPECT_TRUE(support::says(*window_, "La séance n’est pas encore ouverte"));
  EXPECT_FALSE(support::says(*window_, "session-not-open"));
}

TEST_F(WindowTest, DoesNotGoOnWithAnotherPersonsName) {
  present(support::viewOf(Screen::confirmName));
  support::press(*window_, "Ce n’est pas moi");
  EXPECT_TRUE(support::says(*window_, "Appelez le surveillant"));
  EXPECT_EQ(support::findNamed(*window_, "C’est bien moi"), nullptr);
  support::press(*window_, "Revenir au nom");
  support::press(*window_, "C’est bien moi");
  EXPECT_EQ(confirmed_, 1);
}

TEST_F(WindowTest, AsksAboutTheCameraOnceAndAcceptsARefusal) {
  WindowSettings settings;
  settings.camera = true;
  window_ = std::make_unique<Window>(actions_, settings);
  window_->show();
  present(support::viewOf(Screen::waitingForInvigilator));
  EXPECT_EQ(window_->screenName(), "recording");
  support::press(*window_, "Je refuse la caméra");
  EXPECT_EQ(notes_.camera, session::CameraChoice::refused);
  present(support::viewOf(Screen::readyToBegin));
  EXPECT_EQ(window_->screenName(), "begin");
}

TEST_F(WindowTest, KeepsThePagesButtonsInSightWhereItsTextHasNoRoom) {
  WindowSettings settings;
  settings.camera = true;
  window_ = std::make_unique<Window>(actions_, settings);
  window_->resize(1366, 768);
  window_->show();
  for (const int zoom : {100, 150, 200, 300}) {
    window_->setLook({ui::Scheme::light, zoom});
    for (const auto& screen : support::sampleScreens("fr")) {
      notes_ = screen.notes;
      present(screen.view);
      EXPECT_EQ(window_->size(), QSize(1366, 768)) << screen.name << " at " << zoom << ": larger than its screen";
      for (const auto* button : window_->findChildren<QPushButton*>()) {
        const auto* row = dynamic_cast<const ui::ButtonRow*>(button->parentWidget());
        if (row == nullptr || !button->isVisible()) continue;
        const QRect place(button->mapTo(window_.get(), QPoint(0, 0)), button->size());
        EXPECT_TRUE(QRect(0, 0, 1366, 768).contains(place))
            << screen.name << " at " << zoom << ": " << button->text().toStdString();
      }
    }
  }
}

TEST_F(WindowTest, GivesTheWorkstationBackAfterTheTest) {
  int left = 0;
  actions_.leave = [&left] { ++left; };  // as the program does it: once the window is there
  present(support::viewOf(Screen::ended));
  key(Qt::Key_Plus, Qt::ControlModifier);
  key(Qt::Key_L, Qt::AltModifier);
  support::press(*window_, "Leave this workstation");
  EXPECT_EQ(left, 1);
  EXPECT_EQ(ui::look().zoom, 100) << "the next person finds the workstation as it usually is";
  EXPECT_TRUE(support::says(*window_, "C’est terminé"));
}

TEST_F(WindowTest, PractisesOneOfEachKindAndSendsNothing) {
  notes_.camera = session::CameraChoice::accepted;
  present(support::viewOf(Screen::waitingForInvigilator));
  support::press(*window_, "M’entraîner d’abord (2 minutes)");
  ASSERT_EQ(window_->screenName(), "practice");
  EXPECT_TRUE(support::says(*window_, "rien n’est compté"));
  EXPECT_EQ(support::findNamed(*window_, "Signaler un problème"), nullptr);
  present(support::viewOf(Screen::readyToBegin));
  EXPECT_EQ(window_->screenName(), "practice");
  EXPECT_TRUE(support::says(*window_, "Le surveillant est passé"));
  support::press(*window_, "Le matin");
  int questions = 0;
  bool timed = false;
  for (; window_->screenName() == "practice" && questions < 20; ++questions) {
    if (support::findNamed(*window_, "Voir la question") != nullptr) {
      timed = true;
      support::press(*window_, "Voir la question");
    }
    support::press(*window_, "Valider et continuer");
    if (window_->screenName() == "practice" && support::says(*window_, "Vous n’avez pas répondu")) --questions;
  }
  EXPECT_EQ(questions, 7);
  EXPECT_TRUE(timed);
  EXPECT_EQ(window_->screenName(), "begin");
  EXPECT_TRUE(answers_.empty());
  EXPECT_TRUE(drafts_.empty());
  EXPECT_TRUE(reports_.empty());
}

TEST_F(WindowTest, LeavesThePracticeForTheTest) {
  notes_.camera = session::CameraChoice::accepted;
  present(support::viewOf(Screen::readyToBegin));
  support::press(*window_, "M’entraîner d’abord (2 minutes)");
  support::press(*window_, "Arrêter l’entraînement");
  EXPECT_EQ(window_->screenName(), "begin");
  support::press(*window_, "M’entraîner d’abord (2 minutes)");
  ask("smp-1.1-01");
  EXPECT_EQ(window_->screenName(), "question");
}

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

TEST_F(WindowTest, BeginsAsAgreedAndIsTheCandidatesToChangeWithoutLosingAnAnswer) {
  session::View view = support::questionView(support::sampleQuestion("smp-1.2-02", "fr"));
  view.accommodations = {"large-text", "high-contrast", "dyslexia-spacing", "reduced-motion", "veil"};
  present(view);
  EXPECT_EQ(ui::look().zoom, 150);
  EXPECT_EQ(ui::look().scheme, ui::Scheme::contrast);
  EXPECT_EQ(ui::look().spacing, ui::Spacing::wide);
  EXPECT_EQ(QApplication::cursorFlashTime(), 0);
  support::type(*window_, "Nombre de sauvegardes", "42");
  key(Qt::Key_Minus, Qt::ControlModifier);
  key(Qt::Key_C, Qt::AltModifier);
  key(Qt::Key_E, Qt::AltModifier);
  key(Qt::Key_M, Qt::AltModifier);
  present(view);  // each view says again what was agreed
  EXPECT_EQ(ui::look().zoom, 125);
  EXPECT_EQ(ui::look().scheme, ui::Scheme::light);
  EXPECT_EQ(ui::look().spacing, ui::Spacing::usual);
  EXPECT_GT(QApplication::cursorFlashTime(), 0);
  EXPECT_EQ(qobject_cast<QLineEdit*>(support::findNamed(*window_, "Nombre de sauvegardes"))->text(), "42");
  present(support::viewOf(Screen::connecting));
  EXPECT_EQ(ui::look().zoom, 125) << "the same person, whatever the link does";
  present(support::viewOf(Screen::enterCode));
  EXPECT_EQ(ui::look().zoom, 100) << "the next person finds the workstation as it usually is";
  EXPECT_GT(QApplication::cursorFlashTime(), 0);
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

TEST_F(WindowTest, ReportsAProblemAndKeepsTheAnswer) {
  ask("smp-1.2-02");
  support::type(*window_, "Nombre de sauvegardes", "6");
  support::press(*window_, "Signaler un problème");
  ASSERT_EQ(window_->screenName(), "report");
  support::press(*window_, "Appeler le surveillant");
  EXPECT_TRUE(reports_.empty());
  EXPECT_TRUE(support::says(*window_, "Choisissez d’abord"));
  support::press(*window_, "La question s’affiche mal");
  support::type(*window_, "Si vous voulez, expliquez en quelques mots", "trop petit");
  support::press(*window_, "Appeler le surveillant");
  ASSERT_EQ(reports_.size(), 1U);
  EXPECT_EQ(reports_[0], (std::pair<std::string, std::string>{"does-not-display", "trop petit"}));
  key(Qt::Key_Escape);
  EXPECT_EQ(window_->screenName(), "question");
  EXPECT_EQ(qobject_cast<QLineEdit*>(support::findNamed(*window_, "Nombre de sauvegardes"))->text(), "6");
}

TEST_F(WindowTest, RefusesAReportsCommentThatIsTooLongAndSaysSo) {
  ask("smp-1.2-02");
  support::press(*window_, "Signaler un problème");
  auto* comment =
      qobject_cast<QPlainTextEdit*>(support::findNamed(*window_, "Si vous voulez, expliquez en quelques mots"));
  ASSERT_NE(comment, nullptr);
  comment->setFocus();
  QApplication::clipboard()->setText(QString(10'000'000, QLatin1Char('x')));
  key(Qt::Key_V, Qt::ControlModifier);
  EXPECT_EQ(comment->toPlainText(), "");
  EXPECT_TRUE(support::says(*window_, "Ce texte est trop long : 10000000"));
  key(Qt::Key_A);
  EXPECT_EQ(comment->toPlainText(), "a");
  EXPECT_FALSE(support::says(*window_, "Ce texte est trop long"));
}

TEST_F(WindowTest, ReportsAQuestionThatItCannotShowByItselfAndOnce) {
  const auto question = support::questionOf(
      R"({"activity":{"type":"of-tomorrow"},"focused":false,"id":"abc-mouse-01","kind":"ABC","locales":{"fr":{"instruction":"Glissez."}},"version":1})",
      "fr");
  for (int i = 0; i < 3; ++i) present(support::questionView(question));
  ASSERT_EQ(reports_.size(), 1U);
  EXPECT_EQ(reports_[0].first, "item-unshowable");
  EXPECT_TRUE(reports_[0].second.starts_with("abc-mouse-01: activity: this version shows no activity \"of-tomorrow\""))
      << reports_[0].second;
  EXPECT_TRUE(support::says(*window_, "ne peut pas s’afficher"));
  EXPECT_EQ(support::findNamed(*window_, "Valider et continuer"), nullptr);
  EXPECT_NE(support::findNamed(*window_, "Signaler un problème"), nullptr);
}

TEST_F(WindowTest, SpeaksTheOtherLanguageAtOnceAndKeepsTheAnswer) {
  ask("smp-1.1-01");
  key(Qt::Key_2);
  support::press(*window_, "English");
  EXPECT_TRUE(support::says(*window_, "Question 5 of 32"));
  support::press(*window_, "Confirm and go on");
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].selected, std::vector<std::string>{"b"});
  support::press(*window_, "Français");
  EXPECT_TRUE(support::says(*window_, "Question 5 sur 32"));
}

TEST_F(WindowTest, KeepsTheAnswerWhenTheTextGrows) {
  ask("smp-1.1-01");
  key(Qt::Key_3);
  for (int i = 0; i < 9; ++i) key(Qt::Key_Plus, Qt::ControlModifier);
  EXPECT_EQ(ui::look().zoom, ui::kLargestZoom);
  for (int i = 0; i < 9; ++i) key(Qt::Key_Minus, Qt::ControlModifier);
  EXPECT_EQ(ui::look().zoom, ui::kSmallestZoom);
  key(Qt::Key_Return, Qt::ControlModifier);
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].selected, std::vector<std::string>{"c"});
}

TEST_F(WindowTest, ShowsAMessageUntilItWasRead) {
  session::View view = support::questionView(support::sampleQuestion("smp-1.1-01", "fr"));
  view.lastMessage = "Il reste dix minutes.";
  view.messages = 1;
  present(view);
  EXPECT_TRUE(support::says(*window_, "Il reste dix minutes."));
  support::press(*window_, "J’ai lu");
  EXPECT_FALSE(support::says(*window_, "Il reste dix minutes."));
  view.messages = 2;
  present(view);
  EXPECT_TRUE(support::says(*window_, "Il reste dix minutes."));
}

TEST_F(WindowTest, CallsTheInvigilatorAndNamesTheReasonForStaff) {
  session::View view = support::viewOf(Screen::callInvigilator);
  view.notices = {"past-changed"};
  present(view);
  EXPECT_TRUE(support::says(*window_, "Appelez le surveillant"));
  EXPECT_TRUE(support::says(*window_, "ne montre plus le même passé"));
  EXPECT_TRUE(support::says(*window_, "past-changed"));
}

TEST_F(WindowTest, TellsNoScoreAtTheEnd) {
  present(support::viewOf(Screen::ended));
  for (const char* word : {"score", "points", "/", "%", "niveau"}) EXPECT_FALSE(support::says(*window_, word)) << word;
}

TEST_F(WindowTest, ReachesEveryControlByTab) {
  for (const auto& screen : support::sampleScreens("fr")) {
    present(screen.view);
    notes_ = screen.notes;
    window_->present(screen.view, screen.notes);
    support::settle();
    std::set<QWidget*> reached;
    for (int i = 0; i < 40; ++i) {
      key(Qt::Key_Tab);
      if (QApplication::focusWidget() != nullptr) reached.insert(QApplication::focusWidget());
    }
    for (QWidget* widget : support::visibleIn(*window_)) {
      const bool radio = qobject_cast<QRadioButton*>(widget) != nullptr;  // arrows move inside a group
      if (!support::takesInput(*widget) || radio) continue;
      EXPECT_TRUE(reached.contains(widget)) << screen.name << ": " << support::nameOf(*widget).toStdString();
    }
  }
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

TEST_F(WindowTest, CoversEverythingWhileTheGuardIsGoneAndComesBackToWhatWasTyped) {
  ask("smp-1.1-01");
  const std::string before = window_->screenName();
  window_->setGuard(Guarding::no);
  EXPECT_EQ(window_->screenName(), "unguarded");
  ask("smp-1.1-01", 6);
  EXPECT_EQ(window_->screenName(), "unguarded") << "also when the centre sends the next question";
  window_->setGuard(Guarding::yes);
  EXPECT_EQ(window_->screenName(), before);
  window_->askEnrolment();
  window_->setGuard(Guarding::no);
  window_->setGuard(Guarding::yes);
  EXPECT_EQ(window_->screenName(), "enrol");
}

}  // namespace
}  // namespace vigie::candidate
