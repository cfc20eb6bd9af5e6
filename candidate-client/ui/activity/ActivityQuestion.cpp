#include "candidate-client/ui/activity/ActivityQuestion.hpp"

#include <QEvent>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "candidate-client/ui/activity/Registry.hpp"
#include "candidate-client/ui/activity/parts/Sheet.hpp"
#include "candidate-client/ui/activity/parts/TabOrder.hpp"
#include "common/content/ActivityChecks.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {

base::Result<std::unique_ptr<ActivityQuestion>> ActivityQuestion::make(const session::ShownQuestion& question) {
  if (!question.item.activity) {
    return base::fail("activity-missing", "item " + question.item.id + " is an activity without its description");
  }
  auto spec = Spec::read(*question.item.activity, question.language);
  if (!spec) return base::fail(spec.error());
  auto interaction = makeInteraction(*spec);
  if (!interaction) return base::fail(interaction.error());
  const QString readAloud = QString::fromStdString(question.text().readAloud.value_or(""));
  return std::unique_ptr<ActivityQuestion>(new ActivityQuestion(std::move(*spec), std::move(*interaction), readAloud));
}

ActivityQuestion::ActivityQuestion(Spec spec, std::unique_ptr<Interaction> interaction, QString readAloud)
    : spec_(std::move(spec)),
      readAloud_(std::move(readAloud)),
      place_(new QVBoxLayout),
      told_(ui::makeText(ui::Weight::plain)),
      sure_(ui::makeText(ui::Weight::plain)),
      again_(ui::makeButton(ui::Action::tool)),
      yes_(ui::makeButton(ui::Action::secondary)),
      no_(ui::makeButton(ui::Action::secondary)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(place_);
  auto* row = new QHBoxLayout;
  row->addWidget(told_, 1);
  row->addWidget(sure_, 1);
  row->addWidget(yes_);
  row->addWidget(no_);
  row->addWidget(again_);
  column->addLayout(row);
  setAccessibleDescription(readAloud_);
  applyLook();
  install(std::move(interaction));
  connect(again_, &QPushButton::clicked, this, [this] {
    if (isTouched_) {
      askRestart();
    } else {
      startAgain();
    }
  });
  connect(yes_, &QPushButton::clicked, this, [this] { startAgain(); });
  connect(no_, &QPushButton::clicked, this, [this] {
    tell({});
    again_->setFocus();
  });
  tell({});
}

void ActivityQuestion::install(std::unique_ptr<Interaction> interaction) {
  if (interaction_ != nullptr) {
    interaction_->hide();
    interaction_->onChanged = {};
    interaction_->onTell = {};
    interaction_->deleteLater();
  }
  interaction_ = interaction.release();
  interaction_->onChanged = [this] { noteChange(); };
  interaction_->onTell = [this](const QString& text) { tell(text); };
  place_->addWidget(interaction_);
  interaction_->show();
  // The line under the task was made before it: it comes after it for the keyboard and for screen readers.
  for (QWidget* each : {static_cast<QWidget*>(told_), static_cast<QWidget*>(sure_), static_cast<QWidget*>(yes_),
                        static_cast<QWidget*>(no_), static_cast<QWidget*>(again_)}) {
    each->raise();
  }
  orderTabs(*this);
}

void ActivityQuestion::startAgain() {
  auto fresh = makeInteraction(spec_);
  if (!fresh) return;  // it was made of the same description before
  ++restarts_;
  before_ = 0;
  duration_ = 0;
  if (clock_.isValid()) clock_.restart();
  isTouched_ = false;
  fits_ = true;
  summary_.clear();
  install(std::move(*fresh));
  tell({});
  if (firstInput() != nullptr) firstInput()->setFocus();
  changed();
}

// Over a kiosk's locked screen a dialog would be a second window to lose: the question is asked in place.
void ActivityQuestion::askRestart() {
  told_->hide();
  again_->hide();
  for (QWidget* each : {static_cast<QWidget*>(sure_), static_cast<QWidget*>(yes_), static_cast<QWidget*>(no_)}) {
    each->show();
  }
  ui::announce(*sure_, sure_->text());
  no_->setFocus();
}

void ActivityQuestion::tell(const QString& text) {
  for (QWidget* each : {static_cast<QWidget*>(sure_), static_cast<QWidget*>(yes_), static_cast<QWidget*>(no_)}) {
    each->hide();
  }
  told_->setText(text);
  told_->show();
  again_->show();
  if (!text.isEmpty()) ui::announce(*told_, text);
}

void ActivityQuestion::noteChange() {
  isTouched_ = true;
  duration_ = elapsed();
  QJsonObject summary = interaction_->summary();
  summary["durationMs"] = duration_;
  if (restarts_ > 0) summary["restarts"] = restarts_;
  std::string text = QJsonDocument(summary).toJson(QJsonDocument::Compact).toStdString();
  orderTabs(*this);
  fits_ = text.size() <= content::kLargestSummary;
  if (!fits_) {
    tell(say(Word::tooLong, spec_.language()));
    return;
  }
  summary_ = std::move(text);
  changed();
}

content::Answer ActivityQuestion::answer() const {
  content::Answer answer;
  answer.fields.emplace_back(content::kSummaryField, summary_);
  return answer;
}

void ActivityQuestion::restore(const content::Answer& answer) {
  for (const auto& [name, text] : answer.fields) {
    if (name != content::kSummaryField || text.empty()) continue;
    const QJsonObject summary = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
    if (summary.isEmpty()) continue;
    before_ = duration_ = static_cast<qint64>(summary.value("durationMs").toDouble());
    restarts_ = summary.value("restarts").toInt();
    isTouched_ = true;
    summary_ = text;
    interaction_->restore(summary);
    orderTabs(*this);
  }
}

QWidget* ActivityQuestion::firstInput() const {
  return interaction_->firstInput();
}

void ActivityQuestion::speak(ui::Language language) {
  again_->setText(say(Word::startAgain, language));
  sure_->setText(say(Word::startAgainSure, language));
  yes_->setText(say(Word::startAgainYes, language));
  no_->setText(say(Word::startAgainNo, language));
  setAccessibleName(say(Word::taskGroup, language));
}

void ActivityQuestion::applyLook() {
  const QString sheet = activitySheet(ui::look());
  if (sheet == sheet_) return;
  sheet_ = sheet;
  setStyleSheet(sheet);
}

void ActivityQuestion::changeEvent(QEvent* event) {
  QuestionWidget::changeEvent(event);
  if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) applyLook();
}

// A covered question (pause, lost link) costs no time.
void ActivityQuestion::showEvent(QShowEvent* event) {
  QuestionWidget::showEvent(event);
  if (!clock_.isValid()) clock_.start();
}

void ActivityQuestion::hideEvent(QHideEvent* event) {
  QuestionWidget::hideEvent(event);
  before_ = elapsed();
  clock_.invalidate();
}

qint64 ActivityQuestion::elapsed() const {
  return before_ + (clock_.isValid() ? clock_.elapsed() : 0);
}

std::unique_ptr<candidate::QuestionWidget> makeActivityQuestion(const session::ShownQuestion& question) {
  auto made = ActivityQuestion::make(question);
  if (!made) return nullptr;
  return std::move(*made);
}

}  // namespace vigie::activity
