// What the window does with a view and with what a person does, but for its questions (WindowQuestionTest).
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <set>

#include "tests/unit/candidate/WindowScene.hpp"

namespace vigie::candidate {
namespace {

using session::Screen;

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
        const QWidget* row = button->parentWidget();
        if (row == nullptr || row->property("kind") != "buttons" || !button->isVisible()) continue;
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
  comment->setPlainText(QString(1'000, QLatin1Char('x')));
  key(Qt::Key_A);
  EXPECT_EQ(comment->toPlainText().size(), 1'000);
  EXPECT_TRUE(support::says(*window_, "Ce texte est trop long : 1001")) << "typed one by one, too";
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
