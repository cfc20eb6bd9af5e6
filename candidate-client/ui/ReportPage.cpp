#include "candidate-client/ui/ReportPage.hpp"

#include <QShortcut>
#include <utility>

#include "candidate-client/ui/question/ChoiceButton.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::candidate {
namespace {

constexpr int kLongestComment = 1'000;  // characters: at most 4,000 bytes

using ui::Action;
using ui::Weight;

}  // namespace

ReportPage::ReportPage(const Actions& actions, std::function<void()> back)
    : actions_(actions),
      page_(new ui::ColumnPage(820)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      commentLabel_(ui::makeText(Weight::plain)),
      holder_(new QWidget),
      comment_(new ui::TextField(kLongestComment)),
      notice_(new ui::NoticeBox(ui::NoticeBox::Tone::notice)),
      send_(ui::makeButton(Action::primary)),
      back_(ui::makeButton(Action::secondary)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(page_);
  auto* holding = new QVBoxLayout(holder_);
  holding->setContentsMargins(0, 0, 0, 0);
  holding->setSpacing(ui::look().px(8));
  comment_->onTooLong = [this](qsizetype characters) {
    tooLong_ = characters;
    speak(language_);
  };
  comment_->onTyped = [this] {
    if (std::exchange(tooLong_, 0) > 0) speak(language_);
  };
  commentLabel_->setBuddy(comment_);
  QVBoxLayout& column = page_->column();
  column.addStretch(1);
  column.addWidget(title_);
  column.addWidget(lead_);
  column.addWidget(holder_);
  column.addWidget(commentLabel_);
  column.addWidget(comment_);
  column.addWidget(notice_);
  page_->addButtons({send_, back_});
  column.addStretch(2);
  connect(send_, &QPushButton::clicked, this, [this] { send(); });
  connect(back_, &QPushButton::clicked, this, back);
  auto* escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
  connect(escape, &QShortcut::activated, this, back);
}

void ReportPage::looksChanged() {
  page_->applyLook();
  comment_->setFixedHeight(ui::look().px(84));
}

void ReportPage::clear() {
  for (const Category& category : categories_) delete category.button;
  categories_.clear();
  build();
  comment_->clear();
  refusal_.clear();
  asked_ = false;
  speak(language_);
}

// Made in the language of the moment: a card measures its own text.
void ReportPage::build() {
  constexpr std::pair<const char*, Text> kCategories[] = {{"does-not-display", Text::reportDisplay},
                                                          {"cannot-answer", Text::reportCannot},
                                                          {"accessibility", Text::reportAccess},
                                                          {"other", Text::reportOther}};
  QWidget* before = nullptr;
  for (const auto& [code, text] : kCategories) {
    auto* button = new ChoiceButton<QRadioButton>(code, say(text, language_).toStdString());
    holder_->layout()->addWidget(button);
    categories_.push_back({code, text, button});
    if (before != nullptr) setTabOrder(before, button);
    before = button;
  }
  setTabOrder(before, comment_);
}

void ReportPage::send() {
  for (const Category& category : categories_) {
    if (!category.button->isChecked()) continue;
    refusal_.clear();
    if (actions_.report) actions_.report(category.code, comment_->toPlainText().toStdString());
    return;
  }
  asked_ = true;
  speak(language_);
}

void ReportPage::refused(const std::string& code) {
  refusal_ = code;
  speak(language_);
}

void ReportPage::speak(ui::Language language) {
  const bool other = language != language_;
  language_ = language;
  if (other || categories_.empty()) {
    std::string chosen;
    for (const Category& category : categories_) {
      if (category.button->isChecked()) chosen = category.code;
      delete category.button;
    }
    categories_.clear();
    build();
    for (const Category& category : categories_) category.button->setChecked(chosen == category.code);
  }
  title_->setText(say(Text::reportTitle, language));
  lead_->setText(say(Text::reportLead, language));
  commentLabel_->setText(say(Text::reportComment, language));
  comment_->setAccessibleName(commentLabel_->text());
  notice_->say(!refusal_.empty() ? sayCode(refusal_, language)
               : tooLong_ > 0    ? say(Text::tooLong, language).arg(tooLong_).arg(kLongestComment)
               : asked_          ? say(Text::reportChoose, language)
                                 : QString());
  send_->setText(say(Text::reportSend, language));
  back_->setText(say(Text::reportCancel, language));
}

QWidget* ReportPage::firstFocus() const {
  return categories_.empty() ? static_cast<QWidget*>(back_) : categories_.front().button;
}

}  // namespace vigie::candidate
