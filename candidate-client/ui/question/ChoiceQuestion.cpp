#include "candidate-client/ui/question/ChoiceQuestion.hpp"

#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "candidate-client/ui/Catalogue.hpp"
#include "candidate-client/ui/question/ChoiceButton.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

ChoiceQuestion::ChoiceQuestion(const session::ShownQuestion& question)
    : one_(question.item.kind == content::Kind::qcu), hint_(ui::makeText(ui::Weight::quiet)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(ui::look().px(8));
  layout->addWidget(hint_);
  const auto& texts = question.text().choices;
  for (const std::string& id : question.order) {
    const auto text = texts.find(id);
    layout->addWidget(add(id, text == texts.end() ? id : text->second));
  }
}

QAbstractButton* ChoiceQuestion::add(const std::string& id, const std::string& text) {
  QAbstractButton* button = nullptr;
  if (one_) {
    button = new ChoiceButton<QRadioButton>(id, text);
  } else {
    button = new ChoiceButton<QCheckBox>(id, text);
  }
  choices_.push_back({id, button});
  connect(button, &QAbstractButton::toggled, this, [this] { changed(); });
  if (choices_.size() <= 9) {
    auto* key = new QShortcut(QKeySequence(Qt::Key_0 + static_cast<int>(choices_.size())), this);
    connect(key, &QShortcut::activated, button, [button] {
      button->setFocus(Qt::ShortcutFocusReason);
      button->click();
    });
  }
  return button;
}

content::Answer ChoiceQuestion::answer() const {
  content::Answer answer;
  for (const Choice& choice : choices_) {
    if (choice.button->isChecked()) answer.selected.push_back(choice.id);
  }
  return answer;
}

void ChoiceQuestion::restore(const content::Answer& answer) {
  const auto& selected = answer.selected;
  for (const Choice& choice : choices_) {
    if (std::find(selected.begin(), selected.end(), choice.id) != selected.end()) choice.button->setChecked(true);
  }
}

QWidget* ChoiceQuestion::firstInput() const {
  for (const Choice& choice : choices_) {
    if (one_ && choice.button->isChecked()) return choice.button;
  }
  return choices_.empty() ? nullptr : choices_.front().button;
}

void ChoiceQuestion::speak(ui::Language language) {
  hint_->setText(say(one_ ? Text::oneAnswer : Text::severalAnswers, language));
  setAccessibleName(say(Text::answersGroup, language));
  for (std::size_t i = 0; i < choices_.size(); ++i) {
    choices_[i].button->setAccessibleDescription(say(Text::choiceNumber, language).arg(i + 1).arg(choices_.size()));
  }
}

}  // namespace vigie::candidate
