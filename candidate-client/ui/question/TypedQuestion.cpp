#include "candidate-client/ui/question/TypedQuestion.hpp"

#include <QRegularExpression>
#include <QVBoxLayout>
#include <set>

#include "common/ui/RichText.hpp"
#include "common/ui/Theme.hpp"

namespace vigie::candidate {
namespace {

// One line of the template: the words before each field, the field, the words after the last one.
struct Piece {
  QString before;
  std::string field;  // empty: a line of words
  QString after;
};

std::vector<Piece> readTemplate(const QString& text) {
  static const QRegularExpression kField(QStringLiteral("\\$\\{([^}]+)\\}"));
  std::vector<Piece> pieces;
  for (const QString& line : text.split('\n', Qt::SkipEmptyParts)) {
    qsizetype at = 0;
    const std::size_t first = pieces.size();
    for (auto fields = kField.globalMatch(line); fields.hasNext();) {
      const QRegularExpressionMatch match = fields.next();
      pieces.push_back({line.mid(at, match.capturedStart() - at).trimmed(), match.captured(1).toStdString(), {}});
      at = match.capturedEnd();
    }
    const QString rest = line.mid(at).trimmed();
    if (rest.isEmpty()) continue;
    if (pieces.size() > first) {
      pieces.back().after = rest;
    } else {
      pieces.push_back({rest, {}, {}});
    }
  }
  return pieces;
}

QString labelOf(const content::Field& field, const std::string& language) {
  const auto found = field.label.find(language);
  return found == field.label.end() ? QString() : QString::fromStdString(found->second);
}

}  // namespace

TypedQuestion::TypedQuestion(const session::ShownQuestion& question)
    : hint_(ui::makeText(ui::Weight::quiet)), notice_(new ui::NoticeBox(ui::NoticeBox::Tone::notice)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(ui::look().px(8));
  layout->addWidget(hint_);
  std::set<std::string> placed;
  const auto& fields = question.item.fields;
  const auto& text = question.text().fieldTemplate;
  for (const Piece& piece : readTemplate(QString::fromStdString(text.value_or("")))) {
    const auto field = fields.find(piece.field);
    if (piece.field.empty() || field == fields.end()) {
      layout->addWidget(ui::makeText(ui::Weight::plain, ui::plainOf(piece.before)));
    } else if (placed.insert(piece.field).second) {
      addField(field->first, field->second, question.language, piece.before, piece.after, *layout);
    }
  }
  for (const auto& [name, field] : fields) {
    if (!placed.contains(name)) addField(name, field, question.language, {}, {}, *layout);
  }
  layout->addWidget(notice_);
}

void TypedQuestion::addField(const std::string& name, const content::Field& field, const std::string& language,
                             QString before, const QString& after, QVBoxLayout& layout) {
  const QString label = labelOf(field, language);
  auto* input = new FieldInput(name, field, language, ui::plainOf(after));
  if (before.isEmpty()) before = label;
  QString plain = ui::plainOf(before);
  if (plain.isEmpty()) plain = before;  // "1." alone is no list
  auto* words = ui::makeText(ui::Weight::plain, ui::breakable(plain));
  ui::nameField(*words, *input->control());
  words->setAccessibleName(plain);
  const QString named = label.isEmpty() ? plain : label;
  input->control()->setAccessibleName(named.isEmpty() ? QString::fromStdString(name) : named);
  // Qt tells a list's current line as its name: what it is for is its description, and the label that is its buddy.
  if (!input->isTyped()) input->control()->setAccessibleDescription(input->control()->accessibleName());
  layout.addSpacing(ui::look().px(6));
  layout.addWidget(words);
  layout.addWidget(input);
  input->onChanged = [this] {
    refused_ = 0;
    notice_->say({});
    changed();
  };
  input->onTooLong = [this](qsizetype characters) { tooLong(characters); };
  input->onReturn = [this] { focusNextChild(); };
  inputs_.push_back(input);
}

void TypedQuestion::tooLong(qsizetype characters) {
  refused_ = characters;
  speak(language_);
}

content::Answer TypedQuestion::answer() const {
  content::Answer answer;
  for (const FieldInput* input : inputs_) answer.fields.emplace_back(input->name(), input->value());
  return answer;
}

void TypedQuestion::restore(const content::Answer& answer) {
  for (const auto& [name, text] : answer.fields) {
    for (FieldInput* input : inputs_) {
      if (input->name() == name) input->restore(text);
    }
  }
}

QWidget* TypedQuestion::firstInput() const {
  return inputs_.empty() ? nullptr : inputs_.front()->control();
}

void TypedQuestion::speak(ui::Language language) {
  language_ = language;
  const bool one = inputs_.size() == 1 && inputs_.front()->isTyped();
  hint_->setText(say(one ? Text::typeAnswer : Text::fillFields, language));
  setAccessibleName(say(Text::fieldAnswer, language));
  for (FieldInput* input : inputs_) input->speak(language);
  notice_->say(refused_ > 0 ? say(Text::tooLong, language).arg(refused_).arg(kLongestTyped) : QString());
}

}  // namespace vigie::candidate
