// One question: where one stands, the time left, the text, what to answer with, its documents, two buttons. What was
// typed stays in its widgets while the page is covered, and comes back from the notes after a restart of the program.
// Documents stand at the side, or under the text when the window is narrow for the size of the text. A question that
// cannot be shown here is reported to the centre by itself, once.
#pragma once

#include <optional>

#include "candidate-client/ui/Page.hpp"
#include "candidate-client/ui/question/QuestionClock.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"
#include "common/ui/RichText.hpp"
#include "common/ui/Widgets.hpp"

class QProgressBar;

namespace vigie::candidate {

class DocumentPanel;
class TimedStart;

class QuestionPage final : public Page {
 public:
  // `report`: the person wants the page for it; unset: there is nobody to report to.
  QuestionPage(const Actions& actions, std::function<void()> report);

  // What was typed for a question before the program was started again.
  void remember(const session::Draft& draft) { draft_ = draft; }

  void speak(ui::Language language) override;
  void present(const session::View& view) override;
  void refused(const std::string& code) override;
  void looksChanged() override;
  QWidget* firstFocus() const override;
  QString title() const override;

  // Whether a new question is read aloud by itself; the button stays for hearing it again.
  enum class Reading { onDemand, byItself };
  void setReading(Reading reading);

  // For tests: everything of the question is on the screen, its documents decoded.
  bool isComplete() const;
  void begin();  // a timed question, as its button does

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void buildTop(QVBoxLayout& layout);
  void buildMiddle(QVBoxLayout& layout);
  void buildBottom(QVBoxLayout& layout);
  void arrange();
  void ask(const session::View& view);
  void makeHolder();
  void nameHolder();
  void takeFocus();
  void orderTabs();
  void cannotShow(const std::string& why);
  void showTime();
  void showQuestion();  // or what stands before a timed one
  void confirm();
  void changed();
  bool waitsForStart() const;
  void readAloud();
  QString spoken() const;  // what is read aloud: the question and what can be answered

  const Actions& actions_;
  ui::Language language_ = ui::Language::french;
  std::shared_ptr<const session::ShownQuestion> question_;
  std::optional<session::Draft> draft_;
  std::optional<std::int64_t> remainingMs_;
  std::uint32_t progress_ = 0, questions_ = 0;
  bool atMost_ = false;
  std::uint32_t reportedItself_ = 0;  // number of the question
  bool busy_ = false;
  bool warned_ = false;   // that there is no answer
  bool unshown_ = false;  // something of it cannot be shown here
  bool left_ = false;     // the person left the window during a question to be done without help
  bool timeHidden_ = false;
  Reading reading_ = Reading::onDemand;
  bool mayRead_ = false;  // reading by itself was agreed: it may be switched off, and on again
  std::string refusal_;
  QuestionClock clock_;

  QLabel *place_, *time_, *stay_, *questionTime_;
  QWidget* lines_;  // the last two
  QHBoxLayout* bottom_ = nullptr;
  QProgressBar* bar_;
  QPushButton* timeButton_;
  QBoxLayout* body_ = nullptr;
  ui::ColumnPage* page_;
  TimedStart* start_;
  ui::RichText* text_;
  DocumentPanel* documents_;
  QWidget* holder_;                   // of this question's answers
  QWidget* before_ = nullptr;         // of the question before, hidden
  QuestionWidget* widget_ = nullptr;  // null: no question yet, or one that cannot be shown
  ui::NoticeBox *warning_, *problem_, *leftNotice_;
  QPushButton *report_, *confirm_, *listen_, *readEach_;
  QWidget* voice_;  // the last two
};

}  // namespace vigie::candidate
