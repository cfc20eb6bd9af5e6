// The centre showed another past than before: nothing more is done here until a person has found out why.
// Thread: Qt's main one.
#pragma once

#include <QWidget>

#include "proctor-console/ui/Context.hpp"

namespace vigie::window {

class StopPage : public QWidget {
 public:
  StopPage(const Context& context, const console::Fork& fork, QWidget* parent = nullptr);
};

}  // namespace vigie::window
