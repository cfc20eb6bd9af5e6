// A session, or a ticket that could become one, with one button: the next sensible thing to do. Thread: Qt's main one.
#pragma once

#include <QWidget>

#include "proctor-console/ui/SessionAction.hpp"

namespace vigie::window {

struct SessionDoors {
  std::function<void(const base::SessionId&)> toRoom;
  std::function<void(const base::SessionId&)> toCandidates;
};

class SessionCard : public QWidget {
 public:
  SessionCard(const Context& context, const base::SessionId& session, SessionDoors doors, QWidget* parent = nullptr);
  void show(const protocol::message::SessionView& view);
  QPushButton& button();  // the one
  QSize sizeHint() const override;

 private:
  void go();

  const Context& context_;
  base::SessionId session_;
  SessionDoors doors_;
  QLabel* title_;
  QLabel* demonstration_;
  QLabel* state_;
  QLabel* links_;
  Action* action_;
  QPushButton* go_;
};

class TicketCard : public QWidget {
 public:
  TicketCard(const Context& context, std::string number, QWidget* parent = nullptr);
  void show(const protocol::message::TicketView& view);
  QSize sizeHint() const override;

 private:
  const Context& context_;
  std::string number_;
  QLabel* state_;
  QLabel* demonstration_;
};

}  // namespace vigie::window
