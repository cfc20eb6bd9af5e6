#include "candidate-client/ui/activity/parts/DropDown.hpp"

#include <QKeyEvent>
#include <QSignalBlocker>
#include <algorithm>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

DropDown::DropDown(const QString& name, const QString& nothing, std::vector<Option> options)
    : nothing_(nothing), options_(std::move(options)) {
  QVBoxLayout* column = columnOf(*this);
  column->setSpacing(2);
  button_ = makeAct(name, [this] { list_->isVisibleTo(this) ? closeList() : openList(); }, "drop");
  button_->setMinimumWidth(ui::look().framePx(180));
  button_->setAccessibleName(name);
  column->addWidget(button_);
  list_ = new QWidget;
  QVBoxLayout* rows = columnOf(*list_);
  rows->setSpacing(2);
  for (const Option& option : options_) {
    auto* row = makePick(
        option.label,
        [this, id = option.id] {
          show(id);
          closeList();
          if (onChosen) onChosen();
        },
        "option");
    row->installEventFilter(this);
    rows->addWidget(row);
    rows_.push_back(row);
  }
  list_->hide();
  column->addWidget(list_);
  show({});
}

void DropDown::choose(const QString& id) {
  show(id);
}

void DropDown::show(const QString& id) {
  const auto found = std::find_if(options_.begin(), options_.end(), [&](const Option& one) { return one.id == id; });
  chosen_ = found == options_.end() ? QString() : id;
  QString words = found == options_.end() ? nothing_ : found->label;
  button_->setAccessibleDescription(words);
  button_->setText(words.replace('&', "&&") + QStringLiteral("  ▾"));
  markChosen();
}

void DropDown::markChosen() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const QSignalBlocker isNobodysChoice(rows_[i]);
    rows_[i]->setChecked(options_[i].id == chosen_);
  }
}

void DropDown::openList() {
  list_->show();
  for (QPushButton* row : rows_) {
    if (row->isChecked() || row == rows_.back()) {
      (row->isChecked() ? row : rows_.front())->setFocus(Qt::PopupFocusReason);
      return;
    }
  }
}

void DropDown::closeList() {
  button_->setFocus(Qt::PopupFocusReason);
  list_->hide();
}

bool DropDown::eventFilter(QObject* object, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(object, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  const auto at = std::find(rows_.begin(), rows_.end(), object) - rows_.begin();
  const auto last = static_cast<std::ptrdiff_t>(rows_.size()) - 1;
  if (key == Qt::Key_Escape) {
    closeList();
    return true;
  }
  if (key != Qt::Key_Up && key != Qt::Key_Down) return QWidget::eventFilter(object, event);
  const auto to = std::clamp<std::ptrdiff_t>(at + (key == Qt::Key_Down ? 1 : -1), 0, last);
  rows_[static_cast<std::size_t>(to)]->setFocus(Qt::TabFocusReason);
  return true;
}

}  // namespace vigie::activity
