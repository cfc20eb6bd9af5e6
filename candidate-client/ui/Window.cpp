#include "candidate-client/ui/Window.hpp"

#include <QApplication>
#include <QCloseEvent>
#include <QShortcut>
#include <QStackedWidget>
#include <algorithm>
#include <string_view>

namespace vigie::candidate {

using session::Screen;
using ui::Action;
using ui::Weight;

namespace {

constexpr int kLargeText = 150;  // percent; the keys and buttons of the size go on from there

}  // namespace

Window::Window(const Actions& actions, WindowSettings settings)
    : settings_(std::move(settings)), usual_(settings_.look), usualLanguage_(settings_.language) {
  auto* middle = new QWidget;
  ui::setKind(*middle, "page");
  auto* layout = new QVBoxLayout(middle);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  setCentralWidget(middle);
  buildTop(*layout);
  buildPages(actions, *layout);
  buildShortcuts();
  recording_->setCamera(settings_.camera);
  setLook(settings_.look);
  setLanguage(settings_.language);
  bringUp("connecting");
}

void Window::add(const char* name, Page* page) {
  pages_[name] = page;
  stack_->addWidget(page);
}

void Window::buildPages(const Actions& actions, QVBoxLayout& layout) {
  stack_ = new QStackedWidget;
  stack_->setSizePolicy(QSizePolicy::Ignored,
                        QSizePolicy::Ignored);  // large text must not make us larger than the screen
  layout.addWidget(stack_, 1);
  add("enrol", new EnrolPage(actions, settings_.host, settings_.knows));
  add("connecting", new CalmPage({Text::connectingTitle, Text::connectingLead}));
  add("code", new CodePage(actions));
  add("name", new NamePage(actions));
  add("recording", recording_ = new RecordingPage(actions));
  const auto practise = [this] { setPractising(true); };
  add("wait", new WaitPage(practise));
  add("begin", new BeginPage(actions, practise));
  add("practice", practice_ = new PracticePage([this] { setPractising(false); }));
  add("question", question_ = new QuestionPage(actions, [this] { openReport(); }));
  add("report", report_ = new ReportPage(actions, [this] {
                  reporting_ = false;
                  bringUp(wanted());
                }));
  add("silent", new CalmPage({Text::silentTitle, Text::silentLead}));
  add("unguarded", new CalmPage({Text::unguardedTitle, Text::unguardedLead}));
  add("paused", new CalmPage({Text::pausedTitle, Text::pausedLead}));
  add("alert", new CalmPage({Text::alertTitle, Text::alertLead}));
  add("help", help_ = new CalmPage({Text::helpTitle, Text::helpLead}));
  add("ended", new CalmPage({Text::endedTitle, Text::endedLead, Text::endedNext, Text::endedLeave}, [this, &actions] {
        if (actions.leave) actions.leave();
        setLook(usual_);  // the next person has not asked for another
        setLanguage(usualLanguage_);
      }));
}

const char* Window::wanted() const {
  if (guarding_ == Guarding::no) return "unguarded";
  if (enrolling_) return "enrol";
  if (!seen_) return "connecting";
  const bool before = view_.screen == Screen::waitingForInvigilator || view_.screen == Screen::readyToBegin;
  if (before && notes_.camera == session::CameraChoice::unasked) return "recording";
  if (before && practising_) return "practice";
  switch (view_.screen) {
    case Screen::connecting:
      return "connecting";
    case Screen::enterCode:
      return "code";
    case Screen::confirmName:
      return "name";
    case Screen::waitingForInvigilator:
      return "wait";
    case Screen::readyToBegin:
      return "begin";
    case Screen::question:
      return reporting_ ? "report" : "question";
    case Screen::hidden:
      return "silent";
    case Screen::paused:
      return "paused";
    case Screen::alertOpen:
      return "alert";
    case Screen::ended:
      return "ended";
    case Screen::callInvigilator:
      return "help";
  }
  return "connecting";
}

// The keyboard goes to the first thing to do; on the question, to where it was.
void Window::bringUp(const char* name) {
  Page* page = pages_.at(name);
  if (current_ == name && stack_->currentWidget() == page) return;
  current_ = name;
  stack_->setCurrentWidget(page);
  QWidget* before = page == question_ ? page->focusWidget() : nullptr;
  QWidget* target = before != nullptr && before->isVisibleTo(page) ? before : page->firstFocus();
  if (target != nullptr) {
    target->setFocus(Qt::OtherFocusReason);
  } else {
    setFocus(Qt::OtherFocusReason);
  }
  ui::announce(*page, page->title());
  setWindowTitle(say(Text::windowTitle, settings_.language) + " · " + page->title());
}

void Window::askEnrolment() {
  enrolling_ = true;
  bringUp(wanted());
}

void Window::present(const session::View& view, const session::Notes& notes) {
  view_ = view;
  notes_ = notes;
  seen_ = true;
  enrolling_ = false;
  if (view.screen != Screen::question && view.screen != Screen::hidden) reporting_ = false;
  if (view.screen == Screen::question) practising_ = false;
  prepareFor(view);
  if (notes.draft) question_->remember(*notes.draft);
  help_->explain(view.screen == Screen::callInvigilator && !view.notices.empty() ? view.notices.back() : "");
  if (view.messages < messageRead_) messageRead_ = 0;
  for (const auto& [name, page] : pages_) page->present(view);
  speak();
  bringUp(wanted());
}

// Once, when somebody sits down for whom something was agreed: from then on the window is theirs to change. The next
// person finds the workstation as it usually is.
void Window::prepareFor(const session::View& view) {
  const bool isLeft = view.accommodations.empty();
  if (view.accommodations == accommodations_ || (isLeft && view.screen != Screen::enterCode)) return;
  accommodations_ = view.accommodations;
  const auto has = [&](std::string_view name) {
    return std::find(accommodations_.begin(), accommodations_.end(), name) != accommodations_.end();
  };
  ui::Look look = usual_;
  if (has("large-text")) look.zoom = std::max(look.zoom, kLargeText);
  if (has("high-contrast")) look.scheme = ui::Scheme::contrast;
  if (has("dyslexia-spacing")) look.spacing = ui::Spacing::wide;
  if (has("reduced-motion")) look.motion = ui::Motion::still;
  question_->setReading(has("read-aloud") ? QuestionPage::Reading::byItself : QuestionPage::Reading::onDemand);
  setLook(look);
}

void Window::refused(const std::string& code) {
  if (Page* page = dynamic_cast<Page*>(stack_->currentWidget())) page->refused(code);
}

void Window::setCamera(CameraState state) {
  camera_ = state;
  speak();
}

void Window::setGuard(Guarding guarding) {
  if (guarding_ == guarding) return;
  guarding_ = guarding;
  bringUp(wanted());
}

void Window::setPractising(bool on) {
  practising_ = on;
  if (on) practice_->start();
  bringUp(wanted());
}

void Window::openReport() {
  reporting_ = true;
  report_->clear();
  bringUp(wanted());
}

std::string Window::screenName() const {
  return current_;
}

void Window::closeEvent(QCloseEvent* event) {
  if (settings_.mayClose) {
    event->accept();
  } else {
    event->ignore();
  }
}

}  // namespace vigie::candidate
