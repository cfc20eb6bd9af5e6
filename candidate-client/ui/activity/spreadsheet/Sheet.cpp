#include "candidate-client/ui/activity/spreadsheet/Sheet.hpp"

#include <algorithm>

#include "candidate-client/ui/activity/spreadsheet/FormulaFunctions.hpp"

namespace vigie::activity {
namespace {

constexpr int kDeepestReference = 16;  // cells that refer to cells; deeper is a loop, or as bad
constexpr int kMostSteps = 2'000;      // cells read for one value: references fan out, and a window must not wait

}  // namespace

Sheet::Sheet(const Spec& activity) : editable_(activity.texts("editable", 24)) {
  const Spec cells = activity.object("cells");
  const QStringList names = cells.members();
  if (names.size() > 240) cells.wrong("", QStringLiteral("expected at most 240 cells"));
  const auto grow = [this, &activity](const QString& name) {
    CellPlace place;
    if (!readPlace(name, place) || place.column >= kMostColumns || place.row >= kMostRows) {
      activity.wrong("cells", "no cell is called \"" + name.left(20) + "\"");
      return false;
    }
    columns_ = std::max(columns_, place.column + 1);
    rows_ = std::max(rows_, place.row + 1);
    return true;
  };
  for (const QString& name : names.mid(0, 240)) {
    const QByteArray member = name.toUtf8();
    const QJsonValue raw = cells.raw(member.constData());
    if (!grow(name)) continue;
    if (raw.isDouble()) {
      cells_[name] = raw.toDouble();
    } else {
      const QString text = cells.words(member.constData()).left(200);
      if (text.startsWith('=')) {
        typed_[name] = text;
      } else {
        cells_[name] = text;
      }
    }
  }
  for (QString& name : editable_) {
    name = name.toUpper();
    grow(name);
  }
  for (int row = 1; row < rows_; ++row) {
    if (cells_.contains(nameOf({0, row}))) order_.push_back(row);
  }
}

void Sheet::type(const QString& cell, const QString& text) {
  typed_[cell] = text;
}

CellValue Sheet::value(CellPlace place) const {
  int budget = kMostSteps;
  return value(place, 0, budget);
}

CellValue Sheet::value(CellPlace place, int depth, int& budget) const {
  if (depth > kDeepestReference || --budget < 0) return SheetError::cycle;
  if (place.column >= columns_ || place.row >= rows_) return {};
  const QString name = nameOf(place);
  const auto typed = typed_.find(name);
  if (typed == typed_.end()) return cells_.value(name);
  const QString text = typed->trimmed();
  if (!text.startsWith('=')) return readTyped(text);
  return evaluate(text, [this, depth, &budget](CellPlace other) { return value(other, depth + 1, budget); });
}

bool Sheet::isHidden(int row) const {
  return hidden_.contains(row);
}

void Sheet::sort(int column, SortOrder order) {
  const auto comesBefore = [&](int one, int other) {
    const CellValue a = value({column, one});
    const CellValue b = value({column, other});
    if (errorIn(a) != nullptr || errorIn(b) != nullptr) return errorIn(a) == nullptr && errorIn(b) != nullptr;
    return order == SortOrder::rising ? compare(a, b) < 0 : compare(b, a) < 0;
  };
  // Each row goes behind the last one that does not come after it: equal ones stay as they were.
  for (auto next = order_.begin(); next != order_.end(); ++next) {
    std::rotate(std::upper_bound(order_.begin(), next, *next, comesBefore), next, next + 1);
  }
}

void Sheet::filter(int column, Condition condition, const QString& limit) {
  const CellValue wanted = readTyped(limit);
  hidden_.clear();
  for (const int row : order_) {
    const CellValue cell = value({column, row});
    const bool isSame = cell.index() == wanted.index() && errorIn(cell) == nullptr;
    const int difference = isSame ? compare(cell, wanted) : 0;
    const bool holds = condition == Condition::above   ? isSame && difference > 0
                       : condition == Condition::below ? isSame && difference < 0
                       : condition == Condition::equal
                           ? isSame && difference == 0
                           : shown(cell, ui::Language::french).contains(limit.trimmed(), Qt::CaseInsensitive);
    if (!holds) hidden_.append(row);
  }
}

void Sheet::restore(const QStringList& rows, const QStringList& visible) {
  std::vector<int> order;
  for (const QString& name : rows) {
    CellPlace place;
    if (readPlace(name, place)) order.push_back(place.row);
  }
  if (std::is_permutation(order.begin(), order.end(), order_.begin(), order_.end())) order_ = order;
  hidden_.clear();
  for (const int row : order_) {
    if (!visible.contains(nameOf({0, row}))) hidden_.append(row);
  }
}

}  // namespace vigie::activity
