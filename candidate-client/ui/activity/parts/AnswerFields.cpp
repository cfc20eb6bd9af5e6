#include "candidate-client/ui/activity/parts/AnswerFields.hpp"

#include <QButtonGroup>
#include <QLineEdit>
#include <QRadioButton>

#include "candidate-client/ui/activity/Words.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {

std::vector<Option> readOptions(const Spec& field) {
  std::vector<Option> options;
  for (const Spec& option : field.parts("options", 1)) options.push_back({option.id(), option.label()});
  return options;
}

AnswerFields::AnswerFields(const Spec& activity) {
  places_ = new ui::FlowLayout(16);
  columnOf(*this)->addLayout(places_);
  if (activity.has("question")) add(activity.object("question"));
  for (const Spec& question : activity.parts("questions", 0, 8)) add(question);
  if (activity.has("choice")) addChoice(activity.object("choice"));
}

void AnswerFields::add(const Spec& question) {
  Field field;
  field.id = question.id();
  const QString name = question.label();
  auto* block = new QWidget;
  block->setMinimumWidth(ui::look().px(260));
  QVBoxLayout* column = columnOf(*block);
  column->setSpacing(2);
  QLabel* label = makeWords(name, "label");
  column->addWidget(label);
  if (question.has("options")) {
    field.list = new DropDown(name, say(Word::choose, question.language()), readOptions(question));
    field.list->onChosen = [this] { changed(); };
    column->addWidget(field.list);
  } else {
    field.line = makeLine(name, [this] { changed(); });
    column->addWidget(field.line);
  }
  QWidget* input = field.line;
  if (field.list != nullptr) input = field.list->button();
  ui::nameField(*label, *input);
  places_->addWidget(block);
  fields_.push_back(std::move(field));
}

void AnswerFields::addChoice(const Spec& choice) {
  Field field;
  field.id = choice.id();
  auto* block = new QWidget;
  QVBoxLayout* column = columnOf(*block);
  column->setSpacing(2);
  const QString question = choice.has("label") ? choice.label() : say(Word::yourChoice, choice.language());
  column->addWidget(makeWords(question, "label"));
  field.choice = new QButtonGroup(this);
  auto* row = new QHBoxLayout;
  for (const Option& option : readOptions(choice)) {
    auto* button = new QRadioButton(QString(option.label).replace('&', "&&"));
    ui::setKind(*button, "tick");
    button->setAccessibleName(option.label);
    button->setMinimumHeight(ui::kSmallestTarget);
    field.choice->addButton(button, static_cast<int>(field.options.size()));
    field.options.push_back(option.id);
    row->addWidget(button);
  }
  column->addLayout(row);
  connect(field.choice, &QButtonGroup::idToggled, this, [this](int, bool on) {
    if (on) changed();
  });
  places_->addWidget(block);
  fields_.push_back(std::move(field));
}

QWidget* AnswerFields::firstInput() const {
  if (fields_.empty()) return nullptr;
  const Field& first = fields_.front();
  if (first.line != nullptr) return first.line;
  if (first.list != nullptr) return first.list->button();
  return first.choice->button(0);
}

QJsonObject AnswerFields::answers() const {
  QJsonObject out;
  for (const Field& field : fields_) {
    if (field.line != nullptr) out[field.id] = textOf(*field.line);
    if (field.list != nullptr) out[field.id] = field.list->chosen();
    if (field.choice == nullptr) continue;
    const int at = field.choice->checkedId();
    out[field.id] = at < 0 ? QString() : field.options[static_cast<std::size_t>(at)];
  }
  return out;
}

void AnswerFields::restore(const QJsonObject& answers) {
  for (const Field& field : fields_) {
    const QString text = answers.value(field.id).toString();
    if (field.line != nullptr) field.line->setText(text);
    if (field.list != nullptr) field.list->choose(text);
    for (std::size_t i = 0; i < field.options.size(); ++i) {
      if (field.options[i] == text) field.choice->button(static_cast<int>(i))->setChecked(true);
    }
  }
}

}  // namespace vigie::activity
