// Type scroll-page: a page longer than its window, and a button at its end. Wheel, scroll bar, arrows, Page Down, End;
// whoever goes to the button by Tab or by a screen reader brings it into sight, as in any page. Summary: pressed (the
// button's id), scrolledPercent (the deepest place seen). Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

class QPushButton;
class QScrollArea;

namespace vigie::activity {

class ScrollPage final : public Interaction {
 public:
  explicit ScrollPage(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 private:
  void press();

  QString id_, label_, pressed_;
  QScrollArea* area_;
  QPushButton* button_;
  int percent_ = 0;
};

}  // namespace vigie::activity
