#include "candidate-client/ui/QuestionPage.hpp"

#include <QApplication>
#include <QProgressBar>
#include <QScrollBar>
#include <QShortcut>
#include <QTimer>

#include "candidate-client/ui/document/DocumentPanel.hpp"
#include "candidate-client/ui/question/Showable.hpp"
#include "candidate-client/ui/question/TimedStart.hpp"
#include "common/ui/Accessibility.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::candidate {
namespace {

using ui::Action;
using ui::NoticeBox;
using ui::Weight;

constexpr int kColumn = 880;        // px at 100 %
constexpr int kSideBySide = 1'000;  // px at 100 % that a window must have for documents at the side
constexpr int kDocumentHeight = 380;

QWidget* makeGroup() {
  auto* group = new QWidget;
  ui::makeGroup(*group);
  auto* column = new QVBoxLayout(group);
  column->setContentsMargins(0, 0, 0, 0);
  return group;
}

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
      clock_([this] { return isVisible(); },
             [this] {
               if (clock_.isOver()) showQuestion();
               showTime();
             }),
      place_(ui::makeText(Weight::subtitle)),
      time_(ui::makeText(Weight::plain)),
      stay_(ui::makeText(Weight::quiet)),
      questionTime_(ui::makeText(Weight::plain)),
      lines_(new QWidget),
      bar_(new QProgressBar),
      timeButton_(ui::makeButton(Action::tool)),
      page_(new ui::ColumnPage(kColumn)),
      start_(new TimedStart([this] { begin(); })),
      text_(new ui::RichText),
      documents_(new DocumentPanel),
      holder_(makeGroup()),
      warning_(new NoticeBox(NoticeBox::Tone::notice)),
      problem_(new NoticeBox(NoticeBox::Tone::alarm)),
      leftNotice_(new NoticeBox(NoticeBox::Tone::notice)),
      report_(ui::makeButton(Action::secondary)),
      confirm_(ui::makeButton(Action::primary)),
      listen_(ui::makeButton(Action::tool)),
      readEach_(ui::makeButton(Action::tool)),
      voice_(new QWidget) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  buildTop(*layout);
  buildMiddle(*layout);
  buildBottom(*layout);
  connect(listen_, &QPushButton::clicked, this, [this] { readAloud(); });
  connect(readEach_, &QPushButton::clicked, this, [this] {
    reading_ = reading_ == Reading::byItself ? Reading::onDemand : Reading::byItself;
    if (reading_ == Reading::onDemand) actions_.readAloud("", "");  // ends what is being said
    speak(language_);
  });
  connect(confirm_, &QPushButton::clicked, this, [this] { confirm(); });
  report_->setVisible(report != nullptr);
  connect(report_, &QPushButton::clicked, this, [report = std::move(report)] { report(); });
  connect(timeButton_, &QPushButton::clicked, this, [this] {
    timeHidden_ = !timeHidden_;
    showTime();
  });
  documents_->onFailed = [this](const base::Error& error) { cannotShow(error.detail); };
  for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
    auto* shortcut = new QShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | key), this);
    connect(shortcut, &QShortcut::activated, this, [this] { confirm(); });
  }
}

void QuestionPage::buildTop(QVBoxLayout& layout) {
  QHBoxLayout* top = makeBar(layout, "bar");
  for (QLabel* label : {place_, time_}) label->setWordWrap(false);
  bar_->setTextVisible(false);
  top->addWidget(place_);
  top->addWidget(bar_, 1);
  top->addWidget(time_);
  top->addWidget(timeButton_);
}

