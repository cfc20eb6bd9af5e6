// The room: tiles, the oldest report on top, decisions in two clicks, refusals beside the button.
#include <gmock/gmock.h>

#include <QBuffer>
#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>

#include "tests/unit/console/window/WindowScene.hpp"

namespace vigie::window::test {
namespace {

const exam::record::StaffBody& newest(const Opened& opened) {
  return opened.desk->orders.back().body;
}

TEST(RoomPage, ShowsEveryCandidateAsATileThatSaysAll) {
  Opened opened;
  opened.show(busyRoom(12));
  EXPECT_EQ(opened.window.room()->tiles().count(), 12U);
  const Tile* tile = opened.window.room()->tiles().tile(person(0));
  ASSERT_NE(tile, nullptr);
  for (const char* part :
       {"Noël Ada", "Running", "Question 1 of 32", "Poste 1", "Linked", "50 min left", "No picture yet"}) {
    EXPECT_TRUE(tile->accessibleName().contains(QString::fromUtf8(part)))
        << part << " in " << tile->accessibleName().toStdString();
  }
}

TEST(RoomPage, SpeaksOfNoTimeLeftOnceATestHasEnded) {
  Opened opened;
  auto room = busyRoom(2);
  room.mutable_candidates(0)->set_phase("ended");
  opened.show(room);
  const QString name = opened.window.room()->tiles().tile(person(0))->accessibleName();
  EXPECT_TRUE(name.contains(QStringLiteral("Question 1 of 32"))) << name.toStdString();
  EXPECT_FALSE(name.contains(QStringLiteral("left"))) << name.toStdString();
}

TEST(RoomPage, DecidesAReportInTwoClicks) {
  Opened opened;
  auto room = busyRoom(12);
  addAlert(room, 1, 5, "l'image manque");
  opened.show(room);
  press(opened.button(QStringLiteral("decide")));   // one
  press(opened.button(QStringLiteral("replace")));  // two
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_EQ(newest(opened).resolve_alert().alert(), 1U);
  EXPECT_EQ(newest(opened).resolve_alert().outcome(), "replace");
}

TEST(RoomPage, SendsTheCommentWithTheDecision) {
  Opened opened;
  auto room = busyRoom(3);
  addAlert(room, 1, 0, "");
  opened.show(room);
  press(opened.button(QStringLiteral("decide")));
  for (auto* one : opened.window.findChildren<QLineEdit*>()) {
    if (one->accessibleName().startsWith(QStringLiteral("Comment"))) one->setText(QStringLiteral(" vu à l'écran "));
  }
  press(opened.button(QStringLiteral("keep")));
  EXPECT_EQ(newest(opened).resolve_alert().outcome(), "keep");
  EXPECT_EQ(opened.desk->orders.back().privatePart.text(), "vu à l'écran");
}

TEST(RoomPage, KeepsTheOldestReportOnTopWhateverIsShownBelow) {
  Opened opened;
  auto room = busyRoom(200);
  addAlert(room, 3, 150, "the oldest");
  addAlert(room, 8, 2, "a later one");
  opened.show(room);
  AlertBar& bar = opened.window.room()->alertBar();
  EXPECT_EQ(bar.alert(), 3U);
  EXPECT_TRUE(bar.isVisible());
  const int top = bar.mapTo(&opened.window, QPoint(0, 0)).y();
  EXPECT_GE(top, 0);
  EXPECT_LT(top + bar.height(), opened.window.height());
  opened.window.room()->choose(person(7));  // somebody else is looked at
  EXPECT_TRUE(bar.isVisible());
  room.mutable_alerts(0)->set_open(false);
  opened.desk->show(outlookOf(room));
  EXPECT_EQ(bar.alert(), 8U) << "then the next";
  room.mutable_alerts(1)->set_open(false);
  opened.desk->show(outlookOf(room));
  EXPECT_FALSE(bar.isVisible());
}

TEST(RoomPage, ShowsARefusalNextToTheButtonInPlainWords) {
  Opened opened;
  auto room = busyRoom(3);
  opened.show(room);
  opened.window.room()->choose(person(0));
  QApplication::processEvents();
  press(opened.button(QStringLiteral("pause")));
  EXPECT_FALSE(opened.button(QStringLiteral("pause"))->isEnabled()) << "until the centre has answered";
  opened.desk->settleLast(base::Error{"already-paused", "…"});
  QPushButton* button = opened.button(QStringLiteral("pause"));
  EXPECT_TRUE(button->isEnabled());
  const auto* refusal = button->parentWidget()->findChild<QLabel*>(QStringLiteral("refusal"));
  ASSERT_NE(refusal, nullptr);
  EXPECT_TRUE(refusal->isVisible());
  EXPECT_EQ(refusal->text(), QStringLiteral("It is paused already. There is nothing to do."));
}

TEST(RoomPage, AsksOnceBeforeEndingATest) {
  Opened opened;
  opened.show(busyRoom(3));
  opened.window.room()->choose(person(1));
  QApplication::processEvents();
  press(opened.button(QStringLiteral("endTest")));
  EXPECT_TRUE(opened.desk->orders.empty()) << "not yet";
  QPushButton* yes = nullptr;
  for (QPushButton* one : opened.buttons()) {
    if (one->text() == QStringLiteral("Yes, end it")) yes = one;
  }
  press(yes);
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_EQ(newest(opened).end_test().reason(), "candidate");
  EXPECT_EQ(newest(opened).candidate(), person(1).bytes());
}

TEST(RoomPage, ConfirmsThePresenceOfEverybodyWhoIsReady) {
  Opened opened;
  auto room = busyRoom(4);
  for (int i = 0; i < 3; ++i) {
    room.mutable_candidates(i)->set_phase("identified");
    room.mutable_candidates(i)->clear_question();
  }
  opened.show(room);
  press(opened.button(QStringLiteral("confirmAll")));
  EXPECT_EQ(opened.desk->orders.size(), 3U);
  for (const auto& order : opened.desk->orders) EXPECT_TRUE(order.body.has_confirm_presence());
}

TEST(RoomPage, OffersOnlyFreeAndLinkedSeatsToMoveTo) {
  Opened opened;
  auto room = busyRoom(2);
  Outlook outlook = outlookOf(room);
  room.mutable_candidates(1)->set_workstation(outlook.machines[0].machine());  // Poste 1 is taken
  outlook = outlookOf(room);
  outlook.machines[1].set_linked(false);
  outlook.machines[2].set_revoked(true);
  opened.window.toRoom(kSession);
  QApplication::processEvents();
  opened.desk->show(outlook);
  opened.window.room()->choose(person(0));
  QApplication::processEvents();
  press(opened.button(QStringLiteral("move")));
  for (QPushButton* one : opened.buttons()) {
    if (one->text() == QStringLiteral("Yes, move")) press(one);
  }
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_EQ(newest(opened).move().workstation(), outlook.machines[3].machine());
}

// ---- one candidate closely ----

std::string jpegOfAFewPixels() {
  QImage image(32, 24, QImage::Format_RGB32);
  image.fill(Qt::darkGreen);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  EXPECT_TRUE(image.save(&buffer, "JPG"));
  return bytes.toStdString();
}

std::vector<QString> pictureNames(const Opened& opened) {
  std::vector<QString> out;
  for (const auto* one : opened.window.findChildren<QLabel*>()) {
    if (one->isVisible() && !one->pixmap().isNull()) out.push_back(one->accessibleName());
  }
  return out;
}

bool says(const Opened& opened, const QString& words) {
  const auto labels = opened.window.findChildren<QLabel*>();
  return std::any_of(labels.begin(), labels.end(),
                     [&](const QLabel* one) { return one->isVisible() && one->text().contains(words); });
}

TEST(RoomPage, ShowsLiveWhoeverIsLookedAtAndSaysThatItIs) {
  Opened opened;
  opened.show(busyRoom(3));
  EXPECT_FALSE(opened.desk->regarded);
  opened.window.room()->choose(person(0));
  QApplication::processEvents();
  EXPECT_EQ(opened.desk->regarded, person(0));
  Outlook outlook = opened.desk->outlook();
  message::PictureView stored;
  stored.set_number(4);
  stored.set_taken_ms(kNow);
  stored.set_jpeg(jpegOfAFewPixels());
  outlook.pictures[person(0)] = std::make_shared<const message::PictureView>(stored);
  opened.desk->show(outlook);
  EXPECT_THAT(pictureNames(opened),
              ::testing::ElementsAre(QStringLiteral("Noël Ada: Picture of 2023-11-14 22:13 UTC")));
  message::PictureView tile = stored;
  tile.set_number(0);
  outlook.live = console::LiveView{person(0), std::make_shared<const message::PictureView>(tile), std::nullopt};
  opened.desk->show(outlook);
  EXPECT_THAT(pictureNames(opened), ::testing::ElementsAre(QStringLiteral("Noël Ada: Live (nothing is kept)")));
  outlook.live = console::LiveView{person(0), nullptr, base::Error{"tile-late", "the centre's words"}};
  opened.desk->show(outlook);
  EXPECT_THAT(pictureNames(opened), ::testing::ElementsAre(QStringLiteral("Noël Ada: Picture of 2023-11-14 22:13 UTC")))
      << "the newest stored one is the fall-back";
  EXPECT_TRUE(says(opened, QStringLiteral("The seat sent no picture in time.")));
}

TEST(RoomPage, LooksAtNobodyOnceTheRoomIsLeftOrSomebodyElseIsChosen) {
  Opened opened;
  opened.show(busyRoom(3));
  opened.window.room()->choose(person(0));
  QApplication::processEvents();
  opened.window.room()->choose(person(1));
  QApplication::processEvents();
  EXPECT_EQ(opened.desk->regarded, person(1));
  opened.window.toSessions();
  QApplication::processEvents();
  EXPECT_FALSE(opened.desk->regarded);
}

TEST(RoomPage, ShowsNobodyElsesTile) {
  Opened opened;
  opened.show(busyRoom(3));
  opened.window.room()->choose(person(1));
  QApplication::processEvents();
  Outlook outlook = opened.desk->outlook();
  message::PictureView tile;
  tile.set_jpeg(jpegOfAFewPixels());
  outlook.live = console::LiveView{person(0), std::make_shared<const message::PictureView>(tile), std::nullopt};
  opened.desk->show(outlook);
  EXPECT_TRUE(pictureNames(opened).empty());
}

TEST(RoomPage, FindsANameWithoutItsAccents) {
  Opened opened;
  opened.show(busyRoom(12));
  for (auto* one : opened.window.findChildren<QLineEdit*>()) {
    if (one->accessibleName() == QStringLiteral("Find a name or a seat")) one->setText(QStringLiteral("noel"));
  }
  QApplication::processEvents();
  EXPECT_EQ(opened.window.room()->tiles().count(), 2U);
}

TEST(RoomPage, CanShowOnlyWhoNeedsSomebody) {
  Opened opened;
  auto room = busyRoom(20);
  room.mutable_candidates(4)->set_linked(false);
  addAlert(room, 1, 9, "");
  opened.show(room);
  for (auto* one : opened.window.findChildren<QCheckBox*>()) one->setChecked(true);
  QApplication::processEvents();
  EXPECT_EQ(opened.window.room()->tiles().count(), 2U);
}

TEST(RoomPage, GoesFromTileToTileWithTheArrows) {
  Opened opened;
  opened.show(busyRoom(12));
  auto& grid = opened.window.room()->tiles();
  Tile* first = nullptr;
  for (std::size_t i = 0; i < 12; ++i) {
    Tile* one = grid.tile(person(i));
    if (one->pos() == QPoint(0, 0)) first = one;
  }
  ASSERT_NE(first, nullptr);
  opened.window.activateWindow();
  first->setFocus();
  QKeyEvent right(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier);
  QApplication::sendEvent(first, &right);
  Tile* next = dynamic_cast<Tile*>(opened.window.focusWidget());
  ASSERT_NE(next, nullptr);
  EXPECT_EQ(next->y(), first->y());
  EXPECT_GT(next->x(), first->x());
}

TEST(RoomPage, HoldsTwoHundredTilesInOneRoom) {
  Opened opened;
  opened.show(busyRoom(200));
  auto& grid = opened.window.room()->tiles();
  EXPECT_EQ(grid.count(), 200U);
  std::vector<QRect> places;
  for (std::size_t i = 0; i < 200; ++i) places.push_back(grid.tile(person(i))->geometry());
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_LE(places[i].right(), grid.width());
    EXPECT_LE(places[i].bottom(), grid.minimumHeight());
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(places[i].intersects(places[j])) << i << " over " << j;
  }
}

TEST(RoomPage, DrawsOnlyTheTileThatChanged) {
  Opened opened;
  auto room = busyRoom(200);
  opened.show(room);
  auto& grid = opened.window.room()->tiles();
  const Tile* same = grid.tile(person(3));
  const QString before = same->accessibleName();
  room.mutable_candidates(4)->set_question(31);
  opened.desk->show(outlookOf(room));
  EXPECT_EQ(grid.tile(person(3)), same) << "tiles are kept";
  EXPECT_EQ(same->accessibleName(), before);
  EXPECT_TRUE(grid.tile(person(4))->accessibleName().contains(QStringLiteral("Question 31 of 32")));
}

}  // namespace
}  // namespace vigie::window::test
