// The small parts that our windows are made of. Each function makes a widget with its kind (what the style sheet
// calls it), word wrap and an accessible name where the text is not one already. Ownership: the parent's or layout's,
// as everywhere in Qt. Thread: the window's.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vigie::ui {

void setKind(QWidget& widget, const char* kind);

enum class Weight { title, subtitle, lead, plain, quiet };
QLabel* makeText(Weight weight, const QString& text = {});

// The label is said with its field; "&" in it stays one.
void nameField(QLabel& label, QWidget& field);

enum class Action { primary, secondary, tool };
QPushButton* makeButton(Action action, const QString& text = {});

// Shown to everybody and said by a screen reader at once.
void announce(QWidget& widget, const QString& text);

// A column of at most `width` pixels at 100 %, in the middle of a page that scrolls when it must. What gets the
// keyboard is scrolled into sight.
class ColumnPage : public QScrollArea {
 public:
  explicit ColumnPage(int width, QWidget* parent = nullptr);

  QVBoxLayout& column() { return *column_; }
  void applyLook();  // after the look changed

 private:
  int width_;
  QWidget* inner_;
  QWidget* middle_;
  QVBoxLayout* column_;
};

// Text in a frame that is only there when there is something to say.
class NoticeBox : public QWidget {
 public:
  enum class Tone { notice, alarm };
  explicit NoticeBox(Tone tone, QWidget* parent = nullptr);

  void say(const QString& text);  // empty: nothing to say
  QString text() const { return label_->text(); }

 private:
  QLabel* label_;
};

}  // namespace vigie::ui
