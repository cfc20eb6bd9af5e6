// What stands before a timed question: how long there is, and the button that shows it. Thread: the window's.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <functional>

#include "candidate-client/ui/Catalogue.hpp"

namespace vigie::candidate {

class TimedStart final : public QWidget {
 public:
  explicit TimedStart(std::function<void()> go);

  void say(std::int64_t seconds, ui::Language language);
  QWidget* button() const { return button_; }

 private:
  QLabel *title_, *lead_, *keep_;
  QPushButton* button_;
};

}  // namespace vigie::candidate
