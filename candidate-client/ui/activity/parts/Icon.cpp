#include "candidate-client/ui/activity/parts/Icon.hpp"

#include <QPainterPath>

#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

// In a square of 48 units.
QPainterPath folder() {
  QPainterPath body, tab;
  body.addRoundedRect(4, 14, 40, 26, 4, 4);
  tab.addRoundedRect(4, 9, 18, 12, 3, 3);
  return body.united(tab);
}

QPainterPath sheetOfPaper() {
  QPainterPath path;
  path.moveTo(11, 4);
  path.lineTo(29, 4);
  path.lineTo(38, 13);
  path.lineTo(38, 44);
  path.lineTo(11, 44);
  path.closeSubpath();
  return path;
}

QPainterPath bin() {
  QPainterPath path;
  path.moveTo(12, 14);
  path.lineTo(36, 14);
  path.lineTo(33, 44);
  path.lineTo(15, 44);
  path.closeSubpath();
  path.addRect(9, 9, 30, 5);
  path.addRect(19, 4, 10, 5);
  return path;
}

QPainterPath frame() {
  QPainterPath path;
  path.addRoundedRect(4, 8, 40, 32, 4, 4);
  return path;
}

void drawLines(QPainter& painter, std::initializer_list<QLineF> lines) {
  for (const QLineF& line : lines) painter.drawLine(line);
}

void drawDetails(QPainter& painter, Icon icon) {
  switch (icon) {
    case Icon::file:
      return drawLines(painter, {{17, 20, 32, 20}, {17, 27, 32, 27}, {17, 34, 27, 34}});
    case Icon::picture:
      painter.drawEllipse(QRectF(11, 14, 7, 7));
      return drawLines(painter, {{6, 37, 20, 24}, {20, 24, 29, 33}, {29, 33, 34, 28}, {34, 28, 42, 36}});
    case Icon::bin:
      return drawLines(painter, {{20, 20, 21, 38}, {28, 20, 27, 38}});
    case Icon::program:
      return drawLines(painter, {{4, 16, 44, 16}});
    case Icon::mail:
      return drawLines(painter, {{5, 10, 24, 26}, {24, 26, 43, 10}});
    case Icon::sheet:
      return drawLines(painter, {{4, 18, 44, 18}, {4, 28, 44, 28}, {17, 8, 17, 40}, {30, 8, 30, 40}});
    case Icon::screen:
      return drawLines(painter, {{16, 45, 32, 45}, {24, 40, 24, 45}});
    case Icon::folder:
    case Icon::none:
      return;
  }
}

}  // namespace

Icon iconOf(const QString& kind, const QString& name) {
  if (kind == "folder") return Icon::folder;
  if (kind == "bin" || kind == "trash") return Icon::bin;
  if (kind == "program" || kind == "app") return Icon::program;
  const QString lower = name.toLower();
  for (const char* end : {".jpg", ".jpeg", ".png", ".gif"}) {
    if (lower.endsWith(QLatin1String(end))) return Icon::picture;
  }
  for (const char* end : {".ods", ".xlsx", ".csv"}) {
    if (lower.endsWith(QLatin1String(end))) return Icon::sheet;
  }
  return Icon::file;
}

void paintIcon(QPainter& painter, const QRectF& room, Icon icon) {
  if (icon == Icon::none) return;
  const ui::Colours& colours = ui::look().colours();
  painter.save();
  painter.translate(room.topLeft());
  painter.scale(room.width() / 48, room.height() / 48);
  painter.setPen(QPen(colours.accent, 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(icon == Icon::folder ? colours.accentSoft : colours.card);
  const bool isPaper = icon == Icon::file;
  painter.drawPath(icon == Icon::folder ? folder() : icon == Icon::bin ? bin() : isPaper ? sheetOfPaper() : frame());
  painter.setBrush(Qt::NoBrush);
  drawDetails(painter, icon);
  painter.restore();
}

}  // namespace vigie::activity
