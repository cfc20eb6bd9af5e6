// The grid of a spreadsheet: letters above, numbers before, cells.
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/spreadsheet/Spreadsheet.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

QLabel* makeCell(const QString& text, const char* kind) {
  QLabel* label = makeWords(text, kind);
  label->setWordWrap(false);
  label->setMinimumHeight(ui::look().framePx(36));
  return label;
}

}  // namespace

void Spreadsheet::addRow(QGridLayout& grid, int line, int row, const QString& number) {
  grid.addWidget(makeCell(number, "name"), line, 0);
  for (int column = 0; column < sheet_.columns(); ++column) {
    const CellPlace place{column, row};
    Shown cell{place};
    if (sheet_.isEditable(place)) {
      cell.line = makeLine(nameOf(place), {});
      cell.line->setMinimumWidth(ui::look().framePx(230));
      ui::setKind(*cell.line, "cell");
      const QSignalBlocker quiet(cell.line);
      cell.line->setText(shown(sheet_.value(place), language()));
      cell.line->installEventFilter(this);
      connect(cell.line, &QLineEdit::textChanged, this, [this, typedIn = cell.line] { typed(*typedIn); });
      connect(cell.line, &QLineEdit::returnPressed, this,
              [this, place] { tell(nameOf(place) + " : " + shown(sheet_.value(place), language())); });
      grid.addWidget(cell.line, line, column + 1);
      if (first_ == nullptr) first_ = cell.line;
    } else {
      const CellValue value = sheet_.value(place);
      cell.label = makeCell(shown(value, language()), row == 0 ? "head" : "cell");
      cell.label->setMinimumWidth(ui::look().framePx(90));
      if (std::holds_alternative<double>(value)) cell.label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
      grid.addWidget(cell.label, line, column + 1);
    }
    shown_.push_back(cell);
  }
}

QWidget* Spreadsheet::makeGrid() {
  auto* table = new QWidget;
  auto* grid = new QGridLayout(table);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(0);
  grid->addWidget(makeCell({}, "name"), 0, 0);
  for (int column = 0; column < sheet_.columns(); ++column) {
    QLabel* letter = makeCell(QChar(u'A' + column), "name");
    letter->setAlignment(Qt::AlignCenter);
    grid->addWidget(letter, 0, column + 1);
  }
  int line = 1;
  std::size_t sorted = 0;
  for (int row = 0; row < sheet_.rows(); ++row) {
    // A row that can be sorted shows whichever comes next in the order.
    const auto& order = sheet_.order();
    const bool isSorted = std::find(order.begin(), order.end(), row) != order.end();
    const int from = isSorted ? order[sorted++] : row;
    if (!sheet_.isHidden(from)) addRow(*grid, line++, from, QString::number(row + 1));
  }
  return table;
}

void Spreadsheet::showGrid() {
  shown_.clear();
  if (!sheet_.editable().isEmpty()) first_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) { column.addWidget(makeGrid()); });
  showValues();
}

}  // namespace vigie::activity
