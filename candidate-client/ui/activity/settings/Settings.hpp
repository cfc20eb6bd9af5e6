// Types settings, cookie-banner, call-settings: switches and lists, and buttons that end it. A button with the id "all"
// turns every switch on, "none" every switch off. Once a button was pressed the panel is closed and can be opened
// again. Summary: state {id: true/false or option}, pressed (a button's id, empty: none), changes. Ownership: the
// question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

class QVBoxLayout;

namespace vigie::activity {

class Stage;

class Settings final : public Interaction {
 public:
  explicit Settings(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  struct Control {
    QString id, label;
    bool isSwitch;
    bool isOn;
    QString chosen;
    std::vector<Option> options;
  };

  void show();
  void press(const Option& button);
  void open();
  void addControl(std::size_t at, QVBoxLayout& column);
  void noteChange();
  QString leadFor(const QString& type) const;

  QString title_, lead_;
  std::vector<Control> controls_;
  std::vector<Option> buttons_;
  Stage* stage_;
  QWidget* first_ = nullptr;
  QString pressed_;
  int changes_ = 0;
};

}  // namespace vigie::activity
