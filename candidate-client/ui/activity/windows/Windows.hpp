// Type windows: open windows with the buttons of their title bar, and the bar that brings a reduced one back. Summary:
// minimised, maximised, closed [ids]. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

namespace vigie::activity {

class Stage;

class Windows final : public Interaction {
 public:
  explicit Windows(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  enum class State { normal, minimised, maximised, closed };
  struct Window {
    QString id, title;
    State state = State::normal;
  };

  void set(std::size_t window, State state);
  void show();
  QWidget* makeWindow(std::size_t at);
  QJsonArray inState(State state) const;

  std::vector<Window> windows_;
  QStringList controls_;
  Stage* stage_;
  QWidget* first_ = nullptr;
};

}  // namespace vigie::activity
