#include "common/ui/Fields.hpp"

#include <QAbstractItemView>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTimer>
#include <QWheelEvent>

#include "common/ui/Theme.hpp"

namespace vigie::ui {

LineField::LineField(int mostCharacters) : most_(mostCharacters) {
  setContextMenuPolicy(Qt::NoContextMenu);
  setAcceptDrops(false);
  setDragEnabled(false);
  connect(this, &QLineEdit::textChanged, this, [this] { keepWithin(); });
}

// Typing, or an assistive technology, past the end. QLineEdit's own limit would cut in silence.
void LineField::keepWithin() {
  const QString now = text();
  if (now.size() <= most_) {
    before_ = now;
    if (onTyped) onTyped();
    return;
  }
  const QSignalBlocker quiet(this);
  const int at = cursorPosition();
  setText(before_);
  setCursorPosition(at - 1);
  if (onTooLong) onTooLong(now.size());
}

void LineField::keyPressEvent(QKeyEvent* event) {
  if (!event->matches(QKeySequence::Paste)) return QLineEdit::keyPressEvent(event);
  event->accept();
  const QString pasted = QGuiApplication::clipboard()->text();
  const qsizetype whole = text().size() - selectedText().size() + pasted.size();
  if (whole <= most_) return insert(pasted);
  if (onTooLong) onTooLong(whole);
}

// No paste by the middle button: nobody who does it by accident knows what happened.
void LineField::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::MiddleButton) QLineEdit::mouseReleaseEvent(event);
}

// What Tab comes to is selected, but only after it was told that the keyboard is there: a screen reader that hears of
// the mark's place first takes the field for the one where it was, and does not say its name (Orca 43).
void LineField::focusInEvent(QFocusEvent* event) {
  const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  QFocusEvent quiet(QEvent::FocusIn, byKey ? Qt::OtherFocusReason : event->reason());
  QLineEdit::focusInEvent(&quiet);
  if (!byKey || text().isEmpty()) return;
  QTimer::singleShot(0, this, [this] {
    if (hasFocus() && !hasSelectedText()) selectAll();
  });
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
    if (onTyped) onTyped();
    return;
  }
  const QSignalBlocker quiet(this);
  setPlainText(before_);
  moveCursor(QTextCursor::End);
  if (onTooLong) onTooLong(now.size());
}

// The pointer and the keys make a row current and selected at once, an action only selects it.
ListField::ListField() {
  QItemSelectionModel* selection = view()->selectionModel();
  connect(selection, &QItemSelectionModel::selectionChanged, this, [this, selection] {
    QTimer::singleShot(0, this, [this, selection] {
      const QModelIndexList rows = selection->selectedIndexes();
      if (rows.isEmpty() || rows.front().row() == selection->currentIndex().row()) return;
      setCurrentIndex(rows.front().row());
      hidePopup();
    });
  });
}

void paintListArrow(QWidget& list, double unit) {
  const double half = 7 * unit;
  const QPointF middle(list.width() - 24 * unit, list.height() / 2.0);
  QPainter painter(&list);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(look().colours().ink, 3 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(
      QPolygonF{middle + QPointF(-half, -half / 2), middle + QPointF(0, half / 2), middle + QPointF(half, -half / 2)});
}

void ListField::paintEvent(QPaintEvent* event) {
  QComboBox::paintEvent(event);
  paintListArrow(*this, look().px(100) / 100.0);
}

// A page that is scrolled must not change an answer on its way.
void ListField::wheelEvent(QWheelEvent* event) {
  event->ignore();
}

}  // namespace vigie::ui