void QuestionPage::buildMiddle(QVBoxLayout& layout) {
  QVBoxLayout& column = page_->column();
  for (QWidget* one : {static_cast<QWidget*>(start_), static_cast<QWidget*>(leftNotice_), static_cast<QWidget*>(text_),
                       static_cast<QWidget*>(problem_), holder_, static_cast<QWidget*>(warning_)}) {
    column.addWidget(one);
  }
  column.addStretch(1);
  start_->hide();
  auto* middle = new QWidget;
  ui::setKind(*middle, "page");
  body_ = new QBoxLayout(QBoxLayout::LeftToRight, middle);
  body_->setContentsMargins(0, 0, 0, 0);
  body_->setSpacing(0);
  body_->addWidget(page_, 1);
  layout.addWidget(middle, 1);
}

void QuestionPage::buildBottom(QVBoxLayout& layout) {
  auto* lines = new QVBoxLayout(lines_);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(0);
  for (QLabel* label : {questionTime_, stay_}) {
    label->setAlignment(Qt::AlignCenter);
    lines->addWidget(label);
  }
  bottom_ = makeBar(layout, "footer");
  bottom_->addWidget(report_);
  bottom_->addStretch(1);
  bottom_->addWidget(confirm_);
  auto* row = new QHBoxLayout(voice_);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(listen_);
  row->addWidget(readEach_);
  voice_->hide();
}

// Documents stand at the side of the question, or between its text and the answer: in sight of both. The lines between
// the two buttons go above the text where the buttons need all the room.
void QuestionPage::arrange() {
  const ui::Look& look = ui::look();
  const bool shown = !waitsForStart() && !documents_->isEmpty();
  const bool aside = width() >= look.px(kSideBySide);
  QVBoxLayout& column = page_->column();
  if (aside && body_->indexOf(documents_) < 0) {
    body_->addWidget(documents_, 1);
    documents_->setMinimumHeight(0);
    documents_->setMaximumHeight(QWIDGETSIZE_MAX);
  }
  if (!aside) {
    if (column.indexOf(documents_) < 0) column.insertWidget(column.indexOf(text_) + 1, documents_);
    documents_->setFixedHeight(look.px(kDocumentHeight));
  }
  documents_->setVisible(shown);
  if (aside && bottom_->indexOf(lines_) < 0) bottom_->insertWidget(1, lines_, 100);
  if (!aside && column.indexOf(lines_) < 0) column.insertWidget(0, lines_);
  if (aside && bottom_->indexOf(voice_) < 0) bottom_->insertWidget(1, voice_);
  if (!aside && column.indexOf(voice_) < 0) column.insertWidget(0, voice_, 0, Qt::AlignLeft);
  lines_->setVisible(true);
  voice_->setVisible(actions_.readAloud && !waitsForStart());
  readEach_->setVisible(mayRead_);
  bar_->setVisible(aside);  // words first
  const int gap = aside && shown ? look.px(20) : 0;
  body_->setContentsMargins(0, gap, gap, gap);
}

void QuestionPage::present(const session::View& view) {
  remainingMs_ = view.remainingMs;
  progress_ = view.progress;
  questions_ = view.questions;
  atMost_ = view.questionsAtMost;
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
  warned_ = unshown_ = left_ = false;
  refusal_.clear();
  clock_.stop();
  if (widget_ != nullptr) widget_->onChanged = {};
  makeHolder();
  widget_ = makeQuestionWidget(*question_).release();
  text_->setMarkdown(QString::fromStdString(question_->text().instruction));
  nameHolder();
  documents_->show(question_->item.attachments, question_->language);
  page_->verticalScrollBar()->setValue(0);
  showQuestion();
  if (widget_ == nullptr) {
    const auto why = checkShowable(*question_);
    takeFocus();
    return cannotShow(why ? std::string() : why.error().detail);
  }
  if (draft_ && draft_->question == question_->number) widget_->restore(draft_->answer);
  draft_.reset();
  holder_->layout()->addWidget(widget_);
  widget_->onChanged = [this] { changed(); };
  widget_->speak(language_);
  orderTabs();
  if (reading_ == Reading::byItself && !waitsForStart()) readAloud();
  takeFocus();
  // A new question begins at its first words, wherever the keyboard is.
  QTimer::singleShot(0, this, [this] { page_->verticalScrollBar()->setValue(0); });
}

