#include "candidate-client/ui/activity/parts/Tick.hpp"

#include <QEvent>
#include <QPainter>
#include <algorithm>

#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

constexpr int kWords = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap;
constexpr int kBefore = 54;  // the box and the space around it

int px(int at100) {
  return ui::look().px(at100);
}

}  // namespace

Tick::Tick(const QString& name) {
  setText(name);
  setAccessibleName(name);
  setCursor(Qt::PointingHandCursor);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

int Tick::heightForWidth(int width) const {
  const int room = std::max(40, width - px(kBefore + 12));
  const int words = QFontMetrics(font()).boundingRect(0, 0, room, 10'000, kWords, text()).height();
  return std::max(ui::kSmallestTarget, words + px(14));
}

QSize Tick::sizeHint() const {
  const int width = std::min(px(640), px(kBefore + 16) + QFontMetrics(font()).horizontalAdvance(text()));
  return {width, heightForWidth(width)};
}

QSize Tick::minimumSizeHint() const {
  return {px(180), ui::kSmallestTarget};
}

void Tick::paintEvent(QPaintEvent*) {
  const ui::Colours& colours = ui::look().colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (hasFocus()) {
    const double edge = px(3);
    painter.setPen(QPen(colours.focus, edge));
    painter.drawRoundedRect(QRectF(rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), px(8), px(8));
  }
  const QRectF box(px(12), height() / 2.0 - px(14), px(28), px(28));
  painter.setPen(QPen(isChecked() ? colours.accent : colours.edge, px(3)));
  painter.setBrush(isChecked() ? colours.accent : colours.card);
  painter.drawRoundedRect(box, px(5), px(5));
  if (isChecked()) {
    painter.setPen(QPen(colours.onAccent, px(4), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF tick[] = {box.topLeft() + QPointF(px(7), px(15)), box.topLeft() + QPointF(px(12), px(20)),
                            box.topLeft() + QPointF(px(21), px(8))};
    painter.drawPolyline(tick, 3);
  }
  painter.setPen(colours.ink);
  painter.drawText(QRect(px(kBefore), 0, width() - px(kBefore + 8), height()), kWords, text());
}

void Tick::changeEvent(QEvent* event) {
  QCheckBox::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) updateGeometry();
}

}  // namespace vigie::activity
