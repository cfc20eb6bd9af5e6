// What a person must know wherever they are: the link is lost and tried again, the server refuses this console, or
// something about its past is odd. Gone when all is well. Thread: Qt's main one.
#pragma once

#include <QWidget>

#include "proctor-console/ui/Context.hpp"
#include "proctor-console/ui/Theme.hpp"

class QLabel;

namespace vigie::window {

class Banner : public QWidget {
 public:
  explicit Banner(const Context& context, QWidget* parent = nullptr);
  void show(const console::Outlook& outlook);
  void tick();  // once a second: how long

 private:
  const Context& context_;
  Sign* sign_;
  QLabel* words_;
};

}  // namespace vigie::window
