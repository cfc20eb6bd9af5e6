#include "candidate-client/ui/activity/parts/TabOrder.hpp"

#include <QWidget>

namespace vigie::activity {

// Widgets are made in reading order, so their order among the children of their parent is that.
void orderTabs(QWidget& root) {
  QWidget* before = nullptr;
  for (QWidget* each : root.findChildren<QWidget*>()) {
    if ((each->focusPolicy() & Qt::TabFocus) == 0 || each->focusProxy() != nullptr) continue;
    if (before != nullptr) QWidget::setTabOrder(before, each);
    before = each;
  }
}

}  // namespace vigie::activity
