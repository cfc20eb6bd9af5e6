// Type task-list: running programs, of which one is selected and ended. Summary: selected [ids, in order], ended [ids].
// Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

namespace vigie::activity {

class Stage;

class TaskList final : public Interaction {
 public:
  explicit TaskList(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  void select(const QString& id);
  void end();
  void show();
  QString labelOf(const QString& id) const;

  std::vector<Option> tasks_;
  QString endWords_;
  Stage* stage_;
  QWidget *first_ = nullptr, *chosen_ = nullptr;
  QString now_;  // selected
  Events selected_;
  QStringList ended_;
};

}  // namespace vigie::activity
