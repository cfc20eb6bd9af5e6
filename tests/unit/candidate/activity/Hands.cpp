#include "tests/unit/candidate/activity/Hands.hpp"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <stdexcept>

#include "tests/support/WindowHand.hpp"

namespace vigie::activity::test {
namespace {

QString plain(QString text) {
  return text.replace(QChar(0xa0), ' ').replace(QChar(0x202f), ' ');
}

std::runtime_error cannot(const char* verb, const QString& name) {
  return std::runtime_error(std::string("cannot ") + verb + " \"" + name.toStdString() + "\"");
}

bool canBeReached(const QWidget& widget) {
  return support::takesInput(widget) || (qobject_cast<const QScrollArea*>(&widget) != nullptr && widget.focusPolicy());
}

// QTest::keyClicks knows no letter beyond Latin-1.
void typeWords(QWidget& field, const QString& words) {
  for (const QChar letter : words) {
    QTest::sendKeyEvent(QTest::Click, &field, Qt::Key_unknown, QString(letter), Qt::NoModifier);
  }
}

QPoint middle(const QWidget& widget) {
  return widget.rect().center();
}

class Mouse : public Hand {
 public:
  using Hand::Hand;

 protected:
  void press(const QString& name, const char* kind) override { QTest::mouseClick(&find(name, kind), Qt::LeftButton); }
  void open(const QString& name) override {
    QWidget& widget = find(name);
    QTest::mouseDClick(&widget, Qt::LeftButton, {}, middle(widget));
  }
  void menu(const QString& name) override {
    QWidget& widget = find(name);
    QContextMenuEvent event(QContextMenuEvent::Mouse, middle(widget), widget.mapToGlobal(middle(widget)));
    QApplication::sendEvent(&widget, &event);
  }
  void type(const QString& name, const QString& words) override {
    QWidget& field = find(name);
    QTest::mouseClick(&field, Qt::LeftButton);
    QTest::keyClick(&field, Qt::Key_A, Qt::ControlModifier);
    typeWords(field, words);
  }
  void drag(const QString& name, const QString& onto) override {
    QWidget& widget = find(name);
    const QPoint to = find(onto).mapToGlobal(middle(find(onto)));
    QTest::mousePress(&widget, Qt::LeftButton, {}, middle(widget));
    for (const QPoint at : {widget.mapToGlobal(middle(widget)) + QPoint(30, 30), to}) {
      QMouseEvent move(QEvent::MouseMove, widget.mapFromGlobal(at), at, Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
      QApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, widget.mapFromGlobal(to));
  }
  void scroll(const QString& name) override {
    auto& area = dynamic_cast<QScrollArea&>(find(name));
    for (int i = 0; i < 200 && area.verticalScrollBar()->value() < area.verticalScrollBar()->maximum(); ++i) {
      const QPointF at = area.viewport()->rect().center();
      QWheelEvent wheel(at, area.viewport()->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QApplication::sendEvent(area.viewport(), &wheel);
    }
  }
};

class Keyboard : public Hand {
 public:
  using Hand::Hand;

 protected:
  void press(const QString& name, const char* kind) override { key(reach(name, kind), Qt::Key_Space); }
  void open(const QString& name) override { key(reach(name), Qt::Key_Return); }
  void menu(const QString& name) override { key(reach(name), Qt::Key_Menu); }
  void type(const QString& name, const QString& words) override {
    QWidget& field = reach(name);
    QTest::keyClick(&field, Qt::Key_A, Qt::ControlModifier);
    typeWords(field, words);
  }
  void drag(const QString& name, const QString& onto) override {
    QTest::keyClick(&reach(name), Qt::Key_X, Qt::ControlModifier);
    support::settle();
    QTest::keyClick(&reach(onto), Qt::Key_V, Qt::ControlModifier);
  }
  void scroll(const QString& name) override {
    auto& area = dynamic_cast<QScrollArea&>(reach(name));
    const QScrollBar& bar = *area.verticalScrollBar();
    for (int i = 0; i < 200 && bar.value() < bar.maximum(); ++i) QTest::keyClick(&area, Qt::Key_PageDown);
  }

 private:
  void key(QWidget& widget, Qt::Key which) { QTest::keyClick(&widget, which); }

  // By Tab, as a person does: what cannot be reached so is not there.
  QWidget& reach(const QString& name, const char* kind = "") {
    QWidget& wanted = find(name, kind);
    for (int i = 0; i < 120; ++i) {
      QWidget* focus = QApplication::focusWidget();
      if (focus == &wanted) return wanted;
      if (isRadioBeside(focus, wanted)) return alongRadios(wanted);
      QTest::keyClick(focus != nullptr ? focus : &window_, Qt::Key_Tab);
      support::settle();
    }
    throw cannot("reach with Tab", name);
  }

  // Tab goes to one radio button of a group, arrows to the others.
  static bool isRadioBeside(const QWidget* focus, const QWidget& wanted) {
    return qobject_cast<const QRadioButton*>(focus) != nullptr &&
           qobject_cast<const QRadioButton*>(&wanted) != nullptr && focus->parentWidget() == wanted.parentWidget();
  }
  static QWidget& alongRadios(QWidget& wanted) {
    for (const Qt::Key arrow : {Qt::Key_Right, Qt::Key_Left}) {
      for (int i = 0; i < 20 && QApplication::focusWidget() != &wanted; ++i) {
        QTest::keyClick(QApplication::focusWidget(), arrow);
        support::settle();
      }
    }
    if (QApplication::focusWidget() != &wanted) throw cannot("reach with arrows", support::nameOf(wanted));
    return wanted;
  }
};

class Reader : public Hand {
 public:
  using Hand::Hand;

 protected:
  void press(const QString& name, const char* kind) override {
    act(name, QAccessibleActionInterface::pressAction(), kind);
  }
  void open(const QString& name) override { act(name, QStringLiteral("open")); }
  void menu(const QString& name) override { act(name, QAccessibleActionInterface::showMenuAction()); }
  void type(const QString& name, const QString& words) override {
    QAccessibleInterface* field = seek(name, "");
    auto* text = field->editableTextInterface();
    if (text == nullptr) throw cannot("type into", name);
    text->replaceText(0, field->textInterface()->characterCount(), words);
  }
  void drag(const QString& name, const QString& onto) override {
    press(name, "");
    support::settle();
    press(onto, "");
  }
  void scroll(const QString& name) override {
    QAccessibleInterface* bar = scrollBarOf(QAccessible::queryAccessibleInterface(&window_), plain(name));
    if (bar == nullptr) throw cannot("scroll", name);
    bar->valueInterface()->setCurrentValue(bar->valueInterface()->maximumValue());
  }

 private:
  void act(const QString& name, const QString& action, const char* kind = "") {
    QAccessibleInterface* face = seek(name, kind);
    auto* actions = face->actionInterface();
    if (actions == nullptr) throw cannot("act on", name);
    const QStringList names = actions->actionNames();
    if (names.contains(action)) {
      const QPointer<QAbstractButton> button = qobject_cast<QAbstractButton*>(face->object());
      actions->doAction(action);
      // Qt shows a button pressed for a moment before it tells of the click.
      if (!QTest::qWaitFor([&] { return button.isNull() || !button->isDown(); })) throw cannot("release", name);
      return;
    }
    // A check box toggles, a radio button and a switch too.
    if (names.contains(QAccessibleActionInterface::toggleAction())) {
      return actions->doAction(QAccessibleActionInterface::toggleAction());
    }
    throw cannot(action.toUtf8().constData(), name);
  }

  static QAccessibleInterface* scrollBarOf(QAccessibleInterface* face, const QString& page) {
    if (face == nullptr || face->state().invisible) return nullptr;
    if (face->role() == QAccessible::ScrollBar && face->valueInterface() != nullptr) {
      for (QAccessibleInterface* at = face->parent(); at != nullptr; at = at->parent()) {
        if (plain(at->text(QAccessible::Name)) == page) return face;
      }
    }
    for (int i = 0; i < face->childCount(); ++i) {
      if (QAccessibleInterface* found = scrollBarOf(face->child(i), page)) return found;
    }
    return nullptr;
  }

  // Down the tree that assistive technology sees, never by way of the widgets.
  QAccessibleInterface* seek(const QString& name, const char* kind) {
    QAccessibleInterface* found = seekIn(QAccessible::queryAccessibleInterface(&window_), plain(name), kind);
    if (found == nullptr) throw cannot("find", name);
    return found;
  }

  static QAccessibleInterface* seekIn(QAccessibleInterface* face, const QString& name, const char* kind) {
    if (face == nullptr || face->state().invisible) return nullptr;
    const bool acts = face->actionInterface() != nullptr || face->editableTextInterface() != nullptr;
    const bool fits = kind[0] == 0 || face->object()->property("kind").toString() == QLatin1String(kind);
    const bool isLabel = face->role() == QAccessible::StaticText || face->role() == QAccessible::Client;
    if (acts && fits && !isLabel && plain(face->text(QAccessible::Name)) == name) return face;
    for (int i = 0; i < face->childCount(); ++i) {
      if (QAccessibleInterface* found = seekIn(face->child(i), name, kind)) return found;
    }
    return nullptr;
  }
};

}  // namespace

QWidget& Hand::find(const QString& name, const char* kind) const {
  for (QWidget* widget : support::visibleIn(window_)) {
    const bool fits = kind[0] == 0 || widget->property("kind").toString() == QLatin1String(kind);
    if (fits && canBeReached(*widget) && plain(support::nameOf(*widget)) == plain(name)) return *widget;
  }
  throw cannot("find", name);
}

void Hand::follow(const QString& script) {
  for (const QString& step : script.split('|')) {
    const QString verb = step.section(' ', 0, 0);
    const QString rest = step.section(' ', 1);
    const QString name = rest.section(" => ", 0, 0);
    const QString what = rest.section(" => ", 1);
    if (verb == "press") press(name, "");
    if (verb == "open") open(name);
    if (verb == "menu") menu(name);
    if (verb == "type") type(name, what);
    if (verb == "drag") drag(name, what);
    if (verb == "scroll") scroll(name);
    if (verb == "choose") {
      press(name, "");
      support::settle();
      press(what, "option");
    }
    support::settle();
  }
}

std::unique_ptr<Hand> makeHand(With with, QWidget& window) {
  if (with == With::mouse) return std::make_unique<Mouse>(window);
  if (with == With::keyboard) return std::make_unique<Keyboard>(window);
  return std::make_unique<Reader>(window);
}

}  // namespace vigie::activity::test
