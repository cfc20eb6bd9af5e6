// Hands and eyes at a Qt window in a test: widgets found by the name that a screen reader says, pressed and typed into
// as a person would. Needs a QApplication (qtApplication()). Thread: the test's.
#pragma once

#include <QApplication>
#include <QString>
#include <QWidget>
#include <vector>

namespace vigie::support {

// The one of the process, without a screen.
QApplication& qtApplication();

// Handles what is due, layouts included.
void settle();

// What a screen reader says of it.
QString nameOf(const QWidget& widget);

// Visible ones, in the order of their parents.
std::vector<QWidget*> visibleIn(QWidget& root);
bool takesInput(const QWidget& widget);  // a button, a field, a list

QWidget* findNamed(QWidget& root, const QString& name);  // a visible control; nullptr when there is none
bool says(QWidget& root, const QString& text);           // a visible text contains it

void press(QWidget& root, const QString& name);  // throws when there is none
void type(QWidget& root, const QString& name, const QString& text);

// Everything that is wrong with how the window shows, one line each: a control without a name or smaller than
// `target`, a text cut off, a widget that hangs over the edge of its parent.
std::vector<std::string> faultsOf(QWidget& window, int target);

// Measured on the picture of the window: words whose contrast with what is behind them is below `least` (WCAG), and
// two things to read or to press that lie over one another. One line each. Disabled controls are left out.
std::vector<std::string> contrastFaultsOf(QWidget& window, double least);
std::vector<std::string> overlapsOf(QWidget& window);

}  // namespace vigie::support
