// A session from its ticket to its certificates, by pressing what a person presses, against the real centre.
#include <gtest/gtest.h>

#include <QLineEdit>
#include <fstream>

#include "common/crypto/Random.hpp"
#include "tests/integration/proctor-console/SyntheticDesk.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"
#include "tests/unit/console/window/WindowScene.hpp"

namespace vigie::window::test {
namespace {

class AtTheCentre : public ::testing::Test {
 protected:
  AtTheCentre() {
    for (int i = 1; i <= 3; ++i) {
      const std::string code = crypto::randomCode(8);
      enrolling_.give(console::issueSeatCode("Poste " + std::to_string(i), code));
      seats.push_back(std::make_unique<support::SyntheticSeat>(centre, code));
    }
    window.resize(1366, 768);
    auto made = std::make_unique<support::SyntheticDesk>(centre, enrolling_);
    desk = made.get();
    window.enter(std::move(made));
    window.show();
    settle();
  }

  void settle() {
    desk->pump();
    QApplication::processEvents();
    QApplication::processEvents();
  }

  QPushButton* named(const QString& name) {
    for (auto* one : window.findChildren<QPushButton*>(name)) {
      if (one->isVisible()) return one;
    }
    return nullptr;
  }
  QPushButton* labelled(const QString& text) {
    for (auto* one : window.findChildren<QPushButton*>()) {
      if (one->isVisible() && one->text() == text) return one;
    }
    return nullptr;
  }
  void pressNamed(const char* name) {
    press(named(QString::fromLatin1(name)));
    settle();
  }
  void pressLabelled(const char* text) {
    SCOPED_TRACE(text);
    press(labelled(QString::fromUtf8(text)));
    settle();
  }
  void type(const char* field, const char* text) {
    for (auto* one : window.findChildren<QLineEdit*>()) {
      if (one->isVisible() && one->accessibleName() == QString::fromUtf8(field))
        return one->setText(QString::fromUtf8(text));
    }
    ADD_FAILURE() << "no field " << field;
  }

  base::SessionId session() { return *base::SessionId::fromBytes(desk->outlook().sessions.at(0).session()); }
  const exam::SessionState& state() { return centre.centre().findSession(session())->state(); }
  const message::CandidateView& view(const std::string& family) {
    for (const auto& [ref, one] : desk->outlook().room->candidates()) {
      if (one.family_name() == family) return one;
    }
    throw std::out_of_range(family);
  }
  base::CandidateRef ref(const std::string& family) { return *base::CandidateRef::fromBytes(view(family).candidate()); }
  QString tile(const std::string& family) { return window.room()->tiles().tile(ref(family))->accessibleName(); }

  // A ticket, a session, two people, their seats, everybody at work.
  void makeSession() {
    const auto ticket = folder.path() / "ticket.jws";
    std::ofstream(ticket) << centre.signedTicket(centre.ticket("T-1"));
    window.sessions()->loadTicket(ticket);
    settle();
    pressLabelled("Create the session");
    pressLabelled("Add the candidates");
    type("Family name", "Noël");
    type("Given name", "Ada");
    type("Birth date", "2001-12-31");
    pressNamed("add");
    std::ofstream(folder.path() / "list.csv") << "nom;prénom;naissance\nPetit;Bo;2002-01-01\n";
    window.candidates()->importFrom(folder.path() / "list.csv");
    settle();
    pressLabelled("← Back");
    pressLabelled("Open the session");
    pressLabelled("See the room");
  }

  void sitDown() {
    seats[0]->checkIn(view("Noël").code());
    seats[1]->checkIn(view("Petit").code());
    for (int i : {0, 1}) seats[static_cast<std::size_t>(i)]->confirmIdentity();
    settle();
    pressNamed("confirmAll");
    for (int i : {0, 1}) {
      seats[static_cast<std::size_t>(i)]->receive();
      seats[static_cast<std::size_t>(i)]->begin();
    }
    settle();
  }

