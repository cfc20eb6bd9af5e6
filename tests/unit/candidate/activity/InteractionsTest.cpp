// What single interactions do beyond being done right or wrong.
#include <gtest/gtest.h>

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPushButton>
#include <QTest>

#include "candidate-client/ui/activity/parts/Tile.hpp"
#include "candidate-client/ui/activity/password-setup/PasswordSetup.hpp"
#include "tests/support/WindowHand.hpp"
#include "tests/unit/candidate/activity/PracticalScene.hpp"

namespace vigie::activity::test {
namespace {

Tile& tileIn(PracticalScene& scene, const char* name) {
  return dynamic_cast<Tile&>(*support::findNamed(scene.window(), QString::fromUtf8(name)));
}

void clickAt(Tile& tile, quint64 ms) {
  const QPointF at = tile.rect().center();
  for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
    const auto buttons = type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton;
    QMouseEvent event(type, at, tile.mapToGlobal(at), Qt::LeftButton, buttons, Qt::NoModifier);
    event.setTimestamp(ms);
    QApplication::sendEvent(&tile, &event);
  }
  support::settle();
}

TEST(Desktop, OpensNothingOnOneClickAndSomethingOnTwoSlowOnes) {
  PracticalScene scene;
  scene.ask("vig-mouse-02");
  clickAt(tileIn(scene, "Photos"), 10'000);
  EXPECT_TRUE(scene.summary().isEmpty());
  clickAt(tileIn(scene, "Photos"), 10'700);
  EXPECT_EQ(scene.summary()["lastOpened"].toString(), "photos");
}

TEST(Desktop, TakesTwoClicksFarApartForTwoSingleOnes) {
  PracticalScene scene;
  scene.ask("vig-mouse-02");
  clickAt(tileIn(scene, "Photos"), 10'000);
  clickAt(tileIn(scene, "Photos"), 12'000);
  EXPECT_TRUE(scene.summary().isEmpty());
}

TEST(ClickTargets, CountsWhatIsBesideAndWhatIsNotDue) {
  PracticalScene scene;
  scene.ask("abc-mouse-01");
  EXPECT_EQ(support::findNamed(scene.window(), "Rond 2 sur 5"), nullptr) << "the next one shows after a hit";
  QWidget* canvas = support::findNamed(scene.window(), "Rond 1 sur 5")->parentWidget();
  QTest::mouseClick(canvas, Qt::LeftButton, {}, {2, 2});
  EXPECT_EQ(scene.summary()["misses"].toInt(), 1);
  scene.follow(With::mouse, "press Rond 1 sur 5");
  EXPECT_EQ(scene.summary()["pointer"].toString(), "mouse");
  scene.follow(With::keyboard, "press Rond 1 sur 5");  // again
  EXPECT_EQ(scene.summary()["misses"].toInt(), 2);
  EXPECT_EQ(scene.summary()["hits"].toArray().size(), 1);
}

TEST(ContextMenu, OpensForTheMenuKeyShiftF10AndALongPress) {
  for (const auto& [key, modifiers] : {std::pair{Qt::Key_Menu, Qt::NoModifier}, {Qt::Key_F10, Qt::ShiftModifier}}) {
    PracticalScene scene;
    scene.ask("vig-mouse-03");
    QTest::keyClick(&tileIn(scene, "photo"), key, modifiers);
    EXPECT_EQ(scene.summary()["menuOf"].toString(), "photo");
  }
  PracticalScene scene;
  scene.ask("vig-mouse-03");
  QTest::mousePress(&tileIn(scene, "lettre"), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !scene.summary().isEmpty(); }));
  EXPECT_EQ(scene.summary()["menuOf"].toString(), "lettre");
}

TEST(ContextMenu, ClosesOnEscapeAndMovesWithTheArrows) {
  PracticalScene scene;
  scene.ask("vig-mouse-03");
  scene.follow(With::keyboard, "menu lettre");
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), "Ouvrir");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), "Renommer");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
  support::settle();
  EXPECT_EQ(support::findNamed(scene.window(), "Renommer"), nullptr);
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), "lettre");
}

TEST(DragDrop, PutsAFileAwayByTwoClicksToo) {
  PracticalScene scene;
  scene.ask("vig-mouse-04");
  scene.follow(With::mouse, "press chat.jpg|press Images");
  EXPECT_EQ(scene.summary()["placements"].toObject()["f2"].toString(), "pictures");
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), "loyer.pdf") << "the next file to put away";
}

TEST(DragDrop, SaysWhereToLetGoWhenAFileFallsBesideTheFolders) {
  PracticalScene scene;
  scene.ask("vig-mouse-04");
  scene.follow(With::mouse, "drag loyer.pdf => chat.jpg");
  EXPECT_TRUE(support::says(scene.window(), "Lâchez sur un dossier"));
  EXPECT_TRUE(scene.summary().isEmpty());
}

