#include "candidate-client/ui/activity/spreadsheet/Spreadsheet.hpp"

#include <QEvent>
#include <QLineEdit>
#include <QSignalBlocker>

#include "candidate-client/ui/activity/parts/AnswerFields.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"
#include "candidate-client/ui/activity/spreadsheet/Chart.hpp"

namespace vigie::activity {

Spreadsheet::Spreadsheet(const Spec& spec)
    : Interaction(spec),
      sheet_(spec),
      tools_(spec.texts("tools", 6)),
      stage_(new Stage),
      fields_(new AnswerFields(spec)) {
  QVBoxLayout& column = *columnOf(*this);
  auto* row = new QHBoxLayout;
  row->setSpacing(16);
  row->addWidget(stage_, 0, Qt::AlignTop);
  auto* side = new QVBoxLayout;
  row->addLayout(side, 1);
  column.addLayout(row);
  if (spec.has("chart")) addChart(spec.object("chart"), *side);
  if (tools_.contains("sort")) addSort(*side);
  if (tools_.contains("filter")) addFilter(*side);
  side->addStretch(1);
  column.addWidget(fields_);
  fields_->onChanged = [this] { changed(); };
  showGrid();
}

void Spreadsheet::addChart(const Spec& chart, QVBoxLayout& column) {
  const auto cellsOf = [&](const char* member) {
    std::vector<CellPlace> places;
    const QStringList ends = chart.raw(member).toString().toUpper().split(':');
    CellPlace from, to;
    if (ends.size() != 2 || !readPlace(ends[0], from) || !readPlace(ends[1], to) || from.column != to.column ||
        from.row > to.row || to.row - from.row > 23) {
      chart.wrong(member, QStringLiteral("expected cells of one column, as in A2:A4"));
      return places;
    }
    for (int at = from.row; at <= to.row; ++at) places.push_back({from.column, at});
    return places;
  };
  const auto names = cellsOf("categories");
  const auto heights = cellsOf(chart.has("heights") ? "heights" : "values");
  if (names.size() != heights.size()) chart.wrong("heights", QStringLiteral("expected one for each category"));
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < std::min(names.size(), heights.size()); ++i) {
    const CellValue height = sheet_.value(heights[i]);
    const double* number = std::get_if<double>(&height);
    bars.push_back({shown(sheet_.value(names[i]), language()), number == nullptr ? 0 : *number});
  }
  column.addWidget(new Chart(say(Word::chart), std::move(bars)));
}

std::unique_ptr<DropDown> Spreadsheet::makeColumnList(const QString& name) const {
  std::vector<Option> columns;
  for (int at = 0; at < sheet_.columns(); ++at) {
    const QString words = shown(sheet_.value({at, 0}), language());
    columns.push_back({QChar(u'A' + at), words.isEmpty() ? QString(QChar(u'A' + at)) : words});
  }
  return std::make_unique<DropDown>(name, say(Word::choose), std::move(columns));
}

void Spreadsheet::addSort(QVBoxLayout& column) {
  column.addWidget(makeWords(say(Word::sortBy), "label"));
  sortColumn_ = makeColumnList(say(Word::sortBy)).release();
  column.addWidget(sortColumn_);
  column.addWidget(makeAct(say(Word::sortRising), [this] { sort(SortOrder::rising); }));
  column.addWidget(makeAct(say(Word::sortFalling), [this] { sort(SortOrder::falling); }));
  first_ = sortColumn_->button();
}

void Spreadsheet::addFilter(QVBoxLayout& column) {
  column.addWidget(makeWords(say(Word::filterBy), "label"));
  filterColumn_ = makeColumnList(say(Word::filterBy)).release();
  column.addWidget(filterColumn_);
  const std::vector<Option> conditions = {{"above", say(Word::isAbove)},
                                          {"below", say(Word::isBelow)},
                                          {"equal", say(Word::isEqual)},
                                          {"contains", say(Word::doesContain)}};
  condition_ = new DropDown(say(Word::filterCondition), say(Word::filterCondition), conditions);
  column.addWidget(condition_);
  limit_ = makeLine(say(Word::filterValue), {});
  limit_->setPlaceholderText(say(Word::filterValue));
  connect(limit_, &QLineEdit::returnPressed, this, [this] { filter(); });
  column.addWidget(limit_);
  column.addWidget(makeAct(say(Word::filter), [this] { filter(); }));
  column.addWidget(makeAct(say(Word::showAllRows), [this] {
    sheet_.showAll();
    ++filters_;
    showGrid();
    changed();
  }));
  first_ = filterColumn_->button();
}

