#include "candidate-client/ui/activity/windows/Windows.hpp"

#include <algorithm>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {

Windows::Windows(const Spec& spec) : Interaction(spec), controls_(spec.texts("controls", 6)), stage_(new Stage) {
  for (const Spec& window : spec.parts("windows", 1, 6)) windows_.push_back({window.id(), window.label()});
  if (controls_.isEmpty()) controls_ = QStringList{"minimise", "maximise", "close"};
  columnOf(*this)->addWidget(stage_);
  show();
}

QWidget* Windows::makeWindow(std::size_t at) {
  const Window& window = windows_[at];
  auto* panel = new QWidget;
  ui::setKind(*panel, "stage");
  columnOf(*panel)->setContentsMargins(3, 3, 3, 3);
  auto* bar = new QWidget;
  ui::setKind(*bar, "titlebar");
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(12, 4, 4, 4);
  row->addWidget(makeWords(window.title, "label"), 1);
  const bool isLarge = window.state == State::maximised;
  struct Control {
    const char* name;
    const char* sign;
    Word word;
    State state;
  };
  const Control all[] = {{"minimise", "—", Word::minimise, State::minimised},
                         {"maximise", isLarge ? "❐" : "□", isLarge ? Word::restoreSize : Word::maximise,
                          isLarge ? State::normal : State::maximised},
                         {"close", "✕", Word::close, State::closed}};
  for (const Control& control : all) {
    if (!controls_.contains(QLatin1String(control.name))) continue;
    auto* button = makeAct(QString::fromUtf8(control.sign), [this, at, state = control.state] { set(at, state); });
    button->setAccessibleName(say(control.word) + " " + window.title);
    button->setToolTip(say(control.word));
    row->addWidget(button);
    if (first_ == nullptr) first_ = button;
  }
  columnOf(*panel)->addWidget(bar);
  auto* inside = makeWords(say(Word::insideWindow).arg(window.title), "quiet");
  inside->setContentsMargins(12, 8, 12, 8);
  columnOf(*panel)->addWidget(inside);
  columnOf(*panel)->addStretch(1);
  panel->setMinimumHeight(ui::look().px(isLarge ? 230 : 170));
  panel->setMinimumWidth(ui::look().framePx(isLarge ? 520 : 380));
  return panel;
}

void Windows::show() {
  first_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* desk = new QWidget;
    auto* places = new ui::FlowLayout(12, desk);
    desk->setMinimumHeight(ui::look().px(190));
    const bool hasLarge = std::any_of(windows_.begin(), windows_.end(),
                                      [](const Window& each) { return each.state == State::maximised; });
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      const State state = windows_[i].state;
      if (state == State::maximised || (state == State::normal && !hasLarge)) places->addWidget(makeWindow(i));
    }
    column.addWidget(desk);
    auto* bar = makePanel("titlebar");
    auto* tasks = new ui::FlowLayout(8);
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      if (windows_[i].state == State::closed) continue;
      auto* task = makeAct(windows_[i].title, [this, i] {
        if (windows_[i].state == State::minimised) set(i, State::normal);
      });
      task->setAccessibleName(say(Word::taskOf).arg(windows_[i].title));
      task->setAccessibleDescription(windows_[i].state == State::minimised ? say(Word::isMinimised) : QString());
      if (windows_[i].state == State::minimised) task->setText(task->text() + " ▁");
      tasks->addWidget(task);
      if (first_ == nullptr) first_ = task;
    }
    columnOf(*bar)->addLayout(tasks);
    column.addWidget(bar);
  });
}

void Windows::set(std::size_t window, State state) {
  windows_[window].state = state;
  show();
  if (first_ != nullptr) first_->setFocus();
  const Word did = state == State::minimised   ? Word::didMinimise
                   : state == State::maximised ? Word::didMaximise
                   : state == State::closed    ? Word::didClose
                                               : Word::didRestore;
  tell(say(did).arg(windows_[window].title));
  changed();
}

QJsonArray Windows::inState(State state) const {
  QJsonArray ids;
  for (const Window& window : windows_) {
    if (window.state == state) ids.append(window.id);
  }
  return ids;
}

QJsonObject Windows::summary() const {
  return {{"minimised", inState(State::minimised)},
          {"maximised", inState(State::maximised)},
          {"closed", inState(State::closed)}};
}

void Windows::restore(const QJsonObject& summary) {
  const std::pair<const char*, State> lists[] = {
      {"minimised", State::minimised}, {"maximised", State::maximised}, {"closed", State::closed}};
  for (const auto& [name, state] : lists) {
    const QStringList ids = textsIn(summary.value(QLatin1String(name)));
    for (Window& window : windows_) {
      if (ids.contains(window.id)) window.state = state;
    }
  }
  show();
}

}  // namespace vigie::activity
