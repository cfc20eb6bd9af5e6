#include "candidate-client/ui/activity/password-setup/PasswordSetup.hpp"

#include <QLineEdit>
#include <algorithm>
#include <array>

#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/Tick.hpp"
#include "common/ui/FlowLayout.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::activity {
namespace {

using Test = bool (*)(QChar);

bool hasAny(const QString& text, Test test) {
  return std::any_of(text.begin(), text.end(), test);
}

bool isDigit(QChar c) {
  return c.isDigit();
}
bool isUpper(QChar c) {
  return c.isUpper();
}
bool isSymbol(QChar c) {
  return !c.isLetterOrNumber() && !c.isSpace();
}

QLineEdit* makePassword(const QString& name, QLayout& places, std::function<void()> typed) {
  auto* block = new QWidget;
  columnOf(*block)->setSpacing(3);
  columnOf(*block)->addWidget(makeWords(name, "label"));
  QLineEdit* line = makeLine(name, std::move(typed));
  line->setEchoMode(QLineEdit::Password);
  columnOf(*block)->addWidget(line);
  block->setMinimumWidth(ui::look().px(360));
  places.addWidget(block);
  return line;
}

}  // namespace

bool isCommonPassword(const QString& password) {
  static constexpr auto kWords =
      std::to_array<const char*>({"password", "motdepasse", "azerty", "qwerty",  "123456",  "654321",    "bonjour",
                                  "iloveyou", "jetaime",    "soleil", "letmein", "welcome", "bienvenue", "admin",
                                  "doudou",   "loulou",     "dragon", "abcdef",  "000000",  "111111"});
  QString letters = password.toLower();
  letters.replace('@', 'a').replace('$', 's');
  QString plain;
  for (const QChar c : letters) {
    if (c.isLetterOrNumber()) plain += c;
  }
  if (plain.isEmpty()) return true;
  // What is left of it without the common word and the digits around it is what somebody had to think of.
  for (const char* word : kWords) {
    if (!plain.contains(QLatin1String(word))) continue;
    QString rest = QString(plain).remove(QLatin1String(word));
    rest.removeIf([](QChar c) { return c.isDigit(); });
    if (rest.size() < 6) return true;
  }
  QString seen;
  for (const QChar c : plain) {
    if (!seen.contains(c)) seen += c;
  }
  return seen.size() < 4;
}

PasswordSetup::PasswordSetup(const Spec& spec) : Interaction(spec) {
  const Spec rules = spec.object("rules");
  length_ = static_cast<int>(rules.number("length", 1, 64, 8));
  auto* panel = makePanel("stage");
  auto* places = new ui::FlowLayout(14);
  first_ = makePassword(say(Word::newPassword), *places, [this] { typed(); });
  second_ = makePassword(say(Word::samePassword), *places, [this] { typed(); });
  columnOf(*panel)->addLayout(places);
  auto* shows = new Tick(say(Word::showPassword));
  connect(shows, &QCheckBox::toggled, this, [this](bool on) {
    for (QLineEdit* line : {first_, second_}) line->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password);
  });
  columnOf(*panel)->addWidget(shows);
  auto* list = new ui::FlowLayout(10);
  addRule(
      say(Word::ruleLength).arg(length_), [](const QString& text, int length) { return text.size() >= length; }, *list);
  if (rules.flag("digit", false)) {
    addRule(say(Word::ruleDigit), [](const QString& text, int) { return hasAny(text, isDigit); }, *list);
  }
  if (rules.flag("upper", false)) {
    addRule(say(Word::ruleUpper), [](const QString& text, int) { return hasAny(text, isUpper); }, *list);
  }
  if (rules.flag("symbol", false)) {
    addRule(say(Word::ruleSymbol), [](const QString& text, int) { return hasAny(text, isSymbol); }, *list);
  }
  columnOf(*panel)->addLayout(list);
  auto* row = new QHBoxLayout;
  row->addWidget(makeAct(say(Word::confirm), [this] { send(); }));
  state_ = makeWords(say(Word::passwordNotSaved), "quiet");
  row->addWidget(state_, 1);
  columnOf(*panel)->addLayout(row);
  columnOf(*this)->addWidget(panel);
  connect(first_, &QLineEdit::returnPressed, this, [this] { second_->setFocus(Qt::TabFocusReason); });
  connect(second_, &QLineEdit::returnPressed, this, [this] { send(); });
  showRules();
}

void PasswordSetup::addRule(const QString& words, bool (*holds)(const QString&, int), QLayout& column) {
  QLabel* label = makeWords({}, "plain");
  label->setWordWrap(false);
  rules_.push_back({words, holds, label});
  column.addWidget(label);
}

void PasswordSetup::showRules() {
  for (const Rule& rule : rules_) {
    const bool isKept = rule.holds(first_->text(), length_);
    rule.label->setText((isKept ? QStringLiteral("✓ ") : QStringLiteral("○ ")) + rule.words);
    rule.label->setAccessibleName(rule.words + ", " + say(isKept ? Word::ruleKept : Word::ruleOpen));
  }
}

void PasswordSetup::typed() {
  const QString password = first_->text();
  measures_ = {{"length", password.size()},
               {"hasDigit", hasAny(password, isDigit)},
               {"hasUpper", hasAny(password, isUpper)},
               {"hasSymbol", hasAny(password, isSymbol)},
               {"same", !password.isEmpty() && password == second_->text()},
               {"common", isCommonPassword(password)},
               {"submitted", false}};
  state_->setText(say(Word::passwordNotSaved));
  showRules();
  changed();
}

void PasswordSetup::send() {
  const bool keepsAll = std::all_of(rules_.begin(), rules_.end(),
                                    [this](const Rule& rule) { return rule.holds(first_->text(), length_); });
  if (!keepsAll || measures_.value("same") != QJsonValue(true)) {
    (keepsAll ? second_ : first_)->setFocus(Qt::OtherFocusReason);
    return tell(say(keepsAll ? Word::passwordsDiffer : Word::passwordRules));
  }
  measures_["submitted"] = true;
  state_->setText(say(Word::passwordSaved));
  tell(say(Word::passwordSaved));
  changed();
}

QJsonObject PasswordSetup::summary() const {
  return measures_;
}

void PasswordSetup::restore(const QJsonObject& summary) {
  for (const char* name : {"length", "hasDigit", "hasUpper", "hasSymbol", "same", "common", "submitted"}) {
    measures_[QLatin1String(name)] = summary.value(QLatin1String(name));
  }
  state_->setText(say(measures_.value("submitted").toBool() ? Word::passwordSaved : Word::passwordAgain));
}

QWidget* PasswordSetup::firstInput() const {
  return first_;
}

}  // namespace vigie::activity
