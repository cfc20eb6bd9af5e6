#include "candidate-client/ui/activity/form-fill/FormField.hpp"

#include <QCheckBox>
#include <QHash>
#include <QJsonArray>
#include <QLineEdit>

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/AnswerFields.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/FilePicker.hpp"
#include "candidate-client/ui/activity/parts/Tick.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::activity {

namespace {

// The names that HTML and other formats have for the fields of this one.
QString kindOf(const Spec& field) {
  static const QHash<QString, QString> kOthers = {
      {"textarea", "paragraph"}, {"password", "text"},   {"url", "text"},    {"search", "text"},     {"string", "text"},
      {"phone", "tel"},          {"dropdown", "select"}, {"list", "select"}, {"boolean", "checkbox"}};
  const QString kind = field.raw("input").toString("text");
  return kOthers.value(kind, kind);
}

}  // namespace

FormField::FormField(const Spec& field, const std::vector<Option>& files)
    : id_(field.id()),
      kind_(kindOf(field)),
      name_(field.label()),
      language_(field.language()),
      required_(field.flag("required", false)) {
  static const QStringList kKinds = {"text",      "email",  "tel",   "number",   "date", "date-text",
                                     "paragraph", "select", "radio", "checkbox", "file", "time"};
  if (!kKinds.contains(kind_)) field.wrong("input", QStringLiteral("this version has no such field"));
  QVBoxLayout* column = columnOf(*this);
  column->setSpacing(3);
  if (kind_ != "checkbox") {
    label_ = makeWords(required_ ? name_ + " *" : name_, "label");
    column->addWidget(label_);
  }
  makeInput(field, files);
  if (label_ != nullptr) ui::nameField(*label_, *input());
  readPattern(field);
  error_ = makeWords({}, "error");
  error_->hide();
  column->addWidget(error_);
  setMinimumWidth(ui::look().framePx(isWide() ? 560 : 380));
}

void FormField::makeInput(const Spec& field, const std::vector<Option>& files) {
  QVBoxLayout* column = columnOf(*this);
  const auto typed = [this] { changed(); };
  if (kind_ == "paragraph") {
    paragraph_ = makeParagraph(name_, 4, typed);
    column->addWidget(paragraph_);
  } else if (kind_ == "select" || kind_ == "radio") {
    list_ = new DropDown(name_, say(Word::choose, language_), readOptions(field));
    list_->onChosen = typed;
    column->addWidget(list_);
  } else if (kind_ == "checkbox") {
    tick_ = new Tick(required_ ? name_ + " *" : name_);
    tick_->setAccessibleName(name_);
    connect(tick_, &QCheckBox::toggled, this, typed);
    column->addWidget(tick_);
  } else if (kind_ == "file") {
    files_ = new FilePicker(name_, files, language_);
    files_->onChanged = typed;
    column->addWidget(files_);
    if (files.empty()) field.wrong("input", QStringLiteral("a field for a file needs \"files\" in the activity"));
  } else {
    line_ = makeLine(name_, typed);
    const bool isDate = kind_ == "date" || kind_ == "date-text";
    line_->setPlaceholderText(field.has("placeholder") ? field.words("placeholder").left(80)
                              : isDate                 ? say(Word::dateShape, language_)
                                                       : QString());
    connect(line_, &QLineEdit::returnPressed, this, [this] {
      if (onReturn) onReturn();
    });
    column->addWidget(line_);
  }
  if (field.has("value"))
    setValue(field.raw("value").isString() ? QJsonValue(field.words("value")) : field.raw("value"));
}

// Of an author whom we do not know: no groups, and few repeats without an end, so that no text takes long to match.
void FormField::readPattern(const Spec& field) {
  if (!field.has("pattern")) return;
  const QString pattern = field.raw("pattern").toString();
  const auto endless = pattern.count('*') + pattern.count('+') + pattern.count(QStringLiteral(",}"));
  pattern_ = QRegularExpression(QRegularExpression::anchoredPattern(pattern));
  if (pattern.isEmpty() || pattern.size() > 80 || pattern.contains('(') || endless > 2 || !pattern_.isValid()) {
    field.wrong("pattern", QStringLiteral("expected a short pattern without groups, with at most two * or +"));
    pattern_ = {};
  }
}

QWidget* FormField::input() const {
  if (line_ != nullptr) return line_;
  if (paragraph_ != nullptr) return paragraph_;
  if (list_ != nullptr) return list_->button();
  if (tick_ != nullptr) return tick_;
  return files_->firstInput();
}

QJsonValue FormField::value() const {
  if (line_ != nullptr) return textOf(*line_);
  if (paragraph_ != nullptr) return textOf(*paragraph_);
  if (list_ != nullptr) return list_->chosen();
  if (tick_ != nullptr) return tick_->isChecked();
  return QJsonArray::fromStringList(files_->chosen());
}

void FormField::setValue(const QJsonValue& value) {
  if (line_ != nullptr) line_->setText(value.toString());
  if (paragraph_ != nullptr) paragraph_->setPlainText(value.toString());
  if (list_ != nullptr) list_->choose(value.toString());
  if (tick_ != nullptr) tick_->setChecked(value.toBool());
  if (files_ != nullptr) files_->choose(textsIn(value));
}

bool FormField::isBlank() const {
  const QJsonValue now = value();
  return now.isArray() ? now.toArray().isEmpty() : now.isBool() ? !now.toBool() : now.toString().trimmed().isEmpty();
}

QString FormField::fault() const {
  if (isBlank()) {
    if (!required_) return {};
    return say(tick_ != nullptr ? Word::tickMissing : Word::fieldMissing, language_);
  }
  const QString text = value().toString().trimmed();
  if (kind_ == "email" && !text.contains('@')) return say(Word::atMissing, language_);
  if (!pattern_.pattern().isEmpty() && !pattern_.match(text).hasMatch()) return say(Word::fieldWrong, language_);
  return {};
}

void FormField::showFault(const QString& fault) {
  error_->setText(fault);
  error_->setVisible(!fault.isEmpty());
  input()->setAccessibleDescription(fault);
}

}  // namespace vigie::activity
