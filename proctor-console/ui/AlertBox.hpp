// One open report and its decision: another question, or the same one, with a comment that stays in the record.
// Thread: Qt's main one.
#pragma once

#include <QWidget>

#include "proctor-console/ui/Action.hpp"

class QLineEdit;

namespace vigie::window {

class AlertBox : public QWidget {
 public:
  AlertBox(const Context& context, const base::SessionId& session, QWidget* parent = nullptr);

  void show(const console::Room& room, const protocol::message::AlertView& alert);
  std::uint32_t alert() const { return alert_; }
  void focusDecision();

 private:
  console::Order decision(console::Resolution outcome) const;

  const Context& context_;
  base::SessionId session_;
  std::uint32_t alert_ = 0;
  QLabel* what_;
  QLineEdit* comment_;
  Action* replace_;
  Action* keep_;
};

}  // namespace vigie::window
