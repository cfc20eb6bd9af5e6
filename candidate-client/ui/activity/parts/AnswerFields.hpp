// What is asked about a mailbox, a page, a table: the members "question", "questions" and "choice" of an activity, as
// fields under it. Reported as {"answers": {id: text or option}}. Ownership: the parent's. Thread: the window's.
#pragma once

#include <QJsonObject>
#include <QWidget>
#include <functional>
#include <vector>

#include "candidate-client/ui/activity/Spec.hpp"

class QButtonGroup;
class QLayout;
class QLineEdit;

namespace vigie::activity {

class DropDown;

class AnswerFields : public QWidget {
 public:
  explicit AnswerFields(const Spec& activity);

  bool isEmpty() const { return fields_.empty(); }  // nothing is asked
  QWidget* firstInput() const;                      // nullptr: nothing is asked
  QJsonObject answers() const;
  void restore(const QJsonObject& answers);

  std::function<void()> onChanged;

 private:
  struct Field {
    QString id;
    QLineEdit* line = nullptr;  // one of the three
    DropDown* list = nullptr;
    QButtonGroup* choice = nullptr;
    std::vector<QString> options;  // of the choice
  };

  void add(const Spec& question);
  void addChoice(const Spec& choice);
  void changed() const {
    if (onChanged) onChanged();
  }

  std::vector<Field> fields_;
  QLayout* places_;
};

std::vector<struct Option> readOptions(const Spec& field);

}  // namespace vigie::activity
