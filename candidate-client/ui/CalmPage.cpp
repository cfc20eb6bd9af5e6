#include "candidate-client/ui/CalmPage.hpp"

#include "common/ui/Theme.hpp"

namespace vigie::candidate {

using ui::Weight;

CalmPage::CalmPage(CalmWords words, std::function<void()> press)
    : words_(words),
      page_(new ui::ColumnPage(720)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      more_(ui::makeText(Weight::plain)),
      reason_(new ui::NoticeBox(ui::NoticeBox::Tone::alarm)),
      codeLine_(ui::makeText(Weight::quiet)),
      button_(ui::makeButton(ui::Action::primary)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(2);
  column.addWidget(title_);
  column.addWidget(reason_);
  column.addWidget(lead_);
  column.addWidget(more_);
  column.addWidget(codeLine_);
  column.addSpacing(ui::look().px(12));
  page_->addButtons({button_});
  column.addStretch(3);
  connect(button_, &QPushButton::clicked, this, [press = std::move(press)] {
    if (press) press();
  });
  speak(language_);
}

void CalmPage::say(CalmWords words) {
  words_ = words;
  speak(language_);
}

void CalmPage::explain(const std::string& code) {
  code_ = code;
  speak(language_);
}

void CalmPage::speak(ui::Language language) {
  language_ = language;
  title_->setText(candidate::say(words_.title, language));
  lead_->setText(candidate::say(words_.lead, language));
  more_->setText(words_.more ? candidate::say(*words_.more, language) : QString());
  more_->setVisible(words_.more.has_value());
  button_->setText(words_.button ? candidate::say(*words_.button, language) : QString());
  button_->setVisible(words_.button.has_value());
  reason_->say(sayCode(code_, language));
  codeLine_->setText(candidate::say(Text::helpCode, language).arg(QString::fromStdString(code_)));
  codeLine_->setVisible(!code_.empty());
  setAccessibleName(title_->text() + ". " + lead_->text());
}

QWidget* CalmPage::firstFocus() const {
  return words_.button ? button_ : nullptr;
}

}  // namespace vigie::candidate
