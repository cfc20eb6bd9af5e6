// The first screen, and what is said wherever one is: banner, stop, language.
#include <gmock/gmock.h>

#include <QCheckBox>
#include <QLineEdit>
#include <QTextDocument>
#include <fstream>

#include "common/exam/Accommodations.hpp"
#include "proctor-console/ui/Slips.hpp"
#include "tests/support/TemporaryFolder.hpp"
#include "tests/unit/console/window/WindowScene.hpp"

namespace vigie::window::test {
namespace {

Outlook withSession(const std::string& phase, std::uint32_t candidates) {
  Outlook outlook = linkedOutlook();
  auto& session = outlook.sessions.emplace_back(sessionView(kSession, phase));
  session.set_ticket("T-2026-0042");
  session.set_candidates(candidates);
  return outlook;
}

TEST(FirstScreen, HasOneButtonOnEachCard) {
  for (const auto& [phase, label] :
       std::map<std::string, QString>{{"created", QStringLiteral("Open the session")},
                                      {"open", QStringLiteral("See the room")},
                                      {"ended", QStringLiteral("Settle the results")},
                                      {"finalised", QStringLiteral("Issue the certificates")}}) {
    Opened opened;
    opened.desk->show(withSession(phase, 3));
    QStringList labels;
    for (auto* card : opened.window.findChildren<QWidget*>(QStringLiteral("card"))) {
      for (const auto* one : card->findChildren<QPushButton*>()) {
        if (one->isVisible()) labels << one->text();
      }
    }
    EXPECT_EQ(labels, QStringList{label}) << phase;
  }
}

TEST(FirstScreen, OpensASessionWithItsButton) {
  Opened opened;
  opened.desk->show(withSession("created", 3));
  press(opened.button(QStringLiteral("next")));
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_TRUE(opened.desk->orders[0].body.has_open_session());
}

TEST(FirstScreen, LeadsIntoTheRoom) {
  Opened opened;
  opened.desk->show(withSession("open", 3));
  press(opened.button(QStringLiteral("next")));
  EXPECT_NE(opened.window.room(), nullptr);
  EXPECT_EQ(opened.desk->looked, kSession);
}

TEST(FirstScreen, AsksBeforeSettlingResults) {
  Opened opened;
  opened.desk->show(withSession("ended", 3));
  press(opened.button(QStringLiteral("next")));
  EXPECT_TRUE(opened.desk->orders.empty());
  for (QPushButton* one : opened.buttons()) {
    if (one->text() == QStringLiteral("Yes, settle the results")) press(one);
  }
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_TRUE(opened.desk->orders[0].body.has_finalise());
}

TEST(FirstScreen, LoadsATicketFromAFile) {
  support::TemporaryFolder folder;
  std::ofstream(folder.path() / "ticket.jws") << "e30.e30.AAAA\n";
  Opened opened;
  opened.desk->show(linkedOutlook());
  ASSERT_NE(opened.window.sessions(), nullptr);
  opened.window.sessions()->loadTicket(folder.path() / "ticket.jws");
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_EQ(opened.desk->orders[0].body.load_ticket().jws(), "e30.e30.AAAA");
  opened.window.sessions()->loadTicket(folder.path() / "absent.jws");
  EXPECT_EQ(opened.desk->orders.size(), 1U);
}

TEST(FirstScreen, MakesASessionOfATicket) {
  Opened opened;
  Outlook outlook = linkedOutlook();
  outlook.tickets.emplace_back().set_number("T-7");
  opened.desk->show(outlook);
  press(opened.button(QStringLiteral("next")));
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_EQ(opened.desk->orders[0].body.create_session().ticket(), "T-7");
  EXPECT_EQ(opened.desk->orders[0].body.session().size(), 16U);
}

// A person in the form.
void type(const Opened& opened, const QString& family, const QString& given) {
  const std::map<QString, QString> typed = {{QStringLiteral("Family name"), family},
                                            {QStringLiteral("Given name"), given},
                                            {QStringLiteral("Birth date"), QStringLiteral("2001-12-31")}};
  for (auto* one : opened.window.findChildren<QLineEdit*>()) {
    if (const auto found = typed.find(one->accessibleName()); found != typed.end()) one->setText(found->second);
  }
}

TEST(CandidatesPage, AddsAPersonOrSaysWhatIsMissing) {
  Opened opened;
  auto room = busyRoom(2);
  opened.window.toCandidates(kSession);
  QApplication::processEvents();
  opened.desk->show(outlookOf(room));
  press(opened.button(QStringLiteral("add")));
  EXPECT_TRUE(opened.desk->orders.empty());
  type(opened, QStringLiteral("Noël"), QStringLiteral("Ada"));
  press(opened.button(QStringLiteral("add")));
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  EXPECT_EQ(opened.desk->orders[0].privatePart.family_name(), "Noël");
  EXPECT_EQ(opened.desk->orders[0].privatePart.code().size(), 8U);
}

TEST(CandidatesPage, OffersEveryAccommodationInWords) {
  Opened opened;
  auto room = busyRoom(2);
  opened.window.toCandidates(kSession);
  QApplication::processEvents();
  opened.desk->show(outlookOf(room));
  type(opened, QStringLiteral("Haddad"), QStringLiteral("Inès"));
  for (const exam::KnownAccommodation& one : exam::knownAccommodations()) {
    const auto* box = opened.window.findChild<QCheckBox*>(
        QString::fromUtf8(one.name.data(), static_cast<qsizetype>(one.name.size())));
    ASSERT_NE(box, nullptr) << one.name;
    EXPECT_FALSE(box->text().contains(box->objectName())) << "words, not the name: " << one.name;
  }
  opened.window.findChild<QCheckBox*>(QStringLiteral("scribe"))->setChecked(true);
  opened.window.findChild<QCheckBox*>(QStringLiteral("veil"))->setChecked(true);
  press(opened.button(QStringLiteral("add")));
  ASSERT_EQ(opened.desk->orders.size(), 1U);
  const auto& secret = opened.desk->orders[0].privatePart;
  ASSERT_EQ(secret.accommodations_size(), 2);
  EXPECT_EQ(secret.accommodations(0), "veil");
  EXPECT_EQ(secret.accommodations(1), "scribe");
  opened.desk->settleLast(std::nullopt);
  EXPECT_FALSE(opened.window.findChild<QCheckBox*>(QStringLiteral("veil"))->isChecked()) << "not for the next person";
}

TEST(CandidatesPage, AddsAListAndDrawsATakenCodeAgain) {
  support::TemporaryFolder folder;
  std::ofstream(folder.path() / "list.csv") << "family,given,birth\nNoël,Ada,2001-12-31\nPetit,Bo,2002-01-01\n";
  Opened opened;
  opened.window.toCandidates(kSession);
  QApplication::processEvents();
  opened.desk->show(outlookOf(busyRoom(0)));
  opened.window.candidates()->importFrom(folder.path() / "list.csv");
  ASSERT_EQ(opened.desk->orders.size(), 2U);
  opened.desk->settlers[0](std::nullopt);
  const std::string taken = opened.desk->orders[1].privatePart.code();
  opened.desk->settlers[1](base::Error{"code-taken", ""});
  ASSERT_EQ(opened.desk->orders.size(), 3U);
  EXPECT_EQ(opened.desk->orders[2].privatePart.family_name(), "Petit");
  EXPECT_NE(opened.desk->orders[2].privatePart.code(), taken);
}

TEST(FirstScreen, SaysEveryLineOfTheCentreWithItsLevelInWords) {
  Opened opened;
  opened.desk->show(withSession("open", 3));
  QStringList said;
  for (const auto* one : opened.window.findChildren<QLabel*>(QStringLiteral("words"))) said << one->accessibleName();
  ASSERT_EQ(said.size(), 5);
  EXPECT_TRUE(said[0].startsWith(QStringLiteral("Server, good"))) << said[0].toStdString();
  EXPECT_TRUE(said[3].contains(QStringLiteral("4 linked of 4")));
}

TEST(Window, SaysThatTheLinkIsLostUntilItIsBack) {
  Opened opened;
  Outlook outlook = outlookOf(busyRoom(3));
  opened.show(busyRoom(3));
  outlook.link = {console::LinkPhase::lost, base::Error{"truncated", ""}, kNow};
  opened.desk->show(outlook);
  auto* banner = opened.window.findChild<QWidget*>(QStringLiteral("banner"));
  EXPECT_TRUE(banner->isVisible());
  outlook.link = {console::LinkPhase::linked, std::nullopt, kNow};
  opened.desk->show(outlook);
  EXPECT_FALSE(banner->isVisible());
}

TEST(Window, StopsAtAForkWhereverItIs) {
  Opened opened;
  opened.show(busyRoom(3));
  Outlook outlook = outlookOf(busyRoom(3));
  outlook.link.phase = console::LinkPhase::stopped;
  outlook.fork = console::Fork{standingAt(9, 0, 7), standingAt(4, 0, 7), kNow};
  opened.desk->show(outlook);
  QApplication::processEvents();
  EXPECT_EQ(opened.window.room(), nullptr);
  bool saysStop = false;
  for (const auto* one : opened.window.findChildren<QLabel*>()) {
    saysStop = saysStop || (one->isVisible() && one->text() == QStringLiteral("Stop here"));
  }
  EXPECT_TRUE(saysStop);
  for (const QPushButton* one : opened.buttons()) EXPECT_NE(one->objectName(), QStringLiteral("next"));
}

TEST(Window, ChangesItsLanguageWhereItStands) {
  Opened opened;
  opened.show(busyRoom(3));
  opened.window.speak(Language::french);
  QApplication::processEvents();
  ASSERT_NE(opened.window.room(), nullptr);
  opened.desk->show(outlookOf(busyRoom(3)));
  EXPECT_TRUE(opened.window.room()->tiles().tile(person(0))->accessibleName().contains(QStringLiteral("En cours")));
}

TEST(Slips, CarryEveryNameAndCode) {
  const auto outlook = outlookOf(busyRoom(5));
  const auto slips = slipsOf(*outlook.room, console::Text(Language::french));
  const QString text = slips->toPlainText();
  EXPECT_EQ(text.count(QStringLiteral("ABCD 2346")), 5);
  EXPECT_TRUE(text.contains(QStringLiteral("Noël Ada")));
}

TEST(Theme, KeepsAContrastOfFourAndAHalf) {
  for (const auto level :
       {console::Level::good, console::Level::attention, console::Level::bad, console::Level::unknown}) {
    EXPECT_GE(contrast(toneOf(level).ink, kPaper), 4.5);
    EXPECT_GE(contrast(toneOf(level).ink, toneOf(level).paper), 4.5);
    EXPECT_GE(contrast(kInk, toneOf(level).paper), 4.5);
    EXPECT_GE(contrast(kQuietInk, toneOf(level).paper), 4.5);
  }
  for (const QColor& ink : {kInk, kQuietInk, kPrimary, kDanger}) {
    EXPECT_GE(contrast(ink, kPaper), 4.5);
    EXPECT_GE(contrast(ink, kDesk), 4.5);
  }
  EXPECT_GT(contrast(Qt::black, Qt::white), 20.9);
}

}  // namespace
}  // namespace vigie::window::test
