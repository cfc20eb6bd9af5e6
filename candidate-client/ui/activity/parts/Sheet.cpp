#include "candidate-client/ui/activity/parts/Sheet.hpp"

#include <QRegularExpression>

namespace vigie::activity {
namespace {

// #name of a colour, @n for n pixels at 100 %, ~n for those that grow no further than a frame (kLargestFrameZoom): the
// buttons and cells of a program stand beside one another.
constexpr const char* kSheet = R"(
QWidget[kind="stage"] { background: #card; border: @2 solid #line; border-radius: @10; }
QWidget[kind="titlebar"] { background: #accentSoft; border: none; border-bottom: @2 solid #line; border-radius: @8; }
QWidget[kind="canvas"] { background: #card; border: @2 solid #edge; border-radius: @10; }
QWidget[kind="plain"] { background: transparent; border: none; }
QScrollArea[kind="stage"] { background: #card; border: @3 solid #edge; border-radius: @10; padding: @3; }
QScrollArea[kind="stage"]:focus { border-color: #focus; }
QScrollArea[kind="stage"] QScrollBar { background: #card; }
QPushButton { font-size: ~18; min-height: ~26; padding: ~8 ~20; }
QPushButton[kind="tool"] { padding: ~6 ~14; }
QWidget[kind="stage"] QPushButton { padding: ~6 ~14; }
QPushButton[kind="option"] { min-height: ~28; text-align: left; font-weight: 400; padding: ~6 ~14; border: ~2 solid #line; }
QPushButton[kind="option"]:checked { background: #accentSoft; border-color: #accent; font-weight: 600; }
QPushButton[kind="option"]:focus { border: ~3 solid #focus; }
QPushButton[kind="drop"], QWidget[kind="stage"] QPushButton[kind="drop"] { text-align: left; font-weight: 400;
  padding: ~8 ~44 ~8 ~12; }
QWidget[kind="stage"] QPushButton[kind="link"] { text-align: left; padding: ~6; border: ~3 solid transparent;
  background: transparent; color: #accent; text-decoration: underline; font-weight: 600; }
QWidget[kind="stage"] QPushButton[kind="link"]:hover { background: #accentSoft; }
QWidget[kind="stage"] QPushButton[kind="link"]:focus { border: ~3 solid #focus; }
QPushButton[kind="folder"] { text-align: left; font-weight: 400; padding: ~6 ~12; border: ~3 solid transparent; }
QPushButton[kind="folder"]:checked { background: #accentSoft; border-color: #accent; font-weight: 600; }
QPushButton[kind="folder"]:focus { border: ~3 solid #focus; }
QLabel[kind="label"] { font-weight: 600; }
QLabel[kind="error"] { color: #onAlarm; background: #alarm; font-weight: 600; border-radius: @6; padding: @2 @8; }
QLabel[kind="done"] { color: #ink; background: #accentSoft; border: @2 solid #accent; border-radius: @8; padding: @6 @12;
  font-weight: 600; }
QLabel[kind="cell"] { font-size: ~18; background: #card; border: 1px solid #line; padding: ~4 ~10; }
QLabel[kind="head"] { font-size: ~18; background: #accentSoft; border: 1px solid #line; padding: ~4 ~10; font-weight: 700; }
QLabel[kind="name"] { font-size: ~18; background: #page; border: 1px solid #line; padding: ~4 ~8; color: #quiet; }
QLineEdit[kind="cell"] { font-size: ~18; border-radius: 0; padding: ~4 ~8; min-height: ~30; }
QLabel[kind="address"] { background: #page; border: @2 solid #edge; border-radius: @8; padding: @6 @12; }
QRadioButton[kind="tick"] { color: #ink; spacing: @12; min-height: @44; padding: 0 @8; border: @3 solid transparent;
  border-radius: @8; }
QRadioButton[kind="tick"]:focus { border-color: #focus; }
QRadioButton[kind="tick"]::indicator { width: @24; height: @24; background: #card; border: @3 solid #edge;
  border-radius: @15; }
QRadioButton[kind="tick"]::indicator:checked { border-color: #accent; background: #accent; }
)";

}  // namespace

QString activitySheet(const ui::Look& look) {
  const ui::Colours& c = look.colours();
  const std::pair<const char*, QColor> names[] = {{"#accentSoft", c.accentSoft},
                                                  {"#accent", c.accent},
                                                  {"#onAlarm", c.onAlarm},
                                                  {"#alarm", c.alarm},
                                                  {"#page", c.page},
                                                  {"#card", c.card},
                                                  {"#ink", c.ink},
                                                  {"#quiet", c.quiet},
                                                  {"#line", c.line},
                                                  {"#edge", c.edge},
                                                  {"#focus", c.focus}};
  QString sheet = QString::fromUtf8(kSheet);
  for (const auto& [name, colour] : names) sheet.replace(QLatin1String(name), "\x01" + colour.name().mid(1));
  sheet.replace(QChar(1), QChar('#'));
  static const QRegularExpression kPixels(QStringLiteral("([@~])(\\d+)"));
  QString out;
  qsizetype at = 0;
  for (auto found = kPixels.globalMatch(sheet); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    const int atHundred = match.captured(2).toInt();
    const int pixels = match.captured(1) == "~" ? look.framePx(atHundred) : look.px(atHundred);
    out += sheet.mid(at, match.capturedStart() - at) + QString::number(pixels) + "px";
    at = match.capturedEnd();
  }
  return out + sheet.mid(at);
}

}  // namespace vigie::activity
