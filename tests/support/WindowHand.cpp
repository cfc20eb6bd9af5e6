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
#include <algorithm>
#include <cmath>
#include <map>
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
  if (const auto* list = qobject_cast<const QComboBox*>(&widget)) return list->sizeHint().width() > list->width();
  if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
    const QString shown = line->text().isEmpty() ? line->placeholderText() : line->displayText();
    return line->fontMetrics().horizontalAdvance(shown) > line->width() - 2 * 12 && line->text().isEmpty();
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

namespace {

bool hasWords(const QWidget& widget) {
  if (const auto* label = qobject_cast<const QLabel*>(&widget)) return !label->text().trimmed().isEmpty();
  if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
    return !button->text().isEmpty() || button->hasFocus() || !nameOf(*button).isEmpty();
  }
  if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) return !line->displayText().isEmpty();
  if (const auto* list = qobject_cast<const QComboBox*>(&widget)) return !list->currentText().isEmpty();
  if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget)) return !text->toPlainText().isEmpty();
  if (const auto* rich = qobject_cast<const QTextBrowser*>(&widget)) return !rich->toPlainText().isEmpty();
  return false;
}

double linear(int channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(QRgb colour) {
  return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
}

double contrastOf(QRgb one, QRgb other) {
  const double a = luminance(one);
  const double b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

// The words stand in front of the most frequent colour; their own is the farthest from it, smoothed edges aside.
double contrastIn(const QImage& picture, const QRect& place) {
  std::map<QRgb, int> counts;
  for (int y = place.top(); y <= place.bottom(); ++y) {
    for (int x = place.left(); x <= place.right(); ++x) ++counts[picture.pixel(x, y)];
  }
  const auto back = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& one, const auto& other) { return one.second < other.second; });
  double most = 1;
  for (const auto& [colour, count] : counts) {
    if (count >= 2) most = std::max(most, contrastOf(colour, back->first));
  }
  return most;
}

// In the window, without what scrolls out of sight.
QRect shownPart(const QWidget& widget, const QWidget& window) {
  return widget.visibleRegion().boundingRect().translated(widget.mapTo(&window, QPoint(0, 0)));
}

}  // namespace

std::vector<std::string> contrastFaultsOf(QWidget& window, double least) {
  std::vector<std::string> faults;
  const QImage picture = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
  for (QWidget* widget : visibleIn(window)) {
    if (!hasWords(*widget) || !widget->isEnabled() || widget->objectName().startsWith("qt_")) continue;
    // What is half scrolled out of sight may show no word.
    const bool whole = widget->visibleRegion().boundingRect().height() >= widget->height();
    if (!whole && widget->visibleRegion().boundingRect().height() < 4 * widget->fontMetrics().height()) continue;
    // Inside its edge: a strong frame is no word.
    const QRect place = shownPart(*widget, window).adjusted(6, 6, -6, -6) & picture.rect();
    if (place.width() < 4 || place.height() < 4) continue;
    const double found = contrastIn(picture, place);
    if (found < least) faults.push_back(placeOf(*widget) + " has a contrast of " + std::to_string(found));
  }
  return faults;
}

std::vector<std::string> overlapsOf(QWidget& window) {
  std::vector<QWidget*> things;
  for (QWidget* widget : visibleIn(window)) {
    const bool inner = widget->objectName().startsWith("qt_") || qobject_cast<QScrollBar*>(widget) != nullptr;
    if (!inner && (hasWords(*widget) || takesInput(*widget))) things.push_back(widget);
  }
  std::vector<std::string> faults;
  for (std::size_t i = 0; i < things.size(); ++i) {
    for (std::size_t j = i + 1; j < things.size(); ++j) {
      if (things[i]->isAncestorOf(things[j]) || things[j]->isAncestorOf(things[i])) continue;
      const QRect both = shownPart(*things[i], window) & shownPart(*things[j], window);
      if (both.width() > 1 && both.height() > 1) {
        faults.push_back(placeOf(*things[i]) + " lies over " + placeOf(*things[j]));
      }
    }
  }
  return faults;
}

}  // namespace vigie::support
