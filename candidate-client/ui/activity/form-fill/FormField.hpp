// One field of a form: its name, what is typed or chosen, and what is wrong with it. Kinds: text, email, tel, number,
// date, date-text, paragraph, select, radio, checkbox, file. Ownership: the form's. Thread: the window's.
#pragma once

#include <QJsonValue>
#include <QRegularExpression>
#include <QWidget>
#include <functional>

#include "candidate-client/ui/activity/Spec.hpp"
#include "candidate-client/ui/activity/Words.hpp"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace vigie::activity {

class DropDown;
class FilePicker;
struct Option;

class FormField : public QWidget {
 public:
  FormField(const Spec& field, const std::vector<Option>& files);

  const QString& id() const { return id_; }
  QJsonValue value() const;
  void setValue(const QJsonValue& value);
  QWidget* input() const;
  QString fault() const;  // why it cannot be sent, empty: it can
  void showFault(const QString& fault);
  bool isWide() const { return paragraph_ != nullptr || tick_ != nullptr; }

  std::function<void()> onChanged;
  std::function<void()> onReturn;

 private:
  void makeInput(const Spec& field, const std::vector<Option>& files);
  void readPattern(const Spec& field);
  bool isBlank() const;
  void changed() const {
    if (onChanged) onChanged();
  }

  QString id_, kind_, name_;
  QLabel* label_ = nullptr;  // none beside a box to tick
  ui::Language language_;
  bool required_;
  QRegularExpression pattern_;
  QLineEdit* line_ = nullptr;  // one of the five
  QPlainTextEdit* paragraph_ = nullptr;
  DropDown* list_ = nullptr;
  QCheckBox* tick_ = nullptr;
  FilePicker* files_ = nullptr;
  QLabel* error_;
};

}  // namespace vigie::activity
