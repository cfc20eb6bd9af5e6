// Two minutes to try every kind of question before the clock starts: the real question page, and above it that nothing
// counts here. Nothing leaves the window. Thread: the window's.
#pragma once

#include "candidate-client/ui/QuestionPage.hpp"

namespace vigie::candidate {

class PracticePage final : public Page {
 public:
  explicit PracticePage(std::function<void()> leave);

  void start();  // again from the first question
  void speak(ui::Language language) override;
  void present(const session::View& view) override;
  void looksChanged() override { page_->looksChanged(); }
  QWidget* firstFocus() const override { return page_->firstFocus(); }
  QString title() const override;

 private:
  void ask();
  void next();

  Actions actions_;  // of the page below; here alone
  std::function<void()> leave_;
  ui::Language language_ = ui::Language::french;
  std::size_t at_ = 0;
  bool mayBegin_ = false;  // the invigilator was here meanwhile
  std::vector<std::shared_ptr<const session::ShownQuestion>> questions_;
  QLabel* words_;
  QPushButton* stop_;
  QuestionPage* page_;
};

}  // namespace vigie::candidate
