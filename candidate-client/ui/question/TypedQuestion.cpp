#include "candidate-client/ui/question/TypedQuestion.hpp"

#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <set>

#include "candidate-client/ui/Catalogue.hpp"
#include "common/ui/RichText.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

constexpr int kLongestTyped = static_cast<int>(content::kLongestText / 4);  // characters: at most four bytes each

QString wordsIn(const content::Localised& texts, const std::string& language) {
  const auto found = texts.find(language);
  return found == texts.end() ? QString() : QString::fromStdString(found->second);
}

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

}  // namespace

TypedQuestion::TypedQuestion(const session::ShownQuestion& question) : hint_(ui::makeText(ui::Weight::quiet)) {
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
}

void TypedQuestion::addField(const std::string& name, const content::Field& field, const std::string& language,
                             QString before, const QString& after, QVBoxLayout& layout) {
  const QString label = wordsIn(field.label, language);
  Input input;
  input.name = name;
  if (field.input == "select") {
    input.list = makeList(field, language, input);
  } else {
    input.line = makeLine(field, language);
  }
  QWidget* widget = widgetOf(input);
  if (before.isEmpty()) before = label;
  auto* words = ui::makeText(ui::Weight::plain, ui::plainOf(before));
  words->setBuddy(widget);
  widget->setAccessibleName(label.isEmpty() ? words->text() : label);
  auto* row = new QHBoxLayout;
  row->setSpacing(ui::look().px(10));
  row->addWidget(widget);
  if (!after.isEmpty()) row->addWidget(ui::makeText(ui::Weight::plain, ui::plainOf(after)));
  row->addStretch(1);
  layout.addSpacing(ui::look().px(6));
  layout.addWidget(words);
  layout.addLayout(row);
  inputs_.push_back(std::move(input));
}

QLineEdit* TypedQuestion::makeLine(const content::Field& field, const std::string& language) {
  auto* line = new QLineEdit;
  line->setMaxLength(kLongestTyped);
  line->setPlaceholderText(wordsIn(field.placeholder, language));
  line->setMinimumWidth(ui::look().px(field.input == "number" ? 180 : 380));
  line->setMaximumWidth(ui::look().px(field.input == "number" ? 260 : 560));
  if (field.input == "number") line->setInputMethodHints(Qt::ImhFormattedNumbersOnly);
  connect(line, &QLineEdit::textChanged, this, [this] { changed(); });
  connect(line, &QLineEdit::returnPressed, this, [this] { focusNextChild(); });
  return line;
}

QComboBox* TypedQuestion::makeList(const content::Field& field, const std::string& language, Input& input) {
  auto* list = new QComboBox;
  list->addItem(QString());
  for (const content::Field::Option& option : field.options) {
    list->addItem(wordsIn(option.label, language));
    input.options.push_back(option.id);
  }
  connect(list, &QComboBox::currentIndexChanged, this, [this] { changed(); });
  return list;
}

QWidget* TypedQuestion::widgetOf(const Input& input) const {
  if (input.line != nullptr) return input.line;
  return input.list;
}

content::Answer TypedQuestion::answer() const {
  content::Answer answer;
  for (const Input& input : inputs_) {
    std::string text;
    if (input.line != nullptr) {
      text = input.line->text().toStdString();
    } else if (const int row = input.list->currentIndex(); row > 0) {
      text = input.options[static_cast<std::size_t>(row - 1)];
    }
    answer.fields.emplace_back(input.name, std::move(text));
  }
  return answer;
}

void TypedQuestion::restore(const content::Answer& answer) {
  for (const auto& [name, text] : answer.fields) {
    for (const Input& input : inputs_) {
      if (input.name != name) continue;
      if (input.line != nullptr) input.line->setText(QString::fromStdString(text));
      for (std::size_t i = 0; input.list != nullptr && i < input.options.size(); ++i) {
        if (input.options[i] == text) input.list->setCurrentIndex(static_cast<int>(i) + 1);
      }
    }
  }
}

QWidget* TypedQuestion::firstInput() const {
  return inputs_.empty() ? nullptr : widgetOf(inputs_.front());
}

void TypedQuestion::speak(ui::Language language) {
  hint_->setText(say(Text::typeAnswer, language));
  setAccessibleName(say(Text::fieldAnswer, language));
}

}  // namespace vigie::candidate
