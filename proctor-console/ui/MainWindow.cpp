#include "proctor-console/ui/MainWindow.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "proctor-console/ui/Action.hpp"
#include "proctor-console/ui/StopPage.hpp"

namespace vigie::window {
namespace {

constexpr int kZoomStep = 25;

}  // namespace

MainWindow::MainWindow(Door& door, console::Language language, const base::Clock& clock)
    : door_(door), language_(language), clock_(clock), second_(new QTimer(this)) {
  setWindowTitle(QStringLiteral("Vigie"));
  resize(1280, 800);
  const auto shortcut = [this](const QKeySequence& keys, std::function<void()> act) {
    QObject::connect(new QShortcut(keys, this), &QShortcut::activated, this, [act = std::move(act)] { act(); });
  };
  shortcut(QKeySequence::ZoomIn, [this] { zoom(zoom_ + kZoomStep); });
  shortcut(QKeySequence(Qt::CTRL | Qt::Key_Equal), [this] { zoom(zoom_ + kZoomStep); });
  shortcut(QKeySequence::ZoomOut, [this] { zoom(zoom_ - kZoomStep); });
  shortcut(QKeySequence(Qt::CTRL | Qt::Key_0), [this] { zoom(kSmallestZoom); });
  // Words that grow by themselves: how long somebody waits, how much time is left. Nothing is asked of the centre.
  QObject::connect(second_, &QTimer::timeout, this, [this] {
    if (banner_ != nullptr) banner_->tick();
    if (room_ != nullptr) room_->tick();
    if (sessions_ != nullptr) sessions_->tick();
  });
  second_->start(1'000);
  setStyleSheet(styleOf(zoom_));
  build();
}

MainWindow::~MainWindow() {
  if (desk_) desk_->onChange({});
  delete takeCentralWidget();  // pages that hide still speak to the desk
}

// Everything with words in it, anew: at the start, behind the gate, and when the language changes.
void MainWindow::build() {
  const console::Text text(language_);
  if (context_) context_->text = text;  // pages that are on their way out still speak through it
  if (desk_ && !context_) context_ = std::make_unique<Context>(Context{text, *desk_, clock_});
  sessions_ = nullptr;
  room_ = nullptr;
  candidates_ = nullptr;
  banner_ = nullptr;
  auto* central = new QWidget(this);
  central->setObjectName(QStringLiteral("page"));
  auto* column = new QVBoxLayout(central);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildHeader());
  if (desk_) {
    banner_ = new Banner(*context_, central);
    column->addWidget(banner_);
  }
  pages_ = new QStackedWidget(central);
  column->addWidget(pages_, 1);
  setCentralWidget(central);
  if (desk_) return go(place_, session_);
  const auto opened = [this](std::unique_ptr<Desk> desk) {
    // The gate is still on the stack of calls that opened it.
    auto shared = std::make_shared<std::unique_ptr<Desk>>(std::move(desk));
    QTimer::singleShot(0, this, [this, shared] { enter(std::move(*shared)); });
  };
  replacePage(new GatePage(text, door_, opened, pages_));
}

QWidget* MainWindow::buildHeader() {
  const console::Text text(language_);
  auto* header = new QWidget(this);
  header->setObjectName(QStringLiteral("header"));
  header->setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(header);
  auto* brand = new QLabel(QStringLiteral("Vigie"), header);
  brand->setObjectName(QStringLiteral("brand"));
  row->addWidget(brand);
  where_ = new QLabel(header);
  where_->setWordWrap(true);
  row->addWidget(where_, 1);
  const auto button = [&](const QString& label, const Phrase& name, std::function<void()> act) {
    auto* made = makeButton(label, Kind::plain, std::move(act), header);
    made->setAccessibleName(toQt(text(name)));
    made->setToolTip(toQt(text(name)));
    row->addWidget(made);
  };
  button(QStringLiteral("A−"), {"Plus petit", "Smaller"}, [this] { zoom(zoom_ - kZoomStep); });
  button(QStringLiteral("A+"), {"Plus grand", "Larger"}, [this] { zoom(zoom_ + kZoomStep); });
  const bool isFrench = language_ == console::Language::french;
  button(isFrench ? QStringLiteral("English") : QStringLiteral("Français"), {"Passer en anglais", "Switch to French"},
         [this, isFrench] {
           const auto next = isFrench ? console::Language::english : console::Language::french;
           QTimer::singleShot(0, this, [this, next] { speak(next); });
         });
  return header;
}

void MainWindow::enter(std::unique_ptr<Desk> desk) {
  desk_ = std::move(desk);
  if (place_ == Place::gate) place_ = Place::sessions;
  build();
  desk_->onChange([this] { refresh(); });
  refresh();
}

void MainWindow::unlock(const base::SecretBytes& password) {
  auto* gate = dynamic_cast<GatePage*>(pages_->currentWidget());
  if (gate != nullptr)
    gate->unlock(
        QString::fromUtf8(base::textOf(password.reveal()).data(), static_cast<qsizetype>(password.reveal().size())));
}

void MainWindow::speak(console::Language language) {
  if (language == language_) return;
  language_ = language;
  build();
  refresh();
}

void MainWindow::zoom(int percent) {
  zoom_ = std::clamp(percent, kSmallestZoom, kLargestZoom);
  setStyleSheet(styleOf(zoom_));
  if (!desk_) build();  // the gate is as wide as its letters
  refresh();
}

void MainWindow::replacePage(QWidget* page) {
  while (pages_->count() != 0) {
    QWidget* old = pages_->widget(0);
    pages_->removeWidget(old);
    old->deleteLater();
  }
  pages_->addWidget(page);
  pages_->setCurrentWidget(page);
}

void MainWindow::go(Place place, const std::optional<base::SessionId>& session) {
  place_ = place;
  session_ = session;
  sessions_ = nullptr;
  room_ = nullptr;
  candidates_ = nullptr;
  if (!desk_) return;  // still at the gate: behind it
  desk_->regard(std::nullopt);
  if (session) desk_->look(*session);
  switch (place) {
    case Place::gate:
    case Place::sessions:
      sessions_ = new SessionsPage(*context_, {[this](const base::SessionId& id) { toRoom(id); },
                                               [this](const base::SessionId& id) { toCandidates(id); }});
      return replacePage(sessions_);
    case Place::room:
      room_ = new RoomPage(*context_, *session, {[this] { toSessions(); }, [this] { toCandidates(*session_); }});
      return replacePage(room_);
    case Place::candidates:
      candidates_ = new CandidatesPage(*context_, *session, [this] { toSessions(); });
      return replacePage(candidates_);
    case Place::stopped:
      return replacePage(new StopPage(*context_, *desk_->outlook().fork));
  }
}

// Pages are left from their own buttons: they must outlive the click.
void MainWindow::toSessions() {
  QTimer::singleShot(0, this, [this] {
    go(Place::sessions, std::nullopt);
    refresh();
  });
}

void MainWindow::toRoom(const base::SessionId& session) {
  QTimer::singleShot(0, this, [this, session] {
    go(Place::room, session);
    refresh();
  });
}

void MainWindow::toCandidates(const base::SessionId& session) {
  QTimer::singleShot(0, this, [this, session] {
    go(Place::candidates, session);
    refresh();
  });
}

void MainWindow::refresh() {
  if (!desk_) return;
  const console::Outlook& outlook = desk_->outlook();
  if (outlook.fork && place_ != Place::stopped) go(Place::stopped, std::nullopt);
  where_->setText(outlook.consoleLabel.empty() ? QString() : toQt(outlook.consoleLabel));
  banner_->show(outlook);
  if (sessions_ != nullptr) sessions_->show(outlook);
  if (room_ != nullptr && (!outlook.room || outlook.room->id() == room_->session())) room_->show(outlook);
  if (candidates_ != nullptr) candidates_->show(outlook);
  if (shown_) shown_();
}

}  // namespace vigie::window
