// Three persons at a practical question: one with a mouse, one with the keyboard alone, one with the actions of a
// screen reader alone. They read the same script: steps apart by |, each "verb name" or "verb name => what":
//   press X · open X (two clicks) · menu X · type X => words · choose list => option · drag X => onto · scroll X (down)
// Names are those that a screen reader says. A step that cannot be done throws, and says on what.
#pragma once

#include <QWidget>
#include <memory>

namespace vigie::activity::test {

enum class With { mouse, keyboard, reader };

class Hand {
 public:
  explicit Hand(QWidget& window) : window_(window) {}
  virtual ~Hand() = default;

  void follow(const QString& script);

 protected:
  virtual void press(const QString& name, const char* kind) = 0;  // kind empty: any
  virtual void open(const QString& name) = 0;
  virtual void menu(const QString& name) = 0;
  virtual void type(const QString& name, const QString& words) = 0;
  virtual void drag(const QString& name, const QString& onto) = 0;
  virtual void scroll(const QString& name) = 0;

  QWidget& find(const QString& name, const char* kind = "") const;  // visible
  QWidget& window_;
};

std::unique_ptr<Hand> makeHand(With with, QWidget& window);

}  // namespace vigie::activity::test
