#include "proctor-console/ui/GatePage.hpp"

#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include "proctor-console/ui/Action.hpp"

namespace vigie::window {
namespace {

constexpr int kCardWidth = 56;  // characters

base::SecretBytes secretOf(const QString& typed) {
  const QByteArray utf8 = typed.toUtf8();
  return base::SecretBytes(base::Bytes(utf8.begin(), utf8.end()));
}

}  // namespace

GatePage::GatePage(const console::Text& text, Door& door, Opened opened, QWidget* parent)
    : QWidget(parent), text_(text), door_(door), opened_(std::move(opened)) {
  setObjectName(QStringLiteral("page"));
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  auto* body = new QWidget(scroll);
  body->setObjectName(QStringLiteral("pageBody"));
  scroll->setWidget(body);
  outer->addWidget(scroll);
  auto* column = new QVBoxLayout(body);
  column->addStretch(1);
  column->addWidget(door_.isEnrolled() ? buildUnlock() : buildEnrol(), 0, Qt::AlignHCenter);
  column->addStretch(2);
}

QWidget* GatePage::buildUnlock() {
  auto* card = new QWidget(this);
  card->setObjectName(QStringLiteral("card"));
  card->setAttribute(Qt::WA_StyledBackground);
  card->setMinimumWidth(fontMetrics().averageCharWidth() * kCardWidth);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(28, 24, 28, 24);
  column->setSpacing(10);
  column->addWidget(makeLabel(say({"Ouvrir ma console", "Open my console"}), "title", card));
  column->addWidget(
      makeLabel(say({"Votre mot de passe ouvre votre clé personnelle. Tout ce que vous décidez est signé avec elle.",
                     "Your password opens your personal key. Everything you decide is signed with it."}),
                "quiet", card));
  auto* label = makeLabel(say({"Mot de passe", "Password"}), "strong", card);
  password_ = new QLineEdit(card);
  password_->setEchoMode(QLineEdit::Password);
  password_->setAccessibleName(label->text());
  label->setBuddy(password_);
  column->addWidget(label);
  column->addWidget(password_);
  go_ = makeButton(say({"Ouvrir", "Open"}), Kind::primary, [this] { unlock(password_->text()); }, card);
  go_->setObjectName(QStringLiteral("unlock"));
  QObject::connect(password_, &QLineEdit::returnPressed, go_, &QPushButton::click);
  column->addWidget(go_);
  outcome_ = makeLabel({}, "refusal", card);
  outcome_->hide();
  column->addWidget(outcome_);
  password_->setFocus();
  return card;
}

QWidget* GatePage::buildEnrol() {
  auto* card = new QWidget(this);
  card->setObjectName(QStringLiteral("card"));
  card->setAttribute(Qt::WA_StyledBackground);
  card->setMinimumWidth(fontMetrics().averageCharWidth() * kCardWidth);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(28, 24, 28, 24);
  column->setSpacing(8);
  column->addWidget(makeLabel(say({"Première utilisation", "First use"}), "title", card));
  column->addWidget(makeLabel(
      say({"Tapez les 20 caractères que l'administrateur du centre vous a donnés, et choisissez le mot de passe de "
           "votre clé.",
           "Type the 20 characters that the centre's administrator gave you, and choose the password of your key."}),
      "quiet", card));
  const auto field = [&](const Phrase& name, QWidget* widget) {
    auto* label = makeLabel(say(name), "strong", card);
    label->setBuddy(widget);
    widget->setAccessibleName(say(name));
    column->addWidget(label);
    column->addWidget(widget);
  };
  code_ = new QLineEdit(card);
  code_->setPlaceholderText(QStringLiteral("XXXX-XXXX-XXXX-XXXX-XXXX"));
  code_->setObjectName(QStringLiteral("code"));
  host_ = new QLineEdit(card);
  host_->setPlaceholderText(say({"nom ou adresse", "name or address"}));
  port_ = new QSpinBox(card);
  port_->setRange(1, 65'534);
  port_->setValue(link::kCentrePort);
  enrolmentPort_ = new QSpinBox(card);
  enrolmentPort_->setRange(1, 65'535);
  enrolmentPort_->setValue(link::kEnrolmentPort);
  password_ = new QLineEdit(card);
  password_->setEchoMode(QLineEdit::Password);
  again_ = new QLineEdit(card);
  again_->setEchoMode(QLineEdit::Password);
  field({"Les 20 caractères", "The 20 characters"}, code_);
  field({"Serveur du centre", "The centre's server"}, host_);
  field({"Port", "Port"}, port_);
  field({"Port d'enrôlement", "Enrolment port"}, enrolmentPort_);
  field({"Nouveau mot de passe (8 caractères au moins)", "New password (at least 8 characters)"}, password_);
  field({"Encore une fois", "Once more"}, again_);
  go_ = makeButton(say({"Enrôler cette console", "Enrol this console"}), Kind::primary, [this] { enrol(); }, card);
  go_->setObjectName(QStringLiteral("enrol"));
  QObject::connect(again_, &QLineEdit::returnPressed, go_, &QPushButton::click);
  column->addWidget(go_);
  outcome_ = makeLabel({}, "refusal", card);
  outcome_->hide();
  column->addWidget(outcome_);
  return card;
}

void GatePage::unlock(const QString& password) {
  outcome_->hide();
  if (password.isEmpty()) return refuse({"password-wrong", {}});
  auto desk = door_.unlock(secretOf(password));
  password_->clear();
  if (!desk) return refuse(desk.error());
  opened_(std::move(*desk));
}

void GatePage::enrol() {
  outcome_->hide();
  if (password_->text() != again_->text()) {
    outcome_->setText(say({"Les deux mots de passe diffèrent.", "The two passwords differ."}));
    return outcome_->show();
  }
  go_->setEnabled(false);
  const base::SecretBytes password = secretOf(password_->text());
  const QPointer<GatePage> self(this);
  door_.enrol(
      {code_->text().toStdString(), host_->text().trimmed().toStdString(), static_cast<std::uint16_t>(port_->value()),
       static_cast<std::uint16_t>(enrolmentPort_->value()), password},
      [self, password](const std::optional<base::Error>& refusal) {
        if (!self) return;
        self->go_->setEnabled(true);
        if (refusal) return self->refuse(*refusal);
        auto desk = self->door_.unlock(password);
        if (!desk) return self->refuse(desk.error());
        self->opened_(std::move(*desk));
      });
}

void GatePage::refuse(const base::Error& error) {
  outcome_->setText(say(console::explanationOf(error.code).sentence));
  outcome_->setToolTip(toQt(error.detail));
  outcome_->show();
  if (password_ != nullptr) password_->setFocus();
}

}  // namespace vigie::window
