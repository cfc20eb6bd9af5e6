// Fields that refuse too much text instead of cutting it in silence: what does not fit is not put in, and somebody is
// told how long it was. No context menu, no drag and drop: on a locked workstation they only surprise.
// Thread: the window's.
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <functional>

namespace vigie::ui {

class LineField final : public QLineEdit {
 public:
  explicit LineField(int mostCharacters);

  std::function<void()> onTyped;  // another text stands there, which fits
  std::function<void(qsizetype characters)> onTooLong;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;

 private:
  void keepWithin();

  const int most_;
  QString before_;  // the newest text that fits
};

class TextField final : public QPlainTextEdit {
 public:
  explicit TextField(int mostCharacters);

  std::function<void()> onTyped;  // another text stands there, which fits
  std::function<void(qsizetype characters)> onTooLong;

 protected:
  void insertFromMimeData(const QMimeData* source) override;

 private:
  void keepWithin();

  const int most_;
  QString before_;  // the newest text that fits
};

// The arrow at the right edge of what opens a list; `unit`: pixels for one at 100 %.
void paintListArrow(QWidget& list, double unit);

// A list with an arrow that can be seen. What an assistive technology selects in the open list is chosen, as by a
// click; Qt 6.4 would only highlight it.
class ListField final : public QComboBox {
 public:
  ListField();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
};

}  // namespace vigie::ui
