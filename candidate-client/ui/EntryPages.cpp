#include "candidate-client/ui/EntryPages.hpp"

#include "common/ui/Theme.hpp"

namespace vigie::candidate {
namespace {

constexpr int kEnrolmentCharacters = 20;
constexpr int kSecretCharacters = 8;
constexpr int kSlipCharacters = 8;

using ui::Action;
using ui::NoticeBox;
using ui::Weight;

void fill(QWidget& page, QWidget& content) {
  auto* layout = new QVBoxLayout(&page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(&content);
}

}  // namespace

EnrolPage::EnrolPage(const Actions& actions, const QString& host, Knows knows)
    : actions_(actions),
      knows_(knows),
      page_(new ui::ColumnPage(760)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      codeLabel_(ui::makeText(Weight::subtitle)),
      hostLabel_(ui::makeText(Weight::plain)),
      code_(new CodeField(knows == Knows::itsCentre ? kSecretCharacters : kEnrolmentCharacters)),
      host_(new QLineEdit(host)),
      notice_(new NoticeBox(NoticeBox::Tone::alarm)),
      button_(ui::makeButton(Action::primary)) {
  fill(*this, *page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(2);
  for (QWidget* widget : {static_cast<QWidget*>(title_), static_cast<QWidget*>(lead_), static_cast<QWidget*>(notice_),
                          static_cast<QWidget*>(codeLabel_)}) {
    column.addWidget(widget);
  }
  column.addWidget(code_, 0, Qt::AlignLeft);
  column.addWidget(hostLabel_);
  column.addWidget(host_);
  column.addSpacing(ui::look().px(12));
  page_->addButtons({button_});
  column.addStretch(3);
  codeLabel_->setBuddy(code_);
  hostLabel_->setBuddy(host_);
  connect(button_, &QPushButton::clicked, this, [this] { go(); });
  connect(code_, &QLineEdit::returnPressed, this, [this] { go(); });
  connect(host_, &QLineEdit::returnPressed, this, [this] { go(); });
}

void EnrolPage::go() {
  if (busy_) return;
  busy_ = true;
  refusal_.clear();
  speak(language_);
  if (actions_.enrol) actions_.enrol(code_->text(), host_->text().trimmed());
}

void EnrolPage::refused(const std::string& code) {
  busy_ = false;
  refusal_ = code;
  speak(language_);
  code_->setFocus();
}

void EnrolPage::speak(ui::Language language) {
  language_ = language;
  title_->setText(say(Text::enrolTitle, language));
  lead_->setText(say(knows_ == Knows::itsCentre ? Text::enrolTrusted : Text::enrolLead, language));
  codeLabel_->setText(say(Text::enrolCode, language));
  code_->setAccessibleName(codeLabel_->text());
  hostLabel_->setText(say(Text::enrolHost, language));
  host_->setAccessibleName(hostLabel_->text());
  notice_->say(sayCode(refusal_, language));
  button_->setText(say(busy_ ? Text::enrolBusy : Text::enrolGo, language));
}

CodePage::CodePage(const Actions& actions)
    : actions_(actions),
      page_(new ui::ColumnPage(620)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      label_(ui::makeText(Weight::subtitle)),
      code_(new CodeField(kSlipCharacters)),
      notice_(new NoticeBox(NoticeBox::Tone::alarm)),
      button_(ui::makeButton(Action::primary)) {
  fill(*this, *page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(2);
  column.addWidget(title_);
  column.addWidget(lead_);
  column.addWidget(notice_);
  column.addSpacing(ui::look().px(8));
  column.addWidget(label_);
  column.addWidget(code_, 0, Qt::AlignLeft);
  column.addSpacing(ui::look().px(12));
  page_->addButtons({button_});
  column.addStretch(3);
  label_->setBuddy(code_);
  connect(button_, &QPushButton::clicked, this, [this] { go(); });
  connect(code_, &QLineEdit::returnPressed, this, [this] { go(); });
}

void CodePage::go() {
  if (busy_) return;
  refusal_.clear();
  if (actions_.typeCode) actions_.typeCode(code_->text().toStdString());
}

void CodePage::present(const session::View& view) {
  if (view.screen != session::Screen::enterCode) {
    code_->clear();
    refusal_.clear();
    busy_ = false;
    return;
  }
  busy_ = view.busy;
  if (!view.refusal.empty()) refusal_ = view.refusal;
  if (refusal_.empty() && !view.notices.empty()) refusal_ = view.notices.back();
  if (busy_) refusal_.clear();
  speak(language_);
}

void CodePage::refused(const std::string& code) {
  refusal_ = code;
  speak(language_);
  code_->setFocus();
}

void CodePage::speak(ui::Language language) {
  language_ = language;
  title_->setText(say(Text::codeTitle, language));
  lead_->setText(say(Text::codeLead, language));
  label_->setText(say(Text::codeLabel, language));
  code_->setAccessibleName(label_->text());
  notice_->say(sayCode(refusal_, language));
  button_->setText(say(busy_ ? Text::codeBusy : Text::codeGo, language));
}

NamePage::NamePage(const Actions& actions)
    : actions_(actions),
      page_(new ui::ColumnPage(720)),
      title_(ui::makeText(Weight::subtitle)),
      lead_(ui::makeText(Weight::lead)),
      name_(ui::makeText(Weight::title)),
      notice_(new NoticeBox(NoticeBox::Tone::alarm)),
      help_(new NoticeBox(NoticeBox::Tone::notice)),
      yes_(ui::makeButton(Action::primary)),
      no_(ui::makeButton(Action::secondary)) {
  fill(*this, *page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(2);
  column.addWidget(title_);
  column.addWidget(name_);
  column.addWidget(lead_);
  column.addWidget(notice_);
  column.addWidget(help_);
  column.addSpacing(ui::look().px(12));
  page_->addButtons({yes_, no_});
  column.addStretch(3);
  connect(yes_, &QPushButton::clicked, this, [this] {
    refusal_.clear();
    if (actions_.confirmIdentity) actions_.confirmIdentity();
  });
  connect(no_, &QPushButton::clicked, this, [this] {
    denied_ = !denied_;
    arrange();
    (denied_ ? no_ : yes_)->setFocus();
  });
}

void NamePage::present(const session::View& view) {
  const QString name = QString::fromStdString(view.displayName);
  if (name != name_->text() || view.screen != session::Screen::confirmName) denied_ = false;
  name_->setText(name);
  if (view.screen != session::Screen::confirmName) refusal_.clear();
  if (!view.refusal.empty()) refusal_ = view.refusal;
  arrange();
}

void NamePage::refused(const std::string& code) {
  refusal_ = code;
  arrange();
}

void NamePage::speak(ui::Language language) {
  language_ = language;
  arrange();
}

void NamePage::arrange() {
  title_->setText(say(Text::nameTitle, language_));
  lead_->setText(say(Text::nameLead, language_));
  notice_->say(sayCode(refusal_, language_));
  help_->say(denied_ ? say(Text::nameNoTitle, language_) + ". " + say(Text::nameNoLead, language_) : QString());
  yes_->setText(say(Text::nameYes, language_));
  yes_->setVisible(!denied_);
  no_->setText(say(denied_ ? Text::nameBack : Text::nameNo, language_));
}

}  // namespace vigie::candidate