TEST(ScrollPage, SeesOnlyWhatWasScrolledTo) {
  PracticalScene scene;
  scene.ask("vig-mouse-05");
  QWidget* page = support::findNamed(scene.window(), "J’ai tout lu")->parentWidget()->parentWidget()->parentWidget();
  QTest::keyClick(page, Qt::Key_PageDown);
  support::settle();
  const int percent = scene.summary()["scrolledPercent"].toInt();
  EXPECT_GT(percent, 0);
  EXPECT_LT(percent, 90);
}

TEST(FormFill, IsNotSentWithAFieldMissingAndSaysWhichOne) {
  PracticalScene scene;
  scene.ask("vig-form-01");
  scene.follow(With::keyboard, "type Nom => Daoud|press Envoyer");
  EXPECT_FALSE(scene.summary()["submitted"].toBool());
  EXPECT_EQ(scene.summary()["errorsShown"].toInt(), 1);
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), "Prénom");
  EXPECT_TRUE(support::says(scene.window(), "Remplissez cette case"));
}

TEST(FormFill, TakesTheSendingBackWhenAFieldChanges) {
  PracticalScene scene;
  scene.ask("vig-keyboard-01");
  scene.follow(With::keyboard, "type Mot => bonjour|press Envoyer");
  EXPECT_TRUE(scene.summary()["submitted"].toBool());
  scene.follow(With::keyboard, "type Mot => bonsoir");
  EXPECT_FALSE(scene.summary()["submitted"].toBool());
  EXPECT_TRUE(support::says(scene.window(), "Envoyez-le encore"));
}

TEST(FormFill, GoesFromFieldToFieldWithReturnAndSendsAtTheEnd) {
  PracticalScene scene;
  scene.ask("vig-form-01");
  for (const char* words : {"Daoud", "Karim", "4 octobre 1969", "0199004567"}) {
    QTest::keyClicks(QApplication::focusWidget(), words);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  }
  EXPECT_TRUE(scene.summary()["submitted"].toBool());
}

TEST(FormFill, ShowsTheErrorThatTheItemBeginsWith) {
  PracticalScene scene;
  scene.ask("vig-form-03");
  EXPECT_TRUE(support::says(scene.window(), "Ce n’est pas la bonne forme"));
}

TEST(DropDown, OpensMovesAndClosesByKeyboard) {
  PracticalScene scene;
  scene.ask("vig-form-02");
  scene.follow(With::keyboard, "press Heure");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), QString::fromUtf8("10\u00a0h 30"));
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
  support::settle();
  EXPECT_EQ(support::findNamed(scene.window(), QString::fromUtf8("10\u00a0h 30")), nullptr);
  EXPECT_EQ(support::nameOf(*QApplication::focusWidget()), "Heure");
}

TEST(Windows, BringBackWhatWasReduced) {
  PracticalScene scene;
  scene.ask("vig-desktop-03");
  scene.follow(With::keyboard, "press Réduire Courrier|press Barre des tâches : Courrier");
  EXPECT_TRUE(scene.summary()["minimised"].toArray().isEmpty());
}

TEST(Settings, CloseWithAButtonAndOpenAgain) {
  PracticalScene scene;
  scene.ask("vig-call-01");
  scene.follow(With::keyboard, "press Quitter");
  EXPECT_EQ(scene.summary()["pressed"].toString(), "leave");
  EXPECT_EQ(support::findNamed(scene.window(), "Micro"), nullptr);
  scene.follow(With::keyboard, "press Ouvrir encore");
  EXPECT_EQ(scene.summary()["pressed"].toString(), "");
  EXPECT_NE(support::findNamed(scene.window(), "Micro"), nullptr);
}

TEST(Mailbox, KeepsTheMessageThatIsBeingWritten) {
  PracticalScene scene;
  scene.ask("abc-mail-02");
  scene.follow(With::keyboard, "press Nouveau message|type Objet => Bonjour");
  scene.restart();
  const auto* subject = qobject_cast<QLineEdit*>(support::findNamed(scene.window(), "Objet"));
  ASSERT_NE(subject, nullptr);
  EXPECT_EQ(subject->text(), "Bonjour");
}

TEST(Mailbox, SendsNothingWithoutAnAddress) {
  PracticalScene scene;
  scene.ask("abc-mail-02");
  scene.follow(With::keyboard, "press Nouveau message|press Envoyer");
  EXPECT_TRUE(support::says(scene.window(), "Tapez l’adresse"));
  EXPECT_TRUE(scene.summary()["sent"].toArray().isEmpty());
}

