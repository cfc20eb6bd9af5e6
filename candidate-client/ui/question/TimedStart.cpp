#include "candidate-client/ui/question/TimedStart.hpp"

#include <QVBoxLayout>

#include "common/ui/Accessibility.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

TimedStart::TimedStart(std::function<void()> go)
    : title_(ui::makeText(ui::Weight::title)),
      lead_(ui::makeText(ui::Weight::lead)),
      keep_(ui::makeText(ui::Weight::plain)),
      button_(ui::makeButton(ui::Action::primary)) {
  ui::makeGroup(*this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);  // at every size: the button is to be in sight
  for (QLabel* label : {title_, lead_, keep_}) column->addWidget(label);
  column->addWidget(button_, 0, Qt::AlignLeft);
  connect(button_, &QPushButton::clicked, this, [go = std::move(go)] { go(); });
}

void TimedStart::say(std::int64_t seconds, ui::Language language) {
  title_->setText(candidate::say(Text::timedTitle, language));
  setAccessibleName(title_->text());  // a screen reader says it before the button, and the lines between
  lead_->setText(candidate::say(Text::timedLead, language).arg(sayTime(seconds * 1'000, language)));
  keep_->setText(candidate::say(Text::timedKeep, language));
  button_->setText(candidate::say(Text::timedGo, language));
}

}  // namespace vigie::candidate
