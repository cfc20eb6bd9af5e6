#include "candidate-client/ui/activity/parts/Switch.hpp"

#include <QEvent>
#include <QPainter>
#include <algorithm>

#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

constexpr int kWords = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap;

int px(int at100) {
  return ui::look().px(at100);
}

}  // namespace

Switch::Switch(const QString& name, const QString& on, const QString& off) : on_(on), off_(off) {
  setText(name);
  setAccessibleName(name);
  setCursor(Qt::PointingHandCursor);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

int Switch::stateWidth() const {
  const QFontMetrics metrics(font());
  return px(64) + px(12) + std::max(metrics.horizontalAdvance(on_), metrics.horizontalAdvance(off_)) + px(12);
}

int Switch::heightForWidth(int width) const {
  const int room = std::max(40, width - stateWidth() - px(28));
  const int words = QFontMetrics(font()).boundingRect(0, 0, room, 10'000, kWords, text()).height();
  return std::max(ui::kSmallestTarget, words + px(18));
}

QSize Switch::sizeHint() const {
  const int width = std::max(px(460), px(200) + stateWidth());
  return {width, heightForWidth(width)};
}

QSize Switch::minimumSizeHint() const {
  return {px(120) + stateWidth(), ui::kSmallestTarget};
}

void Switch::paintEvent(QPaintEvent*) {
  const ui::Colours& colours = ui::look().colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double edge = px(hasFocus() ? 3 : 1);
  painter.setPen(QPen(hasFocus() ? colours.focus : colours.line, edge));
  painter.setBrush(underMouse() ? colours.accentSoft : colours.card);
  painter.drawRoundedRect(QRectF(rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), px(8), px(8));

  const int left = width() - stateWidth();
  painter.setPen(colours.ink);
  painter.drawText(QRect(px(14), 0, left - px(28), height()), kWords, text());

  const QRectF track(left, height() / 2.0 - px(15), px(60), px(30));
  painter.setPen(QPen(isChecked() ? colours.accent : colours.edge, px(2)));
  painter.setBrush(isChecked() ? colours.accent : colours.page);
  painter.drawRoundedRect(track, px(15), px(15));
  painter.setPen(Qt::NoPen);
  painter.setBrush(isChecked() ? colours.onAccent : colours.edge);
  const double knob = px(22);
  const double x = isChecked() ? track.right() - knob - px(4) : track.left() + px(4);
  painter.drawEllipse(QRectF(x, track.center().y() - knob / 2, knob, knob));
  painter.setPen(colours.ink);
  painter.drawText(QRect(left + px(72), 0, stateWidth() - px(72), height()), kWords, isChecked() ? on_ : off_);
}

void Switch::changeEvent(QEvent* event) {
  QCheckBox::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) updateGeometry();
}

}  // namespace vigie::activity
