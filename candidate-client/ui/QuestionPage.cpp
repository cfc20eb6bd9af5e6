#include "candidate-client/ui/QuestionPage.hpp"

#include <QProgressBar>
#include <QScrollBar>
#include <QShortcut>

#include "common/ui/Theme.hpp"

namespace vigie::candidate {
namespace {

using ui::Action;
using ui::NoticeBox;
using ui::Weight;

QHBoxLayout* makeBar(QVBoxLayout& layout, const char* kind) {
  auto* bar = new QWidget;
  ui::setKind(*bar, kind);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(24, 10, 24, 10);
  row->setSpacing(20);
  layout.addWidget(bar);
  return row;
}

}  // namespace

QuestionPage::QuestionPage(const Actions& actions, std::function<void()> report)
    : actions_(actions),
      place_(ui::makeText(Weight::subtitle)),
      time_(ui::makeText(Weight::plain)),
      bar_(new QProgressBar),
      timeButton_(ui::makeButton(Action::tool)),
      page_(new ui::ColumnPage(880)),
      text_(new ui::RichText),
      holder_(new QWidget),
      warning_(new NoticeBox(NoticeBox::Tone::notice)),
      problem_(new NoticeBox(NoticeBox::Tone::alarm)),
      report_(ui::makeButton(Action::secondary)),
      confirm_(ui::makeButton(Action::primary)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  QHBoxLayout* top = makeBar(*layout, "bar");
  place_->setWordWrap(false);
  time_->setWordWrap(false);
  bar_->setTextVisible(false);
  top->addWidget(place_);
  top->addWidget(bar_, 1);
  top->addWidget(time_);
  top->addWidget(timeButton_);

  auto* holding = new QVBoxLayout(holder_);
  holding->setContentsMargins(0, 0, 0, 0);
  QVBoxLayout& column = page_->column();
  column.addWidget(text_);
  column.addWidget(problem_);
  column.addWidget(holder_);
  column.addWidget(warning_);
  column.addStretch(1);
  layout->addWidget(page_, 1);

  QHBoxLayout* bottom = makeBar(*layout, "footer");
  bottom->addWidget(report_);
  bottom->addStretch(1);
  bottom->addWidget(confirm_);
  setTabOrder(text_, holder_);
  setTabOrder(holder_, confirm_);
  setTabOrder(confirm_, report_);
  setTabOrder(report_, timeButton_);

  connect(confirm_, &QPushButton::clicked, this, [this] { confirm(); });
  connect(report_, &QPushButton::clicked, this, [report = std::move(report)] { report(); });
  connect(timeButton_, &QPushButton::clicked, this, [this] {
    timeHidden_ = !timeHidden_;
    showTime();
  });
  for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
    auto* shortcut = new QShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | key), this);
    connect(shortcut, &QShortcut::activated, this, [this] { confirm(); });
  }
}

void QuestionPage::present(const session::View& view) {
  remainingMs_ = view.remainingMs;
  progress_ = view.progress;
  questions_ = view.questions;
  busy_ = view.busy;
  if (!view.refusal.empty()) refusal_ = view.refusal;
  const bool other = view.question && (!question_ || view.question->number != question_->number ||
                                       view.question->shown != question_->shown);
  if (!view.question) question_.reset();
  if (other) ask(view);
  speak(language_);
}

void QuestionPage::ask(const session::View& view) {
  question_ = view.question;
  warned_ = false;
  refusal_.clear();
  delete widget_;
  widget_ = makeQuestionWidget(*question_).release();
  text_->setMarkdown(QString::fromStdString(question_->text().instruction));
  page_->verticalScrollBar()->setValue(0);
  if (widget_ == nullptr) return;
  if (draft_ && draft_->question == question_->number) widget_->restore(draft_->answer);
  draft_.reset();
  holder_->layout()->addWidget(widget_);
  widget_->onChanged = [this] { changed(); };
  widget_->speak(language_);
  if (widget_->firstInput() != nullptr) widget_->firstInput()->setFocus();  // or once the page comes up
}

void QuestionPage::changed() {
  warned_ = false;
  refusal_.clear();
  warning_->say({});
  if (actions_.typed) actions_.typed(question_->number, widget_->answer());
}

void QuestionPage::confirm() {
  if (busy_ || widget_ == nullptr || !question_) return;
  content::Answer answer = widget_->answer();
  if (isEmpty(answer) && !warned_) {
    warned_ = true;
    speak(language_);
    return;
  }
  warned_ = false;
  refusal_.clear();
  if (actions_.answer) actions_.answer(std::move(answer));
}

void QuestionPage::refused(const std::string& code) {
  if (code != "not-now") refusal_ = code;
  speak(language_);
}

void QuestionPage::showTime() {
  time_->setText(remainingMs_ ? say(Text::timeLeft, language_).arg(sayTime(*remainingMs_, language_)) : QString());
  time_->setVisible(!timeHidden_ && remainingMs_.has_value());
  timeButton_->setText(say(timeHidden_ ? Text::timeShow : Text::timeHide, language_));
  timeButton_->setVisible(remainingMs_.has_value());
}

void QuestionPage::speak(ui::Language language) {
  language_ = language;
  place_->setText(title());
  setAccessibleName(title());
  bar_->setRange(0, static_cast<int>(std::max(1U, questions_)));
  bar_->setValue(static_cast<int>(progress_));
  bar_->setAccessibleName(title());
  showTime();
  if (widget_ != nullptr) widget_->speak(language);
  const bool unknown = question_ && widget_ == nullptr;
  problem_->say(unknown ? say(Text::cannotShow, language) + ". " + say(Text::cannotShowReport, language)
                        : sayCode(refusal_, language));
  warning_->say(warned_ ? say(Text::validateEmpty, language) : QString());
  report_->setText(say(Text::report, language));
  confirm_->setText(say(busy_ ? Text::validating : Text::validate, language));
  confirm_->setVisible(!unknown);
}

void QuestionPage::looksChanged() {
  page_->applyLook();
}

QWidget* QuestionPage::firstFocus() const {
  if (widget_ != nullptr && widget_->firstInput() != nullptr) return widget_->firstInput();
  return report_;
}

QString QuestionPage::title() const {
  return say(Text::questionOf, language_).arg(progress_).arg(questions_);
}

}  // namespace vigie::candidate
