#include "common/ui/Accessibility.hpp"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QWidget>

namespace vigie::ui {
namespace {

constexpr const char* kGroup = "isGroup";

QAccessibleInterface* makeInterface(const QString& className, QObject* object) {
  if (!object->isWidgetType()) return nullptr;
  auto* widget = static_cast<QWidget*>(object);
  if (className == QLatin1String("QWidget") && object->property(kGroup).toBool()) {
    return new QAccessibleWidget(widget, QAccessible::Grouping);
  }
  const bool isFrame = className == QLatin1String("QScrollArea") || className == QLatin1String("QStackedWidget");
  return isFrame ? new QAccessibleWidget(widget, QAccessible::Client) : nullptr;
}

}  // namespace

void makeGroup(QWidget& widget) {
  widget.setProperty(kGroup, true);
}

void guardAccessibility() {
  QAccessible::installFactory(makeInterface);
}

}  // namespace vigie::ui
