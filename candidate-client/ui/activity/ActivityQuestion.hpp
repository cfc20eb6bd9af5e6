// A practical question (kind ABC): the interaction, what came of the last thing done, and a way to start again. Its
// answer is the one field "summary": a JSON object of at most content::kLargestSummary bytes, empty as long as nothing
// was done. Adds durationMs (time on screen until the last thing done) and restarts to what the interaction reports.
// Ownership: the page's. Thread: the window's.
#pragma once

#include <QElapsedTimer>

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace vigie::activity {

class ActivityQuestion final : public candidate::QuestionWidget {
 public:
  // Errors: those of Spec::read and makeInteraction, "activity-missing".
  static base::Result<std::unique_ptr<ActivityQuestion>> make(const session::ShownQuestion& question);

  content::Answer answer() const override;
  void restore(const content::Answer& answer) override;
  QWidget* firstInput() const override;
  bool fits() const override { return fits_; }
  void speak(ui::Language language) override;

  // What a voice reads instead of the instruction; empty: the instruction is good for that.
  const QString& readAloud() const { return readAloud_; }
  void startAgain();

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  ActivityQuestion(Spec spec, std::unique_ptr<Interaction> interaction, QString readAloud);
  void install(std::unique_ptr<Interaction> interaction);
  void noteChange();
  void tell(const QString& text);
  void askRestart();
  void applyLook();
  qint64 elapsed() const;

  Spec spec_;
  QString readAloud_;
  Interaction* interaction_ = nullptr;
  QVBoxLayout* place_;
  QLabel *told_, *sure_;
  QPushButton *again_, *yes_, *no_;
  QString sheet_;
  QElapsedTimer clock_;
  qint64 before_ = 0;    // on screen before the clock was started
  qint64 duration_ = 0;  // at the last thing done
  int restarts_ = 0;
  bool isTouched_ = false;
  bool fits_ = true;
  std::string summary_;  // the newest one that fits
};

// For the list of kinds; nullptr: this version cannot show it.
std::unique_ptr<candidate::QuestionWidget> makeActivityQuestion(const session::ShownQuestion& question);

}  // namespace vigie::activity
