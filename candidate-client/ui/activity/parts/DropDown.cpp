#include "candidate-client/ui/activity/parts/DropDown.hpp"

#include <QKeyEvent>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTimer>
#include <algorithm>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "common/ui/Fields.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {

namespace {

// What opens the list: its words, and an arrow at the right.
class ListButton final : public QPushButton {
 public:
  ListButton(const QString& name, std::function<void()> press) {
    ui::setKind(*this, "drop");
    setAccessibleName(name);
    setMinimumHeight(ui::kSmallestTarget);
    setMinimumWidth(ui::look().framePx(200));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(this, &QPushButton::clicked, this, [press = std::move(press)] { press(); });
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QPushButton::paintEvent(event);
    ui::paintListArrow(*this, ui::look().framePx(100) / 100.0);
  }
};

// Once it is laid out, in the page that scrolls.
void bringIntoSight(QWidget& list) {
  QTimer::singleShot(0, &list, [&list] {
    for (QWidget* at = list.parentWidget(); at != nullptr; at = at->parentWidget()) {
      if (auto* page = qobject_cast<QScrollArea*>(at)) return page->ensureWidgetVisible(&list);
    }
  });
}

}  // namespace

DropDown::DropDown(const QString& name, const QString& nothing, std::vector<Option> options)
    : nothing_(nothing), options_(std::move(options)) {
  QVBoxLayout* column = columnOf(*this);
  column->setSpacing(2);
  button_ = new ListButton(name, [this] { list_->isVisibleTo(this) ? closeList() : openList(); });
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
  button_->setText(words.replace('&', "&&"));
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
  bringIntoSight(*list_);
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
