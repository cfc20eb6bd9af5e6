// Type two-factor-setup: turn the second proof on, type the code that was received, keep the backup codes. When the
// item tells the code, a wrong one is said to be wrong. Summary: enabled, code (as typed), savedBackupCodes.
// Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

class QLineEdit;
class QVBoxLayout;

namespace vigie::activity {

class Stage;

class TwoFactorSetup final : public Interaction {
 public:
  explicit TwoFactorSetup(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  enum class Step { off, code, backup };

  void show();
  void showCode(QVBoxLayout& column);
  void showBackup(QVBoxLayout& column);
  void verify();
  void save();
  QStringList backupCodes() const;

  QString expected_;  // digits; empty: any code goes on
  int backups_;
  Stage* stage_;
  QWidget* first_ = nullptr;
  QLineEdit* line_ = nullptr;
  Step step_ = Step::off;
  QString code_;
  bool saved_ = false;
};

}  // namespace vigie::activity
