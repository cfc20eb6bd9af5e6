// Type spreadsheet: a small table with cells to fill (values and formulas), a sort, a filter and a chart, as the item
// offers them ("editable", "tools": sort, filter; "chart"), and questions about it. Summary: formulas {cell: text},
// values {cell: number or text}, rows [names of column A's cells in their order], visible [those that are shown],
// sorts, filters, answers; cells {cell: what was typed} for restore(). Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/spreadsheet/Sheet.hpp"

class QGridLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace vigie::activity {

class AnswerFields;
class DropDown;
class Stage;

class Spreadsheet final : public Interaction {
 public:
  explicit Spreadsheet(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  struct Shown {
    CellPlace place;
    QLabel* label = nullptr;  // one of the two
    QLineEdit* line = nullptr;
  };

  void showGrid();
  QWidget* makeGrid();
  void addRow(QGridLayout& grid, int line, int row, const QString& number);
  void addSort(QVBoxLayout& column);
  void addFilter(QVBoxLayout& column);
  void addChart(const Spec& chart, QVBoxLayout& column);
  std::unique_ptr<DropDown> makeColumnList(const QString& name) const;
  void sort(SortOrder order);
  void filter();
  void typed(QLineEdit& line);
  void leaveCell(QLineEdit& line);
  void showValues();
  QJsonArray rowNames(bool onlyVisible) const;

  Sheet sheet_;
  QStringList tools_;
  Stage* stage_;
  AnswerFields* fields_;
  DropDown *sortColumn_ = nullptr, *filterColumn_ = nullptr, *condition_ = nullptr;
  QLineEdit* limit_ = nullptr;
  QWidget* first_ = nullptr;
  std::vector<Shown> shown_;
  QStringList touched_;  // cells that the person typed in
  int sorts_ = 0, filters_ = 0;
};

}  // namespace vigie::activity
