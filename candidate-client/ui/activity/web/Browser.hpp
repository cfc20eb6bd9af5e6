// The frame of a page of the web: its address and the way back. Ownership: the layout's. Thread: the window's.
#pragma once

#include <QString>
#include <functional>

class QPushButton;
class QVBoxLayout;

namespace vigie::activity {

// Puts the line into the column. `back`: pressed; its words are given because every language has its own.
QPushButton* addAddressLine(QVBoxLayout& column, const QString& address, const QString& backWords,
                            std::function<void()> back);

}  // namespace vigie::activity
