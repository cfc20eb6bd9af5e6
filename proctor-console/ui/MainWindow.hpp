// The staff window: the gate, then the sessions, a room or its candidates, with a header for language and zoom and a
// banner for what must be known everywhere. Its parts show the outlook and nothing else; every change comes from the
// desk. Thread: Qt's main one.
#pragma once

#include <QMainWindow>
#include <optional>

#include "proctor-console/ui/Banner.hpp"
#include "proctor-console/ui/CandidatesPage.hpp"
#include "proctor-console/ui/GatePage.hpp"
#include "proctor-console/ui/RoomPage.hpp"
#include "proctor-console/ui/SessionsPage.hpp"

class QLabel;
class QStackedWidget;
class QTimer;

namespace vigie::window {

class MainWindow : public QMainWindow {
 public:
  MainWindow(Door& door, console::Language language, const base::Clock& clock);
  ~MainWindow() override;

  void enter(std::unique_ptr<Desk> desk);          // behind the gate
  void unlock(const base::SecretBytes& password);  // as if it had been typed
  void speak(console::Language language);
  void zoom(int percent);
  void toSessions();
  void toRoom(const base::SessionId& session);
  void toCandidates(const base::SessionId& session);
  int zoomPercent() const { return zoom_; }
  SessionsPage* sessions() const { return sessions_; }  // null: another page is shown; as the next two
  RoomPage* room() const { return room_; }
  CandidatesPage* candidates() const { return candidates_; }
  const console::Outlook* outlook() const { return desk_ ? &desk_->outlook() : nullptr; }
  void onShown(std::function<void()> shown) { shown_ = std::move(shown); }  // after each outlook was shown

 private:
  enum class Place { gate, sessions, room, candidates, stopped };
  void build();
  QWidget* buildHeader();
  void go(Place place, const std::optional<base::SessionId>& session);
  void replacePage(QWidget* page);
  void refresh();

  Door& door_;
  console::Language language_;
  const base::Clock& clock_;
  int zoom_ = 100;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Context> context_;
  Place place_ = Place::gate;
  std::optional<base::SessionId> session_;
  QLabel* where_ = nullptr;
  Banner* banner_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  SessionsPage* sessions_ = nullptr;
  RoomPage* room_ = nullptr;
  CandidatesPage* candidates_ = nullptr;
  QTimer* second_;
  std::function<void()> shown_;
};

}  // namespace vigie::window
