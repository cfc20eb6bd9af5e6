#include "candidate-client/ui/activity/text-edit/TextEdit.hpp"

#include <QSignalBlocker>

#include "candidate-client/ui/activity/parts/Build.hpp"

namespace vigie::activity {

TextEdit::TextEdit(const Spec& spec) : Interaction(spec) {
  const QString name = spec.has("label") ? spec.label() : say(Word::textToCorrect);
  QVBoxLayout* column = columnOf(*this);
  column->addWidget(makeWords(name, "label"));
  const QString text = spec.words("text");
  if (text.size() > kLongestParagraph) spec.wrong("text", QStringLiteral("longer than a person can send back"));
  text_ = makeParagraph(name, text.size() > 200 ? 7 : 3, [this] { changed(); });
  const QSignalBlocker quiet(text_);
  text_->setPlainText(text);
  column->addWidget(text_);
}

QJsonObject TextEdit::summary() const {
  return {{"text", textOf(*text_)}};
}

void TextEdit::restore(const QJsonObject& summary) {
  const QSignalBlocker quiet(text_);
  text_->setPlainText(summary.value("text").toString());
}

QWidget* TextEdit::firstInput() const {
  return text_;
}

}  // namespace vigie::activity
