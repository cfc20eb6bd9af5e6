#include "proctor-console/ui/Flow.hpp"

#include <algorithm>

namespace vigie::window {

Flow::Flow(int spacing, QWidget* parent) : QLayout(parent) {
  setSpacing(spacing);
  setContentsMargins(0, 0, 0, 0);
}

Flow::~Flow() {
  for (QLayoutItem* item : items_) delete item;
}

QLayoutItem* Flow::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* Flow::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item != nullptr) items_.erase(items_.begin() + index);
  return item;
}

void Flow::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, Doing::place);
}

QSize Flow::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
  const QMargins margins = contentsMargins();
  return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

int Flow::arrange(const QRect& rect, Doing doing) const {
  const QMargins margins = contentsMargins();
  const QRect area = rect.marginsRemoved(margins);
  int x = area.x();
  int y = area.y();
  int rowHeight = 0;
  for (QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    QSize size = item->sizeHint().expandedTo(item->minimumSize());
    size.setWidth(std::min(size.width(), std::max(area.width(), item->minimumSize().width())));
    if (item->hasHeightForWidth()) size.setHeight(item->heightForWidth(size.width()));
    if (x > area.x() && x + size.width() > area.x() + area.width()) {
      x = area.x();
      y += rowHeight + spacing();
      rowHeight = 0;
    }
    if (doing == Doing::place) item->setGeometry(QRect(QPoint(x, y), size));
    x += size.width() + spacing();
    rowHeight = std::max(rowHeight, size.height());
  }
  return y + rowHeight - rect.y() + margins.bottom();
}

}  // namespace vigie::window
