// The cells of a spreadsheet: those of the author, those that a person typed, their values, the order and the filter of
// the rows. Pure: no widget. Rows below the first that have something in column A can be sorted and filtered.
// Thread: any.
#pragma once

#include <QMap>
#include <QStringList>

#include "candidate-client/ui/activity/Spec.hpp"
#include "candidate-client/ui/activity/spreadsheet/Formula.hpp"

namespace vigie::activity {

enum class SortOrder { rising, falling };
enum class Condition { above, below, equal, contains };

class Sheet {
 public:
  explicit Sheet(const Spec& activity);  // its members "cells" and "editable"

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  bool isEditable(CellPlace place) const { return editable_.contains(nameOf(place)); }
  const QStringList& editable() const { return editable_; }

  void type(const QString& cell, const QString& text);
  QString typed(const QString& cell) const { return typed_.value(cell); }
  CellValue value(CellPlace place) const;

  const std::vector<int>& order() const { return order_; }  // rows that can be sorted, as shown
  bool isHidden(int row) const;
  void sort(int column, SortOrder order);
  void filter(int column, Condition condition, const QString& limit);
  void showAll() { hidden_.clear(); }
  void restore(const QStringList& rows, const QStringList& visible);  // names of the cells in column A

 private:
  CellValue value(CellPlace place, int depth, int& budget) const;

  QMap<QString, CellValue> cells_;
  QMap<QString, QString> typed_;
  QStringList editable_;
  int columns_ = 1, rows_ = 1;
  std::vector<int> order_;
  QList<int> hidden_;
};

}  // namespace vigie::activity
