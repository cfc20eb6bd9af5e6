// Before the desk: the password, and a console's first day.
#include <gmock/gmock.h>

#include <QLineEdit>

#include "tests/unit/console/window/WindowScene.hpp"

namespace vigie::window::test {
namespace {

QLineEdit* field(const MainWindow& window, const QString& accessibleName) {
  for (auto* one : window.findChildren<QLineEdit*>()) {
    if (one->isVisible() && one->accessibleName() == accessibleName) return one;
  }
  return nullptr;
}

QString shownRefusal(const MainWindow& window) {
  for (const auto* one : window.findChildren<QLabel*>(QStringLiteral("refusal"))) {
    if (one->isVisible()) return one->text();
  }
  return {};
}

struct Gate {
  Gate() : window(door, Language::english, clock) {}
  void show() {
    window.show();
    QApplication::processEvents();
  }
  QPushButton* button(const QString& name) const { return window.findChild<QPushButton*>(name); }

  support::FakeClock clock{kNow};
  OpenDoor door;
  MainWindow window;
};

TEST(Gate, OpensWithThePasswordOfThePersonsKey) {
  Gate gate;
  gate.show();
  ASSERT_NE(field(gate.window, QStringLiteral("Password")), nullptr);
  field(gate.window, QStringLiteral("Password"))->setText(QStringLiteral("sésame ouvre-toi"));
  press(gate.button(QStringLiteral("unlock")));
  EXPECT_NE(gate.window.outlook(), nullptr) << "behind the gate";
  EXPECT_EQ(field(gate.window, QStringLiteral("Password")), nullptr);
}

TEST(Gate, RefusesAnotherPasswordInPlainWordsAndForgetsIt) {
  Gate gate;
  gate.show();
  field(gate.window, QStringLiteral("Password"))->setText(QStringLiteral("faux"));
  press(gate.button(QStringLiteral("unlock")));
  EXPECT_EQ(shownRefusal(gate.window), QStringLiteral("The password does not open the person's key."));
  EXPECT_TRUE(field(gate.window, QStringLiteral("Password"))->text().isEmpty());
  EXPECT_EQ(gate.window.outlook(), nullptr);
}

class FirstDay : public ::testing::Test {
 protected:
  void SetUp() override {
    door.enrolled = false;
    window = std::make_unique<MainWindow>(door, Language::english, clock);
    window->show();
    QApplication::processEvents();
  }
  void type(const char* code, const char* password, const char* again) {
    field(*window, QStringLiteral("The 20 characters"))->setText(QString::fromUtf8(code));
    field(*window, QStringLiteral("The centre's server"))->setText(QStringLiteral("192.0.2.1"));
    field(*window, QStringLiteral("New password (at least 8 characters)"))->setText(QString::fromUtf8(password));
    field(*window, QStringLiteral("Once more"))->setText(QString::fromUtf8(again));
    press(window->findChild<QPushButton*>(QStringLiteral("enrol")));
  }

  support::FakeClock clock{kNow};
  OpenDoor door;
  std::unique_ptr<MainWindow> window;
};

TEST_F(FirstDay, EnrolsWithTwentyCharactersAndOpensAtOnce) {
  type("2346-789B-CDFG-HJKM-PQRT", "sésame ouvre-toi", "sésame ouvre-toi");
  ASSERT_EQ(door.newcomers.size(), 1U);
  EXPECT_EQ(door.newcomers[0].host, "192.0.2.1");
  EXPECT_NE(window->outlook(), nullptr);
}

TEST_F(FirstDay, SendsNothingWhenThePasswordsDiffer) {
  type("2346-789B-CDFG-HJKM-PQRT", "sésame ouvre-toi", "sésame");
  EXPECT_TRUE(door.newcomers.empty());
  EXPECT_EQ(shownRefusal(*window), QStringLiteral("The two passwords differ."));
}

TEST_F(FirstDay, SaysWhatACodeLooksLike) {
  type("2346", "sésame ouvre-toi", "sésame ouvre-toi");
  EXPECT_TRUE(shownRefusal(*window).contains(QStringLiteral("20 characters")));
  EXPECT_TRUE(window->findChild<QPushButton*>(QStringLiteral("enrol"))->isEnabled()) << "one may try again";
}

}  // namespace
}  // namespace vigie::window::test
