#include "candidate-client/ui/question/FieldInput.hpp"

#include <QHBoxLayout>
#include <algorithm>
#include <array>

#include "common/content/Answer.hpp"
#include "common/content/Calendar.hpp"
#include "common/content/NumberMatcher.hpp"
#include "common/ui/Fields.hpp"
#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

QString wordsIn(const content::Localised& texts, const std::string& language) {
  const auto found = texts.find(language);
  return found == texts.end() ? QString() : QString::fromStdString(found->second);
}

template <std::size_t N>
bool isOneOf(const std::string& word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

FieldInput::Sort FieldInput::sortOf(const content::Field& field) {
  constexpr std::array<std::string_view, 3> kNumbers = {"number", "nombre", "numeric"};
  constexpr std::array<std::string_view, 3> kParagraphs = {"paragraph", "paragraphe", "textarea"};
  if (!field.options.empty()) return Sort::list;
  if (isOneOf(field.input, kNumbers)) return Sort::number;
  if (isOneOf(field.input, kParagraphs)) return Sort::paragraph;
  if (field.input == "date") return Sort::date;
  return field.input == "time" ? Sort::time : Sort::line;
}

FieldInput::FieldInput(std::string name, const content::Field& field, const std::string& language, const QString& after)
    : name_(std::move(name)), questionLanguage_(language), sort_(sortOf(field)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(ui::look().px(10));
  row->addWidget(makeControl(field, language), sort_ == Sort::paragraph ? 1 : 0);
  if (!after.isEmpty()) row->addWidget(ui::makeText(ui::Weight::plain, after));
  const bool echoes = sort_ == Sort::date || sort_ == Sort::time || sort_ == Sort::number;
  if (echoes) {
    echo_ = ui::makeText(ui::Weight::quiet);
    row->addWidget(echo_, 1);
  } else if (sort_ != Sort::paragraph) {
    row->addStretch(1);
  }
}

QWidget* FieldInput::makeControl(const content::Field& field, const std::string& language) {
  const ui::Look& look = ui::look();
  if (sort_ == Sort::list) {
    list_ = new ui::ListField;
    list_->addItem(QString());
    for (const content::Field::Option& option : field.options) {
      list_->addItem(wordsIn(option.label, language));
      options_.push_back(option.id);
    }
    list_->setMinimumWidth(look.px(180));
    connect(list_, &QComboBox::currentIndexChanged, this, [this] { changed(); });
    return list_;
  }
  if (sort_ == Sort::paragraph) {
    text_ = new ui::TextField(kLongestTyped);
    text_->setPlaceholderText(wordsIn(field.placeholder, language));
    text_->setFixedHeight(look.px(132));
    text_->onTooLong = [this](qsizetype characters) {
      if (onTooLong) onTooLong(characters);
    };
    text_->onTyped = [this] { changed(); };
    return text_;
  }
  line_ = new ui::LineField(kLongestTyped);
  line_->setPlaceholderText(wordsIn(field.placeholder, language));
  const bool narrow = sort_ == Sort::number || sort_ == Sort::time;
  line_->setMinimumWidth(look.px(narrow ? 160 : 300));
  line_->setMaximumWidth(look.px(narrow ? 260 : 560));
  if (sort_ == Sort::number) line_->setInputMethodHints(Qt::ImhFormattedNumbersOnly);
  line_->onTooLong = [this](qsizetype characters) {
    if (onTooLong) onTooLong(characters);
  };
  line_->onTyped = [this] { changed(); };
  connect(line_, &QLineEdit::returnPressed, this, [this] {
    if (onReturn) onReturn();
  });
  return line_;
}

QWidget* FieldInput::control() const {
  if (line_ != nullptr) return line_;
  return text_ != nullptr ? static_cast<QWidget*>(text_) : list_;
}

std::string FieldInput::value() const {
  if (line_ != nullptr) return line_->text().toStdString();
  if (text_ != nullptr) return text_->toPlainText().toStdString();
  const int row = list_->currentIndex();
  return row > 0 ? options_[static_cast<std::size_t>(row - 1)] : std::string();
}

void FieldInput::restore(const std::string& value) {
  if (line_ != nullptr) line_->setText(QString::fromStdString(value));
  if (text_ != nullptr) text_->setPlainText(QString::fromStdString(value));
  for (std::size_t i = 0; list_ != nullptr && i < options_.size(); ++i) {
    if (options_[i] == value) list_->setCurrentIndex(static_cast<int>(i) + 1);
  }
}

// Never whether it is right: only what a reader of numbers and dates makes of it.
QString FieldInput::understood() const {
  const std::string typed = value();
  if (QString::fromStdString(typed).trimmed().isEmpty()) {
    constexpr std::array<Text, 3> kHints = {Text::numberHint, Text::dateHint, Text::timeHint};
    return say(kHints[static_cast<std::size_t>(sort_) - static_cast<std::size_t>(Sort::number)], language_);
  }
  const std::string language(ui::codeOf(language_));
  if (sort_ == Sort::number) {
    return content::readNumber(typed, questionLanguage_) ? QString() : say(Text::numberUnread, language_);
  }
  if (sort_ == Sort::time) {
    const auto time = content::readTime(typed);
    if (!time) return say(Text::timeUnread, language_);
    const auto minutes = static_cast<int>(time->count());
    return QString("= %1:%2").arg(minutes / 60).arg(minutes % 60, 2, 10, QChar('0'));
  }
  const auto day = content::readDate(typed);
  if (!day) return say(Text::dateUnread, language_);
  return QString::fromStdString("= " + content::weekdayName(*day, language) + " " + content::longDate(*day, language));
}

void FieldInput::changed() {
  if (echo_ != nullptr) echo_->setText(understood());
  if (onChanged) onChanged();
}

void FieldInput::speak(ui::Language language) {
  language_ = language;
  if (list_ != nullptr) list_->setItemText(0, say(Text::listChoose, language));
  if (echo_ == nullptr) return;
  echo_->setText(understood());
  control()->setAccessibleDescription(echo_->text());
}

}  // namespace vigie::candidate
