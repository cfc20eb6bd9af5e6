#include "candidate-client/ui/practice/PracticePage.hpp"

#include <QHBoxLayout>

#include "candidate-client/ui/practice/PracticeQuestions.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"

namespace vigie::candidate {

PracticePage::PracticePage(std::function<void()> leave)
    : leave_(std::move(leave)), words_(ui::makeText(ui::Weight::plain)), stop_(ui::makeButton(ui::Action::secondary)) {
  actions_.answer = [this](const content::Answer&) { next(); };
  page_ = new QuestionPage(actions_, {});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* bar = new QWidget;
  ui::setKind(*bar, "notice");
  ui::setKind(*words_, "noticeText");
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(24, 8, 16, 8);
  row->addWidget(words_, 1);
  row->addWidget(stop_);
  column->addWidget(bar);
  column->addWidget(page_, 1);
  connect(stop_, &QPushButton::clicked, this, [this] { leave_(); });
}

void PracticePage::start() {
  at_ = 0;
  questions_ = practiceQuestions(std::string(ui::codeOf(language_)));
  // What this version cannot show it does not practise.
  std::erase_if(questions_, [](const auto& question) { return makeQuestionWidget(*question) == nullptr; });
  ask();
}

// The page forgets the question before, so that the same one comes up empty.
void PracticePage::ask() {
  session::View nothing;
  page_->present(nothing);
  session::View view;
  view.screen = session::Screen::question;
  view.question = questions_[at_];
  view.progress = static_cast<std::uint32_t>(at_) + 1;
  view.questions = static_cast<std::uint32_t>(questions_.size());
  page_->present(view);
  if (page_->firstFocus() != nullptr) page_->firstFocus()->setFocus();
}

void PracticePage::next() {
  if (++at_ < questions_.size()) return ask();
  leave_();
}

void PracticePage::present(const session::View& view) {
  mayBegin_ = view.screen == session::Screen::readyToBegin;
  speak(language_);
}

void PracticePage::speak(ui::Language language) {
  const bool other = language != language_;
  language_ = language;
  words_->setText(say(mayBegin_ ? Text::practiceMayBegin : Text::practiceNothingCounts, language));
  stop_->setText(say(Text::practiceStop, language));
  page_->speak(language);
  if (other && !questions_.empty()) start();
}

QString PracticePage::title() const {
  return say(Text::practiceTitle, language_);
}

}  // namespace vigie::candidate
