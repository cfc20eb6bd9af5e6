// QROC and QROCM: the author's template, each field under the words before it. Return goes to the next field. Under a
// date, a time or a number stands how it was understood; nothing is refused for its form. A text that is too long is
// not cut: the person is told. Fields that the template does not place come after it, by name.
#pragma once

#include <memory>
#include <vector>

#include "candidate-client/ui/question/FieldInput.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"
#include "common/ui/Widgets.hpp"

namespace vigie::candidate {

class TypedQuestion final : public QuestionWidget {
 public:
  explicit TypedQuestion(const session::ShownQuestion& question);

  content::Answer answer() const override;
  void restore(const content::Answer& answer) override;
  QWidget* firstInput() const override;
  void speak(ui::Language language) override;

 private:
  void addField(const std::string& name, const content::Field& field, const std::string& language, QString before,
                const QString& after, QVBoxLayout& layout);
  void tooLong(qsizetype characters);

  ui::Language language_ = ui::Language::french;
  QLabel* hint_;
  ui::NoticeBox* notice_;
  qsizetype refused_ = 0;  // characters of what did not fit; 0: nothing was refused
  std::vector<FieldInput*> inputs_;
};

}  // namespace vigie::candidate
