#include "candidate-client/ui/activity/two-factor-setup/TwoFactorSetup.hpp"

#include <QCryptographicHash>
#include <QLineEdit>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Switch.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

QString digitsOf(const QString& text) {
  QString digits;
  for (const QChar c : text) {
    if (c.isDigit()) digits += c;
  }
  return digits;
}

}  // namespace

TwoFactorSetup::TwoFactorSetup(const Spec& spec)
    : Interaction(spec),
      expected_(digitsOf(spec.words("code"))),
      backups_(static_cast<int>(spec.number("backupCodes", 0, 12, 4))),
      stage_(new Stage) {
  columnOf(*this)->addWidget(stage_);
  show();
}

void TwoFactorSetup::show() {
  line_ = nullptr;
  stage_->renew([this](QVBoxLayout& column) {
    auto* panel = makePanel("stage");
    QVBoxLayout& inside = *columnOf(*panel);
    auto* power = new Switch(say(Word::twoFactor), say(Word::on), say(Word::off));
    power->setChecked(step_ != Step::off);
    connect(power, &QCheckBox::toggled, this, [this](bool on) {
      step_ = on ? Step::code : Step::off;
      if (!on) saved_ = false;
      show();
      (line_ != nullptr ? line_ : first_)->setFocus();
      changed();
    });
    first_ = power;
    inside.addWidget(power);
    if (step_ != Step::off) showCode(inside);
    if (step_ == Step::backup) showBackup(inside);
    column.addWidget(panel);
  });
}

void TwoFactorSetup::showCode(QVBoxLayout& column) {
  if (step_ == Step::backup) {
    column.addWidget(makeWords(say(Word::codeAccepted), "done"));
    return;
  }
  column.addWidget(makeWords(say(Word::codeReceived), "label"));
  auto* row = new QHBoxLayout;
  line_ = makeLine(say(Word::codeReceived), {});
  line_->setMaxLength(20);
  line_->setText(code_);
  line_->setMaximumWidth(ui::look().px(260));
  connect(line_, &QLineEdit::textChanged, this, [this](const QString& text) {
    code_ = text;
    changed();
  });
  connect(line_, &QLineEdit::returnPressed, this, [this] { verify(); });
  row->addWidget(line_, 1);
  row->addWidget(makeAct(say(Word::verifyCode), [this] { verify(); }));
  row->addStretch(1);
  column.addLayout(row);
}

QStringList TwoFactorSetup::backupCodes() const {
  QStringList codes;
  for (int i = 0; i < backups_; ++i) {
    const QByteArray seed = expected_.toUtf8() + "/" + QByteArray::number(i);
    const QByteArray hex = QCryptographicHash::hash(seed, QCryptographicHash::Sha256).toHex().toUpper();
    codes << QString::fromLatin1(hex.left(4) + "-" + hex.mid(4, 4));
  }
  return codes;
}

void TwoFactorSetup::showBackup(QVBoxLayout& column) {
  column.addWidget(makeWords(say(Word::backupLead), "plain"));
  auto* line = new ui::FlowLayout(8);
  for (const QString& code : backupCodes()) {
    QLabel* shown = makeWords(code, "address");
    shown->setWordWrap(false);
    line->addWidget(shown);
  }
  column.addLayout(line);
  if (saved_) {
    column.addWidget(makeWords(say(Word::backupSaved), "done"));
  } else {
    auto* keep = makeAct(say(Word::backupKeep), [this] { save(); });
    column.addWidget(keep, 0, Qt::AlignLeft);
    first_ = keep;
  }
}

void TwoFactorSetup::verify() {
  const QString digits = digitsOf(code_);
  if (digits.isEmpty()) return tell(say(Word::codeMissing));
  if (!expected_.isEmpty() && digits != expected_) {
    tell(say(Word::codeWrong));
    return changed();
  }
  step_ = Step::backup;
  show();
  first_->setFocus();
  tell(say(Word::codeAccepted));
  changed();
}

void TwoFactorSetup::save() {
  saved_ = true;
  show();
  first_->setFocus();
  tell(say(Word::backupSaved));
  changed();
}

QJsonObject TwoFactorSetup::summary() const {
  return {{"enabled", step_ != Step::off},
          {"code", code_},
          {"savedBackupCodes", saved_},
          {"verified", step_ == Step::backup}};
}

void TwoFactorSetup::restore(const QJsonObject& summary) {
  code_ = summary.value("code").toString();
  saved_ = summary.value("savedBackupCodes").toBool();
  step_ = summary.value("verified").toBool()  ? Step::backup
          : summary.value("enabled").toBool() ? Step::code
                                              : Step::off;
  show();
}

}  // namespace vigie::activity
