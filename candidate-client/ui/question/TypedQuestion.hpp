// QROC and QROCM: the author's template, each field under the words before it. Return goes to the next field.
#pragma once

#include <string>
#include <vector>

#include "candidate-client/ui/question/QuestionWidget.hpp"

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace vigie::candidate {

class TypedQuestion final : public QuestionWidget {
 public:
  explicit TypedQuestion(const session::ShownQuestion& question);

  content::Answer answer() const override;
  void restore(const content::Answer& answer) override;
  QWidget* firstInput() const override;
  void speak(ui::Language language) override;

 private:
  struct Input {
    std::string name;
    QLineEdit* line = nullptr;  // one of the two
    QComboBox* list = nullptr;
    std::vector<std::string> options;  // ids, in the order of the list, which begins with an empty line
  };

  void addField(const std::string& name, const content::Field& field, const std::string& language, QString before,
                const QString& after, QVBoxLayout& layout);
  QLineEdit* makeLine(const content::Field& field, const std::string& language);
  QComboBox* makeList(const content::Field& field, const std::string& language, Input& input);
  QWidget* widgetOf(const Input& input) const;

  QLabel* hint_;
  std::vector<Input> inputs_;
};

}  // namespace vigie::candidate
