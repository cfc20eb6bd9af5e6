#include "common/ui/Fields.hpp"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>

namespace vigie::ui {

LineField::LineField(int mostCharacters) {
  setMaxLength(mostCharacters);
  setContextMenuPolicy(Qt::NoContextMenu);
  setAcceptDrops(false);
  setDragEnabled(false);
  connect(this, &QLineEdit::inputRejected, this, [this] {
    if (onTooLong && text().size() >= maxLength()) onTooLong(text().size() + 1);
  });
}

void LineField::keyPressEvent(QKeyEvent* event) {
  if (!event->matches(QKeySequence::Paste)) return QLineEdit::keyPressEvent(event);
  event->accept();
  const QString pasted = QGuiApplication::clipboard()->text();
  const qsizetype whole = text().size() - selectedText().size() + pasted.size();
  if (whole <= maxLength()) return insert(pasted);
  if (onTooLong) onTooLong(whole);
}

// No paste by the middle button: nobody who does it by accident knows what happened.
void LineField::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::MiddleButton) QLineEdit::mouseReleaseEvent(event);
}

TextField::TextField(int mostCharacters) : most_(mostCharacters) {
  setContextMenuPolicy(Qt::NoContextMenu);
  setAcceptDrops(false);
  setTabChangesFocus(true);
  connect(this, &QPlainTextEdit::textChanged, this, [this] { keepWithin(); });
}

void TextField::insertFromMimeData(const QMimeData* source) {
  const QString pasted = source->text();
  const qsizetype whole = toPlainText().size() - textCursor().selectedText().size() + pasted.size();
  if (whole <= most_) return insertPlainText(pasted);
  if (onTooLong) onTooLong(whole);
}

// Typing, or an assistive technology, past the end.
void TextField::keepWithin() {
  const QString now = toPlainText();
  if (now.size() <= most_) {
    before_ = now;
    return;
  }
  const QSignalBlocker quiet(this);
  setPlainText(before_);
  moveCursor(QTextCursor::End);
  if (onTooLong) onTooLong(now.size());
}

}  // namespace vigie::ui