void Spreadsheet::sort(SortOrder order) {
  CellPlace column;
  if (!readPlace(sortColumn_->chosen() + "1", column)) return tell(say(Word::chooseColumn));
  sheet_.sort(column.column, order);
  ++sorts_;
  showGrid();
  tell(say(Word::rowsSorted));
  changed();
}

void Spreadsheet::filter() {
  CellPlace column;
  const QString chosen = condition_->chosen();
  if (!readPlace(filterColumn_->chosen() + "1", column) || chosen.isEmpty() || limit_->text().trimmed().isEmpty()) {
    return tell(say(Word::filterMissing));
  }
  sheet_.filter(column.column,
                chosen == "above"   ? Condition::above
                : chosen == "below" ? Condition::below
                : chosen == "equal" ? Condition::equal
                                    : Condition::contains,
                textOf(*limit_));
  ++filters_;
  showGrid();
  tell(say(Word::rowsShown).arg(rowNames(/*onlyVisible=*/true).size()).arg(sheet_.order().size()));
  changed();
}

void Spreadsheet::typed(QLineEdit& line) {
  const QString cell = line.accessibleName();
  sheet_.type(cell, textOf(line));
  if (!touched_.contains(cell)) touched_ << cell;
  showValues();
  changed();
}

// In the cell that is typed in stands what is typed; in the others what it is worth.
bool Spreadsheet::eventFilter(QObject* object, QEvent* event) {
  auto* line = qobject_cast<QLineEdit*>(object);
  if (line != nullptr && event->type() == QEvent::FocusIn) {
    const QSignalBlocker quiet(line);
    line->setText(sheet_.typed(line->accessibleName()));
    line->selectAll();
  }
  if (line != nullptr && event->type() == QEvent::FocusOut) leaveCell(*line);
  return Interaction::eventFilter(object, event);
}

void Spreadsheet::leaveCell(QLineEdit& line) {
  CellPlace place;
  const QString cell = line.accessibleName();
  if (!readPlace(cell, place)) return;
  const QSignalBlocker quiet(&line);
  line.setText(shown(sheet_.value(place), language()));
}

void Spreadsheet::showValues() {
  for (const Shown& each : shown_) {
    const QString value = shown(sheet_.value(each.place), language());
    if (each.label != nullptr) {
      each.label->setText(value);
      each.label->setAccessibleName(nameOf(each.place) + " : " + value);
    } else {
      each.line->setAccessibleDescription(value);
      if (!each.line->hasFocus()) leaveCell(*each.line);
    }
  }
}

QWidget* Spreadsheet::firstInput() const {
  return first_ != nullptr ? first_ : fields_->firstInput();
}

QJsonArray Spreadsheet::rowNames(bool onlyVisible) const {
  QJsonArray names;
  for (const int row : sheet_.order()) {
    if (!onlyVisible || !sheet_.isHidden(row)) names.append(nameOf({0, row}));
  }
  return names;
}

QJsonObject Spreadsheet::summary() const {
  QJsonObject formulas, values, cells;
  for (const QString& cell : touched_) {
    CellPlace place;
    if (!readPlace(cell, place)) continue;
    const QString text = sheet_.typed(cell);
    cells[cell] = text;
    if (text.trimmed().startsWith('=')) formulas[cell] = text.trimmed();
    const CellValue value = sheet_.value(place);
    const double* number = std::get_if<double>(&value);
    values[cell] = number != nullptr ? QJsonValue(*number) : QJsonValue(shown(value, language()));
  }
  QJsonObject out{{"rows", rowNames(/*onlyVisible=*/false)}, {"visible", rowNames(/*onlyVisible=*/true)}};
  if (!sheet_.editable().isEmpty()) {
    out["formulas"] = formulas;
    out["values"] = values;
    out["cells"] = cells;
  }
  if (sorts_ > 0) out["sorts"] = sorts_;
  if (filters_ > 0) out["filters"] = filters_;
  if (!fields_->isEmpty()) out["answers"] = fields_->answers();
  return out;
}

void Spreadsheet::restore(const QJsonObject& summary) {
  const QJsonObject cells = summary.value("cells").toObject();
  for (auto each = cells.begin(); each != cells.end(); ++each) {
    if (!sheet_.editable().contains(each.key())) continue;
    sheet_.type(each.key(), each.value().toString().left(kLongestFormula));
    if (!touched_.contains(each.key())) touched_ << each.key();
  }
  if (summary.contains("visible")) {
    sheet_.restore(textsIn(summary.value("rows")), textsIn(summary.value("visible")));
  }
  sorts_ = summary.value("sorts").toInt();
  filters_ = summary.value("filters").toInt();
  fields_->restore(summary.value("answers").toObject());
  showGrid();
}

}  // namespace vigie::activity
