// Type click-targets: round buttons on a surface, pressed in the order that the instruction asks for. A press beside
// them, or on one that is not due, is a miss. Summary: hits [ids], misses, pointer ("mouse" or "keyboard").
// Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

namespace vigie::activity {

class TargetCanvas;
class TargetButton;

class ClickTargets final : public Interaction {
 public:
  explicit ClickTargets(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 private:
  void hit(std::size_t target, const char* pointer);
  void miss();
  void show();

  bool inTurn_;    // only the next one counts
  bool oneByOne_;  // only the next one is there
  std::vector<QString> ids_;
  std::vector<TargetButton*> buttons_;
  TargetCanvas* canvas_;
  Events hits_;
  int misses_ = 0;
  QString pointer_;
};

}  // namespace vigie::activity
