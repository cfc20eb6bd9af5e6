#include "candidate-client/ui/BeforePages.hpp"

#include "common/ui/Theme.hpp"

namespace vigie::candidate {
namespace {

using ui::Action;
using ui::Weight;

void fill(QWidget& page, QWidget& content) {
  auto* layout = new QVBoxLayout(&page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(&content);
}

// A white card in the column.
QVBoxLayout* addCard(QVBoxLayout& column) {
  auto* card = new QWidget;
  ui::setKind(*card, "card");
  auto* layout = new QVBoxLayout(card);
  const int side = ui::look().px(18);
  layout->setContentsMargins(side, side, side, side);
  layout->setSpacing(ui::look().px(6));
  column.addWidget(card);
  return layout;
}

}  // namespace

QString sayCamera(CameraState state, ui::Language language) {
  switch (state) {
    case CameraState::off:
      return {};
    case CameraState::on:
      return say(Text::cameraOn, language);
    case CameraState::refused:
      return say(Text::cameraRefused, language);
    case CameraState::absent:
      return say(Text::cameraNone, language);
    case CameraState::failed:
      return say(Text::cameraFailed, language);
  }
  return {};
}

RecordingPage::RecordingPage(const Actions& actions)
    : page_(new ui::ColumnPage(960)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      who_(ui::makeText(Weight::plain)),
      refusal_(ui::makeText(Weight::plain)),
      accept_(ui::makeButton(Action::primary)),
      refuse_(ui::makeButton(Action::secondary)) {
  fill(*this, *page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(1);
  column.addWidget(title_);
  column.addWidget(lead_);
  QVBoxLayout& card = *addCard(column);
  constexpr std::pair<Text, Text> kRows[] = {{Text::recordAnswers, Text::recordAnswersWhy},
                                             {Text::recordCamera, Text::recordCameraWhy},
                                             {Text::recordScreen, Text::recordScreenWhy}};
  for (const auto& [what, why] : kRows) {
    rows_.push_back({what, why, ui::makeText(Weight::subtitle), ui::makeText(Weight::plain)});
    card.addWidget(rows_.back().whatLabel);
    card.addWidget(rows_.back().whyLabel);
    card.addSpacing(ui::look().px(6));
  }
  column.addWidget(who_);
  column.addWidget(refusal_);
  column.addSpacing(ui::look().px(8));
  page_->addButtons({accept_, refuse_});
  column.addStretch(2);
  connect(accept_, &QPushButton::clicked, this, [this, &actions] {
    if (actions.chooseCamera)
      actions.chooseCamera(camera_ ? session::CameraChoice::accepted : session::CameraChoice::absent);
  });
  connect(refuse_, &QPushButton::clicked, this, [&actions] {
    if (actions.chooseCamera) actions.chooseCamera(session::CameraChoice::refused);
  });
}

void RecordingPage::setCamera(bool present) {
  camera_ = present;
  speak(language_);
}

void RecordingPage::speak(ui::Language language) {
  language_ = language;
  title_->setText(say(Text::recordTitle, language));
  lead_->setText(say(Text::recordLead, language));
  who_->setText(say(Text::recordWho, language));
  refusal_->setText(say(Text::recordRefusal, language));
  refusal_->setVisible(camera_);
  for (const Row& row : rows_) {
    row.whatLabel->setText(say(row.what, language));
    const bool noCamera = row.what == Text::recordCamera && !camera_;
    row.whyLabel->setText(say(noCamera ? Text::recordNoCamera : row.why, language));
  }
  accept_->setText(say(camera_ ? Text::recordAccept : Text::recordContinue, language));
  refuse_->setText(say(Text::recordRefuse, language));
  refuse_->setVisible(camera_);
}

WaitPage::WaitPage(std::function<void()> practise)
    : page_(new ui::ColumnPage(760)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      tipsTitle_(ui::makeText(Weight::subtitle)),
      practise_(ui::makeButton(Action::secondary)) {
  fill(*this, *page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(2);
  column.addWidget(title_);
  column.addWidget(lead_);
  column.addSpacing(ui::look().px(8));
  QVBoxLayout& card = *addCard(column);
  card.addWidget(tipsTitle_);
  for (const Text text : {Text::waitTipQuestion, Text::waitTipTime, Text::waitTipProblem, Text::waitTipKeys}) {
    tips_.push_back({text, ui::makeText(Weight::plain)});
    card.addSpacing(ui::look().px(4));
    card.addWidget(tips_.back().label);
  }
  page_->addButtons({practise_});
  column.addStretch(3);
  connect(practise_, &QPushButton::clicked, this, [practise = std::move(practise)] { practise(); });
}

void WaitPage::speak(ui::Language language) {
  title_->setText(say(Text::waitTitle, language));
  lead_->setText(say(Text::waitLead, language));
  tipsTitle_->setText(say(Text::waitTips, language));
  for (const Tip& tip : tips_) tip.label->setText(say(tip.text, language));
  practise_->setText(say(Text::practiceGo, language));
}

BeginPage::BeginPage(const Actions& actions, std::function<void()> practise)
    : page_(new ui::ColumnPage(720)),
      title_(ui::makeText(Weight::title)),
      lead_(ui::makeText(Weight::lead)),
      notice_(new ui::NoticeBox(ui::NoticeBox::Tone::alarm)),
      button_(ui::makeButton(Action::primary)),
      practise_(ui::makeButton(Action::secondary)) {
  fill(*this, *page_);
  QVBoxLayout& column = page_->column();
  column.addStretch(2);
  column.addWidget(title_);
  column.addWidget(lead_);
  column.addWidget(notice_);
  column.addSpacing(ui::look().px(12));
  page_->addButtons({button_, practise_});
  column.addStretch(3);
  connect(practise_, &QPushButton::clicked, this, [practise = std::move(practise)] { practise(); });
  connect(button_, &QPushButton::clicked, this, [this, &actions] {
    refusal_.clear();
    if (!busy_ && actions.begin) actions.begin();
  });
}

void BeginPage::present(const session::View& view) {
  busy_ = view.busy;
  refusal_ = view.refusal;
  speak(language_);
}

void BeginPage::refused(const std::string& code) {
  refusal_ = code;
  speak(language_);
}

void BeginPage::speak(ui::Language language) {
  language_ = language;
  title_->setText(say(Text::beginTitle, language));
  lead_->setText(say(Text::beginLead, language));
  notice_->say(sayCode(refusal_, language));
  button_->setText(say(busy_ ? Text::beginBusy : Text::beginGo, language));
  practise_->setText(say(Text::practiceGo, language));
}

}  // namespace vigie::candidate
