#include "candidate-client/ui/activity/task-list/TaskList.hpp"

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tile.hpp"

namespace vigie::activity {

TaskList::TaskList(const Spec& spec) : Interaction(spec), stage_(new Stage) {
  for (const Spec& task : spec.parts("tasks", 1, 24)) tasks_.push_back({task.id(), task.label()});
  const auto buttons = spec.parts("buttons", 0, 1);
  endWords_ = buttons.empty() ? say(Word::endProgram) : buttons.front().label();
  columnOf(*this)->addWidget(stage_);
  show();
}

QString TaskList::labelOf(const QString& id) const {
  for (const Option& task : tasks_) {
    if (task.id == id) return task.label;
  }
  return {};
}

void TaskList::show() {
  first_ = nullptr;
  chosen_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    columnOf(*panel)->addWidget(makeWords(say(Word::openPrograms), "label"));
    for (const Option& task : tasks_) {
      if (ended_.contains(task.id)) continue;
      auto* tile = new Tile(Icon::program, task.label, TileForm::line);
      tile->setMarked(task.id == now_);
      tile->setActs({.select = [this, id = task.id] { select(id); }, .open = {}, .menu = {}, .dragged = {}});
      columnOf(*panel)->addWidget(tile);
      if (first_ == nullptr) first_ = tile;
      if (task.id == now_) chosen_ = tile;
    }
    auto* end = makeAct(endWords_, [this] { this->end(); });
    columnOf(*panel)->addWidget(end, 0, Qt::AlignLeft);
    if (first_ == nullptr) first_ = end;
    column.addWidget(panel);
  });
}

void TaskList::select(const QString& id) {
  now_ = id;
  selected_.add(id);
  show();
  if (chosen_ != nullptr) chosen_->setFocus();
  tell(say(Word::selectedThing).arg(labelOf(id)));
  changed();
}

void TaskList::end() {
  if (now_.isEmpty()) return tell(say(Word::selectFirst));
  ended_ << now_;
  tell(say(Word::endedProgram).arg(labelOf(now_)));
  now_.clear();
  show();
  if (first_ != nullptr) first_->setFocus();
  changed();
}

QJsonObject TaskList::summary() const {
  return {{"selected", selected_.json()}, {"ended", QJsonArray::fromStringList(ended_)}, {"now", now_}};
}

void TaskList::restore(const QJsonObject& summary) {
  selected_.restore(summary.value("selected"));
  for (const QString& id : textsIn(summary.value("ended"))) {
    if (!labelOf(id).isEmpty() && !ended_.contains(id)) ended_ << id;
  }
  now_ = summary.value("now").toString();
  show();
}

}  // namespace vigie::activity
