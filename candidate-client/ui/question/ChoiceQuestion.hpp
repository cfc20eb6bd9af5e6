// QCU and QCM: cards in the order that the centre gave. Keys 1 to 9 choose, arrows move, Space chooses.
#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <string>
#include <vector>

#include "candidate-client/ui/question/QuestionWidget.hpp"

namespace vigie::candidate {

class ChoiceQuestion final : public QuestionWidget {
 public:
  explicit ChoiceQuestion(const session::ShownQuestion& question);

  content::Answer answer() const override;
  void restore(const content::Answer& answer) override;
  QWidget* firstInput() const override;
  void speak(ui::Language language) override;

 private:
  struct Choice {
    std::string id;
    QAbstractButton* button;
  };

  QAbstractButton* add(const std::string& id, const std::string& text);

  bool one_;
  QLabel* hint_;
  std::vector<Choice> choices_;
};

}  // namespace vigie::candidate
