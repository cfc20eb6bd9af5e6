#include "candidate-client/ui/question/ChoiceButton.hpp"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

struct Measures {
  int indicator, gap, side, top;
};

Measures measures() {
  const ui::Look& look = ui::look();
  return {look.px(26), look.px(16), look.px(18), look.px(11)};
}

QFont fontOf(const ChoiceFace& face, QFont font) {
  if (face.code) font.setFamilies({"DejaVu Sans Mono", "monospace"});
  return font;
}

QRect textRect(int width) {
  const Measures m = measures();
  const int left = m.side + m.indicator + m.gap;
  return {left, m.top, std::max(40, width - left - m.side), 100'000};
}

int flagsFor(const QString& text, const QFont& font, int width) {
  return int{Qt::AlignLeft} | int{Qt::AlignTop} | ui::wrapFor(text, font, width);
}

void paintMark(QPainter& painter, const QRectF& box, bool round, bool checked, const ui::Colours& colours, double pen) {
  painter.setPen(QPen(checked ? colours.accent : colours.edge, pen));
  painter.setBrush(round || !checked ? colours.card : colours.accent);
  if (round) {
    painter.drawEllipse(box);
    if (!checked) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.accent);
    const double inset = box.width() * 0.26;
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset));
    return;
  }
  painter.drawRoundedRect(box, box.width() * 0.18, box.width() * 0.18);
  if (!checked) return;
  QPainterPath tick;
  tick.moveTo(box.left() + box.width() * 0.24, box.top() + box.height() * 0.54);
  tick.lineTo(box.left() + box.width() * 0.43, box.top() + box.height() * 0.72);
  tick.lineTo(box.left() + box.width() * 0.77, box.top() + box.height() * 0.30);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours.onAccent, pen * 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(tick);
}

}  // namespace

ChoiceFace choiceFace(const std::string& written) {
  QString text = QString::fromStdString(written);
  const bool code = text.size() > 2 && text.startsWith('`') && text.endsWith('`') && text.count('`') == 2;
  return {code ? text.mid(1, text.size() - 2) : text, code};
}

int choiceHeight(const ChoiceFace& face, const QFont& font, int width) {
  const QFont used = fontOf(face, font);
  const QRect room = textRect(width);
  const int flags = flagsFor(face.text, used, room.width());
  const int text = QFontMetrics(used).boundingRect(room, flags, face.text).height();
  const Measures m = measures();
  return std::max({text, m.indicator, ui::kSmallestTarget - 2 * m.top}) + 2 * m.top;
}

void paintChoice(QAbstractButton& button, const ChoiceFace& face, bool round) {
  const ui::Look& look = ui::look();
  const ui::Colours& colours = look.colours();
  QPainter painter(&button);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool chosen = button.isChecked();
  const bool focused = button.hasFocus();
  const double edge = look.px(focused ? 3 : 2);
  painter.setPen(QPen(focused ? colours.focus : chosen ? colours.accent : colours.edge, edge));
  painter.setBrush(chosen || button.underMouse() ? colours.accentSoft : colours.card);
  const double half = edge / 2;
  const QRectF card = QRectF(button.rect()).adjusted(half, half, -half, -half);
  painter.drawRoundedRect(card, look.px(10), look.px(10));

  const Measures m = measures();
  const double y = (button.height() - m.indicator) / 2.0;
  paintMark(painter, QRectF(m.side, y, m.indicator, m.indicator), round, chosen, colours, look.px(2));

  painter.setFont(fontOf(face, button.font()));
  painter.setPen(colours.ink);
  QRect room = textRect(button.width());
  const int flags = flagsFor(face.text, painter.font(), room.width());
  const int height = painter.fontMetrics().boundingRect(room, flags, face.text).height();
  room.setTop((button.height() - height) / 2);
  room.setHeight(height + 2);
  painter.drawText(room, flags, face.text);
}

}  // namespace vigie::candidate