// What was sent cannot be made shorter any more: the message stays open, and its writer is told.
TEST(Mailbox, SendsNothingThatTheAnswerHasNoRoomFor) {
  PracticalScene scene;
  scene.ask("abc-mail-02");
  const std::string message = "press Nouveau message|type À => a@b.example|type Texte du message => ";
  scene.follow(With::reader, message + QString(800, QChar(0xE9)).toStdString() + "|press Envoyer");
  EXPECT_EQ(scene.summary()["sent"].toArray().size(), 1);
  scene.follow(With::reader, message + QString(900, QChar(0xE9)).toStdString() + "|press Envoyer");
  EXPECT_EQ(scene.summary()["sent"].toArray().size(), 1);
  EXPECT_TRUE(support::says(scene.window(), "C’est trop long. Effacez du texte"));
  scene.follow(With::reader, "type Texte du message => Bonjour|press Envoyer");
  EXPECT_EQ(scene.summary()["sent"].toArray().size(), 2);
}

TEST(Mailbox, NotesAClickOnTheLinkOfAMessage) {
  PracticalScene scene;
  scene.ask("vig-phishing-01");
  scene.follow(With::keyboard, "press Ma Banque|press Rétablir mon compte|press Signaler");
  EXPECT_EQ(scene.summary()["clickedLinks"].toArray(), (QJsonArray{"m4"}));
  EXPECT_FALSE(isRight("vig-phishing-01", "fr", scene.confirm(With::keyboard)));
}

TEST(FileExplorer, MovesAFileByDraggingItOntoAFolder) {
  PracticalScene scene;
  scene.ask("vig-files-03");
  scene.follow(With::mouse, "drag Photos => Documents");
  EXPECT_EQ(scene.summary()["moved"].toObject()["photos"].toString(), "docs");
}

TEST(FileExplorer, KnowsTheKeysOfAnyOther) {
  PracticalScene scene;
  scene.ask("vig-files-02");
  scene.follow(With::keyboard, "open Documents|press cv.odt");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_F2);
  support::settle();
  QTest::keyClicks(QApplication::focusWidget(), "cv-2027.odt");
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  support::settle();
  EXPECT_TRUE(isRight("vig-files-02", "fr", scene.confirm(With::keyboard)));
}

TEST(Spreadsheet, ShowsTheValueOfACellThatIsLeft) {
  PracticalScene scene;
  scene.ask("vig-sheet-01");
  scene.follow(With::keyboard, "type B5 => =SOMME(B2:B4)");
  auto* cell = qobject_cast<QLineEdit*>(support::findNamed(scene.window(), "B5"));
  EXPECT_EQ(cell->text(), "=SOMME(B2:B4)");
  QTest::keyClick(cell, Qt::Key_Tab);
  EXPECT_EQ(cell->text(), "355");
  cell->setFocus();
  EXPECT_EQ(cell->text(), "=SOMME(B2:B4)");
}

TEST(Spreadsheet, ReadsItsChartOut) {
  PracticalScene scene;
  scene.ask("vig-sheet-05");
  bool isRead = false;
  for (const QWidget* widget : support::visibleIn(scene.window())) {
    isRead = isRead || widget->accessibleName() == "Graphique : Janvier 120, Février 95, Mars 140";
  }
  EXPECT_TRUE(isRead);
}

TEST(TwoFactorSetup, SaysThatACodeIsWrong) {
  PracticalScene scene;
  scene.ask("vig-password-02");
  scene.follow(With::keyboard, "press Double authentification|type Code reçu => 482931|press Vérifier le code");
  EXPECT_TRUE(support::says(scene.window(), "Ce n’est pas le bon code"));
  EXPECT_EQ(support::findNamed(scene.window(), "Garder les codes de secours"), nullptr);
}

TEST(PasswordSetup, KnowsWhatEverybodyUses) {
  for (const char* common : {"", "motdepasse", "MotDePasse2024", "azertyuiop12", "P@ssword1234", "aaaaaaaaaaaa1",
                             "123456789012", "password!password1"}) {
    EXPECT_TRUE(isCommonPassword(QString::fromUtf8(common))) << common;
  }
  for (const char* rare : {"marguerite58jardin", "Le chat dort 3 fois", "tournevis-bleu-9-citron"}) {
    EXPECT_FALSE(isCommonPassword(QString::fromUtf8(rare))) << rare;
  }
}

TEST(Tile, OffersAScreenReaderWhatItCanDo) {
  PracticalScene scene;
  scene.ask("vig-mouse-03");
  QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&tileIn(scene, "lettre"));
  EXPECT_EQ(face->role(), QAccessible::Button);
  const QStringList names = face->actionInterface()->actionNames();
  EXPECT_TRUE(names.contains(QAccessibleActionInterface::showMenuAction()));
  EXPECT_TRUE(names.contains(QAccessibleActionInterface::pressAction()));
  EXPECT_FALSE(names.contains("open")) << "these files only have a menu";
}

}  // namespace
}  // namespace vigie::activity::test
