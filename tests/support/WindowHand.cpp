#include "tests/support/WindowHand.hpp"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QTextBrowser>
#include <stdexcept>

namespace vigie::support {

QApplication& qtApplication() {
  static int count = 1;
  static char name[] = "tests";
  static char* arguments[] = {name, nullptr};
  qputenv("QT_QPA_PLATFORM", "offscreen");
  static auto* application = new QApplication(count, arguments);
  return *application;
}

void settle() {
  for (int i = 0; i < 5; ++i) QCoreApplication::sendPostedEvents();
  QCoreApplication::processEvents();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

QString nameOf(const QWidget& widget) {
  QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(&widget));
  return face == nullptr ? QString() : face->text(QAccessible::Name);
}

std::vector<QWidget*> visibleIn(QWidget& root) {
  std::vector<QWidget*> out;
  for (QWidget* widget : root.findChildren<QWidget*>()) {
    if (widget->isVisibleTo(&root)) out.push_back(widget);
  }
  return out;
}

bool takesInput(const QWidget& widget) {
  return qobject_cast<const QAbstractButton*>(&widget) != nullptr ||
         qobject_cast<const QLineEdit*>(&widget) != nullptr || qobject_cast<const QComboBox*>(&widget) != nullptr ||
         qobject_cast<const QPlainTextEdit*>(&widget) != nullptr;
}

QWidget* findNamed(QWidget& root, const QString& name) {
  for (QWidget* widget : visibleIn(root)) {
    if (takesInput(*widget) && nameOf(*widget) == name) return widget;
  }
  return nullptr;
}

bool says(QWidget& root, const QString& text) {
  for (QWidget* widget : visibleIn(root)) {
    if (const auto* label = qobject_cast<QLabel*>(widget); label != nullptr && label->text().contains(text))
      return true;
    const auto* rich = qobject_cast<QTextBrowser*>(widget);
    if (rich != nullptr && rich->toPlainText().contains(text)) return true;
  }
  return false;
}

void press(QWidget& root, const QString& name) {
  auto* button = qobject_cast<QAbstractButton*>(findNamed(root, name));
  if (button == nullptr) throw std::runtime_error("no button " + name.toStdString() + " on the screen");
  QTest::mouseClick(button, Qt::LeftButton);
  settle();
}

void type(QWidget& root, const QString& name, const QString& text) {
  QWidget* field = findNamed(root, name);
  if (field == nullptr) throw std::runtime_error("no field " + name.toStdString() + " on the screen");
  field->setFocus();
  QTest::keyClicks(field, text);
  settle();
}

namespace {

std::string placeOf(const QWidget& widget) {
  return std::string(widget.metaObject()->className()) + " \"" + nameOf(widget).left(60).toStdString() + "\"";
}

bool isTextCut(const QWidget& widget) {
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
    if (label->text().isEmpty()) return false;
    if (label->wordWrap()) return label->heightForWidth(label->width()) > label->height();
    return label->sizeHint().width() > label->width() || label->sizeHint().height() > label->height();
  }
  if (const auto* button = qobject_cast<const QPushButton*>(&widget)) {
    return button->sizeHint().width() > button->width() || button->sizeHint().height() > button->height();
  }
  const bool grows =
      qobject_cast<const QAbstractButton*>(&widget) != nullptr || qobject_cast<const QTextBrowser*>(&widget) != nullptr;
  return grows && widget.hasHeightForWidth() && widget.heightForWidth(widget.width()) > widget.height();
}

bool hangsOver(const QWidget& widget) {
  const QWidget* parent = widget.parentWidget();
  if (parent == nullptr || widget.isWindow()) return false;
  const bool scrolled = qobject_cast<const QScrollArea*>(parent->parentWidget()) != nullptr;
  const QRect inside = widget.geometry();
  const bool aside = inside.left() < 0 || inside.right() >= parent->width();
  return aside || (!scrolled && (inside.top() < 0 || inside.bottom() >= parent->height()));
}

}  // namespace

std::vector<std::string> faultsOf(QWidget& window, int target) {
  std::vector<std::string> faults;
  for (QWidget* widget : visibleIn(window)) {
    if (qobject_cast<QScrollBar*>(widget) != nullptr) continue;
    const bool inner = widget->objectName().startsWith("qt_");
    if (takesInput(*widget) && !inner) {
      if (nameOf(*widget).isEmpty()) faults.push_back(placeOf(*widget) + " has no name");
      if (widget->width() < target || widget->height() < target) {
        faults.push_back(placeOf(*widget) + " is only " + std::to_string(widget->width()) + " x " +
                         std::to_string(widget->height()));
      }
    }
    if (isTextCut(*widget)) faults.push_back(placeOf(*widget) + " is cut");
    if (!inner && hangsOver(*widget)) faults.push_back(placeOf(*widget) + " hangs over the edge");
  }
  return faults;
}

}  // namespace vigie::support
