// Small parts that interactions are made of. Ownership: the parent's or the layout's. Thread: the window's.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <functional>

#include "common/ui/Widgets.hpp"

class QLineEdit;

namespace vigie::activity {

inline constexpr int kLongestLine = 200;       // characters in a field of one line
inline constexpr int kLongestParagraph = 900;  // in a text of several

// A button of the simulated program. `&` is a letter.
QPushButton* makeAct(const QString& text, std::function<void()> press, const char* kind = "secondary");
// One of several that stay pressed: a screen reader does not press such a button, it toggles it, which is no click.
QPushButton* makePick(const QString& text, std::function<void()> pick, const char* kind);
QLabel* makeWords(const QString& text, const char* kind);  // wrapped, plain text
QWidget* makePanel(const char* kind);                      // with a margin inside
QVBoxLayout* columnOf(QWidget& panel);                     // its layout, made when there is none
QLineEdit* makeLine(const QString& name, std::function<void()> typed);
QPlainTextEdit* makeParagraph(const QString& name, int lines, std::function<void()> typed);

// A text of one field, cut to what a summary can carry.
QString textOf(const QLineEdit& line);
QString textOf(const QPlainTextEdit& paragraph);

// Holds one content at a time. Making it anew leaves the old one alive until its events are over, because the button
// that was pressed is part of it.
class Stage : public QWidget {
 public:
  explicit Stage(QWidget* parent = nullptr);

  void renew(const std::function<void(QVBoxLayout&)>& build);
  QWidget* content() const { return content_; }

 private:
  QWidget* content_ = nullptr;
};

}  // namespace vigie::activity
