#include "proctor-console/ui/TileGrid.hpp"

#include <QKeyEvent>
#include <algorithm>

namespace vigie::window {
namespace {

constexpr int kGap = 10;
constexpr std::size_t kManyTiles = 40;  // from here on they are smaller

}  // namespace

TileGrid::TileGrid(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("pageBody"));
}

Tile* TileGrid::tile(const base::CandidateRef& candidate) const {
  const auto found = tiles_.find(candidate);
  return found == tiles_.end() ? nullptr : found->second;
}

Tile& TileGrid::put(const base::CandidateRef& candidate) {
  Tile*& tile = tiles_[candidate];
  if (tile == nullptr) tile = new Tile(this);
  return *tile;
}

void TileGrid::arrange(const std::vector<base::CandidateRef>& order) {
  if (order_ != order) {
    for (auto& [ref, tile] : tiles_) tile->setVisible(false);
    order_ = order;
    QWidget* before = nullptr;
    for (const base::CandidateRef& ref : order_) {
      Tile& next = put(ref);
      next.setVisible(true);
      if (before != nullptr) QWidget::setTabOrder(before, &next);
      before = &next;
    }
  }
  place();
}

void TileGrid::tick() {
  for (auto& [ref, tile] : tiles_) tile->tick();
}

int TileGrid::tileWidth() const {
  return fontMetrics().averageCharWidth() * (order_.size() > kManyTiles ? 20 : 27);
}

void TileGrid::place() {
  const int least = std::max(1, std::min(tileWidth(), width()));
  columns_ = std::max(1, (width() + kGap) / (least + kGap));
  const int wide = (width() - (columns_ - 1) * kGap) / columns_;
  int y = 0;
  for (std::size_t start = 0; start < order_.size(); start += static_cast<std::size_t>(columns_)) {
    const std::size_t end = std::min(order_.size(), start + static_cast<std::size_t>(columns_));
    int high = 0;
    for (std::size_t i = start; i < end; ++i) high = std::max(high, tiles_.at(order_[i])->heightFor(wide));
    for (std::size_t i = start; i < end; ++i) {
      tiles_.at(order_[i])->setGeometry(static_cast<int>(i - start) * (wide + kGap), y, wide, high);
    }
    y += high + kGap;
  }
  setMinimumHeight(std::max(0, y - kGap));
}

void TileGrid::resizeEvent(QResizeEvent*) {
  place();
}

bool TileGrid::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) place();
  return done;
}

void TileGrid::keyPressEvent(QKeyEvent* event) {
  int step = 0;
  switch (event->key()) {
    case Qt::Key_Left:
      step = -1;
      break;
    case Qt::Key_Right:
      step = 1;
      break;
    case Qt::Key_Up:
      step = -columns_;
      break;
    case Qt::Key_Down:
      step = columns_;
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  const auto focused = std::find_if(order_.begin(), order_.end(),
                                    [&](const base::CandidateRef& ref) { return tiles_.at(ref)->hasFocus(); });
  if (focused == order_.end()) return;
  const auto next = (focused - order_.begin()) + step;
  if (next >= 0 && next < static_cast<std::ptrdiff_t>(order_.size())) {
    tiles_.at(order_[static_cast<std::size_t>(next)])->setFocus();
  }
}

}  // namespace vigie::window
