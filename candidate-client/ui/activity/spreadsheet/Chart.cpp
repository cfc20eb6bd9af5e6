#include "candidate-client/ui/activity/spreadsheet/Chart.hpp"

#include <QPainter>
#include <algorithm>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

Chart::Chart(const QString& title, std::vector<Bar> bars) : bars_(std::move(bars)) {
  ui::setKind(*this, "plain");
  setFocusPolicy(Qt::NoFocus);
  QStringList words;
  for (const Bar& bar : bars_) words << bar.name + " " + QString::number(bar.height);
  setAccessibleName(title + " : " + words.join(", "));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize Chart::sizeHint() const {
  return {ui::look().framePx(300), std::min(ui::look().px(200), 340)};
}

void Chart::paintEvent(QPaintEvent*) {
  const ui::Look& look = ui::look();
  const ui::Colours& colours = look.colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  double highest = 1e-9;
  for (const Bar& bar : bars_) highest = std::max(highest, bar.height);
  const int line = painter.fontMetrics().height();
  const double base = height() - line - look.px(8);
  const double room = base - line - look.px(6);
  const double step = width() / static_cast<double>(std::max<std::size_t>(1, bars_.size()));
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    const double tall = std::max(0.0, bars_[i].height) / highest * room;
    const QRectF bar(step * (static_cast<double>(i) + 0.2), base - tall, step * 0.6, tall);
    painter.setPen(QPen(colours.accent, look.px(2)));
    painter.setBrush(colours.accentSoft);
    painter.drawRect(bar);
    painter.setPen(colours.ink);
    const double left = step * static_cast<double>(i);
    painter.drawText(QRectF(left, base - tall - line - 4, step, line), Qt::AlignCenter,
                     QString::number(bars_[i].height));
    const QString name = painter.fontMetrics().elidedText(bars_[i].name, Qt::ElideRight, static_cast<int>(step) - 4);
    painter.drawText(QRectF(left, base + 4, step, line), Qt::AlignCenter, name);
  }
  painter.setPen(QPen(colours.edge, look.px(2)));
  painter.drawLine(QPointF(0, base), QPointF(width(), base));
}

}  // namespace vigie::activity
