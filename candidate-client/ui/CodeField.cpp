#include "candidate-client/ui/CodeField.hpp"

#include <QEvent>
#include <QFontMetrics>

#include "common/ui/Theme.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {
namespace {

QString grouped(const QString& typed, int most) {
  QString out;
  int taken = 0;
  for (const QChar character : typed.toUpper()) {
    if (!character.isLetterOrNumber() || taken == most) continue;
    if (taken > 0 && taken % 4 == 0) out += '-';
    out += character;
    ++taken;
  }
  return out;
}

}  // namespace

CodeField::CodeField(int characters) : characters_(characters) {
  ui::setKind(*this, "code");
  setMaxLength(64);
  setInputMethodHints(Qt::ImhPreferUppercase | Qt::ImhNoPredictiveText);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(this, &QLineEdit::textChanged, this, [this](const QString& typed) { arrange(typed); });
  adjustWidth();
}

void CodeField::setCharacters(int characters) {
  characters_ = characters;
  adjustWidth();
}

void CodeField::arrange(const QString& typed) {
  const QString wanted = grouped(typed, characters_);
  if (wanted == typed) return;
  const bool atEnd = cursorPosition() == typed.size();
  const int at = cursorPosition();
  setText(wanted);
  if (!atEnd) setCursorPosition(at);
}

// Room for the whole code, never wider than a small window.
void CodeField::adjustWidth() {
  const int columns = characters_ + characters_ / 4 + 1;
  setFixedWidth(std::min(ui::look().px(columns * 20 + 40), 1160));
}

void CodeField::changeEvent(QEvent* event) {
  QLineEdit::changeEvent(event);
  if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) adjustWidth();
}

}  // namespace vigie::candidate
