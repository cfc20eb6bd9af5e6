#include "proctor-console/ui/Action.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "proctor-console/ui/Flow.hpp"

namespace vigie::window {
namespace {

QString nameOf(Kind kind) {
  switch (kind) {
    case Kind::plain:
      return QStringLiteral("plain");
    case Kind::primary:
      return QStringLiteral("primary");
    case Kind::danger:
      return QStringLiteral("danger");
  }
  return QStringLiteral("plain");
}

void paint(QPushButton& button, Kind kind) {
  button.setProperty("kind", nameOf(kind));
  button.style()->unpolish(&button);
  button.style()->polish(&button);
}

}  // namespace

QPushButton* makeButton(const QString& label, Kind kind, std::function<void()> pressed, QWidget* parent) {
  auto* button = new QPushButton(label, parent);
  button->setProperty("kind", nameOf(kind));
  button->setAutoDefault(true);  // Enter presses the one that has the focus
  QObject::connect(button, &QPushButton::clicked, button, [pressed = std::move(pressed)] { pressed(); });
  return button;
}

QLabel* makeLabel(const QString& text, const char* style, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setObjectName(QString::fromLatin1(style));
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  return label;
}

Action::Action(const Context& context, ActionWords words, Make make, QWidget* parent)
    : QWidget(parent), context_(context), words_(std::move(words)), make_(std::move(make)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  button_ = makeButton(words_.label, words_.kind, [this] { pressed(); }, this);
  column->addWidget(button_);

  ask_ = new QWidget(this);
  ask_->setObjectName(QStringLiteral("ask"));
  ask_->setAttribute(Qt::WA_StyledBackground);
  auto* asking = new QVBoxLayout(ask_);
  question_ = makeLabel(words_.question, "question", ask_);
  asking->addWidget(question_);
  auto* row = new Flow(6);
  yes_ = makeButton(words_.yes, Kind::danger, [this] { carryOut(); }, ask_);
  row->addWidget(yes_);
  row->addWidget(
      makeButton(context_.say({"Non, revenir", "No, go back"}), Kind::plain, [this] { ask_->hide(); }, ask_));
  asking->addLayout(row);
  ask_->hide();
  column->addWidget(ask_);

  outcome_ = makeLabel({}, "refusal", this);
  outcome_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  outcome_->hide();
  column->addWidget(outcome_);
}

void Action::setWords(const ActionWords& words) {
  if (button_->text() != words.label) button_->setText(words.label);
  if (words.kind != words_.kind) paint(*button_, words.kind);
  question_->setText(words.question);
  yes_->setText(words.yes);
  words_ = words;
}

void Action::setPossible(bool possible, const QString& why) {
  possible_ = possible;
  button_->setEnabled(possible && !underWay_);
  button_->setToolTip(possible ? QString() : why);
  if (!possible) ask_->hide();
}

void Action::pressed() {
  outcome_->hide();
  words_.question.isEmpty() ? carryOut() : ask();
}

void Action::ask() {
  ask_->show();
  yes_->setFocus();
}

void Action::carryOut() {
  ask_->hide();
  auto order = make_();
  if (!order) return;
  underWay_ = true;
  button_->setEnabled(false);
  say(context_.say({"Envoyé, en attente du serveur…", "Sent, waiting for the server…"}), "quiet");
  // The window may have moved on by the time the centre answers.
  const QPointer<Action> self(this);
  context_.desk.give(std::move(*order), [self](const std::optional<base::Error>& refusal) {
    if (self) self->settled(refusal);
  });
}

void Action::settled(const std::optional<base::Error>& refusal) {
  underWay_ = false;
  button_->setEnabled(possible_);
  if (refusal) return refuse(context_.explain(*refusal), toQt(refusal->detail));
  words_.done.isEmpty() ? outcome_->hide() : say(words_.done, "fine");
  if (done_) done_();
}

void Action::refuse(const QString& words, const QString& detail) {
  say(words, "refusal", detail);
}

void Action::say(const QString& words, const char* style, const QString& detail) {
  outcome_->setObjectName(QString::fromLatin1(style));
  outcome_->style()->unpolish(outcome_);
  outcome_->style()->polish(outcome_);
  outcome_->setText(words);
  outcome_->setToolTip(detail);
  outcome_->show();
}

}  // namespace vigie::window
