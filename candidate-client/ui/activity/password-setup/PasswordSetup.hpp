// Type password-setup: a new password typed twice, against the rules that are shown. The password itself stays in its
// field: neither a summary nor a note on the disk holds it, so after a restart it is typed again. Summary: length,
// hasDigit, hasUpper, hasSymbol, same, common, submitted. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

class QLabel;
class QLineEdit;

namespace vigie::activity {

// What thousands of people use, or a row of the keyboard, or one letter again and again.
bool isCommonPassword(const QString& password);

class PasswordSetup final : public Interaction {
 public:
  explicit PasswordSetup(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override;

 private:
  struct Rule {
    QString words;
    bool (*holds)(const QString& password, int length);
    QLabel* label;
  };

  void addRule(const QString& words, bool (*holds)(const QString&, int), QLayout& column);
  void typed();
  void send();
  void showRules();

  int length_;
  std::vector<Rule> rules_;
  QLineEdit *first_, *second_;
  QLabel* state_;
  QJsonObject measures_;  // of what was typed last
};

}  // namespace vigie::activity
