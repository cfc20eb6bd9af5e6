// The oldest report that nobody has decided yet, always at the top of the room, with how long it has waited and how
// many others wait behind it. Its button is the first of the two clicks to a decision. Thread: Qt's main one.
#pragma once

#include <QElapsedTimer>
#include <QWidget>
#include <map>
#include <optional>

#include "proctor-console/ui/Context.hpp"

class QLabel;
class QPushButton;

namespace vigie::window {

class AlertBar : public QWidget {
 public:
  AlertBar(const Context& context, std::function<void(const base::CandidateRef&)> decide, QWidget* parent = nullptr);

  void show(const console::Room& room);
  void tick();  // once a second: how long it has waited
  std::optional<std::uint32_t> alert() const { return alert_; }

 private:
  const Context& context_;
  QLabel* what_;
  QLabel* waited_;
  QPushButton* decide_;
  std::optional<std::uint32_t> alert_;
  std::optional<base::CandidateRef> candidate_;
  std::size_t behind_ = 0;
  std::map<std::uint32_t, QElapsedTimer> since_;  // by alert: when this console saw it first
};

}  // namespace vigie::window
