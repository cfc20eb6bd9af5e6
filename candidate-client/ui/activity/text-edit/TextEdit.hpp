// Type text-edit: a text to correct. Summary: text. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

class QPlainTextEdit;

namespace vigie::activity {

class TextEdit final : public Interaction {
 public:
  explicit TextEdit(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 private:
  QPlainTextEdit* text_;
};

}  // namespace vigie::activity