// A screen reader says the name of a group when the keyboard comes into it from outside, and it must still be able to
// ask about the place where it was: each question has a group of its own, and the one before stays, hidden, until the
// next.
void QuestionPage::makeHolder() {
  delete before_;
  before_ = holder_;
  holder_ = makeGroup();
  page_->column().insertWidget(page_->column().indexOf(before_), holder_);
}

// Said before the first answer: where one is, what is asked, and what there is to read besides.
void QuestionPage::nameHolder() {
  if (!question_) return;
  QStringList parts = {title(), text_->plainText()};
  for (const content::Attachment& attachment : question_->item.attachments) {
    parts << say(Text::documentOne, language_).arg(QString::fromStdString(attachment.name));
  }
  holder_->setAccessibleName(parts.join(".\n"));
}

// To the first answer, or to it once the page comes up; the group before goes only then.
void QuestionPage::takeFocus() {
  if (firstFocus() != nullptr) firstFocus()->setFocus();
  if (before_ != nullptr) before_->hide();
}

// The keyboard goes through a question as one reads it. What is made anew while it is answered comes last for Qt, so
// the order is set when a question comes and again at each Tab.
void QuestionPage::orderTabs() {
  QWidget* before = nullptr;
  const auto take = [this, &before](QWidget* each) {
    const bool isStop = (each->focusPolicy() & Qt::TabFocus) != 0 && each->focusProxy() == nullptr;
    if (!isStop || each->window() != window()) return;  // not shown yet
    if (before != nullptr) setTabOrder(before, each);
    before = each;
  };
  for (QWidget* root :
       {static_cast<QWidget*>(start_), static_cast<QWidget*>(text_), static_cast<QWidget*>(documents_), holder_,
        static_cast<QWidget*>(confirm_), static_cast<QWidget*>(listen_), static_cast<QWidget*>(readEach_),
        static_cast<QWidget*>(report_), static_cast<QWidget*>(timeButton_)}) {
    take(root);
    for (QWidget* inside : root->findChildren<QWidget*>()) take(inside);
  }
}

bool QuestionPage::focusNextPrevChild(bool next) {
  orderTabs();
  return Page::focusNextPrevChild(next);
}

// Nobody should have to explain to a machine that it does not work.
void QuestionPage::cannotShow(const std::string& why) {
  if (!question_) return;
  unshown_ = true;
  const bool isNew = reportedItself_ != question_->number;
  reportedItself_ = question_->number;
  speak(language_);
  if (isNew && actions_.report) actions_.report("item-unshowable", question_->item.id + ": " + why);
}

