// Type form-fill: a form and its button "Send". A form with a field missing or wrong is not sent: it says so beside
// the field and lets correct it. Changing a form that was sent takes the sending back. Summary: fields {id: text,
// option, true/false, or list of files}, submitted, errorsShown. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

class QLabel;

namespace vigie::activity {

class FormField;

class FormFill final : public Interaction {
 public:
  explicit FormFill(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 private:
  void send();
  void typed(FormField& field);
  void showState();

  std::vector<FormField*> fields_;
  QLabel* state_;
  bool submitted_ = false;
  bool isRestoring_ = false;
  int errorsShown_ = 0;
};

}  // namespace vigie::activity