  void finish() {
    for (bool anybody = true; anybody;) {
      anybody = false;
      centre.pass(12'000);
      for (auto& seat : seats) {
        seat->heartbeat();
        seat->receive();
        if (!seat->question()) continue;
        seat->answer(support::Aim::right);
        anybody = true;
      }
    }
    settle();
  }

  support::SyntheticCentre centre;
  support::SyntheticConsole enrolling_{centre, centre.firstCode()};
  std::vector<std::unique_ptr<support::SyntheticSeat>> seats;
  support::TemporaryFolder folder;
  OpenDoor door;
  MainWindow window{door, Language::english, centre.clock()};
  support::SyntheticDesk* desk = nullptr;
};

TEST_F(AtTheCentre, TakesASessionFromItsTicketToItsCertificates) {
  makeSession();
  EXPECT_EQ(state().phase, exam::SessionPhase::open);
  EXPECT_EQ(window.room()->tiles().count(), 2U);
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Not seated yet"))) << tile("Noël").toStdString();

  sitDown();
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Question 1 of"))) << tile("Noël").toStdString();

  // A report, decided in two clicks.
  seats[0]->receive();
  const auto reported = seats[0]->question()->item();
  seats[0]->raiseAlert("does-not-display", "l'image manque", seats[0]->question()->number());
  settle();
  ASSERT_TRUE(window.room()->alertBar().isVisible());
  pressNamed("decide");
  pressNamed("replace");
  EXPECT_FALSE(window.room()->alertBar().isVisible());
  seats[0]->receive();
  ASSERT_TRUE(seats[0]->question());
  EXPECT_NE(seats[0]->question()->item(), reported);

  // One person is paused, gets a message and time, goes on; then moves.
  window.room()->choose(ref("Petit"));
  QApplication::processEvents();
  pressLabelled("Pause");
  seats[1]->receive();
  EXPECT_TRUE(seats[1]->state().paused());
  EXPECT_TRUE(tile("Petit").contains(QStringLiteral("Paused")));
  pressLabelled("Resume");
  type("Message to this candidate", "On reprend.");
  pressLabelled("Send");
  seats[1]->receive();
  EXPECT_EQ(seats[1]->lastMessage(), "On reprend.");
  pressLabelled("Give this time");
  EXPECT_GE(view("Petit").credited_ms(), 120'000);
  pressNamed("move");
  pressLabelled("Yes, move");
  EXPECT_EQ(view("Petit").workstation_label(), "Poste 3");
  std::swap(seats[1], seats[2]);
  seats[1]->receive();
  seats[1]->checkIn("");
  settle();

  // The whole room stops and goes on.
  pressNamed("pauseRoom");
  EXPECT_TRUE(state().paused);
  pressNamed("pauseRoom");
  EXPECT_FALSE(state().paused);

  finish();
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Finished")));
  pressLabelled("End the session");
  pressLabelled("Yes, end the session");
  pressLabelled("Settle the results");
  pressLabelled("Yes, settle the results");
  EXPECT_EQ(state().phase, exam::SessionPhase::finalised);
  pressLabelled("Issue the certificates");
  pressLabelled("Yes, issue");
  EXPECT_EQ(state().issued.size(), 2U);
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Certificate issued"))) << tile("Noël").toStdString();
  EXPECT_TRUE(centre.centre().findSession(session())->isEndCountersigned());
  EXPECT_TRUE(desk->outlook().notices.empty());
}

TEST_F(AtTheCentre, EndsOneTestAndSaysWhy) {
  makeSession();
  sitDown();
  window.room()->choose(ref("Noël"));
  QApplication::processEvents();
  pressNamed("endTest");
  pressLabelled("Yes, end it");
  EXPECT_EQ(view("Noël").end_reason(), "candidate");
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Finished")));
}

TEST_F(AtTheCentre, ShowsTheLossOfASeatAndItsReturn) {
  makeSession();
  sitDown();
  seats[0]->disconnect();
  settle();
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Link lost"))) << tile("Noël").toStdString();
  seats[0]->connect();
  settle();
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Running"))) << tile("Noël").toStdString();
}

TEST_F(AtTheCentre, CatchesUpAfterItLostTheCentre) {
  makeSession();
  sitDown();
  desk->lose();
  QApplication::processEvents();
  EXPECT_TRUE(window.findChild<QWidget*>(QStringLiteral("banner"))->isVisible());
  seats[0]->receive();
  seats[0]->answer(support::Aim::right);
  desk->connect();
  QApplication::processEvents();
  EXPECT_FALSE(window.findChild<QWidget*>(QStringLiteral("banner"))->isVisible());
  EXPECT_TRUE(tile("Noël").contains(QStringLiteral("Question 2 of"))) << tile("Noël").toStdString();
}

TEST_F(AtTheCentre, CarriesOutOnceWhatWasAskedWhileTheLinkWasGone) {
  makeSession();
  sitDown();
  desk->lose();
  window.room()->choose(ref("Petit"));
  QApplication::processEvents();
  press(labelled(QStringLiteral("Pause")));
  desk->connect();
  QApplication::processEvents();
  EXPECT_TRUE(view("Petit").paused());
}

}  // namespace
}  // namespace vigie::window::test
