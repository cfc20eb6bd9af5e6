#include "tests/unit/console/window/WindowScene.hpp"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QTableWidget>

namespace vigie::window::test {
namespace {

// A screen that exists only in memory, for every test of the program.
class Screen final : public ::testing::Environment {
 public:
  void SetUp() override {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    static int count = 1;
    static char name[] = "tests";
    static char* arguments[] = {name, nullptr};
    application_ = std::make_unique<QApplication>(count, arguments);
  }
  void TearDown() override { application_.reset(); }

 private:
  std::unique_ptr<QApplication> application_;
};

[[maybe_unused]] const auto* const kScreen = ::testing::AddGlobalTestEnvironment(new Screen);

}  // namespace

Outlook linkedOutlook() {
  Outlook outlook;
  outlook.link.phase = console::LinkPhase::linked;
  outlook.health = 10;
  outlook.consoleLabel = "Accueil";
  outlook.isComplete = true;
  for (int i = 1; i <= 4; ++i) {
    auto& seat = outlook.machines.emplace_back();
    seat.set_machine(idOf<base::WorkstationId>(static_cast<std::uint8_t>(100 + i)).bytes());
    seat.set_role("seat");
    seat.set_label("Poste " + std::to_string(i));
    seat.set_linked(true);
  }
  return outlook;
}

base::CandidateRef person(std::size_t index) {
  base::CandidateRef ref;
  ref.value[0] = static_cast<std::uint8_t>(index % 256);
  ref.value[1] = static_cast<std::uint8_t>(index / 256);
  ref.value[2] = 7;
  return ref;
}

message::Reply busyRoom(std::size_t people) {
  static const char* const kFamilies[] = {"Noël", "Petit-Delahaye", "Durand", "Wojciechowski", "Le Goff", "Haddad"};
  static const char* const kGiven[] = {"Ada", "Maximilien", "Zoé", "Jean-Baptiste", "Inès", "Samir"};
  message::Reply reply;
  auto& session = *reply.add_sessions() = sessionView(kSession, "open");
  session.set_ticket("T-2026-0042");
  session.set_kind("demonstration");
  session.set_candidates(static_cast<std::uint32_t>(people));
  session.set_running(static_cast<std::uint32_t>(people));
  for (std::size_t i = 0; i < people; ++i) {
    auto view = candidateView(person(i), kFamilies[i % 6], "running");
    view.set_given_name(kGiven[(i / 6 + i) % 6]);
    view.set_birth_date("2001-12-31");
    view.set_code("ABCD2346");
    view.set_workstation(person(1'000 + i).bytes());
    view.set_workstation_label("Poste " + std::to_string(i + 1));
    view.set_question(static_cast<std::uint32_t>(1 + i % 32));
    view.set_questions(32);
    view.set_remaining_ms(static_cast<std::int64_t>(3'000'000 - 1'000 * i));
    *reply.add_candidates() = std::move(view);
  }
  return reply;
}

void addAlert(message::Reply& room, std::uint32_t number, std::size_t who, const std::string& comment) {
  auto alert = alertView(number, person(who), true);
  alert.set_question(7);
  alert.set_category("does-not-display");
  alert.set_comment(comment);
  *room.add_alerts() = std::move(alert);
  room.mutable_sessions(0)->set_open_alerts(room.sessions(0).open_alerts() + 1);
}

Outlook outlookOf(const message::Reply& reply) {
  Outlook outlook = linkedOutlook();
  const auto id = *base::SessionId::fromBytes(reply.sessions(0).session());
  auto room = std::make_shared<console::Room>(id);
  room->replace(reply);
  outlook.sessions.assign(reply.sessions().begin(), reply.sessions().end());
  outlook.room = std::move(room);
  return outlook;
}

Opened::Opened(Language language, QSize size) : window(door, language, clock) {
  auto made = std::make_unique<StillDesk>();
  desk = made.get();
  window.resize(size);
  window.enter(std::move(made));
  window.show();
  QApplication::processEvents();
}

void Opened::show(const message::Reply& room) {
  window.toRoom(kSession);
  QApplication::processEvents();
  desk->show(outlookOf(room));
}

std::vector<QPushButton*> Opened::buttons() const {
  std::vector<QPushButton*> out;
  for (auto* one : window.findChildren<QPushButton*>()) {
    if (one->isVisible()) out.push_back(one);
  }
  return out;
}

QPushButton* Opened::button(const QString& name) const {
  for (QPushButton* one : buttons()) {
    if (one->objectName() == name) return one;
  }
  return nullptr;
}

void press(QPushButton* button) {
  ASSERT_NE(button, nullptr);
  ASSERT_TRUE(button->isEnabled()) << button->text().toStdString();
  button->click();
  QApplication::processEvents();
}

QStringList clippedTexts(const QWidget& window) {
  QStringList out;
  const auto clipped = [&](const QWidget& widget, const QString& text, const QString& why) {
    out << text.left(60) + QStringLiteral(": ") + why +
               QStringLiteral(" (%1x%2)").arg(widget.width()).arg(widget.height());
  };
  for (const auto* label : window.findChildren<QLabel*>()) {
    if (!label->isVisible() || label->text().isEmpty()) continue;
    const int room = label->contentsRect().width() + 1;
    if (label->wordWrap()) {
      // A single word may not break.
      const QRect needed =
          label->fontMetrics().boundingRect(QRect(0, 0, room, 100'000), Qt::TextWordWrap, label->text());
      if (label->textFormat() == Qt::RichText) continue;
      if (needed.width() > room) clipped(*label, label->text(), QStringLiteral("too wide"));
      if (needed.height() > label->contentsRect().height() + 1)
        clipped(*label, label->text(), QStringLiteral("too high"));
    } else if (label->sizeHint().width() > label->width() + 1) {
      clipped(*label, label->text(), QStringLiteral("too wide"));
    }
  }
  for (const auto* button : window.findChildren<QAbstractButton*>()) {
    if (!button->isVisible() || button->text().isEmpty()) continue;
    if (button->minimumSizeHint().width() > button->width() + 1)
      clipped(*button, button->text(), QStringLiteral("button too narrow"));
    if (button->minimumSizeHint().height() > button->height() + 1)
      clipped(*button, button->text(), QStringLiteral("button too low"));
  }
  for (const auto* tile : window.findChildren<QPushButton*>(QStringLiteral("tile"))) {
    const auto* real = dynamic_cast<const Tile*>(tile);
    if (real == nullptr || !tile->isVisible()) continue;
    if (real->heightFor(tile->width()) > tile->height())
      clipped(*tile, tile->accessibleName(), QStringLiteral("tile too low"));
  }
  // What reaches out of its parent is cut off there.
  for (const auto* child : window.findChildren<QWidget*>()) {
    const bool isText =
        dynamic_cast<const QLabel*>(child) != nullptr || dynamic_cast<const QAbstractButton*>(child) != nullptr;
    if (!isText || !child->isVisible() || child->parentWidget() == nullptr) continue;
    if (!child->parentWidget()->rect().contains(child->geometry())) {
      clipped(*child, child->accessibleName() + child->objectName(), QStringLiteral("reaches out of its parent"));
    }
  }
  // A page that scrolls up and down must not be wider than what shows it.
  for (const auto* area : window.findChildren<QScrollArea*>()) {
    if (!area->isVisible() || area->widget() == nullptr || area->viewport()->width() + 1 >= area->widget()->width())
      continue;
    clipped(*area, area->widget()->objectName(), QStringLiteral("wider than its scroll area"));
  }
  // What reaches over the window's side cannot be read either: nothing scrolls sideways.
  for (const auto* child : window.findChildren<QWidget*>()) {
    if (!child->isVisible() || child->window() != &window) continue;
    const QRect where(child->mapTo(&window, QPoint(0, 0)), child->size());
    const bool isText =
        dynamic_cast<const QLabel*>(child) != nullptr || dynamic_cast<const QAbstractButton*>(child) != nullptr;
    if (isText && where.right() > window.width() + 1)
      clipped(*child, child->accessibleName() + child->objectName(), QStringLiteral("outside the window"));
  }
  return out;
}

QStringList namelessWidgets(const QWidget& window) {
  QStringList out;
  for (auto* child : window.findChildren<QWidget*>()) {
    if (!child->isVisible() || (child->focusPolicy() & Qt::TabFocus) == 0) continue;
    const bool isContainer =
        dynamic_cast<QScrollArea*>(child) != nullptr ||
        (child->parentWidget() != nullptr && dynamic_cast<QAbstractSpinBox*>(child->parentWidget()) != nullptr) ||
        child->objectName() == QLatin1String("qt_scrollarea_viewport");
    if (isContainer) continue;
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(child);
    if (face == nullptr || face->text(QAccessible::Name).isEmpty()) {
      out << QString::fromLatin1(child->metaObject()->className()) + QStringLiteral(" ") + child->objectName();
    }
  }
  return out;
}

}  // namespace vigie::window::test
