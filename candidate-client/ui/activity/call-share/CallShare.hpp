// Type call-share: what to show to the others of a video call: the whole screen, or one window. Summary: shared (id,
// empty: nothing), looked [ids that were selected]. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

namespace vigie::activity {

class Stage;

class CallShare final : public Interaction {
 public:
  explicit CallShare(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  void select(const QString& id);
  void share();
  void stop();
  void show();
  QString labelOf(const QString& id) const;

  std::vector<Option> sources_;
  QString shareWords_;
  Stage* stage_;
  QWidget *first_ = nullptr, *chosen_ = nullptr;
  QString now_, shared_;
  Events looked_;
};

}  // namespace vigie::activity