void QuestionPage::begin() {
  if (!waitsForStart()) return;
  clock_.start(std::int64_t{1'000} * *question_->item.timerSeconds);
  showQuestion();
  speak(language_);
  if (reading_ == Reading::byItself) readAloud();
  if (firstFocus() != nullptr) firstFocus()->setFocus();
}

bool QuestionPage::waitsForStart() const {
  return question_ && question_->item.timerSeconds && !clock_.left();
}

void QuestionPage::setReading(Reading reading) {
  reading_ = reading;
  mayRead_ = reading == Reading::byItself;
  speak(language_);
}

void QuestionPage::readAloud() {
  if (question_ && actions_.readAloud) actions_.readAloud(spoken().toStdString(), question_->language);
}

QString QuestionPage::spoken() const {
  const auto& text = question_->text();
  QStringList parts(text.readAloud ? QString::fromStdString(*text.readAloud) : text_->plainText());
  for (const std::string& id : question_->order) parts << ui::plainOf(QString::fromStdString(text.choices.at(id)));
  for (const auto& [name, field] : question_->item.fields) {
    const auto label = field.label.find(question_->language);
    if (label != field.label.end()) parts << QString::fromStdString(label->second);
  }
  for (const content::Attachment& attachment : question_->item.attachments) {
    parts << QString::fromStdString(attachment.alternative.at(question_->language));
  }
  return parts.join(".\n");
}

void QuestionPage::showQuestion() {
  const bool shown = !waitsForStart();
  start_->setVisible(!shown);
  text_->setVisible(shown);
  holder_->setVisible(shown);
  if (widget_ != nullptr) widget_->setEnabled(!clock_.isOver());
  arrange();
  if (clock_.isOver()) {
    speak(language_);
    confirm_->setFocus();
  }
}

void QuestionPage::changed() {
  warned_ = false;
  refusal_.clear();
  warning_->say({});
  if (!unshown_) problem_->say({});
  if (actions_.typed) actions_.typed(question_->number, widget_->answer());
}

void QuestionPage::confirm() {
  if (busy_ || widget_ == nullptr || !question_ || waitsForStart()) return;
  content::Answer answer = widget_->answer();
  if (isEmpty(answer) && !warned_ && !clock_.isOver()) {
    warned_ = true;
    speak(language_);
    return;
  }
  warned_ = false;
  refusal_.clear();
  if (!widget_->fits() && !clock_.isOver()) return refused("answer-too-large");
  answer.leftScreen = left_;
  answer.outOfTime = clock_.isOver();
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
  const auto left = clock_.left();
  questionTime_->setText(left ? say(Text::timedLeft, language_).arg(sayTime(*left + 999, language_)) : QString());
  questionTime_->setVisible(left && !timeHidden_);
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
  nameHolder();
  documents_->speak(language);
  if (question_ && question_->item.timerSeconds) start_->say(*question_->item.timerSeconds, language);
  stay_->setText(say(Text::focusStay, language));
  stay_->setVisible(question_ && question_->item.focused);
  leftNotice_->say(left_ ? say(Text::focusLeft, language) : QString());
  const bool unknown = question_ && (widget_ == nullptr || unshown_);
  const Text help = actions_.report ? Text::cannotShowReported : Text::cannotShowReport;
  problem_->say(unknown ? say(Text::cannotShow, language) + ". " + say(help, language) : sayCode(refusal_, language));
  warning_->say(clock_.isOver() ? say(Text::timedOver, language)
                : warned_       ? say(Text::validateEmpty, language)
                                : QString());
  report_->setText(say(Text::report, language));
  listen_->setText(say(Text::listen, language));
  readEach_->setText(say(reading_ == Reading::byItself ? Text::readNoMore : Text::readEach, language));
  confirm_->setText(say(busy_ ? Text::validating : Text::validate, language));
  confirm_->setVisible(widget_ != nullptr && !waitsForStart());
}

void QuestionPage::looksChanged() {
  page_->applyLook();
  page_->column().setSpacing(ui::look().px(12));
  documents_->looksChanged();
  arrange();
}

void QuestionPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  arrange();
}

// Lists that open over the window are the window's own: only another program counts.
bool QuestionPage::event(QEvent* event) {
  const bool leaves = event->type() == QEvent::WindowDeactivate && isVisible();
  if (leaves && question_ && question_->item.focused && QApplication::activePopupWidget() == nullptr) {
    left_ = true;
    speak(language_);
  }
  return Page::event(event);
}

QWidget* QuestionPage::firstFocus() const {
  if (waitsForStart()) return start_->button();
  if (widget_ != nullptr && widget_->firstInput() != nullptr) return widget_->firstInput();
  return report_;
}

QString QuestionPage::title() const {
  return say(atMost_ ? Text::questionOfAtMost : Text::questionOf, language_).arg(progress_).arg(questions_);
}

bool QuestionPage::isComplete() const {
  return question_ && !unshown_ && (waitsForStart() || documents_->isReady());
}

}  // namespace vigie::candidate
