#include "candidate-client/ui/activity/settings/Settings.hpp"

#include "candidate-client/ui/activity/parts/AnswerFields.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Switch.hpp"
#include "common/ui/FlowLayout.hpp"

namespace vigie::activity {

Settings::Settings(const Spec& spec)
    : Interaction(spec),
      title_(spec.has("title") ? spec.label() : QString()),
      lead_(leadFor(spec.type())),
      stage_(new Stage) {
  for (const Spec& each : spec.parts("controls", 1, 16)) {
    const QString input = each.raw("input").toString("switch");
    const bool isSwitch = input == "switch" || input == "checkbox";
    if (!isSwitch && input != "select" && input != "radio") each.wrong("input", "this version has no such control");
    Control control{each.id(), each.label(), isSwitch, each.flag("on", false), each.raw("value").toString(), {}};
    if (!isSwitch) control.options = readOptions(each);
    controls_.push_back(std::move(control));
  }
  for (const Spec& button : spec.parts("buttons", 0, 6)) buttons_.push_back({button.id(), button.label()});
  columnOf(*this)->addWidget(stage_);
  show();
}

QString Settings::leadFor(const QString& type) const {
  if (type == "cookie-banner") return say(Word::cookieLead);
  if (type == "call-settings") return say(Word::callLead);
  return {};
}

void Settings::addControl(std::size_t at, QVBoxLayout& column) {
  Control& control = controls_[at];
  if (control.isSwitch) {
    auto* button = new Switch(control.label, say(Word::on), say(Word::off));
    button->setChecked(control.isOn);
    connect(button, &QCheckBox::toggled, this, [this, at](bool on) {
      controls_[at].isOn = on;
      noteChange();
    });
    column.addWidget(button);
    if (first_ == nullptr) first_ = button;
    return;
  }
  column.addWidget(makeWords(control.label, "label"));
  auto* list = new DropDown(control.label, say(Word::choose), control.options);
  list->choose(control.chosen);
  list->onChosen = [this, at, list] {
    controls_[at].chosen = list->chosen();
    noteChange();
  };
  column.addWidget(list);
  if (first_ == nullptr) first_ = list->button();
}

void Settings::show() {
  first_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    QVBoxLayout& inside = *columnOf(*panel);
    if (!title_.isEmpty()) inside.addWidget(makeWords(title_, "subtitle"));
    if (!pressed_.isEmpty()) {
      inside.addWidget(makeWords(say(Word::panelClosed), "done"));
      auto* again = makeAct(say(Word::openAgain), [this] { open(); });
      inside.addWidget(again, 0, Qt::AlignLeft);
      first_ = again;
      column.addWidget(panel);
      return;
    }
    if (!lead_.isEmpty()) inside.addWidget(makeWords(lead_, "plain"));
    for (std::size_t i = 0; i < controls_.size(); ++i) addControl(i, inside);
    auto* row = new ui::FlowLayout(10);
    for (const Option& button : buttons_) row->addWidget(makeAct(button.label, [this, button] { press(button); }));
    inside.addLayout(row);
    column.addWidget(panel);
  });
}

void Settings::noteChange() {
  ++changes_;
  changed();
}

void Settings::press(const Option& button) {
  for (Control& control : controls_) {
    if (control.isSwitch && button.id == "all") control.isOn = true;
    if (control.isSwitch && button.id == "none") control.isOn = false;
  }
  pressed_ = button.id;
  show();
  first_->setFocus();
  tell(say(Word::pressedButton).arg(button.label));
  changed();
}

void Settings::open() {
  pressed_.clear();
  show();
  first_->setFocus();
  tell({});
  changed();
}

QJsonObject Settings::summary() const {
  QJsonObject state;
  for (const Control& control : controls_) {
    state[control.id] = control.isSwitch ? QJsonValue(control.isOn) : QJsonValue(control.chosen);
  }
  return {{"state", state}, {"pressed", pressed_}, {"changes", changes_}};
}

void Settings::restore(const QJsonObject& summary) {
  const QJsonObject state = summary.value("state").toObject();
  for (Control& control : controls_) {
    const QJsonValue value = state.value(control.id);
    if (control.isSwitch) control.isOn = value.toBool(control.isOn);
    if (!control.isSwitch) control.chosen = value.toString();
  }
  for (const Option& button : buttons_) {
    if (button.id == summary.value("pressed").toString()) pressed_ = button.id;
  }
  changes_ = summary.value("changes").toInt();
  show();
}

}  // namespace vigie::activity
