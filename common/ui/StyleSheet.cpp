// The style sheet of all windows. A widget says what it is by its dynamic property "kind" (Widgets.hpp).
#include <QStringList>

#include "common/ui/Theme.hpp"

namespace vigie::ui {
namespace {

// #name of a colour, @n for n pixels at 100 %, ~n for those of bars.
constexpr const char* kSheet = R"(
* { outline: none; font-family: "Open Sans", "Noto Sans", "DejaVu Sans"; font-size: @18; }
QWidget[kind="page"], QMainWindow, QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] { background: #page; }
QWidget[kind="card"] { background: #card; border: 1px solid #line; border-radius: @14; }
QWidget[kind="bar"] { background: #card; border: none; border-bottom: 1px solid #line; }
QWidget[kind="footer"] { background: #card; border: none; border-top: 1px solid #line; }
QWidget[kind="notice"] { background: #notice; border: @2 solid #onNotice; border-radius: @10; }
QWidget[kind="alarm"] { background: #alarm; border: @2 solid #onAlarm; border-radius: @10; }

QLabel { color: #ink; background: transparent; border: none; }
QLabel[kind="title"] { font-size: @32; font-weight: 600; }
QLabel[kind="subtitle"] { font-size: @22; font-weight: 600; }
QLabel[kind="lead"] { font-size: @20; }
QLabel[kind="quiet"] { color: #quiet; }
QLabel[kind="brand"] { font-weight: 700; color: #accent; font-size: @20; }
QLabel[kind="badge"] { color: #onNotice; background: #notice; border: @2 solid #onNotice; border-radius: @8; padding: @2 @10;
  font-weight: 600; }
QLabel[kind="noticeText"] { color: #onNotice; }
QLabel[kind="alarmText"] { color: #onAlarm; font-weight: 600; }
QLabel[kind="mark"] { color: #accent; font-size: @56; }

QPushButton { min-height: @26; padding: @8 @20; border: @3 solid #edge; border-radius: @10; background: #card;
  color: #ink; font-weight: 600; }
QPushButton:hover { background: #accentSoft; }
QPushButton:disabled { color: #quiet; border-style: dashed; }
QPushButton[kind="primary"] { min-height: @34; padding: @8 @32; background: #accent; color: #onAccent;
  border-color: #accent; font-size: @20; }
QPushButton[kind="primary"]:disabled { background: #page; color: #quiet; border-color: #edge; }
QPushButton[kind="tool"] { padding: @6 @14; border: @3 solid transparent; background: transparent; color: #accent; }
QPushButton[kind="tool"]:hover { background: #accentSoft; }
QPushButton[kind="tool"]:checked { border-color: #accent; background: #accentSoft; }
QPushButton[kind="tool"]:disabled { color: #quiet; }
QPushButton:focus, QPushButton[kind="primary"]:focus, QPushButton[kind="tool"]:focus { border: @3 solid #focus; }

QWidget[kind="bar"] QLabel, QWidget[kind="footer"] QLabel { font-size: ~18; }
QWidget[kind="bar"] QLabel[kind="subtitle"] { font-size: ~22; }
QWidget[kind="bar"] QPushButton { font-size: ~18; min-height: ~26; padding: ~6 ~14; border-width: ~3; }
QWidget[kind="footer"] QPushButton { font-size: ~18; min-height: ~26; padding: ~8 ~20; border-width: ~3; }
QWidget[kind="footer"] QPushButton[kind="primary"] { font-size: ~20; min-height: ~34; padding: ~8 ~32; }

QLineEdit, QComboBox, QPlainTextEdit { min-height: @28; padding: @8 @12; border: @3 solid #edge; border-radius: @10;
  background: #card; color: #ink; selection-background-color: #accent; selection-color: #onAccent; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: #focus; }
QLineEdit[kind="code"] { font-family: "DejaVu Sans Mono"; font-size: @28; min-height: @44; letter-spacing: @2; }
QComboBox { padding-right: @44; }
QComboBox::drop-down { width: @44; border: none; background: transparent; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QTableView { background: #card; color: #ink; gridline-color: #line; border: @2 solid #line; selection-background-color: #accent;
  selection-color: #onAccent; }
QTableView:focus { border-color: #focus; }
QTableView::item { padding: @6 @12; border: none; }
QHeaderView::section { background: #accentSoft; color: #ink; font-weight: 600; padding: @8 @12; border: none;
  border-right: 1px solid #line; border-bottom: @2 solid #edge; }
QComboBox QAbstractItemView { background: #card; color: #ink; border: @2 solid #edge; }
QComboBox QAbstractItemView::item { min-height: @44; }

QTextBrowser { font-size: @20; background: transparent; color: #ink; border: @3 solid transparent; border-radius: @8; padding: 0;
  selection-background-color: #accent; selection-color: #onAccent; }
QTextBrowser:focus { border-color: #focus; }
QProgressBar { border: @2 solid #edge; border-radius: @6; background: #page; min-height: @10; max-height: @10;
  color: transparent; }
QProgressBar::chunk { background: #accent; border-radius: @4; }
QScrollArea { border: none; }
QScrollBar:vertical { width: @18; background: #page; margin: 0; border: none; }
QScrollBar::handle:vertical { background: #edge; border-radius: @6; min-height: @44; margin: @3; }
QScrollBar:horizontal { height: @18; background: #page; margin: 0; border: none; }
QScrollBar::handle:horizontal { background: #edge; border-radius: @6; min-width: @44; margin: @3; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
)";

QString replaced(QString sheet, const Colours& c) {
  const std::pair<const char*, QColor> names[] = {{"#accentSoft", c.accentSoft},
                                                  {"#onAccent", c.onAccent},
                                                  {"#accent", c.accent},
                                                  {"#onNotice", c.onNotice},
                                                  {"#notice", c.notice},
                                                  {"#onAlarm", c.onAlarm},
                                                  {"#alarm", c.alarm},
                                                  {"#page", c.page},
                                                  {"#card", c.card},
                                                  {"#ink", c.ink},
                                                  {"#quiet", c.quiet},
                                                  {"#line", c.line},
                                                  {"#edge", c.edge},
                                                  {"#focus", c.focus}};
  for (const auto& [name, colour] : names) sheet.replace(name, QChar('\x01') + colour.name().mid(1));
  return sheet.replace('\x01', '#');
}

}  // namespace

QString styleSheet(const Look& look) {
  const QString sheet = replaced(QString::fromUtf8(kSheet), look.colours());
  QString out;
  for (qsizetype at = 0; at < sheet.size(); ++at) {
    const bool ofFrame = sheet[at] == '~';
    if (!ofFrame && sheet[at] != '@') {
      out += sheet[at];
      continue;
    }
    int number = 0;
    while (at + 1 < sheet.size() && sheet[at + 1].isDigit()) number = number * 10 + sheet[++at].digitValue();
    out += QString::number(ofFrame ? look.framePx(number) : look.px(number)) + "px";
  }
  return out;
}

}  // namespace vigie::ui
