// One question: where one stands, the time left, the text, what to answer with, two buttons. What was typed stays in
// its widgets while the page is covered, and comes back from the notes after a restart of the program.
#pragma once

#include <optional>

#include "candidate-client/ui/Page.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"
#include "common/ui/RichText.hpp"
#include "common/ui/Widgets.hpp"

class QProgressBar;

namespace vigie::candidate {

class QuestionPage final : public Page {
 public:
  // `report`: the person wants the page for it.
  QuestionPage(const Actions& actions, std::function<void()> report);

  // What was typed for a question before the program was started again.
  void remember(const session::Draft& draft) { draft_ = draft; }

  void speak(ui::Language language) override;
  void present(const session::View& view) override;
  void refused(const std::string& code) override;
  void looksChanged() override;
  QWidget* firstFocus() const override;
  QString title() const override;

 private:
  void ask(const session::View& view);
  void showTime();
  void confirm();
  void changed();

  const Actions& actions_;
  ui::Language language_ = ui::Language::french;
  std::shared_ptr<const session::ShownQuestion> question_;
  std::optional<session::Draft> draft_;
  std::optional<std::int64_t> remainingMs_;
  std::uint32_t progress_ = 0, questions_ = 0;
  bool busy_ = false;
  bool warned_ = false;  // that there is no answer
  bool timeHidden_ = false;
  std::string refusal_;

  QLabel *place_, *time_;
  QProgressBar* bar_;
  QPushButton* timeButton_;
  ui::ColumnPage* page_;
  ui::RichText* text_;
  QWidget* holder_;
  QuestionWidget* widget_ = nullptr;  // null: no question yet, or one that cannot be shown
  ui::NoticeBox *warning_, *problem_;
  QPushButton *report_, *confirm_;
};

}  // namespace vigie::candidate
