// What the window's tests share: a screen that is not there, a desk with a hand-made outlook, and rooms of any size.
#pragma once

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <memory>

#include "proctor-console/ui/MainWindow.hpp"
#include "tests/support/FakeClock.hpp"
#include "tests/unit/console/DeskScene.hpp"

namespace vigie::window::test {

using namespace console::test;  // NOLINT: names of the scene
namespace message = protocol::message;
using console::Language;
using console::Outlook;

// Shows what the test gives it and remembers what was asked of it.
class StillDesk final : public Desk {
 public:
  const Outlook& outlook() const override { return outlook_; }
  void look(const base::SessionId& session) override { looked = session; }
  void regard(const std::optional<base::CandidateRef>& candidate) override { regarded = candidate; }
  void give(console::Order order, console::Settled settled) override {
    orders.push_back(std::move(order));
    settlers.push_back(std::move(settled));
  }
  void onChange(std::function<void()> listener) override { listener_ = std::move(listener); }

  void show(Outlook outlook) {
    outlook_ = std::move(outlook);
    if (listener_) listener_();
    QApplication::processEvents();
  }
  void settleLast(const std::optional<base::Error>& refusal) {
    settlers.back()(refusal);
    QApplication::processEvents();
  }

  std::optional<base::SessionId> looked;
  std::optional<base::CandidateRef> regarded;
  std::vector<console::Order> orders;
  std::vector<console::Settled> settlers;

 private:
  Outlook outlook_;
  std::function<void()> listener_;
};

class OpenDoor final : public Door {
 public:
  bool isEnrolled() const override { return enrolled; }
  base::Result<std::unique_ptr<Desk>> unlock(const base::SecretBytes& password) override {
    if (base::textOf(password.reveal()) != "sésame ouvre-toi") return base::fail("wrong-passphrase", "test");
    return std::make_unique<StillDesk>();
  }
  void enrol(Newcomer newcomer, std::function<void(const std::optional<base::Error>&)> done) override {
    newcomers.push_back(newcomer);
    enrolled = newcomer.code == "2346-789B-CDFG-HJKM-PQRT";
    done(enrolled ? std::nullopt : std::optional(base::Error{"enrolment-code", "test"}));
  }

  bool enrolled = true;
  std::vector<Newcomer> newcomers;
};

Outlook linkedOutlook();
base::CandidateRef person(std::size_t index);
// `people` candidates at work, question k of 32, in a room that is open.
message::Reply busyRoom(std::size_t people);
void addAlert(message::Reply& room, std::uint32_t number, std::size_t who, const std::string& comment);
Outlook outlookOf(const message::Reply& room);

// A window behind its gate.
struct Opened {
  explicit Opened(Language language = Language::english, QSize size = {1280, 800});
  void show(const message::Reply& room);           // in its room page
  QPushButton* button(const QString& name) const;  // visible, by object name
  std::vector<QPushButton*> buttons() const;       // visible ones

  support::FakeClock clock{kNow};
  OpenDoor door;
  MainWindow window;
  StillDesk* desk = nullptr;  // the window's
};

// Texts that their widgets cut off: one line for each.
QStringList clippedTexts(const QWidget& window);
// Widgets that can have the focus but say nothing to a screen reader.
QStringList namelessWidgets(const QWidget& window);

void press(QPushButton* button);  // and lets events run

}  // namespace vigie::window::test
