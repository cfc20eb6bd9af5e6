// Nothing is cut off and nothing is nameless: both languages, 100 and 200 per cent, every page.
#include <gmock/gmock.h>

#include "tests/unit/console/window/WindowScene.hpp"

namespace vigie::window::test {
namespace {

// For whoever wants to look: VIGIE_PICTURES names a folder.
void keepPicture(MainWindow& window, const QString& page) {
  const QString folder = qEnvironmentVariable("VIGIE_PICTURES");
  if (folder.isEmpty()) return;
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  QString name = QString::fromLatin1(test->name()) + QStringLiteral("-") + page;
  window.grab().save(folder + QStringLiteral("/") +
                     name.replace(QChar(u'/'), QChar(u'-')).replace(QChar(u' '), QChar(u'-')) + QStringLiteral(".png"));
}

struct View {
  Language language;
  int zoom;
};

class Layout : public ::testing::TestWithParam<View> {
 protected:
  Layout() : opened(GetParam().language, {1366, 768}) { opened.window.zoom(GetParam().zoom); }

  void expectWhole(const char* name) {
    const QString page = QString::fromLatin1(name);
    QApplication::processEvents();
    QApplication::processEvents();
    keepPicture(opened.window, page);
    EXPECT_THAT(clippedTexts(opened.window).join(QStringLiteral("\n")).toStdString(), ::testing::IsEmpty()) << name;
    EXPECT_THAT(namelessWidgets(opened.window).join(QStringLiteral("\n")).toStdString(), ::testing::IsEmpty()) << name;
    EXPECT_LE(opened.window.minimumSizeHint().width(), 1366) << name << ": a smaller screen would cut it";
  }

  Opened opened;
};

TEST_P(Layout, OfTheFirstScreen) {
  Outlook outlook = linkedOutlook();
  for (const char* phase : {"created", "open", "ended", "finalised"}) {
    auto& session =
        outlook.sessions.emplace_back(sessionView(idOf<base::SessionId>(static_cast<std::uint8_t>(phase[0])), phase));
    session.set_ticket("T-2026-0042");
    session.set_kind("demonstration");
    session.set_candidates(200);
    session.set_running(180);
    session.set_ended(12);
    session.set_open_alerts(3);
  }
  outlook.tickets.emplace_back().set_number("T-2026-0043");
  outlook.centreAheadMs = 7'200'000;
  opened.desk->show(outlook);
  expectWhole("first screen");
  outlook.link = {console::LinkPhase::lost, base::Error{"truncated", ""}, kNow};
  opened.desk->show(outlook);
  expectWhole("first screen without the server");
}

TEST_P(Layout, OfTheRoom) {
  auto room = busyRoom(30);
  addAlert(room, 1, 3, "L'image de la question ne s'affiche pas, je ne peux pas répondre à la question posée");
  addAlert(room, 2, 9, "");
  room.mutable_candidates(1)->set_linked(false);
  room.mutable_candidates(2)->set_phase("identified");
  room.mutable_candidates(5)->set_phase("identified");
  opened.show(room);
  expectWhole("room");
  press(opened.button(QStringLiteral("decide")));
  expectWhole("room with a report");
  press(opened.button(QStringLiteral("endTest")));
  opened.desk->show(outlookOf(room));
  expectWhole("room with a question asked");
}

TEST_P(Layout, OfTheCandidates) {
  opened.window.toCandidates(kSession);
  QApplication::processEvents();
  opened.desk->show(outlookOf(busyRoom(12)));
  press(opened.button(QStringLiteral("add")));  // with nothing typed: says what is missing
  expectWhole("candidates");
}

TEST_P(Layout, OfTheStop) {
  Outlook outlook = linkedOutlook();
  outlook.fork = console::Fork{standingAt(9, 0, 7), standingAt(4, 0, 7), kNow};
  opened.desk->show(outlook);
  expectWhole("stop");
}

TEST_P(Layout, OfTheGate) {
  for (const bool isEnrolled : {true, false}) {
    OpenDoor door;
    door.enrolled = isEnrolled;
    MainWindow window(door, GetParam().language, opened.clock);
    window.zoom(GetParam().zoom);
    window.resize(1366, 768);
    window.show();
    QApplication::processEvents();
    EXPECT_THAT(clippedTexts(window).join(QStringLiteral("\n")).toStdString(), ::testing::IsEmpty());
    EXPECT_THAT(namelessWidgets(window).join(QStringLiteral("\n")).toStdString(), ::testing::IsEmpty());
  }
}

INSTANTIATE_TEST_SUITE_P(Both, Layout,
                         ::testing::Values(View{Language::french, 100}, View{Language::french, 200},
                                           View{Language::english, 100}, View{Language::english, 200}),
                         [](const auto& one) {
                           return std::string(one.param.language == Language::french ? "French" : "English") +
                                  std::to_string(one.param.zoom);
                         });

}  // namespace
}  // namespace vigie::window::test
