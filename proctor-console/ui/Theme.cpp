#include "proctor-console/ui/Theme.hpp"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace vigie::window {
namespace {

using console::Level;

double channel(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
  return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
}

}  // namespace

double contrast(const QColor& one, const QColor& other) {
  const double a = luminance(one) + 0.05;
  const double b = luminance(other) + 0.05;
  return std::max(a, b) / std::min(a, b);
}

Tone toneOf(Level level) {
  switch (level) {
    case Level::good:
      return {QColor(0x14, 0x5f, 0x2d), QColor(0xe4, 0xf3, 0xe8)};
    case Level::attention:
      return {QColor(0x7a, 0x42, 0x00), QColor(0xfd, 0xf0, 0xda)};
    case Level::bad:
      return {QColor(0x9b, 0x15, 0x18), QColor(0xfb, 0xe5, 0xe5)};
    case Level::unknown:
      return {QColor(0x46, 0x51, 0x61), QColor(0xea, 0xed, 0xf1)};
  }
  return {kInk, kPaper};
}

QString styleOf(int zoomPercent) {
  const double zoom = std::clamp(zoomPercent, kSmallestZoom, kLargestZoom) / 100.0;
  const auto px = [&](double size) {
    return QString::number(static_cast<int>(std::lround(size * zoom))) + QStringLiteral("px");
  };
  QString sheet = QStringLiteral(R"(
* { font-family: "Noto Sans", "DejaVu Sans", sans-serif; font-size: @15; color: #1b2430; }
QMainWindow, #page, #pageBody { background: #f3f5f8; }
QScrollArea { border: none; background: transparent; }
QLabel { background: transparent; }
#header { background: #16263f; }
#header QLabel { color: #ffffff; }
#header QLabel#brand { font-size: @18; font-weight: 600; }
#header QPushButton { background: transparent; color: #ffffff; border: 1px solid #8fa3c0; padding: @4 @10; }
#header QPushButton:hover { background: #28406a; }
#header QPushButton:focus { border: 2px solid #ffffff; }
QLabel#title { font-size: @24; font-weight: 600; }
QLabel#subtitle { font-size: @18; font-weight: 600; }
QLabel#strong { font-weight: 600; }
QLabel#quiet { color: #465161; }
QLabel#code { font-family: "DejaVu Sans Mono", monospace; font-size: @18; }
QLabel#refusal { color: #9b1518; }
QLabel#fine { color: #145f2d; }
QLabel#stamp { color: #7a4200; background: #fdf0da; border-radius: @4; padding: @2 @8; font-weight: 600; }
#card, #panel { background: #ffffff; border: 1px solid #c3cad5; border-radius: @8; }
#ask { background: #fdf0da; border: 1px solid #7a4200; border-radius: @6; }
#alertBox { background: #fbe5e5; border: 1px solid #9b1518; border-radius: @6; }
#alertBar { background: #9b1518; }
#alertBar QLabel { color: #ffffff; }
#alertBar QLabel#strong { color: #ffffff; }
#alertBar QPushButton { background: #ffffff; color: #9b1518; border: 2px solid #ffffff; font-weight: 600; }
#alertBar QPushButton:hover { background: #fbe5e5; }
#alertBar QPushButton:focus { border: 2px solid #16263f; }
#banner { background: #fdf0da; border-bottom: 1px solid #7a4200; }
#banner[grave="true"] { background: #fbe5e5; border-bottom: 1px solid #9b1518; }
QPushButton { background: #ffffff; border: 1px solid #66758a; border-radius: @5; padding: @6 @12; min-height: @20; }
QPushButton:hover { background: #e8eef8; }
QPushButton:pressed { background: #d5e0f2; }
QPushButton:focus { border: 2px solid #174a96; padding: @5 @11; }
QPushButton:disabled { color: #5c6675; background: #eef0f3; border-color: #b6bec9; }
QPushButton[kind="primary"] { background: #174a96; color: #ffffff; border-color: #174a96; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: #123b79; }
QPushButton[kind="primary"]:focus { border: 2px solid #16263f; }
QPushButton[kind="primary"]:disabled { background: #dfe4ec; color: #4b5665; border-color: #b6bec9; }
QPushButton[kind="danger"] { color: #9b1518; border-color: #9b1518; }
QPushButton[kind="danger"]:hover { background: #fbe5e5; }
QPushButton[kind="danger"]:focus { border: 2px solid #9b1518; }
QLineEdit, QSpinBox, QComboBox, QDateEdit, QPlainTextEdit {
  background: #ffffff; border: 1px solid #66758a; border-radius: @4; padding: @4 @6; min-height: @20;
  selection-background-color: #174a96; selection-color: #ffffff; }
QLineEdit:focus, QSpinBox:focus, QComboBox:focus, QDateEdit:focus, QPlainTextEdit:focus { border: 2px solid #174a96; }
QComboBox::drop-down, QSpinBox::up-button, QSpinBox::down-button {
  subcontrol-origin: border; width: @24; border: none; background: transparent; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: #e8eef8; }
QComboBox::down-arrow, QSpinBox::down-arrow { width: 0; height: 0; border-left: @5 solid #ffffff;
  border-right: @5 solid #ffffff; border-top: @6 solid #465161; }
QSpinBox::up-arrow { width: 0; height: 0; border-left: @5 solid #ffffff; border-right: @5 solid #ffffff;
  border-bottom: @6 solid #465161; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: @16; }
QScrollBar:horizontal { height: @16; }
QScrollBar::handle { background: #7c8797; border-radius: @4; margin: @4; }
QScrollBar::handle:vertical { min-height: @24; }
QScrollBar::handle:horizontal { min-width: @24; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QComboBox QAbstractItemView { background: #ffffff; selection-background-color: #174a96; selection-color: #ffffff; }
QCheckBox { spacing: @6; background: transparent; }
QCheckBox::indicator { width: @16; height: @16; background: #ffffff; border: @2 solid #465161; border-radius: @4; }
QCheckBox::indicator:checked { background: #174a96; border-color: #174a96; }
QCheckBox { padding: @6 @2; }
QCheckBox:focus { border: 1px solid #174a96; }
QTableWidget { background: #ffffff; border: 1px solid #c3cad5; gridline-color: #dde2e9;
  selection-background-color: #dbe6f7; selection-color: #1b2430; }
QHeaderView::section { background: #eaedf1; border: none; border-bottom: 1px solid #c3cad5; padding: @4 @6;
  font-weight: 600; }
QToolTip { background: #16263f; color: #ffffff; border: none; padding: @4; }
)");
  // "@15" becomes "15px" times the zoom; the longest first, so that "@2" does not eat "@24".
  for (const int size : {24, 20, 18, 16, 15, 12, 11, 10, 8, 6, 5, 4, 2}) {
    sheet.replace(QChar(u'@') + QString::number(size), px(size));
  }
  return sheet;
}

void paintSign(QPainter& painter, const QRectF& where, Level level) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double side = std::min(where.width(), where.height());
  const QRectF box(where.center().x() - side / 2, where.center().y() - side / 2, side, side);
  const QColor ink = toneOf(level).ink;
  const double stroke = std::max(1.5, side / 9);
  const auto at = [&](double x, double y) { return QPointF(box.left() + x * side, box.top() + y * side); };
  const QPen white(Qt::white, stroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ink);
  switch (level) {
    case Level::good: {
      painter.drawEllipse(box);
      painter.setPen(white);
      painter.drawPolyline(QPolygonF({at(0.26, 0.53), at(0.44, 0.70), at(0.75, 0.34)}));
      break;
    }
    case Level::attention: {
      painter.drawPolygon(QPolygonF({at(0.5, 0.03), at(1.0, 0.95), at(0.0, 0.95)}));
      painter.setPen(white);
      painter.drawLine(at(0.5, 0.38), at(0.5, 0.62));
      painter.drawPoint(at(0.5, 0.80));
      break;
    }
    case Level::bad: {
      painter.drawRoundedRect(box, side / 6, side / 6);
      painter.setPen(white);
      painter.drawLine(at(0.3, 0.3), at(0.7, 0.7));
      painter.drawLine(at(0.7, 0.3), at(0.3, 0.7));
      break;
    }
    case Level::unknown: {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(ink, stroke));
      painter.drawEllipse(box.adjusted(stroke, stroke, -stroke, -stroke));
      break;
    }
  }
  painter.restore();
}

Sign::Sign(Level level, QWidget* parent) : QWidget(parent), level_(level) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Sign::show(Level level) {
  level_ = level;
  update();
}

QSize Sign::sizeHint() const {
  const int side = fontMetrics().height();
  return {side, side};
}

void Sign::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintSign(painter, rect().adjusted(1, 1, -1, -1), level_);
}

}  // namespace vigie::window
