// The room of one session: the oldest report on top, everybody as a tile, and whoever was chosen at the side.
// Thread: Qt's main one.
#pragma once

#include <QWidget>
#include <optional>

#include "proctor-console/ui/AlertBar.hpp"
#include "proctor-console/ui/CandidatePanel.hpp"
#include "proctor-console/ui/TileGrid.hpp"

class QCheckBox;
class QLabel;
class QLineEdit;
class QScrollArea;

namespace vigie::window {

struct RoomDoors {
  std::function<void()> toSessions;
  std::function<void()> toCandidates;
};

class RoomPage : public QWidget {
 public:
  RoomPage(const Context& context, const base::SessionId& session, RoomDoors doors, QWidget* parent = nullptr);

  void show(const console::Outlook& outlook);
  void tick();  // once a second
  void choose(const base::CandidateRef& candidate);

  const base::SessionId& session() const { return session_; }
  const std::optional<base::CandidateRef>& chosen() const { return chosen_; }
  AlertBar& alertBar() { return *alertBar_; }
  TileGrid& tiles() { return *tiles_; }

 private:
  QWidget* buildTools(const RoomDoors& doors);
  QWidget* buildRoomActions();
  void showSession(const protocol::message::SessionView& view);
  void showTiles(const console::Outlook& outlook);
  void showPicture(Tile& tile, const base::CandidateRef& candidate, const console::Outlook& outlook);
  bool isWanted(const console::Room& room, const protocol::message::CandidateView& view) const;
  std::optional<console::Order> confirmAll();
  void refresh();

  const Context& context_;
  base::SessionId session_;
  std::optional<base::CandidateRef> chosen_;
  bool isPaused_ = false;
  std::map<base::CandidateRef, std::uint32_t> shownPictures_;  // by number
  std::map<base::CandidateRef, std::string> shownViews_;       // bytes: only what changed is drawn again
  QLabel* title_;
  QLabel* counts_;
  QLabel* demonstration_;
  AlertBar* alertBar_;
  QLineEdit* search_;
  QCheckBox* onlyUrgent_;
  TileGrid* tiles_;
  QLabel* empty_;
  QScrollArea* side_;
  CandidatePanel* panel_ = nullptr;
  QLineEdit* text_;
  Action* send_;
  Action* pause_;
  Action* next_;
  Action* confirmAll_;
};

}  // namespace vigie::window
