// Types mail-read, mail-sort, mail-reply, mail-forward, mail-send, mail-phishing, mail-inspect: one mailbox. Folders on
// the left; on the right the list of a folder, one message, or the message that is being written. Summary: that of
// Mail, answers, and for restore() draft and place. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/mailbox/Mail.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace vigie::activity {

class AnswerFields;
class FilePicker;
class Stage;

class Mailbox final : public Interaction {
 public:
  explicit Mailbox(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_ != nullptr ? first_ : start_; }

 private:
  void show();
  void showFolders(QVBoxLayout& column);
  void showList(QVBoxLayout& column);
  void showMessage(const Message& message, QVBoxLayout& column);
  void showActions(const Message& message, QVBoxLayout& column);
  void showDraft(QVBoxLayout& column);
  void addLine(QVBoxLayout& column, const QString& name, QString& text);

  void goTo(const QString& folder);
  void open(const QString& id);
  void write(Draft draft);
  void send();
  void move(const QString& id, const QString& folder);
  void answered();  // shows, puts the keyboard at the start, tells who watches
  QString nameOfFolder(const QString& folder) const;
  QString dateOf(const Message& message) const;

  Mail mail_;
  std::vector<Option> files_;
  Stage* stage_;
  AnswerFields* fields_;
  QWidget *first_ = nullptr, *start_ = nullptr;
  QString folder_, message_;  // message_ empty: the list
  std::optional<Draft> draft_;
};

}  // namespace vigie::activity
