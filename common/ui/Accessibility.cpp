#include "common/ui/Accessibility.hpp"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QWidget>

namespace vigie::ui {
namespace {

QAccessibleInterface* makeInterface(const QString& className, QObject* object) {
  if (className != QLatin1String("QScrollArea") || !object->isWidgetType()) return nullptr;
  return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::Client);
}

}  // namespace

void guardAccessibility() {
  QAccessible::installFactory(makeInterface);
}

}  // namespace vigie::ui
