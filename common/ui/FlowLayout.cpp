#include "common/ui/FlowLayout.hpp"

#include <QWidget>
#include <algorithm>

namespace vigie::ui {

FlowLayout::FlowLayout(int gap, QWidget* parent) : QLayout(parent) {
  setSpacing(gap);
  setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : items_) delete item;
}

void FlowLayout::addItem(QLayoutItem* item) {
  items_.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index < 0 || index >= count() ? nullptr : items_[static_cast<std::size_t>(index)];
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item != nullptr) items_.erase(items_.begin() + index);
  return item;
}

QSize FlowLayout::minimumSize() const {
  QSize least(0, 0);
  for (const QLayoutItem* item : items_) least = least.expandedTo(item->minimumSize());
  const QMargins margins = contentsMargins();
  return least + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const {
  int width = 0;
  for (const QLayoutItem* item : items_) {
    if (!item->isEmpty()) width += item->sizeHint().width() + spacing();
  }
  width = std::clamp(width, 0, 800);
  return {width, heightForWidth(width)};
}

void FlowLayout::setGeometry(const QRect& room) {
  QLayout::setGeometry(room);
  arrange(room, Move::yes);
}

QSize FlowLayout::sizeOf(const QLayoutItem& item, int room) const {
  QSize size = item.sizeHint().boundedTo(item.maximumSize()).expandedTo(item.minimumSize());
  size.setWidth(std::min(size.width(), std::max(room, item.minimumSize().width())));
  if (item.hasHeightForWidth()) size.setHeight(item.heightForWidth(size.width()));
  return size;
}

int FlowLayout::arrange(const QRect& room, Move move) const {
  const QMargins margins = contentsMargins();
  const QRect inside = room.marginsRemoved(margins);
  int y = inside.y();
  int line = 0;
  std::vector<std::pair<QLayoutItem*, QRect>> placed;
  const auto endLine = [&] {
    for (auto& [item, place] : placed) {
      if (item->alignment().testFlag(Qt::AlignVCenter)) place.translate(0, (line - place.height()) / 2);
      if (move == Move::yes) item->setGeometry(place);
    }
    placed.clear();
  };
  int x = inside.x();
  for (QLayoutItem* item : items_) {
    if (item->isEmpty()) continue;
    const QSize size = sizeOf(*item, inside.width());
    if (x > inside.x() && x + size.width() > inside.x() + inside.width()) {
      endLine();
      x = inside.x();
      y += line + spacing();
      line = 0;
    }
    placed.emplace_back(item, QRect({x, y}, size));
    x += size.width() + spacing();
    line = std::max(line, size.height());
  }
  endLine();
  return y + line - room.y() + margins.bottom();
}

}  // namespace vigie::ui
