// What screen readers are told by windows of ours, where Qt 6.4 is not careful enough. Thread: the window's.
#pragma once

class QWidget;

namespace vigie::ui {

// Once, after QApplication was made. A screen reader counts the children of a scroll area, then asks for the last one;
// when its scroll bar went away between the two questions, Qt's own interface reads past the end of its list and the
// program dies in the middle of an exam. Ours answers that there is no such child.
// Stacks of pages are told as what they are to people: nothing.
void guardAccessibility();

// Before anybody asks about it: a screen reader says the accessible name of this widget when the keyboard comes into it.
void makeGroup(QWidget& widget);

}  // namespace vigie::ui
