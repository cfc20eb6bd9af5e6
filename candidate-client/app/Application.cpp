#include "candidate-client/app/Application.hpp"

#include <QApplication>
#include <QScreen>
#include <QTimer>
#include <iostream>
#include <memory>
#include <thread>

#include "candidate-client/app/Enrolment.hpp"
#include "candidate-client/app/GuardWatch.hpp"
#include "candidate-client/app/SeatCamera.hpp"
#include "candidate-client/app/SignalWaiter.hpp"
#include "candidate-client/session/SeatLoop.hpp"
#include "candidate-client/ui/Window.hpp"
#include "candidate-client/voice/Voice.hpp"
#include "common/ui/Accessibility.hpp"

namespace vigie::candidate {
namespace {

// Runs on Qt's thread, in order; nothing once the object is gone.
template <class Function>
void later(QObject& object, Function function) {
  QMetaObject::invokeMethod(&object, std::move(function), Qt::QueuedConnection);
}

CameraState cornerOf(std::optional<session::CaptureState> capture) {
  if (!capture) return CameraState::off;
  switch (*capture) {
    case session::CaptureState::pictures:
      return CameraState::on;
    case session::CaptureState::refused:
      return CameraState::refused;
    case session::CaptureState::noCamera:
      return CameraState::absent;
    case session::CaptureState::failed:
      break;
  }
  return CameraState::failed;
}

class Application {
 public:
  Application(const Configuration& configuration, Display display)
      : configuration_(configuration), display_(display), window_(actions_, windowSettings()) {
    connectActions();
    if (configuration.guard.empty()) return;
    guard_ = std::make_unique<GuardWatch>(configuration.guard, [this](GuardState state) {
      window_.setGuard(state == GuardState::there ? Guarding::yes : Guarding::no);
    });
  }

  ~Application() {
    if (enrolling_.joinable()) enrolling_.join();
    seat_.reset();
  }

  void show() {
    if (display_ == Display::fullScreen) {
      // Without a window manager nobody enlarges it for us.
      window_.setGeometry(QGuiApplication::primaryScreen()->geometry());
      window_.showFullScreen();
    } else {
      window_.resize(1200, 760);
      window_.show();
    }
    window_.activateWindow();  // without a window manager nobody else gives us the keyboard
  }

  // A workstation that is not linked to its centre asks for the code.
  base::Result<void> start() {
    if (!link::hasMachine(configuration_.machine)) {
      window_.askEnrolment();
      return {};
    }
    auto machine = link::loadMachine(configuration_.machine);
    if (!machine) return base::fail(machine.error());
    auto keep = session::Keep::openFolder(configuration_.machine);
    if (!keep) return base::fail(keep.error());
    auto notebook = session::Notebook::openFolder(configuration_.machine);
    if (!notebook) return base::fail(notebook.error());
    machine_ = std::make_unique<link::Machine>(std::move(*machine));
    window_.setWorkstation(QString::fromStdString(machine_->label));
    session::SeatEvents events;
    events.onView = [this](const session::View& view, const session::Notes& notes) {
      later(window_, [this, view, notes] { window_.present(view, notes); });
    };
    events.onRefused = [this](const base::Error& error) {
      later(window_, [this, code = error.code] { window_.refused(code); });
    };
    events.onTrouble = [](const base::Error& error) { std::cerr << "candidate-client: " << error.detail << '\n'; };
    const std::string program = std::string("candidate-client ") + VIGIE_VERSION;
    events.makeCompanion = [this, program](session::Workplace place) {
      return std::make_unique<SeatCamera>(cameraOf(configuration_), program, std::move(place),
                                          [this](std::optional<session::CaptureState> capture) {
                                            later(window_, [this, capture] { window_.setCamera(cornerOf(capture)); });
                                          });
    };
    seat_ = std::make_unique<session::SeatLoop>(*machine_, std::move(*keep), std::move(*notebook), program,
                                                std::move(events));
    return seat_->start();
  }

 private:
  WindowSettings windowSettings() const {
    WindowSettings settings;
    settings.language = ui::languageOf(configuration_.language).value_or(ui::Language::french);
    settings.look = {ui::schemeOf(configuration_.colours).value_or(ui::Scheme::light),
                     static_cast<int>(configuration_.zoom)};
    settings.host = QString::fromStdString(configuration_.host);
    settings.knows = configuration_.trust.empty() ? EnrolPage::Knows::nothing : EnrolPage::Knows::itsCentre;
    settings.camera = !configuration_.camera.empty();
    settings.mayClose = display_ == Display::window;
    return settings;
  }

  void connectActions() {
    actions_.enrol = [this](const QString& code, const QString& host) {
      enrol(code.toStdString(), host.toStdString());
    };
    actions_.typeCode = [this](std::string code) { seat_->typeCode(std::move(code)); };
    actions_.confirmIdentity = [this] { seat_->confirmIdentity(); };
    actions_.chooseCamera = [this](session::CameraChoice choice) { seat_->choose(choice); };
    actions_.begin = [this] { seat_->begin(); };
    actions_.answer = [this](content::Answer answer) { seat_->answer(std::move(answer)); };
    actions_.typed = [this](std::uint32_t question, content::Answer answer) {
      seat_->note({question, std::move(answer)});
    };
    actions_.report = [this](std::string category, std::string comment) {
      seat_->report(std::move(category), std::move(comment));
    };
    actions_.leave = [this] { seat_->leave(); };
    if (voice::isInstalled()) {
      actions_.readAloud = [this](std::string text, std::string language) {
        voice_.say(std::move(text), std::move(language));
      };
    }
  }

  // The network is asked on a thread of its own; the page waits for the answer.
  void enrol(std::string code, std::string host) {
    if (enrolling_.joinable()) enrolling_.join();
    enrolling_ = std::thread([this, code = std::move(code), host = std::move(host)] {
      const auto enrolled = enrolWorkstation(configuration_, code, host);
      later(window_, [this, enrolled] {
        const auto started = enrolled ? start() : enrolled;
        if (!started) window_.refused(started.error().code);
      });
    });
  }

  const Configuration& configuration_;
  const Display display_;
  voice::Voice voice_;
  Actions actions_;
  Window window_;
  std::unique_ptr<GuardWatch> guard_;
  std::unique_ptr<link::Machine> machine_;
  std::unique_ptr<session::SeatLoop> seat_;
  std::thread enrolling_;
};

}  // namespace

int runWindow(int& argc, char** argv, const Configuration& configuration, Display display) {
  QApplication qt(argc, argv);
  QApplication::setApplicationName("candidate-client");
  QApplication::setApplicationVersion(VIGIE_VERSION);
  ui::guardAccessibility();
  const SignalWaiter waiter;
  Application application(configuration, display);
  if (const auto started = application.start(); !started) {
    std::cerr << "candidate-client: " << started.error().detail << '\n';
    return 1;
  }
  application.show();
  return QApplication::exec();
}

}  // namespace vigie::candidate
