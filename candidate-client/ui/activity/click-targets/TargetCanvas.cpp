#include "candidate-client/ui/activity/click-targets/TargetCanvas.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {

namespace {

// A surface is not text: larger letters need a larger target, not one that has to be scrolled to.
constexpr int kTallest = 400;
constexpr int kTallestEver = 460;

}  // namespace

TargetButton::TargetButton(const QString& name, const QString& words, QWidget* parent)
    : QAbstractButton(parent), words_(words) {
  setAccessibleName(name);
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);
  connect(this, &QAbstractButton::clicked, this, [this] {
    const char* pointer = byMouse_ ? "mouse" : "keyboard";
    byMouse_ = false;
    if (onPressed) onPressed(pointer);
  });
}

void TargetButton::setDone(bool isDone) {
  done_ = isDone;
  update();
}

QSize TargetButton::sizeHint() const {
  const int words = words_.isEmpty() ? 0 : QFontMetrics(font()).horizontalAdvance(words_) + ui::look().px(16);
  const int side = std::max({ui::kSmallestTarget, static_cast<int>(std::ceil(2 * radius_)) + 6, words});
  return {side, side};
}

void TargetButton::mousePressEvent(QMouseEvent* event) {
  byMouse_ = event->button() == Qt::LeftButton;
  QAbstractButton::mousePressEvent(event);
}

void TargetButton::paintEvent(QPaintEvent*) {
  const ui::Look& look = ui::look();
  const ui::Colours& colours = look.colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF middle = QRectF(rect()).center();
  const double radius = words_.isEmpty() ? std::min(radius_, width() / 2.0 - 3) : width() / 2.0 - 3;
  painter.setPen(QPen(hasFocus() ? colours.focus : colours.accent, look.px(hasFocus() ? 4 : 2)));
  painter.setBrush(done_ ? colours.card : underMouse() ? colours.accentSoft : colours.accent);
  painter.drawEllipse(middle, radius, radius);
  painter.setPen(done_ || underMouse() ? colours.ink : colours.onAccent);
  QFont bold = font();
  bold.setBold(true);
  painter.setFont(bold);
  painter.drawText(rect(), Qt::AlignCenter, done_ ? QStringLiteral("✓") : words_);
}

TargetCanvas::TargetCanvas(QSizeF size, QWidget* parent) : QWidget(parent), size_(size) {
  ui::setKind(*this, "canvas");
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void TargetCanvas::place(TargetButton* button, Circle circle) {
  placed_.push_back({button, circle});
}

double TargetCanvas::scaleFor(int width) const {
  const double tallest = std::min(ui::look().px(kTallest), kTallestEver);
  return std::min(width / size_.width(), tallest / size_.height());
}

int TargetCanvas::heightForWidth(int width) const {
  return static_cast<int>(std::ceil(scaleFor(width) * size_.height()));
}

QSize TargetCanvas::sizeHint() const {
  const int width = ui::look().px(640);
  return {width, heightForWidth(width)};
}

void TargetCanvas::resizeEvent(QResizeEvent*) {
  const double scale = std::min(scaleFor(width()), height() / size_.height());
  const double left = (width() - scale * size_.width()) / 2;
  for (const Placed& each : placed_) {
    each.button->setRadius(scale * each.circle.radius);
    const QSize side = each.button->sizeHint();
    const double x = left + scale * each.circle.x - side.width() / 2.0;
    const double y = scale * each.circle.y - side.height() / 2.0;
    each.button->setGeometry(std::clamp(static_cast<int>(x), 0, std::max(0, width() - side.width())),
                             std::clamp(static_cast<int>(y), 0, std::max(0, height() - side.height())), side.width(),
                             side.height());
  }
}

void TargetCanvas::mousePressEvent(QMouseEvent*) {
  if (onMissed) onMissed();
}

}  // namespace vigie::activity
