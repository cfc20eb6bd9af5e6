// The candidate's window: which screen is on top, in which language, size and colours. It owns no truth: it shows the
// views of the seat and passes on what the person does. Thread: Qt's. Ownership: `actions` must outlive it, and
// may be filled in after it was made.
#pragma once

#include <QMainWindow>
#include <map>

#include "candidate-client/ui/BeforePages.hpp"
#include "candidate-client/ui/CalmPage.hpp"
#include "candidate-client/ui/EntryPages.hpp"
#include "candidate-client/ui/QuestionPage.hpp"
#include "candidate-client/ui/ReportPage.hpp"
#include "candidate-client/ui/practice/PracticePage.hpp"
#include "common/ui/Theme.hpp"

class QStackedWidget;

namespace vigie::candidate {

// Whether what keeps the workstation locked is at work.
enum class Guarding { yes, no };

struct WindowSettings {
  ui::Language language = ui::Language::french;
  ui::Look look;
  QString host;  // of the centre, where a new workstation is linked to it
  EnrolPage::Knows knows = EnrolPage::Knows::nothing;
  bool camera = false;  // this workstation has one
  bool mayClose = false;
};

class Window final : public QMainWindow {
 public:
  Window(const Actions& actions, WindowSettings settings);

  void askEnrolment();  // instead of any other screen, until present()
  void setWorkstation(const QString& label) { workstation_->setText(label); }
  void present(const session::View& view, const session::Notes& notes);
  void refused(const std::string& code);  // what the person's last action met
  void setCamera(CameraState state);
  void setGuard(Guarding guarding);  // without one, a calm screen covers everything until it is back

  // For tests: the screen on top, by the name that it has for them.
  std::string screenName() const;
  void practise() { setPractising(true); }
  QuestionPage& question() { return *question_; }
  const QuestionPage& question() const { return *question_; }
  void setLanguage(ui::Language language);
  void setLook(ui::Look look);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildTop(QVBoxLayout& layout);
  void arrangeTop();
  void buildPages(const Actions& actions, QVBoxLayout& layout);
  void buildShortcuts();
  void add(const char* name, Page* page);
  const char* wanted() const;
  void bringUp(const char* name);
  void openReport();
  void setPractising(bool on);
  void speak();
  void zoom(int steps);
  void nextScheme();
  void otherSpacing();
  void otherMotion();
  void prepareFor(const session::View& view);

  WindowSettings settings_;
  const ui::Look usual_;  // of this workstation
  const ui::Language usualLanguage_;
  std::vector<std::string> accommodations_;  // what the look was prepared for
  session::View view_;
  session::Notes notes_;
  bool seen_ = false;       // a view came
  bool reporting_ = false;  // the person wants to report a problem
  bool practising_ = false;
  bool enrolling_ = false;
  Guarding guarding_ = Guarding::yes;
  std::uint32_t messageRead_ = 0;
  CameraState camera_ = CameraState::off;

  QBoxLayout* top_ = nullptr;
  QLabel *brand_, *workstation_, *demonstration_, *person_, *cameraLabel_;
  QPushButton *languageButton_, *smaller_, *larger_, *spacing_, *scheme_;
  QWidget* messageBox_;
  QLabel* messageText_;
  QPushButton* messageButton_;
  QStackedWidget* stack_;
  std::map<std::string, Page*> pages_;
  QuestionPage* question_ = nullptr;
  ReportPage* report_ = nullptr;
  PracticePage* practice_ = nullptr;
  RecordingPage* recording_ = nullptr;
  CalmPage* help_ = nullptr;
  std::string current_;
};

}  // namespace vigie::candidate
