// The first screen: is the centre fit for an exam, and today's sessions as cards. Thread: Qt's main one.
#pragma once

#include <QWidget>
#include <filesystem>
#include <map>

#include "proctor-console/ui/SessionCard.hpp"
#include "proctor-console/ui/Theme.hpp"

namespace vigie::window {

class Flow;

class SessionsPage : public QWidget {
 public:
  SessionsPage(const Context& context, SessionDoors doors, QWidget* parent = nullptr);

  void show(const console::Outlook& outlook);
  void tick();  // once a second: the date
  void loadTicket(const std::filesystem::path& file);

 private:
  QWidget* buildReadiness();
  void showReadiness(const console::Outlook& outlook);
  void showCards(const console::Outlook& outlook);

  const Context& context_;
  SessionDoors doors_;
  struct Row {
    Sign* sign;
    QLabel* words;
  };
  std::vector<Row> readiness_;
  QLabel* empty_;
  QWidget* cards_;
  Flow* flow_;
  std::map<base::SessionId, SessionCard*> sessions_;
  std::map<std::string, TicketCard*> tickets_;
  Action* load_;
  std::filesystem::path ticketFile_;
};

}  // namespace vigie::window
