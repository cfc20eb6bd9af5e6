// The small parts that our windows are made of. Each function makes a widget with its kind (what the style sheet
// calls it), word wrap and an accessible name where the text is not one already. Ownership: the parent's or layout's,
// as everywhere in Qt. Thread: the window's.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <initializer_list>

namespace vigie::ui {

void setKind(QWidget& widget, const char* kind);

enum class Weight { title, subtitle, lead, plain, quiet };
QLabel* makeText(Weight weight, const QString& text = {});

// The label is said with its field; "&" in it stays one.
void nameField(QLabel& label, QWidget& field);

enum class Action { primary, secondary, tool };
QPushButton* makeButton(Action action, const QString& text = {});

// Where words that we paint break: between words, and inside of one only when it is wider than the room. Qt::TextFlag.
int wrapFor(const QString& words, const QFont& font, int width);

// With places where a word may break that is wider than any screen.
QString breakable(const QString& words);

// Shown to everybody and said by a screen reader at once.
void announce(QWidget& widget, const QString& text);

// A column of at most `width` pixels at 100 %, in the middle of a page that scrolls when it must. What gets the
// keyboard is scrolled into sight.
class ColumnPage : public QScrollArea {
 public:
  explicit ColumnPage(int width, QWidget* parent = nullptr);

  QVBoxLayout& column() { return *column_; }
  // The page's own buttons, after what the column holds now; where all of it has no room they stay in sight below it,
  // so that nobody has to scroll, or to know that one can, before going on. The page holds this and nothing else.
  void addButtons(std::initializer_list<QPushButton*> buttons);
  void applyLook();  // after the look changed

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrangeButtons();

  int width_;
  QWidget* inner_;
  QWidget* middle_;
  QVBoxLayout* column_;
  QWidget* buttons_ = nullptr;  // the page's: what a screen reader finds in a scroll area is its viewport alone
  QWidget* place_ = nullptr;    // theirs in the column
  bool arranging_ = false;
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
