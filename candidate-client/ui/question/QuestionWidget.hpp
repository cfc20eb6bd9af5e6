// What a person answers a question with. One class for each family of kinds, registered in QuestionKinds.cpp with one
// line per kind. The texts of the question are in its own language, those around it in the window's.
// Ownership: the page's. Thread: the window's.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>

#include "candidate-client/session/ShownQuestion.hpp"
#include "common/content/Answer.hpp"
#include "common/ui/Language.hpp"

namespace vigie::candidate {

class QuestionWidget : public QWidget {
 public:
  virtual content::Answer answer() const = 0;
  virtual void restore(const content::Answer& answer) = 0;  // what was chosen or typed before
  virtual QWidget* firstInput() const = 0;
  virtual bool fits() const { return true; }      // false: what stands there is more than answer() could hold
  virtual void speak(ui::Language language) = 0;  // the texts of the window

  std::function<void()> onChanged;  // by the person

 protected:
  void changed() const {
    if (onChanged) onChanged();
  }
};

// No choice and no letter.
bool isEmpty(const content::Answer& answer);

// nullptr: this version cannot show the kind.
std::unique_ptr<QuestionWidget> makeQuestionWidget(const session::ShownQuestion& question);

}  // namespace vigie::candidate
